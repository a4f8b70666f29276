"""Words and stems: what search and relevance compare.

Index and query must go through the same functions, or they will not meet.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dateline.languages import LANGUAGES

VERSION = 1  # raise it when stems come out otherwise: what was made of them is then made again

_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u0300\u0301]")
_APOSTROPHES = "'’‘ʼ`´ʹ"
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*", re.UNICODE)
_HYPHENS = frozenset("-\u2010\u2011")
_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_LATIN = re.compile("[a-z\u0259]")
# Latin letters typed into Cyrillic words, for want of a keyboard or to deceive.
_LOOK_ALIKES = str.maketrans("aceopxyihəөkmtb", "асеорхуіһәөкмтв")


class Word(NamedTuple):
    """One word of a text. `start` and `end` are its places in that text."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Small letters, ё as е, one form for each letter (NFC); stress marks and letters nobody sees are gone."""
    if text.isascii():
        return text.lower()
    return visible(text.replace("İ", "i").casefold()).replace("ё", "е")


def words(text: str, language: str, beginnings: Iterable[str] | None = None) -> Iterator[Word]:
    """The words of a text as they stand, each part of a hyphened word for itself.

    Digits are words. What hangs on by a hyphen and is only an ending (“АТФ-ны”, “5-го”) is passed over.
    beginnings  only words whose stem may begin with one of these, which is faster than to look at all
    """
    return map(_word, _matches(text, language, None if beginnings is None else _beginning(frozenset(beginnings), language)))


def _matches(text: str, language: str, beginning: re.Pattern[str] | None = None) -> Iterator[re.Match[str]]:
    known = LANGUAGES.get(language)
    endings = known.endings if known else frozenset()
    found = _WORD.finditer(text) if beginning is None else _that_begin(text, beginning)
    for match in found:
        start = match.start()
        hangs = start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
        if not (hangs and match.group().casefold() in endings):
            yield match


def _that_begin(text: str, beginning: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for start in beginning.finditer(text):
        if match := _WORD.match(text, start.start()):
            yield match


@lru_cache(maxsize=256)
def _beginning(stems: frozenset[str], language: str) -> re.Pattern[str]:
    """How words begin that have these stems: with their first two letters, in any spelling that stems see through."""
    patterns = {"".join(f"[{_spellings(letter)}]" for letter in one[:2]) for one in stems}
    if language == "kk":
        patterns.add("[a-z\u00c0-\u024f\u0259]")  # it has two scripts
    return re.compile(rf"(?<![\w{_APOSTROPHES}])(?:{'|'.join(sorted(patterns)) or '(?!)'})", re.IGNORECASE)


def _spellings(letter: str) -> str:
    """A letter of a stem and what stems take for it."""
    same = {chr(latin) for latin, cyrillic in _LOOK_ALIKES.items() if chr(cyrillic) == letter}
    return "".join(sorted({letter, *same, *({"ё"} if letter == "е" else ())}))


def _word(match: re.Match[str]) -> Word:
    return Word(match.group(), match.start(), match.end())


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The stem of one word in any spelling; "" if nothing of the word is left.

    An unknown language gets the normalised word.
    """
    plain = normalise(word)
    if not plain.isalnum():
        for mark in _APOSTROPHES:
            plain = plain.replace(mark, "'" if language == "en" else "")
    if _HAS_LATIN.search(plain) and _HAS_CYRILLIC.search(plain):
        plain = plain.translate(_LOOK_ALIKES)
    known = LANGUAGES.get(language)
    if known and plain and not plain.isdigit():
        plain = known.stem(plain)
    return plain if plain.isalnum() else "".join(letter for letter in plain if letter.isalnum())


def stems(text: str, language: str) -> list[str]:
    """The stems of a text in its order, stop words included."""
    found = (stem(match.group(), language) for match in _matches(visible(text), language))
    return [one for one in found if one]


def content_stems(text: str, language: str) -> list[str]:
    """The stems of a text in its order without the stop words."""
    spelt = (match.group() for match in _matches(visible(text), language))
    found = (stem(word, language) for word in spelt if not is_stop_word(word, language))
    return [one for one in found if one]


def is_stop_word(word: str, language: str) -> bool:
    """True for a word so common that it finds nothing."""
    known = LANGUAGES.get(language)
    return known is not None and normalise(word) in known.stop_words


def visible(text: str) -> str:
    """The text with combining letters put together and unseen ones gone, so that they part no word."""
    text = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)) if _UNSEEN.search(text) else text
