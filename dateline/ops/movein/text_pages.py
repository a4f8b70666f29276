"""The plain-text form of an old site's page: stories one under the other, then television and most-viewed lists.

A story is a line with date, time and perhaps a count; a headline; perhaps a credit line and “Tell a friend”; paragraphs, one
a line; perhaps a rights notice. A “relevant news” label may stand between stories. Every block and every label may be
missing, in any of three languages. What the reader cannot place, it refuses with the line and what it expected there.
"""

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from dateline.ops.movein import charsets, counts, labels
from dateline.ops.movein.dates import DateReader, Found, looks_like_a_date
from dateline.ops.movein.lists import Line, ListBlock, entries_of, read_lists
from dateline.ops.movein.lists import decide as decide_counts
from dateline.ops.movein.pages import BadPage, OldHeadline, OldPage, OldStory, Trouble, Window, shortened
from dateline.ops.movein.sources import sources_in

_EDGE = " \t\u00a0\u202f\u200b\ufeff"
_ONLY_A_DATE = 40  # characters after a date that still make a faulty date line and not a paragraph


@dataclass(slots=True)
class _Draft:
    """A story while its lines come in."""

    line: int
    at: datetime
    views: int | None
    headline: str = ""
    credit_line: str = ""
    told: bool = False
    paragraphs: list[Line] = field(default_factory=list)
    rights_notice: str = ""


@dataclass(slots=True)
class _Sheet:
    """The page while it is read: what is finished, and the troubles so far."""

    reader: DateReader
    drafts: list[_Draft] = field(default_factory=list)
    blocks: list[ListBlock] = field(default_factory=list)
    bare: list[Line] = field(default_factory=list)  # headlines of the relevant news that share a line with their date
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, line: int, expected: str, found: str) -> None:
        self.troubles.append(Trouble(line, expected, shortened(found)))


def read_text_page(data: bytes, *, zone: tzinfo) -> OldPage:
    """The stories, headlines and list entries of a plain-text page.

    zone     of the times on the page: the agency's
    Raises   BadPage with the line and what was expected there; a page is read whole or not at all
    """
    text, encoding = charsets.decode(data)
    lines = lines_of(text)
    if not lines:
        raise BadPage(1, "date and time of a story", "an empty page")
    sheet = _Sheet(DateReader.for_page(text, zone))
    _read(sheet, lines)
    _rights_by_repetition(sheet.drafts)
    stories = tuple(_story(draft) for draft in sheet.drafts if draft.paragraphs)
    headlines = (*_without_text(sheet.drafts), *_bare_headlines(sheet))
    known = _known(stories, headlines)
    lists = read_lists(sheet.blocks, sheet.reader, known)
    for number, line in lists.rest:
        if not labels.is_rights_notice(line):
            sheet.trouble(number, "the end of the page", line)
    _doubtful_days(sheet, lines)
    troubles = tuple(sorted((*sheet.troubles, *lists.troubles), key=lambda trouble: trouble.line))
    return OldPage("text", encoding, stories, headlines, lists.entries, troubles)


