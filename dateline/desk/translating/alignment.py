"""Which paragraph of a text belongs to which of its translation.

After Gale and Church (1993): paragraphs that belong together have lengths that go together, in the same order; here
numbers and names that are in both count besides. A decision over plain data.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.desk.translating.sounds import sound

_NUMBER = re.compile(r"\d+")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zа-яәғқңөұүһі][^\W\d_]{2,}")
ALONE = -0.45  # what a paragraph without a partner costs; a good pair brings about 1
SAME_KIND, ANCHORS, LENGTHS = 0.25, 1.6, 0.7
BAND = 40  # how far from the diagonal partners are looked for: a text of a thousand paragraphs must not cost a million steps


@dataclass(frozen=True)
class Group:
    """Paragraphs that belong together, by their numbers in the two texts; one side may be empty."""

    first: tuple[int, ...]
    second: tuple[int, ...]


class Seen(NamedTuple):
    """What alignment looks at of a paragraph."""

    tag: str
    length: int
    anchors: frozenset[str]


def seen(tag: str, text: str, language: str) -> Seen:
    names = (sound(word, language)[:4] for word in _CAPITALISED.findall(text))
    return Seen(tag, max(len(text), 1), frozenset([*_NUMBER.findall(text), *(name for name in names if len(name) > 2)]))


def align(first: Sequence[Seen], second: Sequence[Seen]) -> list[Group]:
    """Groups in order: one to one, one to two, two to one, or one alone."""
    if not first or not second:
        return [*[Group((i,), ()) for i in range(len(first))], *[Group((), (j,)) for j in range(len(second))]]
    ratio = sum(one.length for one in second) / sum(one.length for one in first)
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    slope = len(second) / len(first)
    for i in range(len(first) + 1):
        middle = int(i * slope)
        for j in range(max(0, middle - BAND), min(len(second), middle + BAND) + 1):
            if (i, j) != (0, 0):
                _find_best(best, first, second, i, j, ratio)
    return _way_back(best, len(first), len(second))


_STEPS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))


def _find_best(
    best: dict[tuple[int, int], tuple[float, int, int]], first: Sequence[Seen], second: Sequence[Seen], i: int, j: int, ratio: float
) -> None:
    ways = [
        (best[i - di, j - dj][0] + _worth(first[i - di : i], second[j - dj : j], ratio), di, dj)
        for di, dj in _STEPS
        if (i - di, j - dj) in best
    ]
    if ways:
        best[i, j] = max(ways)


def _worth(first: Sequence[Seen], second: Sequence[Seen], ratio: float) -> float:
    if not first or not second:
        return ALONE
    a, b = _together(first), _together(second)
    lengths = abs(math.log(b.length / (a.length * ratio)))
    shared = len(a.anchors & b.anchors)
    anchors = (2 * shared / (len(a.anchors) + len(b.anchors))) if a.anchors or b.anchors else 0.3
    worth = 0.5 + ANCHORS * (anchors - 0.3) - LENGTHS * lengths + (SAME_KIND if a.tag == b.tag else -2 * SAME_KIND)
    return worth - 0.35 * (len(first) + len(second) - 2)


def _together(some: Sequence[Seen]) -> Seen:
    if len(some) == 1:
        return some[0]
    return Seen(some[0].tag, sum(one.length for one in some), frozenset().union(*(one.anchors for one in some)))


def _way_back(best: dict[tuple[int, int], tuple[float, int, int]], i: int, j: int) -> list[Group]:
    found: list[Group] = []
    while (i, j) != (0, 0):
        _worth_of_it, di, dj = best[i, j]
        found.append(Group(tuple(range(i - di, i)), tuple(range(j - dj, j))))
        i, j = i - di, j - dj
    return found[::-1]
