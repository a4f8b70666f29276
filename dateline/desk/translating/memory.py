"""The translation memory, asked: how were the names in this paragraph translated before, and was it translated itself?

Clues lead to pairs of paragraphs: a name in one of them, its whole text, or four of its word pairs (those with the
smallest hashes, so that near copies share some: min-wise sketches after Broder, 1997). Only offers; nothing is inserted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from django.db import connection

from dateline.desk.models import ParagraphPair
from dateline.desk.translating.counterparts import Counterparts, Pair, parts_of_names
from dateline.desk.translating.names import names
from dateline.languages.stems import normalise, words

NEWEST = 12  # pairs that are looked at for one name
BACKGROUND = 40  # pairs that show what is common
NEAR = 0.9  # of the words
SKETCH, SHORTEST_SKETCHED = 4, 6  # word pairs kept of a paragraph; words that it must have for that
MOST_NAMES, MOST_WHOLE = 12, 2  # offers for one paragraph


@dataclass(frozen=True)
class NameOffer:
    """How a name was translated before.

    text          its counterpart; empty when only the paragraphs are known in which it stands
    pairs, of     in how many of the paragraphs that were looked at it is so
    """

    name: str
    text: str
    pairs: int
    of: int
    at: datetime
    story: int  # number of the version in the language of the translation
    source_text: str
    target_text: str


@dataclass(frozen=True)
class WholeOffer:
    """A paragraph that was nearly or quite the same, and its translation."""

    pair: int
    text: str
    source_text: str
    percent: int  # of the words that are the same
    at: datetime
    story: int


@dataclass(frozen=True)
class Offers:
    """All that the memory knows about one paragraph."""

    whole: Sequence[WholeOffer] = ()
    names: Sequence[NameOffer] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.names)


def offers(text: str, source: str, target: str, *, without: Collection[int] = ()) -> Offers:
    """What was translated before of a paragraph (plain text) in language `source`, for `target`.

    without  numbers of stories whose own pairs are left out: those that are being translated
    """
    asked = _Asked(text, source, target, without)
    return Offers(asked.whole(), asked.names())


class _Asked:
    """One question: the clues of a paragraph and the pairs they lead to, read once."""

    def __init__(self, text: str, source: str, target: str, without: Collection[int]) -> None:
        self.text, self.source, self.target = text, source, target
        self._names = names(text, source)
        self._keys = {name.key: _hashed(source, target, "name", name.key) for name in self._names}
        self._wholes = [whole_clue(text, source, target), *sketch_clues(text, source, target)]
        self._pairs_of = newest([*self._keys.values(), *self._wholes], NEWEST)
        numbers = {number for found in self._pairs_of.values() for number in found}
        self._rows = {pair.pk: pair for pair in ParagraphPair.objects.filter(pk__in=numbers) if not self._is_own(pair, without)}

    @staticmethod
    def _is_own(pair: ParagraphPair, without: Collection[int]) -> bool:
        return pair.first_story_id in without or pair.second_story_id in without

    def _pairs(self, clue: int) -> list[ParagraphPair]:
        return [self._rows[number] for number in self._pairs_of.get(clue, ()) if number in self._rows]

    def whole(self) -> list[WholeOffer]:
        """The nearest first; of the same text only the newest."""
        mine = self.text.casefold().split()
        found: dict[str, WholeOffer] = {}
        candidates = {pair.pk: pair for clue in self._wholes for pair in self._pairs(clue)}
        for pair in sorted(candidates.values(), key=lambda one: -one.pk):
            said, text, story = sides(pair, self.source)
            share = SequenceMatcher(None, mine, said.casefold().split(), autojunk=False).ratio()
            if share >= NEAR and text not in found:
                found[text] = WholeOffer(pair.pk, text, said, int(share * 100), pair.at, story)
        return sorted(found.values(), key=lambda one: -one.percent)[:MOST_WHOLE]

    def names(self) -> list[NameOffer]:
        """In the order of the text."""
        known = {key: rows for key, clue in self._keys.items() if (rows := self._pairs(clue))}
        chosen = {name.key: name for name in parts_of_names(self._names, known)}
        if not chosen:
            return []
        finder = Counterparts(self.source, self.target, self._background())
        return [self._offer(finder, name.text, key, known[key]) for key, name in list(chosen.items())[:MOST_NAMES]]

    def _background(self) -> list[str]:
        languages = sorted((self.source, self.target))
        rows = ParagraphPair.objects.filter(first_language=languages[0], second_language=languages[1]).order_by("-pk")[:BACKGROUND]
        return [sides(pair, self.source)[1] for pair in rows]

    def _offer(self, finder: Counterparts, name: str, key: str, rows: Sequence[ParagraphPair]) -> NameOffer:
        found = finder.find(name, key, [Pair(row.pk, *sides(row, self.source)[:2]) for row in rows])
        shown = self._rows[found.shown_by.number] if found else rows[0]
        said, text, story = sides(shown, self.source)
        return NameOffer(
            name, found.text if found else "", found.pairs if found else 0, len(rows), shown.at, story, said, text
        )  # fmt: skip


def sides(pair: ParagraphPair, source: str) -> tuple[str, str, int]:
    """The source's text, the translation's, and the number of the translation's story, in the direction that is asked for."""
    if pair.first_language == source:
        return pair.first_text, pair.second_text, pair.second_story_id
    return pair.second_text, pair.first_text, pair.first_story_id


# --- clues --------------------------------------------------------------------------------------------------------------


def clues(text: str, source: str, target: str) -> set[int]:
    """By what a paragraph in `source` with a translation into `target` shall be found."""
    keys = {name.key for name in names(text, source) if name.sure or len(name) > 1}
    return {
        whole_clue(text, source, target),
        *sketch_clues(text, source, target),
        *(_hashed(source, target, "name", key) for key in keys),
    }


def whole_clue(text: str, source: str, target: str) -> int:
    return _hashed(source, target, "whole", " ".join(_words(text, source)))


def sketch_clues(text: str, source: str, target: str) -> list[int]:
    seen = _words(text, source)
    if len(seen) < SHORTEST_SKETCHED:
        return []
    return sorted({_hashed(source, target, "words", f"{a} {b}") for a, b in pairwise(seen)})[:SKETCH]


def _words(text: str, language: str) -> list[str]:
    return [normalise(word.text) for word in words(text, language)]


def _hashed(*about: str) -> int:
    return int.from_bytes(blake2b("\n".join(about).encode(), digest_size=8).digest(), "big", signed=True)


AT_ONCE = 200  # clues in one statement: SQLite joins at most 500


def newest(keys: Iterable[int], most: int) -> dict[int, list[int]]:
    """The numbers of the newest pairs of each clue, at most `most` of each: an index is read backwards, however many there are."""
    wanted = list(dict.fromkeys(keys))
    found: dict[int, list[int]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        one = "SELECT * FROM (SELECT key, pair_id FROM desk_clue WHERE key = %s ORDER BY pair_id DESC LIMIT %s) AS n"
        statement = " UNION ALL ".join(f"{one}{n}" for n in range(len(some)))
        params: list[Any] = [value for key in some for value in (key, most)]
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            for key, pair in cursor.fetchall():
                found.setdefault(key, []).append(pair)
    return found
