"""What a name was called in another language: out of paragraphs in which it stands and their translations.

What always stands in the translations when the name stands in the sources, and not otherwise, is its counterpart
(co-occurrence); what sounds the same is so already after one pair (names are rather written than translated). A
decision over plain data; weights were fitted on news in three languages, see docs/translating.md.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.desk.translating.names import JOINT, Name, Token, names, tokens
from dateline.desk.translating.sounds import likeness, sound
from dateline.languages.stems import visible

ALIKE = 0.62  # from here on two names sound the same
TOGETHER = 0.6  # of the pairs, for names that do not sound the same
SURELY_ALIKE = 0.8  # without a capital letter
RARELY = 0.25  # what sounds alike but stands in so few of the pairs is something else
LIFT = 3  # times more often than elsewhere
TAKEN = 0.78  # a candidate that is so much like another name of the source is that name's


@dataclass(frozen=True)
class Pair:
    """A paragraph and its translation."""

    number: int
    source: str
    target: str


@dataclass(frozen=True)
class Counterpart:
    """What a name was called, in how many of the pairs, and the newest pair that shows it."""

    text: str
    pairs: int
    of: int
    shown_by: Pair
    score: float


@dataclass
class _Candidate:
    key: str
    length: int
    pairs: dict[int, Pair] = field(default_factory=dict)
    surfaces: Counter[str] = field(default_factory=Counter)
    capitals: int = 0

    def surface(self) -> str:
        return max(self.surfaces, key=lambda text: (self.surfaces[text], -len(text)))


class Counterparts:
    """Finds counterparts in one direction.

    background  translations that have nothing to do with a name: what is common there is no counterpart
    """

    def __init__(self, source: str, target: str, background: Iterable[str]) -> None:
        self.source, self.target = source, target
        self._common: Counter[str] = Counter()
        self._size = 0
        for text in background:
            self._common.update({key for key, _i, _j in _phrases(tokens(text, target))})
            self._size += 1

    def find(self, name: str, key: str, pairs: Sequence[Pair]) -> Counterpart | None:
        """The best counterpart of a name (its text and key); None when nothing is likely.

        pairs  in which the name stands, newest first
        """
        candidates = self._candidates(pairs)
        heard = sound(name, self.source)
        size = key.count(JOINT) + 1
        scored = sorted(((self._score(one, heard, size, len(pairs)), one) for one in candidates.values()), key=lambda pair: -pair[0])
        for score, one in scored[:6]:
            if score > 0 and not self._is_anothers(one, key, heard):
                longest = self._longest(one, candidates, heard, size)
                newest = next(iter(longest.pairs.values()))
                return Counterpart(longest.surface(), len(longest.pairs), len(pairs), newest, score)
        return None

    def _candidates(self, pairs: Sequence[Pair]) -> dict[str, _Candidate]:
        found: dict[str, _Candidate] = {}
        for pair in pairs:
            text = visible(pair.target)
            seen = tokens(pair.target, self.target)
            for key, i, j in _phrases(seen):
                one = found.setdefault(key, _Candidate(key, j - i))
                one.capitals += seen[i].capital == "sure" and pair.number not in one.pairs
                one.pairs.setdefault(pair.number, pair)
                one.surfaces[text[seen[i].start : seen[j - 1].end]] += 1
        return found

    def _score(self, one: _Candidate, heard: str, size: int, of: int) -> float:
        """Above 0 when it may be the counterpart."""
        together = len(one.pairs) / of
        common = self._common[one.key] / max(self._size, 1)
        alike = likeness(heard, sound(one.surface(), self.target)) if abs(one.length - size) < 3 else 0.0
        capital = one.capitals / len(one.pairs)
        if alike < ALIKE:
            if together < TOGETHER or len(one.pairs) < 2 or common * LIFT > together or len(one.key) < 4:
                return 0.0
        elif (of >= 4 and together < RARELY) or (not capital and alike < SURELY_ALIKE):
            return 0.0
        worth = 2.2 * max(0.0, alike - 0.5) * math.sqrt(together) + 0.9 * together + 0.3 * capital - 1.5 * common
        return worth - 0.12 * abs(one.length - size)

    def _longest(self, one: _Candidate, candidates: Mapping[str, _Candidate], heard: str, size: int) -> _Candidate:
        """Where a longer phrase stands everywhere that this one does, it is meant: the Ministry of Finance, not the Ministry."""
        if likeness(heard, sound(one.surface(), self.target)) >= ALIKE:
            return one
        longer = [
            other
            for other in candidates.values()
            if one.length < other.length <= size + 2 and f"{JOINT}{one.key}{JOINT}" in f"{JOINT}{other.key}{JOINT}"
        ]
        same = [other for other in longer if len(other.pairs) == len(one.pairs) and len(other.pairs) > 1]
        return max(same, key=lambda other: other.length, default=one)

    def _is_anothers(self, one: _Candidate, key: str, heard: str) -> bool:
        """Another name of the source sounds like the candidate, more than this one does."""
        its_sound = sound(one.surface(), self.target)
        mine = likeness(heard, its_sound)
        mine_words = set(key.split(JOINT))
        sources = [pair.source for pair in one.pairs.values()][:3]
        others = {name.text for text in sources for name in names(text, self.source) if mine_words.isdisjoint(name.key.split(JOINT))}
        return any(likeness(sound(other, self.source), its_sound) > max(TAKEN, mine + 0.1) for other in others)


def _phrases(seen: Sequence[Token], longest: int = 5) -> Iterable[tuple[str, int, int]]:
    """What could be a counterpart: one to five words that stand together and neither begin nor end with a stop word."""
    for i, first in enumerate(seen):
        if first.stop or not first.stem:
            continue
        stems: list[str] = []
        for j in range(i, min(i + longest, len(seen))):
            if j > i and not seen[j].joined:
                break
            stems.append(seen[j].stem)
            if not seen[j].stop and seen[j].stem:
                yield JOINT.join(stems), i, j + 1


def parts_of_names(found: Sequence[Name], known: Iterable[str]) -> list[Name]:
    """Of all names of a text those that are known, the longest first, none over another."""
    wanted = set(known)
    chosen: list[Name] = []
    for name in sorted(found, key=lambda one: (-len(one), one.first)):
        if name.key in wanted and all(name.last <= other.first or name.first >= other.last for other in chosen):
            chosen.append(name)
    return sorted(chosen, key=lambda one: one.first)
