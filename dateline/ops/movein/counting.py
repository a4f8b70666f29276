"""Counts and lists of the old site, into the database of the counts. All of it may be done again without harm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Sum

from dateline.ops.movein.matching import Known, Row
from dateline.ops.movein.pages import OldListEntry, OldPage
from dateline.readership.carrying import CarriedCount, SeenEntry, carry_over, keep_list
from dateline.readership.models import SeenList, SeenListEntry

_WEEK_DAYS, _MONTH_DAYS = 7, 31

ListKey = tuple[str, date, str, str]


@dataclass(slots=True)
class OldList:
    """One most-viewed list: where it was, and its entries with the story of each, where that is here."""

    key: ListKey  # language, day seen, window, origin
    entries: list[tuple[OldListEntry, Row | None]]
    derived: bool = False  # the window is not on the page but follows from the dates
    line: int = 1

    def score(self) -> tuple[int, int]:
        """The list seen later on the same day is the longer, then the one with more views."""
        return len(self.entries), sum(entry.views or 0 for entry, _row in self.entries)


@dataclass(slots=True)
class Lists:
    """The lists that were kept in this run, so that the same list on thousands of pages is written once."""

    best: dict[ListKey, tuple[int, int]] = field(default_factory=dict)

    def is_newer(self, one: OldList) -> bool:
        """Whether `one` says more than what is kept for its day; then it counts as kept from now on."""
        kept = self.best.get(one.key)
        if kept is None:
            kept = _kept_score(one.key)
        if kept is not None and kept >= one.score():
            self.best[one.key] = kept
            return False
        self.best[one.key] = one.score()
        return True


def lists_of(page: OldPage, language: str, seen_on: date, origin: str, known: Known) -> list[OldList]:
    """The lists of a page. A window that the page does not name follows from the dates where it can."""
    groups = [list(group) for _number, group in groupby(page.entries, lambda entry: entry.list_number)]
    derived = _derived_windows(groups, seen_on)
    found: list[OldList] = []
    for number, entries in enumerate(groups):
        window = entries[0].window or derived.get(number, "")
        taken = any(one.key[2] == window for one in found)
        place = f"{origin} {number + 1}".strip() if taken else origin
        rows = [(entry, known.headline(language, entry.published_at, entry.headline) if entry.published_at else None) for entry in entries]
        found.append(OldList((language, seen_on, window, place[:500]), rows, number in derived, entries[0].line))
    return found


def _derived_windows(groups: Sequence[Sequence[OldListEntry]], seen_on: date) -> dict[int, str]:
    """Two lists without a window of which the first goes back at most a week, the second further but at most a month, are those."""
    if len(groups) != 2 or any(entry.window or not entry.published_at for group in groups for entry in group):
        return {}
    first, second = (_age_days(group, seen_on) for group in groups)
    return {0: "week", 1: "month"} if first <= _WEEK_DAYS < second <= _MONTH_DAYS else {}


def _age_days(entries: Sequence[OldListEntry], seen_on: date) -> int:
    return max((seen_on - entry.published_at.date()).days for entry in entries if entry.published_at)


def _kept_score(key: ListKey) -> tuple[int, int] | None:
    language, seen_on, window, origin = key
    kept = SeenList.objects.filter(language=language, seen_on=seen_on, window=window, origin=origin).first()
    return (kept.entries.count(), kept.entries.aggregate(all=Sum("views"))["all"] or 0) if kept else None


def carry(counts: Iterable[tuple[Row, int | None, date]]) -> int:
    """Carry old counts over; how many were new or newer."""
    return carry_over(
        CarriedCount(row.story_id, views, seen_on) for row, views, seen_on in counts if row.story_id is not None and views is not None
    )


def keep(lists: Iterable[OldList]) -> int:
    """Keep the lists; how many were new or differ from what was kept."""
    kept = 0
    for one in lists:
        language, seen_on, window, origin = one.key
        entries = [SeenEntry(entry.headline, entry.published_at, entry.views, row.story_id if row else None) for entry, row in one.entries]
        kept += keep_list(language=language, seen_on=seen_on, window=window, origin=origin, entries=entries)
    return kept


def name_stories(rows: Iterable[Row]) -> None:
    """Entries of kept lists whose text has arrived lead to it."""
    arrived = {(row.draft.story.published_at, row.draft.story.headline): row.story_id for row in rows if row.draft}
    times = sorted({published_at for published_at, _headline in arrived})
    for start in range(0, len(times), 400):
        for entry in SeenListEntry.objects.filter(story_id=None, published_at__in=times[start : start + 400]):
            story_id = arrived.get((entry.published_at, entry.headline)) if entry.published_at else None
            if story_id:
                SeenListEntry.objects.filter(pk=entry.pk).update(story_id=story_id)
