"""What differs between two texts, for people to read: paragraph by paragraph, and word by word inside of one.

`difflib` may take the square, and on odd texts the cube, of what it is given. So everything here has a limit: beyond it
the old and the new stand whole beside each other, and texts that are too long are not compared at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CHARACTERS_MAX = 200_000  # both texts together
LINES_MAX = 2_000  # paragraphs, both texts together
PARAGRAPHS_MAX = 22_500  # old times new, after the equal ones at both ends
WORDS_MAX = 40_000  # the same, in one paragraph
BUDGET = 400_000  # of such pairs of words in one comparison
PAIRS_MAX = 400  # paragraphs that are matched by likeness
ALIKE = 0.4  # paragraphs that share less are two, not one that was changed

Kind = Literal["same", "del", "ins"]

_WORD = re.compile(r"\s*(?:\w+|[^\w\s])")


@dataclass(frozen=True)
class Piece:
    """Some words and the blank before them. gap: that blank, which is not underlined or struck through; words: the rest."""

    kind: Kind
    text: str

    @property
    def gap(self) -> str:
        return " " if self.text[:1].isspace() else ""

    @property
    def words(self) -> str:
        return self.text.lstrip()


@dataclass(frozen=True)
class Paragraph:
    """A changed paragraph in pieces; or, where it has none, how many unchanged ones stand here."""

    pieces: tuple[Piece, ...] = ()
    unchanged: int = 0


class TooLong(Exception):
    """These texts are not compared."""


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[Paragraph, ...]:
    """How the paragraphs `old` became `new`; empty when they are the same. Raises TooLong."""
    if len(old) + len(new) > LINES_MAX or sum(map(len, old)) + sum(map(len, new)) > CHARACTERS_MAX:
        raise TooLong
    if list(old) == list(new):
        return ()
    return tuple(_Comparison().paragraphs(old, new))


class _Comparison:
    """One comparison and what is left of its budget."""

    def __init__(self) -> None:
        self.budget = BUDGET

    def paragraphs(self, old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
        found: list[Paragraph] = []
        _cost, runs = _runs(old, new, old, new, PARAGRAPHS_MAX)
        for is_same, before, after in runs:
            found += [Paragraph(unchanged=len(before))] if is_same else self._changed(before, after)
        return found

    def _changed(self, before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
        found: list[Paragraph] = []
        for one, other in _pairs(before, after):
            found += self._pair(one, other)
        return found

    def _pair(self, before: str | None, after: str | None) -> list[Paragraph]:
        """What became of one paragraph; None: there was none, or there is none."""
        whole = [Paragraph((Piece(kind, text),)) for kind, text in (("del", before), ("ins", after)) if text is not None]  # type: ignore[arg-type]
        if before is None or after is None:
            return whole
        pieces = self._words(before, after)
        same = sum(len(piece.text) for piece in pieces if piece.kind == "same")
        return [Paragraph(tuple(pieces))] if same >= ALIKE * max(len(before), len(after)) else whole

    def _words(self, before: str, after: str) -> list[Piece]:
        old, new = _WORD.findall(before), _WORD.findall(after)
        pieces: list[Piece] = []
        cost, runs = _runs(old, new, [word.strip() for word in old], [word.strip() for word in new], min(WORDS_MAX, self.budget))
        self.budget -= cost
        for is_same, gone, come in runs:
            if is_same:
                pieces.append(Piece("same", "".join(come)))
            else:
                pieces += [Piece(kind, "".join(words)) for kind, words in (("del", gone), ("ins", come)) if words]  # type: ignore[arg-type]
        return pieces


def _runs(
    old: Sequence[str], new: Sequence[str], old_keys: Sequence[str], new_keys: Sequence[str], limit: int
) -> tuple[int, list[tuple[bool, Sequence[str], Sequence[str]]]]:
    """Runs of what is the same and what is not, compared by the keys; and what that cost, at most `limit`.

    Past the limit all between the equal ends is not the same.
    """
    head = 0
    while head < min(len(old), len(new)) and old_keys[head] == new_keys[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old_keys[-1 - tail] == new_keys[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    found: list[tuple[bool, Sequence[str], Sequence[str]]] = [(True, old[:head], new[:head])]
    cost = (old_end - head) * (new_end - head)
    if cost > limit:
        cost = 0
        found.append((False, old[head:old_end], new[head:new_end]))
    else:
        matcher = SequenceMatcher(None, old_keys[head:old_end], new_keys[head:new_end], autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            found.append((kind == "equal", old[head + a : head + b], new[head + c : head + d]))
    found.append((True, old[old_end:], new[new_end:]))
    return cost, [run for run in found if run[1] or run[2]]


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Which paragraph became which: the pairs, in order, that share the most words."""
    if len(before) * len(after) > PAIRS_MAX:
        return [*((one, None) for one in before), *((None, other) for other in after)]
    olds, news = [set(_keys(one)) for one in before], [set(_keys(other)) for other in after]
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _likeness(olds[i], news[j]))
    found: list[tuple[str | None, str | None]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        likeness = _likeness(olds[i], news[j])
        if likeness and best[i][j] == best[i + 1][j + 1] + likeness:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, after[j]))
            j += 1
    return [*found, *((one, None) for one in before[i:]), *((None, other) for other in after[j:])]


def _keys(text: str) -> list[str]:
    return [word.strip() for word in _WORD.findall(text)]


def _likeness(one: set[str], other: set[str]) -> float:
    """The share of their words that both have; nothing below a quarter."""
    share = len(one & other) / (len(one | other) or 1)
    return share if share >= ALIKE / 2 else 0.0
