"""How much two stories have to do with each other: a decision over plain data.

Both stories are vectors of terms; a term weighs by how often it stands in the story (saturating, as in BM25), by how
rare it is (Spärck Jones's idf), and more when it is a name, a subject or a dossier. The sum over the shared terms is
divided by a power of both lengths. Weights were fitted on Russian news whose shared rare entities are known.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dateline.search.documents import DOSSIER, SUBJECT, Document

SATURATION = 0.8
IN_HEADLINE = 2
NAME, FULL_NAME, SUBJECT_WEIGHT, DOSSIER_WEIGHT = 2.0, 0.5, 1.5, 2.0
LENGTH_POWER = 0.35
PRIOR = 10  # stories without any of the terms that we imagine: so that a young archive is judged sensibly
OLD, OLD_AFTER_DAYS = 0.6, 30.0  # what is left of a score when years lie between, and when half of the loss is reached


@dataclass(frozen=True)
class Features:
    """A story as a vector: term to weight, without regard to how rare the term is.

    size  how many different terms the story has, also where `weights` are only some of them
    """

    weights: Mapping[str, float]
    size: int
    published_at: datetime


class Rarity:
    """How much a term tells, from 0 (in every story) to nearly 1 (in this one alone)."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """frequencies: stories with each term; under "" all stories."""
        self.frequencies = frequencies
        self._stories = max(frequencies.get("", 0), 0) + PRIOR
        self._known: dict[str, float] = {}

    def of(self, term: str) -> float:
        if term not in self._known:
            found = min(max(self.frequencies.get(term, 0), 0), self._stories)
            weight = math.log(1 + (self._stories - found + 0.5) / (found + 0.5))
            self._known[term] = weight / math.log(2 * self._stories + 2)
        return self._known[term]


def features(document: Document, among: Mapping[str, float] | None = None) -> Features:
    """The vector of a story; with `among` only its weights of those terms, which is faster."""
    wanted = document.headline * IN_HEADLINE + document.headline + document.lead + document.body
    size = len(set(wanted)) + len(document.marks)
    counts = Counter(wanted if among is None else filter(among.__contains__, wanted))
    weights = {
        term: count / (count + SATURATION) * (NAME if term in document.names else 1.0) for term, count in counts.items() if len(term) > 1
    }
    marks = {mark: _weight_of_mark(mark) for mark in document.marks if among is None or mark in among}
    return Features(weights | marks, size, document.published_at)


def _weight_of_mark(mark: str) -> float:
    return SUBJECT_WEIGHT if mark.startswith(SUBJECT) else DOSSIER_WEIGHT if mark.startswith(DOSSIER) else FULL_NAME


def most_telling(one: Features, rarity: Rarity, most: int) -> list[str]:
    """The terms that tell most of a story, best first. Terms that no other story has tell nothing here."""
    shared = (term for term in one.weights if rarity.frequencies.get(term, 0) > 1)
    return sorted(shared, key=lambda term: (-one.weights[term] * rarity.of(term), term))[:most]


def resemblance(one: Features, other: Features, rarity: Rarity) -> float:
    """How much two stories have to do with each other, from 0 up; the same in both directions."""
    shared = sum(weight * one.weights[term] * rarity.of(term) ** 2 for term, weight in other.weights.items() if term in one.weights)
    if not shared:
        return 0.0
    return shared / math.pow(one.size * other.size, LENGTH_POWER) * _nearness(one.published_at, other.published_at)


def _nearness(one: datetime, other: datetime) -> float:
    days = abs((one - other).total_seconds()) / 86400
    return OLD + (1 - OLD) / (1 + days / OLD_AFTER_DAYS)
