"""Whose news it is, from the phrases in which agencies name it. Only where a phrase is plain; silence is better than a wrong name.

“…, the Ministry reports.” said it; “…, akorda.kz reports.” published it; “Qazinform reports, citing the press service.”: Qazinform
carried what the press service published.
"""

import re
from collections.abc import Iterable, Sequence

from dateline.ops.movein.pages import OldSource, Role

_LEAD_PARAGRAPHS = 3  # sources stand at the top
_END = r"(?=\s*(?:[.!?;,]|$))"
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+(?:kz|ru|com|org|net|info|kg|uz)", re.IGNORECASE)
_AGENCY = re.compile(
    r"\b(?:news agency|qazinform|kazinform|казинформ|қазинформ|tass|тасс|reuters|рейтер|interfax\S*|интерфакс\S*|tengrinews\S*"
    r"|риа новости|ria novosti|xinhua|синьхуа|anadolu|bloomberg|associated press|afp"
    r"|информагентств\S+|информационн\S+ агентств\S+|ақпарат(?:тық)? агенттігі)",
    re.IGNORECASE,
)
_NAME_EN = r"(?P<name>(?:[Tt]he )?(?:(?![Tt]he\s)[A-Z]|[a-z0-9-]+\.[a-z])[^,.;:!?\n]*(?:\.(?:kz|ru|com|org|net))?)"
_CITED = r"(?P<cited>[^,.;:!?\n]+(?:\.(?:kz|ru|com))?)"
_ENGLISH = (
    re.compile(
        rf"(?:^|[,;]\s){_NAME_EN}\s(?:reports|reported|informs|writes),?\s(?:citing|with reference to|referring to)\s{_CITED}{_END}"
    ),
    re.compile(rf"[,;]\s{_NAME_EN}\s(?:reports|reported|informs){_END}"),
)
_BODY_RU = (
    "пресс-служб[аыеу]|министерств[оае]|агентств[оае]|комитет[ае]?|департамент[ае]?|акимат[ае]?|посольств[оае]"
    "|администраци[яию]|правительств[оае]|МИД"
)
_NAME_RU = rf"(?P<name>(?:[«\"“]?[A-ZА-ЯӘҒҚҢӨҰҮҺІ]|{_BODY_RU}|[a-z0-9-]+\.[a-z])[^,.;:!?\n]*?(?:\.(?:kz|ru|com|org|net))?)"
_SAYS_RU = r"(?:сообщает|сообщают|передает|передаёт|информирует|пишет)"
_RUSSIAN = (
    re.compile(rf"{_SAYS_RU}\s{_NAME_RU}\s(?:со ссылкой на|ссылаясь на)\s{_CITED}{_END}"),
    re.compile(rf"{_SAYS_RU}\s(?!.{{0,90}}(?:со ссылкой|ссылаясь)){_NAME_RU}{_END}"),
    re.compile(rf"(?:сообщили|рассказали|проинформировали)\sв\s{_NAME_RU}{_END}"),
)
_SAYS_KK = r"(?:хабарлайды|хабарлады|жазады|деп хабарлайды)"
_REFERS_KK = r"сілтеме жасап|сілтеме жасай отырып"
_KNOWN_KK = r"(?P<name>(?:ҚазАқпарат|Қазинформ|Qazinform|Kazinform|Казинформ|Tengrinews(?:\.kz)?|ТАСС)(?:\s(?:ХАА|агенттігі))?)"
_BODY_KK = "қызметі|министрлігі|агенттігі|әкімдігі|департаменті|комитеті|сайты|порталы|басқармасы|орталығы"
_NAME_KK = rf"(?P<name>[A-ZА-ЯӘҒҚҢӨҰҮҺІa-z][^,.;:!?\n]*?(?:\.(?:kz|ru|com))?|[^,.;:!?\n]{{2,80}}\s(?:{_BODY_KK}))"
_KAZAKH = (
    re.compile(rf"{_SAYS_KK},?\s{_KNOWN_KK},?\s(?P<cited>[^,.;:!?\n]+?(?:\.kz)?\S*)\s(?:{_REFERS_KK}){_END}"),
    re.compile(rf"(?:^|[,;]\s|деп\s){_KNOWN_KK}\s(?P<cited>[^,;:!?\n]+?)\s(?:{_REFERS_KK})\s{_SAYS_KK}{_END}"),
    re.compile(rf"деп (?:хабарлайды|хабарлады|жазады),?\s(?!.{{0,120}}сілтеме){_NAME_KK}{_END}"),
)
_PHRASES = (
    (("report", "inform", "writes"), _ENGLISH, False, False),
    (("сообща", "сообщили", "перед", "информир", "пишет", "рассказали"), _RUSSIAN, True, False),
    (("хабарла", "жазады", "сілтеме"), _KAZAKH, False, True),
)
_NOMINATIVE = {  # the first word of a name as the phrase bends it: the name itself
    **dict.fromkeys(("пресс-службе", "пресс-службу", "пресс-службы", "пресс-служба"), "пресс-служба"),
    **dict.fromkeys(("министерстве", "министерства", "министерство"), "министерство"),
    **dict.fromkeys(("агентстве", "агентства", "агентство"), "агентство"),
    **dict.fromkeys(("комитете", "комитета", "комитет"), "комитет"),
    **dict.fromkeys(("департаменте", "департамента", "департамент"), "департамент"),
    **dict.fromkeys(("акимате", "акимата", "акимат"), "акимат"),
    **dict.fromkeys(("посольстве", "посольства", "посольство"), "посольство"),
    **dict.fromkeys(("администрации", "администрацию", "администрация"), "администрация"),
    **dict.fromkeys(("правительстве", "правительства", "правительство"), "правительство"),
}
_DATIVE_KK = {
    "қызметіне": "қызметі",
    "министрлігіне": "министрлігі",
    "агенттігіне": "агенттігі",
    "сайтына": "сайты",
    "порталына": "порталы",
    "әкімдігіне": "әкімдігі",
    "департаментіне": "департаменті",
    "басқармасына": "басқармасы",
    "комитетіне": "комитеті",
    "орталығына": "орталығы",
}
_ENDING_KK = re.compile(r"-(?:ке|қа|ға|ге|не|на)$")
_PRONOUNS = {"он", "она", "они", "it", "he", "she", "they", "this", "that", "who", "which", "ол", "источник", "издание"}
_MAX_WORDS = 14


