"""The Kazakh suffix stripper.

Kazakh words are built as stem + plural + possessive + case, or stem + negation + tense + person; each suffix
follows the vowels of the stem (back or front) and its last sound (vowel, voiced, voiceless). We write a suffix
once, with capitals for what varies, and strip the longest one whose form really fits, until none does.
Made from the paradigms that every Kazakh grammar has; the order of work is that of Porter's stemmers.

A stem is a key, not a dictionary form: халық and халқы both become «халқ».
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, product
from typing import Literal

from dateline.languages.language import word_list

Harmony = Literal["back", "front", "either"]
After = Literal["vowel", "voiced", "voiceless", "consonant", "any"]

BACK = frozenset("аоұыяёю")
FRONT = frozenset("әеөүіэ")
NEUTRAL = frozenset("иу")
VOWELS = BACK | FRONT | NEUTRAL
VOICELESS = frozenset("бвгғдкқпстфхһцчшщ")  # б в г д end only foreign words and sound voiceless there

SHORTEST_STEM = 3
SHORT_STEMS = word_list("ай ақ ар ас ат ау ел ер ет ән із ін іс ит ми ой от оқ өс су ту ұл үй үн жа")

# Names and numbers that only look as if they had a suffix.
WHOLE = word_list(
    """
    алматы астана қазан алты жеті екі жиырма елу он тоғыз қызыл алтын алтай атырау семей ресей қытай абай ана ата
    ара апта дала қала бала тарих қара аға жаңа ауа оба ислам негізгі жүйе дене апа тәте барша ақша ақпан бүгін
    ертең ақын жақын аудан аумақ аймақ теңге шығын қару отбасы елбасы жаңалық басшы орталық көрші баспана алма тегін
    бұрын кейін халықаралық мәскеу мекен мүше шекара тұрғын бағдарлама жоба кітап мектеп жауап талап тарап қауіп
    себеп есеп тәртіп әріп кәсіп қалып шарап нәсіп
    """
)

_CAPITALS: dict[str, tuple[str, str]] = {"A": ("а", "е"), "I": ("ы", "і"), "G": ("ғ", "г"), "K": ("қ", "к")}

# First sound of a suffix by what it follows; G and K inside a suffix only follow the vowels.
_FIRST: dict[str, tuple[tuple[After, str], ...]] = {
    "L": (("vowel", "л"), ("voiced", "л"), ("voiced", "д"), ("voiceless", "т")),
    "N": (("vowel", "н"), ("voiced", "н"), ("voiced", "д"), ("voiceless", "т")),
    "D": (("vowel", "д"), ("voiced", "д"), ("voiceless", "т")),
    "M": (("vowel", "м"), ("voiced", "м"), ("voiced", "б"), ("voiceless", "п")),
    "G": (("vowel", "G"), ("voiced", "G"), ("voiceless", "K")),
    "J": (("vowel", "й"), ("consonant", "")),  # a sound that only a vowel needs before the suffix
    "S": (("vowel", "с"), ("consonant", "")),
    "V": (("vowel", ""), ("consonant", "I")),  # a vowel that only a consonant needs
    "W": (("vowel", "й"), ("consonant", "A")),
}

# What may stand inside what: the outermost suffix is stripped first, then only these.
_INSIDE: dict[str, frozenset[str]] = {
    "": frozenset({"finite", "outer", "case", "own", "plural", "derived", "participle"}),
    "finite": frozenset({"verb"}),
    "outer": frozenset({"case", "own", "plural", "derived", "participle"}),
    "case": frozenset({"own", "plural", "derived", "participle"}),
    "own": frozenset({"plural", "derived", "participle"}),
    "plural": frozenset({"derived", "participle"}),
    "derived": frozenset({"derived", "participle"}),
    "participle": frozenset({"verb"}),
    "verb": frozenset({"verb"}),
}
_SUFFIXES: dict[str, str] = {
    "case": "NIң GA NI DA NAн DAн MAн MAнAн DAGI",
    "own": "SI VмIз VңIз SIнA SIн SIндA SIнAн SIмAн SIндAGI",
    "plural": "LAр",
    "derived": "LIK шI сIз LI GI",
    "participle": "у ушI GAн WтIн MAK",
    "finite": "DI DIм DIң DIK DIңIз WDI WмIн WсIң WмIз WсIз Vп VпDI GAлI GAншA сA MAй MAс",
    "outer": "шA DAй DAйIн NIKI",
    "verb": "MA",
}


def _forms(pattern: str) -> Iterator[tuple[str, Harmony, After]]:
    """Every written form of a suffix, with the vowels and the last sound that it may follow."""
    firsts = _FIRST.get(pattern[0], (("any", pattern[0]),))
    for (after, first), side in product(firsts, (0, 1)):
        inner = pattern[1:] if first or pattern[0] in "VSJ" else pattern
        text = "".join(_CAPITALS[letter][side] if letter in _CAPITALS else letter for letter in first + inner)
        text = text.replace("D", "д")
        vowels = [letter for letter in text if letter in BACK | FRONT]
        harmony: Harmony = "either" if not vowels else "back" if vowels[0] in BACK else "front"
        yield text, harmony, "consonant" if after == "any" and text[0] in VOWELS else after


def _table() -> dict[str, tuple[tuple[str, Harmony, After], ...]]:
    """Every written form with the ways to read it, in the order of `_SUFFIXES`: the first that fits is taken."""
    found: dict[str, dict[tuple[str, Harmony, After], None]] = {}
    for group, patterns in _SUFFIXES.items():
        for text, harmony, after in chain.from_iterable(map(_forms, patterns.split())):
            found.setdefault(text, {})[group, harmony, after] = None
    return {text: tuple(fits) for text, fits in found.items()}


SUFFIXES = _table()
LONGEST = max(map(len, SUFFIXES))
ENDINGS = frozenset(SUFFIXES) | word_list("ші шы нші ншы інші ыншы")


def _harmony(stem: str) -> Harmony:
    last = next((letter for letter in reversed(stem) if letter in VOWELS), "и")
    return "back" if last in BACK else "front" if last in FRONT else "either"


def _may_follow(stem: str, text: str, inside: str) -> str | None:
    """The group of the suffix if in this form it may stand between this stem and a suffix of group `inside`."""
    if text in ("тан", "тен") and stem.endswith("с") and len(stem) > 4:
        return None  # Қазақстан and its neighbours
    if text.startswith("с") and stem[-1] in "ыі" and stem[-2] != "ш":
        return None  # облыс-ы, not облы-сы; but басшы-сы
    side, last = _harmony(stem), stem[-1]
    for group, harmony, after in SUFFIXES[text]:
        if group not in _INSIDE[inside] or ("either" not in (side, harmony) and side != harmony):
            continue
        if (
            after == "any"
            or (after == "vowel" and last in VOWELS)
            or (after == "voiced" and last not in VOICELESS and (last not in VOWELS or last in NEUTRAL))
            or (after == "voiceless" and last in VOICELESS)
            or (after == "consonant" and (last not in VOWELS or last in NEUTRAL))
        ):
            return group
    return None


def _long_enough(stem: str, group: str) -> bool:
    """True if this much may be left of a word when a suffix of that group goes."""
    if len(stem) < SHORTEST_STEM:
        return stem in SHORT_STEMS and group in ("case", "own", "plural", "derived")
    return not VOWELS.isdisjoint(stem)


def _strip(word: str, inside: str) -> tuple[str, str]:
    """The word without the longest suffix that fits, and the group of that; the group is "" when none fits."""
    for size in range(min(LONGEST, len(word) - 2), 0, -1):
        stem, text = word[:-size], word[-size:]
        if text not in SUFFIXES:
            continue
        group = _may_follow(stem, text, inside)
        if group and _long_enough(stem, group):
            return _devoiced(stem), group
    return word, ""


def _devoiced(stem: str) -> str:
    """кітаб(ы) is кітап, балығ(ы) is балық, көмег(і) is көмек."""
    return stem[:-1] + {"б": "п", "ғ": "қ", "г": "к"}.get(stem[-1], stem[-1])


def _key(stem: str) -> str:
    """The stem without a vowel that comes and goes: халық, халқ(ы)."""
    drops = len(stem) > 3 and stem[-2] in "ыі" and stem[-1] in "рнлқк" and stem[-3] not in VOWELS
    return stem[:-2] + stem[-1] if drops and VOWELS.intersection(stem[:-3]) else stem


@lru_cache(maxsize=65536)
def stem_cyrillic(word: str) -> str:
    """The stem of a normalised Kazakh word in Cyrillic script."""
    if not word:
        return word
    group = ""
    while word not in WHOLE:
        word, group = _strip(word, group)
        if not group:
            break
    return _key(_devoiced(word))
