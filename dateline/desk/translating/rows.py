"""The rows of the translator's screen: each part of the source beside its translation, and what has changed since.

Three texts meet here: the source as it is now, the translation as it is now (both may have been edited elsewhere), and
what was kept of how the one came of the other. A decision over plain data; nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import blake2b

from dateline.desk.translating import alignment, marks
from dateline.desk.translating.parts import Part, is_block, key_of, paragraphs, shape_of, tag_of

ALIKE = 0.4  # a changed paragraph is still the same one when this much of its words is left


@dataclass(frozen=True)
class Kept:
    """What is kept of one row. `number` is 0 for what was never saved."""

    place: str
    source_text: str
    text: str
    number: int = 0
    source_key: str = ""
    machine: str = ""
    other_text: str = ""
    other_by: str = ""

    def key(self) -> str:
        return self.source_key or key_of(self.source_text)


@dataclass(frozen=True)
class Row:
    """One row of the screen.

    place   where the translation's part stands, see `translating.parts`
    source  the source's text now; empty when the source has no such part, or not any more
    text    the translation now; several paragraphs are parted by an empty line
    kept    what it was made from, if that is known
    """

    place: str
    source: str
    text: str
    kept: Kept = field(default_factory=lambda: Kept("", "", ""))

    @property
    def key(self) -> str:
        """Its name in the form: stays the same while others save."""
        if self.kept.number:
            return f"p{self.kept.number}"
        return "n" + blake2b(f"{self.source_key} {self.place}".encode(), digest_size=6).hexdigest()

    @property
    def source_key(self) -> str:
        return key_of(self.source)

    @property
    def was_made_from(self) -> bool:
        return bool(self.kept.source_text or self.kept.source_key)

    @property
    def is_changed(self) -> bool:
        """The source says something else than what this was made from."""
        return bool(self.text and self.source and self.was_made_from and self.kept.key() != self.source_key)

    @property
    def is_dropped(self) -> bool:
        """The source has left it out since."""
        return bool(self.text and not self.source and self.was_made_from)

    @property
    def is_new(self) -> bool:
        return bool(self.source and not self.text)

    @property
    def machine(self) -> str:
        """The machine that wrote it, while nobody has touched it."""
        return self.kept.machine if self.kept.text == self.text else ""

    @property
    def wants_a_look(self) -> bool:
        return self.is_changed or self.is_dropped or bool(self.kept.other_text) or bool(self.machine)

    def faults(self) -> list[str]:
        """Addresses that the source links and the translation does not."""
        return [address for address in marks.links(self.source) if address not in marks.links(self.text)] if self.text else []


def line_up(source: Sequence[Part], target: Sequence[Part], kept: Sequence[Kept]) -> list[Row]:
    """The rows in the order of the screen: headline, lead and other fields, the body, pictures, sources.

    source, target  the texts as they are now
    kept            in the order of their positions; without any, see `kept_of_pair`
    """
    rows = [*_by_place(source, target, kept, before=True), *_of_body(source, target, kept)]
    return [*rows, *_by_place(source, target, kept, before=False)]


def kept_of_pair(source: Sequence[Part], target: Sequence[Part], languages: tuple[str, str]) -> list[Kept]:
    """What would have been kept if `target` had been made of `source` here: by aligning the two."""
    texts = {part.place: part.text for part in target if not is_block(part.place)}
    found = [Kept(part.place, part.text, texts[part.place]) for part in source if texts.get(part.place) and not is_block(part.place)]
    a, b = [part for part in source if is_block(part.place)], [part for part in target if is_block(part.place)]
    seen = [[alignment.seen(part.tag, part.text, language) for part in some] for some, language in zip((a, b), languages, strict=True)]
    for group in alignment.align(*seen):
        place = b[group.second[0]].place if group.second else a[group.first[0]].place
        came = "\n\n".join(b[j].text for j in group.second)
        for n, i in enumerate(group.first):
            found.append(Kept(place, a[i].text, "" if n else came))
        if not group.first:
            found.append(Kept(place, "", came))
    return found


def _by_place(source: Sequence[Part], target: Sequence[Part], kept: Sequence[Kept], *, before: bool) -> list[Row]:
    """Parts that are known by their place: fields before the body; pictures and sources after it."""
    now, made = {part.place: part.text for part in target}, {one.place: one for one in kept}
    places = dict.fromkeys(part.place for part in [*source, *target] if not is_block(part.place) and _is_before(part.place) == before)
    said = {part.place: part.text for part in source}
    empty = Kept("", "", "")
    return [
        Row(place, said.get(place, ""), now.get(place, ""), made.get(place, empty))
        for place in places
        if before or said.get(place) or made.get(place)
    ]


def _is_before(place: str) -> bool:
    return ":" not in place


@dataclass
class _Slot:
    """A row of the body while it is put together."""

    kept: Kept
    source: Part | None = None
    target: list[Part] = field(default_factory=list)


def _of_body(source: Sequence[Part], target: Sequence[Part], kept: Sequence[Kept]) -> list[Row]:
    slots = [_Slot(one) for one in kept if is_block(one.place)]
    slots = _with_target(slots, [part for part in target if is_block(part.place)])
    slots = _with_source(slots, [part for part in source if is_block(part.place)])
    return [_row(slot) for slot in slots if slot.source or slot.target or slot.kept.other_text]


def _row(slot: _Slot) -> Row:
    return Row(_place(slot), slot.source.text if slot.source else "", "\n\n".join(part.text for part in slot.target), slot.kept)


def _place(slot: _Slot) -> str:
    """The source's place, unless the translation was given another shape there: then that stays."""
    if slot.source and (not slot.target or shape_of(slot.target[0].place) == shape_of(slot.source.place)):
        return slot.source.place
    return slot.target[0].place if slot.target else slot.kept.place