def sources_in(paragraphs: Sequence[str]) -> tuple[OldSource, ...]:
    """The sources that the first paragraphs name, in their order, each once."""
    found: dict[str, OldSource] = {}
    for paragraph in paragraphs[:_LEAD_PARAGRAPHS]:
        for source in _in_paragraph(paragraph[:4000]):
            found.setdefault(source.name.casefold(), source)
    return tuple(found.values())


def _in_paragraph(text: str) -> Iterable[OldSource]:
    lowered = text.lower()
    for words, patterns, russian, kazakh in _PHRASES:
        if not any(word in lowered for word in words):  # a plain look first: most paragraphs name nobody
            continue
        for pattern in patterns:
            match = pattern.search(text)
            if match is None:
                continue
            name, cited = _name(match["name"], russian=russian), ""
            if "cited" in pattern.groupindex:
                cited = _dative(match["cited"]) if kazakh else _name(match["cited"], russian=russian)
            if name:
                yield OldSource(name, "carried" if cited else _role(name))
            if cited:
                yield OldSource(cited, "published")
            if name or cited:
                break


def _name(written: str, *, russian: bool) -> str:
    """A name as a reader would write it alone; empty when it may be none."""
    name = re.sub(r"^[Tt]he ", "", written.strip(' «»"“”'))
    words = name.split()
    if not words or len(words) > _MAX_WORDS or words[0].casefold() in _PRONOUNS:
        return ""
    if not russian:
        return name
    first = _NOMINATIVE.get(words[0].casefold())
    if first:
        bent = first if words[0][0].islower() else first[0].upper() + first[1:]
        return " ".join([bent, *words[1:]])
    certain = (
        _DOMAIN.fullmatch(words[0])
        or words[0].isupper()
        or words[0].isascii()
        or not words[0].endswith(("у", "ю", "е", "ы", "и", "ом", "ой"))
    )
    return name if certain else ""


def _dative(written: str) -> str:
    """A Kazakh name without the ending of “with reference to”; empty when the ending is not one we know."""
    words = written.strip(' «»"“”').split()
    if not words or len(words) > _MAX_WORDS:
        return ""
    last = words[-1].strip('«»"“”')
    if last in _DATIVE_KK:
        return " ".join([*words[:-1], _DATIVE_KK[last]])
    return " ".join([*words[:-1], _ENDING_KK.sub("", last)]) if _ENDING_KK.search(last) else ""


def _role(name: str) -> Role:
    if _AGENCY.search(name):
        return "carried"
    return "published" if _DOMAIN.search(name) else "said"
