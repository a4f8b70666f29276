"""The words that old pages put around their stories, as data: labels of blocks, of credits, of counts, of rights.

A label of another agency that is missing here is one line in one of these tables; each is asked in every language, for
pages mix them (an English page with a Russian block is normal).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from dateline.ops.movein.pages import Window

Block = Literal["tell", "relevant", "tv", "most_viewed", "window"]

TELL = {
    "en": (
        "tell a friend",
        "send to a friend",
        "tell your friends",
        "email to a friend",
        "e-mail to a friend",
        "share with a friend",
        "share",
    ),
    "ru": (
        "рассказать другу",
        "отправить другу",
        "сообщить другу",
        "послать другу",
        "рассказать друзьям",
        "поделиться с другом",
        "поделиться",
    ),
    "kk": ("досыңа айт", "досыңызға айтыңыз", "досыңа жібер", "досыңызға жіберіңіз", "досқа жіберу", "достарыңмен бөліс", "бөлісу"),
}
RELEVANT = {
    "en": ("relevant news", "related news", "related stories", "related", "read also", "see also", "more on this", "on the topic"),
    "ru": (
        "новости по теме",
        "по теме",
        "актуальные новости",
        "читайте также",
        "похожие новости",
        "связанные новости",
        "материалы по теме",
    ),
    "kk": ("тақырып бойынша жаңалықтар", "тақырып бойынша", "өзекті жаңалықтар", "сондай-ақ оқыңыз", "ұқсас жаңалықтар", "тақырыпқа орай"),
}
TV = {
    "en": ("internet television", "internet tv", "online television", "online tv", "live tv", "web tv"),
    "ru": ("интернет телевидение", "интернет-телевидение", "интернет тв", "интернет-тв", "прямой эфир", "онлайн тв"),
    "kk": ("интернет теледидар", "интернет-теледидар", "интернет теледидары", "интернет-тв", "тікелей эфир", "онлайн теледидар"),
}
MOST_VIEWED = {
    "en": ("most viewed", "most read", "most popular", "popular", "top news"),
    "ru": (
        *("самое просматриваемое", "самые просматриваемые", "самое читаемое", "самые читаемые", "самое популярное", "самые популярные"),
        *("популярное", "популярные", "топ новостей", "чаще всего смотрят"),
    ),
    "kk": ("ең көп қаралған", "ең көп қаралғандар", "көп қаралған", "ең көп оқылған", "көп оқылған", "ең танымал", "танымал"),
}
WINDOWS: dict[Window, dict[str, tuple[str, ...]]] = {
    "day": {
        "en": ("today", "of the day", "in 24 hours", "last 24 hours", "24 hours", "for the day", "day"),
        "ru": ("за сутки", "за день", "сегодня", "дня", "за 24 часа", "сутки", "день"),
        "kk": ("тәулікте", "тәулік ішінде", "бүгін", "бір күнде", "24 сағатта", "күн", "тәулік"),
    },
    "week": {
        "en": ("this week", "of the week", "in the week", "for the week", "last 7 days", "7 days", "week"),
        "ru": ("за неделю", "недели", "на этой неделе", "за 7 дней", "7 дней", "неделя"),
        "kk": ("аптада", "апта ішінде", "осы аптада", "бір аптада", "7 күнде", "апта"),
    },
    "month": {
        "en": ("this month", "of the month", "in the month", "for the month", "last 30 days", "30 days", "month"),
        "ru": ("за месяц", "месяца", "в этом месяце", "за 30 дней", "30 дней", "месяц"),
        "kk": ("айда", "ай ішінде", "осы айда", "бір айда", "30 күнде", "ай"),
    },
}
_FILLERS = ("news", "stories", "articles", "новости", "новостей", "материалы", "жаңалықтар", "мақалалар")
_CREDIT = re.compile(
    r"(?:images?|photos?|pictures?|photo by|image credit|photo credit|photo courtesy"
    r"|фото|фотография|фотографии|изображение|изображения|иллюстрация|снимок|источник фото|автор фото"
    r"|сурет|суреттер|фотосурет|сурет авторы|фото авторы)"
    r"\s*(?:\||:|©|–|—|/|\s-\s)\s*(?:©\s*)?(?P<name>\S.{0,198})",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"may not be (?:reproduced|republished|copied|used|redistributed)|all rights reserved|^©|copyright (?:©|\(c\)|of)|(?:©|\(c\)) \d{4}"
    r"|(?:reproduction|reprint|copying).{0,80}(?:prohibited|permission|permitted|reference)|when using.{0,80}(?:reference|link)"
    r"|all rights belong"
    r"|все права (?:защищены|принадлежат|сохранены)|авторски[ех] прав|без ссылки на|перепечатка"
    r"|(?:копирование|воспроизведение).{0,80}(?:запрещ|разреш)"
    r"|при (?:использовании|цитировании|копировании).{0,120}ссылк|использование материалов"
    r"|барлық құқықтар|барлық құқығы|авторлық құқық|сілтемесіз|сілтеме жасау (?:міндетті|керек|қажет)|сілтеме міндетті"
    r"|(?:көшіріп басу|көшіру|пайдалану).{0,80}(?:тыйым|рұқсат|сілтеме)",
    re.IGNORECASE,
)
_MAX_NOTICE = 700
_BOILERPLATE_WORDS = ("may not be", "reserved", "все права", "обязательна", "барлық құқықтар", "міндетті")
_BOILERPLATE = re.compile(
    r"may not be (?:reproduced|republished|copied|used|redistributed) without|all rights (?:are )?reserved\.?$"
    r"|все права (?:защищены|сохранены)\.?$|ссылка на .{0,80}обязательна\.?$"
    r"|барлық құқықтар(?:ы)? (?:қорғалған|сақталған)\.?$|сілтеме (?:жасау )?міндетті\.?$",
    re.IGNORECASE,
)
_VIEWS = (
    r"(?:views?|viewed|reads?|hits|просмотр(?:ов|а|ы)?|просмотрено|прочтени[йея]"
    r"|қаралды|қаралым|көрілді|көрілім|оқылды|рет қаралды|👁\ufe0f?)"
)
_BEFORE_COUNT = re.compile(rf"[\[(|·•—–-]?\s*(?:{_VIEWS}\s*[:—–-]?\s*)?(?=\d)", re.IGNORECASE)
_AFTER_COUNT = re.compile(rf"\s*{_VIEWS}(?!\w)\s*[\])]?", re.IGNORECASE)
_EDGES = ' \t\u00a0\u202f\u200b\ufeff:|·•—–-.…«»"“”[]()>→'
_SPACES = re.compile(r"[\s\u00a0\u202f\u200b\ufeff]+")
_MAX_LABEL = 60


def _flat(table: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(label for labels in table.values() for label in labels)


_TELL, _RELEVANT, _TV = _flat(TELL), _flat(RELEVANT), _flat(TV)
_MOST_VIEWED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_flat(MOST_VIEWED), key=len, reverse=True)))})(?!\w)")
_WINDOW_OF: dict[str, Window] = {phrase: window for window, table in WINDOWS.items() for phrase in _flat(table)}


def plain_label(line: str) -> str:
    """`line` in small letters, one space between words, without marks around it."""
    return _SPACES.sub(" ", line.strip(_EDGES)).casefold()


def block_of(line: str) -> Block | None:
    """Which label `line` is, if it is one and nothing else."""
    return _block_of(line) if len(line) <= _MAX_LABEL else None


@lru_cache(maxsize=4096)  # pages of one site repeat their short lines
def _block_of(line: str) -> Block | None:
    label = plain_label(line)
    if label in _TELL:
        return "tell"
    if label in _RELEVANT:
        return "relevant"
    if label in _TV:
        return "tv"
    if label in _WINDOW_OF:
        return "window"
    return "most_viewed" if _most_viewed_rest(label) is not None else None


def window_of(line: str) -> Window:
    """The window that a label of a most-viewed list names: “Most viewed this week” is a week's; empty when it names none."""
    label = plain_label(line)
    rest = _most_viewed_rest(label)
    return _WINDOW_OF.get(label if rest is None else rest, "")


