"""Whether a report is a new view, and counting it: one view per reader and story within half an hour."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connections, transaction
from django.db.models import Sum

from dateline.readership import sums
from dateline.readership.hours import WINDOWS_H, hour_of
from dateline.readership.models import HourlyViews, ViewClass

Kind = ViewClass.Kind
REPEAT_WITHIN = timedelta(minutes=30)  # of the last view that was counted

# The second condition is for a clock that was set back: a mark from the future must not silence a reader until then.
_CLAIM = """
    INSERT INTO readership_recentview (mark, counted_at) VALUES (%s, %s)
    ON CONFLICT (mark) DO UPDATE SET counted_at = excluded.counted_at
    WHERE readership_recentview.counted_at <= %s OR readership_recentview.counted_at >= %s"""
_SHOWN = "SELECT own + COALESCE(carried, 0) FROM readership_storyviews WHERE story_id = %s"
_NOTE = """
    INSERT INTO readership_viewclass (day, kind, views) VALUES (%s, %s, 1)
    ON CONFLICT (day, kind) DO UPDATE SET views = readership_viewclass.views + 1"""


@dataclass(frozen=True)
class Counted:
    """views: what the story's page shows now, carried views included. why: a `ViewClass.Kind`."""

    views: int
    counted: bool
    why: str


def count_view(story_id: int, *, reader: bytes, language: str, at: datetime, before: bytes | None = None) -> Counted:
    """Count one view, unless this reader's last counted view of this story is less than half an hour old.

    Durable when it returns, and safe in any number of processes at once.

    reader, before  from `readers.identify`: today's hash, and in the first half hour of a day yesterday's as well
    language        of the story
    at              now, aware
    """
    with transaction.atomic(using="counts", durable=True):
        sums.lock(alone=False)
        # While a reader has two hashes both marks are kept in step, so that whichever a process knows, it is stopped.
        new = all(_claim(_mark(known, story_id), at) for known in (before, reader) if known is not None)
        if new:
            sums.add([sums.HourSum(story_id, language, hour_of(at), 1)], WINDOWS_H)
        else:
            note(Kind.REPEAT, at)
        return Counted(shown_views(story_id), new, Kind.COUNTED if new else Kind.REPEAT)


def note(kind: Kind, at: datetime) -> None:
    """Keep that a report was not counted, and why."""
    with connections["counts"].cursor() as cursor:
        cursor.execute(_NOTE, [at.astimezone(UTC).date(), kind.value])


def shown_views(story_id: int) -> int:
    """What the page of a story shows: views counted here and, where known, on an old site."""
    with connections["counts"].cursor() as cursor:
        cursor.execute(_SHOWN, [story_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def classes_of(day: date) -> dict[str, int]:
    """How many reports of a day (in UTC) were counted and how many were not, by kind; kinds without any are left out."""
    first = hour_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
    counted = HourlyViews.objects.filter(hour__gte=first, hour__lt=first + 24).aggregate(views=Sum("views"))["views"]
    found = dict(ViewClass.objects.filter(day=day).values_list("kind", "views"))
    return {Kind.COUNTED.value: counted, **found} if counted else found


def _claim(mark: bytes, at: datetime) -> bool:
    """Take the next half hour for ourselves. False when it is taken."""
    stamp = connections["counts"].ops.adapt_datetimefield_value
    with connections["counts"].cursor() as cursor:
        cursor.execute(_CLAIM, [mark, stamp(at), stamp(at - REPEAT_WITHIN), stamp(at + REPEAT_WITHIN)])
        return bool(cursor.rowcount == 1)


def _mark(reader: bytes, story_id: int) -> bytes:
    """The hash of reader and story together: the table cannot tell which stories one reader saw."""
    return hashlib.blake2b(story_id.to_bytes(8, "big"), key=reader, digest_size=16).digest()
