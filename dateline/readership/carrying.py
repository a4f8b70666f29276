"""Counts and lists of an old site: kept apart from what is counted here, never invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dateline.readership.models import SeenList, SeenListEntry, StoryViews

BATCH = 500


@dataclass(frozen=True)
class CarriedCount:
    """What an old site said of one story. views None: it said nothing."""

    story_id: int
    views: int | None
    seen_on: date


@dataclass(frozen=True)
class SeenEntry:
    """One line of an old list, from position 1 on. views None: the page did not tell."""

    headline: str
    published_at: datetime | None
    views: int | None
    story_id: int | None = None


def carry_over(counts: Iterable[CarriedCount]) -> int:
    """Keep old counts; how many stories have one that is new or newer.

    A count seen later replaces one seen earlier; of the same day the larger one stays. An unknown count changes nothing.
    """
    changed = 0
    batch: list[CarriedCount] = []
    for count in counts:
        batch.append(count)
        if len(batch) == BATCH:
            changed += _carry_batch(batch)
            batch = []
    return changed + _carry_batch(batch)


@transaction.atomic(using="counts")
def _carry_batch(counts: Sequence[CarriedCount]) -> int:
    rows = StoryViews.objects.in_bulk([count.story_id for count in counts])
    changed: dict[int, StoryViews] = {}
    for count in counts:
        row = rows.setdefault(count.story_id, StoryViews(story_id=count.story_id))
        if count.views is not None and _is_newer(count, row):
            row.carried, row.carried_on = count.views, count.seen_on
            changed[row.story_id] = row
    StoryViews.objects.bulk_create(
        changed.values(), update_conflicts=True, unique_fields=["story_id"], update_fields=["carried", "carried_on"]
    )
    return len(changed)


def _is_newer(count: CarriedCount, row: StoryViews) -> bool:
    return row.carried is None or row.carried_on is None or (count.seen_on, count.views or 0) > (row.carried_on, row.carried)


@transaction.atomic(using="counts")
def keep_list(*, language: str, seen_on: date, window: str, origin: str, entries: Sequence[SeenEntry]) -> bool:
    """Keep a list as it was seen; False when exactly this list is already kept. The same list seen anew replaces it.

    window  day, week, month; empty when the page did not say
    origin  the page or file it was seen on
    """
    kept, _made = SeenList.objects.get_or_create(language=language, seen_on=seen_on, window=window, origin=origin)
    wanted = [(n, e.headline, e.published_at, e.views, e.story_id) for n, e in enumerate(entries, start=1)]
    if wanted == list(kept.entries.values_list("position", "headline", "published_at", "views", "story_id")):
        return False
    kept.entries.all().delete()
    SeenListEntry.objects.bulk_create(
        SeenListEntry(seen_list=kept, position=n, headline=headline, published_at=published, views=views, story_id=story)
        for n, headline, published, views, story in wanted
    )
    return True
