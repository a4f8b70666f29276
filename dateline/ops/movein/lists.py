"""Most-viewed lists of an old page: one entry a line, two lines an entry, or all of them glued into one line.

Where a count ends and a headline begins is decided by the characters (`counts.divide`), then by the same story elsewhere on
the page, then by the list itself: it descends, so a count lies between its neighbours. When one division alone fits, it is
taken and reported; when several fit, the count is stored as unknown, the text as the headline, and that is reported too.

Unlabelled lists that follow one another are told apart by a count that rises: a list begins with its greatest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from dateline.ops.movein import counts
from dateline.ops.movein.counts import Reading, Split
from dateline.ops.movein.dates import DateReader, Found, looks_like_a_date
from dateline.ops.movein.pages import BadPage, OldListEntry, Trouble, Window, shortened

Line = tuple[int, str]  # number on the page, text
_NUMBERED = re.compile(r"([0-9]{1,3})[.)](?:[ \u00a0]+|(?=\D))")
_EDGE = " \t\u00a0\u202f\n"


@dataclass(frozen=True, slots=True)
class Raw:
    """An entry of which only the date is read; `text` is the rest. `found` has the date's place for the check of its start."""

    at: datetime
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ListBlock:
    """The lines under one label. `window` is what the label says."""

    lines: tuple[Line, ...]
    window: Window = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What came out of all list blocks of a page. `rest` are lines after the last entry that belong to no entry."""

    entries: tuple[OldListEntry, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    rest: tuple[Line, ...] = ()


def read_lists(blocks: Sequence[ListBlock], reader: DateReader, known: Mapping[datetime, frozenset[str]]) -> Lists:
    """The entries of all blocks, their lists numbered from 1.

    known   headlines that the page shows elsewhere, by time: they tell where a glued count ends
    Raises  BadPage when a block has no entries or something between two of them
    """
    entries: list[OldListEntry] = []
    troubles: list[Trouble] = []
    rest: tuple[Line, ...] = ()
    for block in blocks:
        if rest:
            raise BadPage(rest[0][0], "an entry of the list", rest[0][1])
        raws, rest = entries_of(block.lines, reader)
        splits, doubts = decide(raws, known)
        troubles += doubts
        first = entries[-1].list_number + 1 if entries else 1
        made = list(_numbered(raws, splits, first, block.window))
        troubles += _unclear_borders(made)
        entries += made
    return Lists(tuple(entries), tuple(troubles), rest)


def entries_of(lines: Sequence[Line], reader: DateReader) -> tuple[list[Raw], tuple[Line, ...]]:
    """The entries that `lines` hold and the lines after the last."""
    lines = _without_numbers(lines)
    text = "\n".join(line for _number, line in lines)
    try:
        found = list(reader.all_in(text))
    except ValueError as error:
        raise BadPage(lines[0][0], "a date that exists", str(error)) from error
    if not found:
        line = lines[0] if lines else (1, "")
        raise BadPage(line[0], "entries with date and time", line[1])
    _check_starts(text, found, lines)
    if text[: found[0].start].strip():
        return _headline_first(lines, reader)
    return _date_first(text, found, lines)


def _without_numbers(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines numbered 1, 2, 3 ... lose their numbers."""
    numbers = [_NUMBERED.match(line) for _number, line in lines]
    wanted = [match for match in numbers if match]
    if not wanted or numbers[0] is None or [int(match[1]) for match in wanted] != list(range(1, len(wanted) + 1)):
        return lines
    return [(number, line[match.end() :] if match else line) for (number, line), match in zip(lines, numbers, strict=True)]


def _check_starts(text: str, found: Sequence[Found], lines: Sequence[Line]) -> None:
    """A date right after a figure (“Expo 20177.02.2026”) may begin one figure later: only a padded style says where."""
    padded = all(re.match(r"[0-9]{2}|\D", text[one.start :]) for one in found)
    for one in found:
        year_first = re.match(r"[0-9]{4}", text[one.start :])
        if one.start and text[one.start - 1].isdigit() and not padded and not year_first:
            raise BadPage(_line_at(text, one.start, lines), "a space before the date", text[max(0, one.start - 20) : one.end])


