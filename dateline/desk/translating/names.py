"""Names in a paragraph, with their places: what the translation memory is asked for, and what it is asked by."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.languages.stems import is_stop_word, stem, visible, words

JOINT = "·"  # between the stems of a name; no word has it
LONGEST = 5  # words of one name
_INSIDE = frozenset(" \u00a0\t-\u2010\u2011'’.")
_ENDS_SENTENCE = frozenset(".!?…:;\n")
_OPENS = " \u00a0\t\"'«“„‘(—–-"
_JOINS = {"en": frozenset({"of", "and", "for", "the", "de", "al", "bin"}), "ru": frozenset({"по", "и"}), "kk": frozenset({"мен", "және"})}


@dataclass(frozen=True)
class Token:
    """A word of a text: as it stands, its stem, and what its capital tells.

    capital  "" small letter, "maybe" only because a sentence begins, "sure"
    joined   only a space, a hyphen or the point of an initial stands before it
    """

    text: str
    start: int
    end: int
    stem: str
    capital: str
    stop: bool
    joined: bool


@dataclass(frozen=True)
class Name:
    """A name as it stands in a text: from which token to which (not included), and what it is found by."""

    first: int
    last: int
    text: str
    key: str
    sure: bool

    def __len__(self) -> int:
        return self.last - self.first


@lru_cache(maxsize=4096)
def tokens(text: str, language: str) -> tuple[Token, ...]:
    """The words of a text."""
    text = visible(text)
    found: list[Token] = []
    for word in words(text, language):
        before = text[found[-1].end : word.start] if found else "."
        joined = bool(found) and _INSIDE.issuperset(before) and not (before.startswith(".") and len(found[-1].text) > 2)
        capital = _capital(text, word.text, word.start)
        found.append(Token(word.text, word.start, word.end, stem(word.text, language), capital, is_stop_word(word.text, language), joined))
    return tuple(found)


def _capital(text: str, word: str, start: int) -> str:
    if not word[0].isupper():
        return ""
    before = text[:start].rstrip(_OPENS)
    is_sure = (len(word) > 1 and word.isupper()) or (before and before[-1] not in _ENDS_SENTENCE)
    return "sure" if is_sure else "maybe"


@lru_cache(maxsize=2048)
def names(text: str, language: str) -> tuple[Name, ...]:
    """Every name and every part of one that may be a name itself; the longest of a place first."""
    seen = tokens(text, language)
    found: list[Name] = []
    for first, last in _runs(seen, language):
        for length in range(min(last - first, LONGEST), 0, -1):
            found += [name for i in range(first, last - length + 1) if (name := _name(visible(text), seen, i, i + length))]
    return tuple(found)


def _runs(seen: tuple[Token, ...], language: str) -> Iterator[tuple[int, int]]:
    """From where to where capitalised words stand together; small words may join two of them."""
    joins = _JOINS.get(language, frozenset())
    first = 0
    while first < len(seen):
        if not _begins(seen[first]):
            first += 1
            continue
        last = first + 1
        while last < len(seen) and seen[last].joined:
            ahead = last
            while ahead < len(seen) - 1 and seen[ahead].joined and seen[ahead].text in joins and ahead - last < 2:
                ahead += 1
            if not (seen[ahead].capital and seen[ahead].joined):
                break
            last = ahead + 1
        yield first, last
        first = last


def _begins(token: Token) -> bool:
    return bool(token.capital) and not (token.stop and token.capital == "maybe")


def _name(text: str, seen: tuple[Token, ...], first: int, last: int) -> Name | None:
    some = seen[first:last]
    if not (some[0].capital and some[-1].capital) or some[0].stop or some[-1].stop or not all(token.stem for token in some):
        return None
    if len(some) == 1 and len(some[0].text) < 2:
        return None
    sure = any(token.capital == "sure" for token in some)
    return Name(first, last, text[some[0].start : some[-1].end], JOINT.join(token.stem for token in some), sure)