def lines_of(text: str) -> list[Line]:
    """The lines with something on them, and their numbers. Only CR and LF end a line."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stripped = ((number, part.strip(_EDGE)) for number, part in enumerate(parts, 1))
    return [(number, part) for number, part in stripped if part]


def _read(sheet: _Sheet, lines: Sequence[Line]) -> None:
    """Go through the page from top to bottom; each step takes at least one line."""
    place, block = 0, "story"
    while place < len(lines):
        number, line = lines[place]
        label = labels.block_of(line)
        if label in ("relevant", "tv"):
            place, block = place + 1, label
        elif label == "most_viewed" or ((block != "story" or sheet.drafts) and _is_list(sheet, line)):
            place = _take_lists(sheet, lines, place + (label is not None), labels.window_of(line) if label else "")
            block = "list"
        elif (begun := _date_line(sheet.reader, line)) is not None:
            place, block = _take_story(sheet, lines, place, *begun), "story"
        elif block == "relevant" and sheet.reader.at_start(line):
            sheet.bare.append((number, line))
            place += 1
        elif block == "tv" and not looks_like_a_date(line) and len(line) <= 160:
            place += 1
        else:
            raise BadPage(number, "date and time of a story, perhaps with its view count", line)
    if not sheet.drafts and not sheet.blocks and not sheet.bare:
        raise BadPage(lines[0][0], "a story or a list", lines[0][1])


def _date_line(reader: DateReader, line: str) -> tuple[Found, counts.Standing] | None:
    """Date, time and count, if that is all there is on the line."""
    found = reader.at_start(line)
    standing = counts.standing_count(line[found.end :]) if found else None
    return (found, standing) if found and standing else None


def _is_list(sheet: _Sheet, line: str) -> bool:
    """Several dates on one line that begins with one: entries glued together, whatever label is missing above them."""
    if not sheet.reader.at_start(line) or _date_line(sheet.reader, line):
        return False
    try:
        return sum(1 for _found in sheet.reader.all_in(line)) > 1
    except ValueError:
        return False


def _take_story(sheet: _Sheet, lines: Sequence[Line], place: int, found: Found, standing: counts.Standing) -> int:
    """Read one story from its date line on; the place of the first line after it."""
    number, line = lines[place]
    draft = _Draft(number, found.at, standing.count)
    sheet.drafts.append(draft)
    if standing.rounded:
        sheet.trouble(number, "a whole view count; kept as unknown", line[found.end :])
    place = _take_head(sheet, draft, lines, place + 1)
    while place < len(lines):
        number, line = lines[place]
        if _ends_story(sheet.reader, lines, place):
            return place
        if labels.is_boilerplate(line) or (labels.is_rights_notice(line) and _ends_story(sheet.reader, lines, place + 1)):
            draft.rights_notice = line
            return place + 1
        if labels.block_of(line) == "tell" and not draft.told:
            draft.told = True
        else:
            draft.paragraphs.append((number, line))
        place += 1
    return place


def _take_head(sheet: _Sheet, draft: _Draft, lines: Sequence[Line], place: int) -> int:
    """Headline, then credit line and “Tell a friend” in either order."""
    number, line = lines[place] if place < len(lines) else (draft.line, "the end of the page")
    if place >= len(lines) or labels.block_of(line) not in (None, "window") or _date_line(sheet.reader, line):
        raise BadPage(number, "a headline under the date", line)
    draft.headline = line
    for _number, line in lines[place + 1 : place + 3]:
        credit = labels.credit_in(line)
        told = labels.block_of(line) == "tell"
        if not (credit and not draft.credit_line) and not (told and not draft.told):
            break
        draft.credit_line, draft.told = credit or draft.credit_line, draft.told or told
        place += 1
    return place + 1


def _ends_story(reader: DateReader, lines: Sequence[Line], place: int) -> bool:
    """Whether the story is over before this line."""
    if place >= len(lines):
        return True
    number, line = lines[place]
    if labels.block_of(line) in ("relevant", "tv", "most_viewed") or _date_line(reader, line) is not None:
        return True
    found = reader.at_start(line)
    if found is not None:
        return len(_several(reader, line)) > 1 or _is_entry_run(reader, lines, place)
    if looks_like_a_date(line) and len(line) <= _ONLY_A_DATE:
        raise BadPage(number, "a date and time that can be read", line)
    return False


def _several(reader: DateReader, line: str) -> list[Found]:
    try:
        return list(reader.all_in(line))
    except ValueError as error:
        raise BadPage(1, "a date that exists", str(error)) from error


def _is_entry_run(reader: DateReader, lines: Sequence[Line], place: int) -> bool:
    """Two lines in a row that begin with a date and go on: entries of a list, not paragraphs."""
    following = lines[place + 1][1] if place + 1 < len(lines) else ""
    return reader.at_start(following) is not None and _date_line(reader, following) is None


def _take_lists(sheet: _Sheet, lines: Sequence[Line], place: int, window: Window) -> int:
    """Take the lines of a most-viewed block, a new list at every label of a window; the place after it."""
    start = place
    own: list[Line] = []
    while place < len(lines):
        number, line = lines[place]
        label = labels.block_of(line)
        if label in ("relevant", "tv", "tell"):
            break
        if label in ("window", "most_viewed"):
            if own:
                sheet.blocks.append(ListBlock(tuple(own), window))
            own, window = [], labels.window_of(line)
        else:
            own.append((number, line))
        place += 1
    if own:
        sheet.blocks.append(ListBlock(tuple(own), window))
    elif start == place:
        number, line = lines[place - 1]
        sheet.trouble(number, "entries under the label", line)
    return place


def _rights_by_repetition(drafts: Sequence[_Draft]) -> None:
    """The same last line under several stories is their rights notice, whatever its words; unless one was already told by words."""
    ended = [draft for draft in drafts if len(draft.paragraphs) > 1]
    if any(draft.rights_notice for draft in drafts):
        return
    last = Counter(line for _headline, line in {(draft.headline, draft.paragraphs[-1][1]) for draft in ended})
    line, times = last.most_common(1)[0] if last else ("", 0)
    if times >= 2 and 2 * times >= len(ended):
        for draft in ended:
            if draft.paragraphs[-1][1] == line:
                draft.rights_notice = draft.paragraphs.pop()[1]


def _story(draft: _Draft) -> OldStory:
    paragraphs = tuple(line for _number, line in draft.paragraphs)
    return OldStory(
        headline=draft.headline,
        published_at=draft.at,
        views=draft.views,
        paragraphs=paragraphs,
        body=body_of(paragraphs),
        credit_line=draft.credit_line,
        rights_notice=draft.rights_notice,
        sources=sources_in(paragraphs),
        line=draft.line,
    )


def body_of(paragraphs: Iterable[str]) -> str:
    """Paragraphs of plain text as HTML."""
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _without_text(drafts: Iterable[_Draft]) -> Iterable[OldHeadline]:
    return (OldHeadline(draft.headline, draft.at, draft.views, line=draft.line) for draft in drafts if not draft.paragraphs)


def _bare_headlines(sheet: _Sheet) -> list[OldHeadline]:
    """Headlines that share their line with date and count."""
    if not sheet.bare:
        return []
    raws, rest = entries_of(sheet.bare, sheet.reader)
    if rest:
        raise BadPage(rest[0][0], "a headline with date and time", rest[0][1])
    splits, doubts = decide_counts(raws, {})
    sheet.troubles += doubts
    return [OldHeadline(split.headline, raw.at, split.count, line=raw.line) for raw, split in zip(raws, splits, strict=True)]


def _known(stories: Iterable[OldStory], headlines: Iterable[OldHeadline]) -> dict[datetime, frozenset[str]]:
    found = [(story.published_at, story.headline) for story in stories]
    found += [(headline.published_at, headline.headline) for headline in headlines]
    known: dict[datetime, frozenset[str]] = {}
    for at, headline in found:
        known[at] = known.get(at, frozenset()) | {headline}
    return known


def _doubtful_days(sheet: _Sheet, lines: Sequence[Line]) -> None:
    if not sheet.reader.sure_of_day:
        first = "the day" if sheet.reader.day_first else "the month"
        sheet.trouble(lines[0][0], f"a date that shows whether day or month comes first; read as {first}", lines[0][1])