def _line_at(text: str, place: int, lines: Sequence[Line]) -> int:
    return lines[text.count("\n", 0, place)][0]


def _date_first(text: str, found: Sequence[Found], lines: Sequence[Line]) -> tuple[list[Raw], tuple[Line, ...]]:
    raws: list[Raw] = []
    extra: list[str] = []
    for one, following in zip(found, [*(other.start for other in found[1:]), len(text)], strict=True):
        line = _line_at(text, one.start, lines)
        if extra:
            raise BadPage(line - 1, "an entry of the list", extra[0])
        own, extra = _own_lines(text[one.end : following])
        if not own:
            raise BadPage(line, "a headline after the date", text[one.start : following])
        raws.append(Raw(one.at, own, line))
    return raws, tuple(lines[len(lines) - len(extra) :]) if extra else ()


def _own_lines(segment: str) -> tuple[str, list[str]]:
    """What belongs to the entry (a count on a line of its own, then one line of headline) and the lines after that."""
    parts = [part.strip(_EDGE) for part in segment.split("\n")]
    first, others = parts[0], [part for part in parts[1:] if part]
    if first and counts.standing_count(first) is None:
        return first.lstrip(",;|·• \u00a0"), others
    if not first and others and (standing := counts.standing_count(others[0])) and standing.count is not None:
        first, others = others[0], others[1:]
    if not others:
        return first if counts.standing_count(first) is None else "", []
    return (f"{first}\n{others[0]}" if first else others[0]), others[1:]


def _headline_first(lines: Sequence[Line], reader: DateReader) -> tuple[list[Raw], tuple[Line, ...]]:
    """Pairs of lines: the headline, then date and count."""
    raws: list[Raw] = []
    pairs = len(lines) // 2
    for (number, headline), (_second, facts) in zip(lines[::2], lines[1::2], strict=False):
        found = reader.at_start(facts)
        rest = facts[found.end :] if found else ""
        if found is None or counts.standing_count(rest) is None:
            if raws and not looks_like_a_date(facts):
                return raws, tuple(lines[2 * len(raws) :])
            raise BadPage(number + 1, "date, time and perhaps a count under the headline", facts)
        count = rest.strip(_EDGE + "|·•,;")
        raws.append(Raw(found.at, f"{count}\n{headline}" if count else headline, number))
    if not raws:
        raise BadPage(lines[0][0], "an entry that begins with date and time", lines[0][1])
    return raws, tuple(lines[2 * pairs :])


def decide(raws: Sequence[Raw], known: Mapping[datetime, frozenset[str]]) -> tuple[list[Split], list[Trouble]]:
    """Count and headline of each entry, and what had to be decided or left undecided."""
    readings = [counts.divide(raw.text) for raw in raws]
    readings = [_known(reading, raw, known) for reading, raw in zip(readings, raws, strict=True)]
    spaced = _is_spaced(readings)
    readings = [_natural(reading, readings, place, spaced) for place, reading in enumerate(readings)]
    splits: list[Split] = []
    troubles: list[Trouble] = []
    for place, (raw, reading) in enumerate(zip(raws, readings, strict=True)):
        if reading.sure is not None:
            splits.append(reading.sure)
            continue
        split, trouble = _by_order(raw, reading, _neighbours(readings, place), spaced)
        splits.append(split)
        if trouble:
            troubles.append(trouble)
    return splits, troubles


def _known(reading: Reading, raw: Raw, known: Mapping[datetime, frozenset[str]]) -> Reading:
    """The same story elsewhere on the page settles what is open."""
    headlines = known.get(raw.at, frozenset())
    if reading.sure is None and headlines:
        for split in (Split(None, raw.text), *reading.candidates):
            if split.headline in headlines:
                return Reading(sure=split)
    return reading