def _with_target(slots: list[_Slot], target: list[Part]) -> list[_Slot]:
    """Give every paragraph of the translation its slot: the one that it was saved in, else one of its own."""
    saved = [(slot, text) for slot in slots for text in paragraphs(slot.kept.text)]
    matcher = SequenceMatcher(None, [text for _slot, text in saved], [part.text for part in target], autojunk=False)
    own: list[tuple[_Slot | None, _Slot]] = []  # a slot of its own, and after which it comes
    last: _Slot | None = None
    for _what, a, b, c, d in matcher.get_opcodes():
        homes = [slot for slot, _text in saved[a:b]]
        for n, part in enumerate(target[c:d]):
            home = homes[n] if n < len(homes) else _free_after(slots, last, saved[b][0] if b < len(saved) else None, part.tag)
            if home is None or (home.target and home.target[0].tag != part.tag):
                home = _Slot(Kept("", "", ""))
                own.append((last, home))
            home.target.append(part)
            last = home
    for after, slot in own:
        slots.insert(slots.index(after) + 1 if after else 0, slot)
    return slots


def _free_after(slots: list[_Slot], last: _Slot | None, until: _Slot | None, tag: str) -> _Slot | None:
    """The first empty slot between two that are taken: what was typed elsewhere most likely belongs there."""
    start = slots.index(last) + 1 if last in slots else 0
    for slot in slots[start:]:
        if slot is until:
            return None
        if not slot.target and not slot.kept.text and tag_of(slot.kept.place) == tag:
            return slot
    return None


def _with_source(slots: list[_Slot], source: list[Part]) -> list[_Slot]:
    """Give every paragraph of the source its slot: the one that was made from it, else a new one."""
    made = [slot for slot in slots if slot.kept.source_text or slot.kept.source_key]
    matcher = SequenceMatcher(None, [slot.kept.key() for slot in made], [key_of(part.text) for part in source], autojunk=False)
    after: _Slot | None = None
    for what, a, b, c, d in matcher.get_opcodes():
        homes = made[a:b] if what == "equal" else _most_alike(made[a:b], source[c:d])
        for part, home in zip(source[c:d], homes, strict=True):
            if home is None:
                home = _Slot(Kept("", "", ""))
                slots.insert(_place_after(slots, after), home)
            home.source = part
            after = home
    return slots


def _place_after(slots: list[_Slot], after: _Slot | None) -> int:
    return slots.index(after) + 1 if after else 0


def _most_alike(made: Sequence[_Slot], source: Sequence[Part]) -> list[_Slot | None]:
    """For each changed paragraph of the source the slot that it was before, in order; None where it is new.

    First those that are alike (the dearest common subsequence). Between them, as many as there are on both sides are
    taken for the same, written anew.
    """
    pairs = [(-1, -1), *_dearest([[_alike(slot.kept.source_text, part.text) for part in source] for slot in made])]
    found: dict[int, _Slot] = {}
    for (i, j), (next_i, next_j) in zip(pairs, [*pairs[1:], (len(made), len(source))], strict=True):
        if next_i < len(made):
            found[next_j] = made[next_i]
        if next_i - i == next_j - j:
            found |= {j + n: made[i + n] for n in range(1, next_i - i)}
    return [found.get(n) for n in range(len(source))]


def _dearest(likeness: list[list[float]]) -> list[tuple[int, int]]:
    """Pairs of row and column, both rising, of the greatest sum of likeness; none below ALIKE."""
    width = len(likeness[0]) if likeness else 0
    best: list[list[tuple[float, tuple[int, int] | None]]] = [[(0.0, None)] * (width + 1) for _n in range(len(likeness) + 1)]
    for i, row in enumerate(likeness, start=1):
        for j, worth in enumerate(row, start=1):
            together = best[i - 1][j - 1][0] + worth if worth >= ALIKE else -1.0
            best[i][j] = max((together, (1, 1)), (best[i - 1][j][0], (1, 0)), (best[i][j - 1][0], (0, 1)))
    found, i, j = [], len(likeness), width
    while i and j:
        step = best[i][j][1] or (1, 0)
        if step == (1, 1):
            found.append((i - 1, j - 1))
        i, j = i - step[0], j - step[1]
    return found[::-1]


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()