def _most_viewed_rest(label: str) -> str | None:
    """What a most-viewed label says beside that: a window or nothing. None when it is no such label."""
    found = _MOST_VIEWED.search(label)
    if found is None:
        return None
    words = (label[: found.start()] + " " + label[found.end() :]).replace("(", " ").replace(")", " ").split()
    rest = " ".join(word.strip(_EDGES) for word in words if word.strip(_EDGES) not in (*_FILLERS, ""))
    return rest if not rest or rest in _WINDOW_OF else None


def credit_in(line: str) -> str:
    """Who is named with the picture by a line like “Images | name”; empty when it is no such line."""
    match = _CREDIT.fullmatch(line.strip())
    return match["name"].strip() if match else ""


@lru_cache(maxsize=256)  # a site has one notice, under every story
def is_rights_notice(line: str) -> bool:
    """Whether `line` says who may use the text, by its words."""
    return len(line) <= _MAX_NOTICE and bool(_RIGHTS.search(line))


def is_boilerplate(line: str) -> bool:
    """Whether `line` is a rights notice beyond doubt: a story ends with it, whatever follows."""
    if len(line) > _MAX_NOTICE:
        return False
    lowered = line.lower()  # asked of every paragraph: a plain look for words is many times faster than the pattern
    return any(word in lowered for word in _BOILERPLATE_WORDS) and _ends_in_boilerplate(line)


@lru_cache(maxsize=256)
def _ends_in_boilerplate(line: str) -> bool:
    return bool(_BOILERPLATE.search(line))


def skip_before_count(text: str) -> int:
    """How many characters before a count belong to its label; nought when no figure follows."""
    match = _BEFORE_COUNT.match(text)
    return match.end() if match else 0


def skip_after_count(text: str) -> int:
    """How many characters after a count belong to its label (“29 521 views”)."""
    match = _AFTER_COUNT.match(text)
    return match.end() if match else 0
