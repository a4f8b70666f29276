"""Views that were counted here in the past, in bulk: for the demo agency, and for statistics that come as hourly sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from dateline.readership import sums
from dateline.readership.hours import WINDOWS_H, hour_of

BATCH = 2000


@dataclass(frozen=True)
class PastViews:
    """hour: any aware time within it. views: at least 1; none needs no row."""

    story_id: int
    language: str
    hour: datetime
    views: int


def add_past_views(rows: Iterable[PastViews]) -> int:
    """Add views to totals, hourly sums and windows; how many views. They are added, not replaced: twice is double.

    In batches of one transaction each. Raises ValueError for a row with less than one view; its batch is not saved.
    Call `most_viewed.slide_windows` afterwards if the windows may never have been moved.
    """
    added = 0
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        added += _add_batch(batch)
    return added


@transaction.atomic(using="counts", durable=True)
def _add_batch(rows: list[PastViews]) -> int:
    if wrong := next((row for row in rows if row.views < 1), None):
        raise ValueError(f"past views are at least 1: {wrong}")
    sums.lock(alone=True)
    sums.add([sums.HourSum(row.story_id, row.language, hour_of(row.hour), row.views) for row in rows], WINDOWS_H)
    return sum(row.views for row in rows)