def _is_spaced(readings: Sequence[Reading]) -> bool | None:
    """Whether a space stands between count and headline in this list; None when nothing shows it."""
    sure = [reading.sure for reading in readings if reading.sure and reading.sure.count is not None]
    glued = sum(not split.spaced for split in sure)
    if glued or sum(split.spaced for split in sure):
        return glued == 0
    shaped = sum(
        bool(reading.candidates) and reading.candidates[0].spaced and reading.candidates[0].headline[0].isupper() for reading in readings
    )
    return True if shaped > 1 and 2 * shaped > len(readings) else None


def _natural(reading: Reading, readings: Sequence[Reading], place: int, spaced: bool | None) -> Reading:
    """Small counts set off by a space: taken as such when they stand in order with the others and are no year."""
    if reading.sure is not None or spaced is not True or not reading.candidates:
        return reading
    before = next((count for other in reversed(readings[:place]) if (count := _provisional(other)) is not None), None)
    after = next((count for other in readings[place + 1 :] if (count := _provisional(other)) is not None), None)
    fitting = [split for split in reading.candidates if _stands(split) and _between(split.count or 0, before, after)]
    return Reading(sure=fitting[0]) if len(fitting) == 1 else reading


def _stands(split: Split) -> bool:
    """Whether this may well be a count before a headline: set off, a capital after it, and no year."""
    return split.spaced and split.headline[0].isupper() and not 1900 <= (split.count or 0) <= 2100


def _between(count: int, before: int | None, after: int | None) -> bool:
    """In descending order with its neighbours; at the end of a list also of their magnitude."""
    if before is None or after is None:
        near = before or after or 0
        return near > 0 and (count <= near <= 20 * count if after is None else near <= count <= 20 * near)
    return after <= count <= before


def _provisional(reading: Reading) -> int | None:
    if reading.sure is not None:
        return reading.sure.count
    return reading.candidates[0].count if reading.candidates and _stands(reading.candidates[0]) else None


def _neighbours(readings: Sequence[Reading], place: int) -> tuple[int | None, int | None]:
    """The nearest sure counts before and after."""
    before = (other.sure.count for other in reversed(readings[:place]) if other.sure and other.sure.count is not None)
    after = (other.sure.count for other in readings[place + 1 :] if other.sure and other.sure.count is not None)
    return next(before, None), next(after, None)


def _by_order(raw: Raw, reading: Reading, neighbours: tuple[int | None, int | None], spaced: bool | None) -> tuple[Split, Trouble | None]:
    """The one candidate that fits between the neighbours, or the whole text as a headline with an unknown count."""
    unknown = Split(None, raw.text)
    candidates = [split for split in reading.candidates if spaced is None or split.spaced == spaced]
    if not candidates:
        return unknown, None if reading.number_first else _doubt(raw, "a count before the headline")
    before, after = neighbours
    borders = before is not None and after is not None and before < after  # a new list may begin here
    fitting = [split for split in candidates if (before is None or (split.count or 0) <= before) and (split.count or 0) >= (after or 0)]
    if borders or len(fitting) != 1 or reading.number_first or (before is None and after is None):
        return unknown, _doubt(raw, "a count that can be told from the figures of the headline; kept as unknown")
    taken = fitting[0]
    return taken, _doubt(raw, f"a count apart from the headline; by the order of the list it is {taken.count}")


def _doubt(raw: Raw, expected: str) -> Trouble:
    return Trouble(raw.line, expected, shortened(raw.text))


def _numbered(raws: Sequence[Raw], splits: Sequence[Split], first: int, window: Window) -> Iterator[OldListEntry]:
    number, position, last = first, 0, None
    for raw, split in zip(raws, splits, strict=True):
        if not window and split.count is not None:
            if last is not None and split.count > last:
                number, position = number + 1, 0
            last = split.count
        position += 1
        yield OldListEntry(number, position, split.headline.strip(_EDGE), raw.at, split.count, window, line=raw.line)


def _unclear_borders(entries: Sequence[OldListEntry]) -> list[Trouble]:
    """Where an unknown count stands right before a new list, it may belong to either."""
    doubts = []
    for entry, following in pairwise(entries):
        if entry.views is None and following.list_number != entry.list_number:
            doubts.append(
                Trouble(entry.line, "a count that shows to which list this belongs; kept in the earlier", shortened(entry.headline))
            )
    return doubts
