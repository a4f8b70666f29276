"""The most viewed stories of the last 24 hours, 7 and 30 days.

The sums of the windows are kept up with every view, so that a list is one look into an index. `slide_windows` takes away
what has become too old; `audit` recomputes everything from the hourly sums and says where it differs.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction
from django.utils.translation import gettext as _

from dateline.readership import sums
from dateline.readership.hours import WINDOWS_H, oldest_hour
from dateline.readership.models import StoryViews, WindowAudit, WindowEdge, WindowViews

SLIDE_AT_ONCE = 500  # hourly sums a transaction: beacons wait a few milliseconds for it
MOST_LATE_H = 1  # the windows move every minute, so at most one turn of the hour is outstanding
_MOST_TOLD = 20  # differences an audit names


@dataclass(frozen=True)
class Viewed:
    """A story and its views in the window that was asked for."""

    story_id: int
    views: int


@dataclass(frozen=True)
class Shown:
    """What a page shows of a story. total: own + carried. carried None: there was no old count, or nobody knows it."""

    own: int
    carried: int | None
    total: int


def most_viewed(window_h: int, *, language: str, at: datetime, limit: int = 5) -> list[Viewed]:
    """The stories of a language with the most views in a window, most first, of equals the newer first.

    Exact at the resolution of an hour: the window's full hours and the running one. It does not know which stories are
    still public: ask for some more than will be shown.

    window_h  24, 168 or 720
    at        now, aware; when nobody has moved the windows for over an hour, what is too old is taken away here (slower)
    """
    oldest = oldest_hour(window_h, at)
    if sums.edges([window_h])[window_h][0] + MOST_LATE_H < oldest:
        return _most_viewed_of_a_late_window(window_h, language, oldest, limit)
    rows = WindowViews.objects.filter(window_h=window_h, language=language).order_by("-views", "-story_id")
    return [Viewed(*row) for row in rows.values_list("story_id", "views")[:limit]]


def views_of(story_ids: Iterable[int]) -> dict[int, Shown]:
    """What the pages of these stories show, every one of them: a story without any view has none."""
    wanted = list(story_ids)
    found = {
        story_id: Shown(own, carried, own + (carried or 0))
        for story_id, own, carried in StoryViews.objects.filter(pk__in=wanted).values_list("story_id", "own", "carried")
    }
    return {story_id: found.get(story_id, Shown(0, None, 0)) for story_id in wanted}


def slide_windows(at: datetime) -> int:
    """Move the oldest end of every window to where it belongs at `at`; how many hourly sums have left.

    To be called every minute. In short transactions, each of which leaves everything consistent: it may be killed, run twice
    or late by months. A clock that was set back changes nothing.
    """
    return sum(_slide(window_h, oldest_hour(window_h, at)) for window_h in WINDOWS_H)


def audit(at: datetime) -> list[str]:
    """Recompute all windows and totals from the hourly sums; a sentence for each difference. The result is kept for `health`.

    Each comparison is one statement, which sees one moment of the database while counting goes on.
    """
    found = [sentence for window_h in WINDOWS_H for sentence in _wrong_windows(window_h)] + _wrong_totals()
    WindowAudit.objects.update_or_create(pk=1, defaults={"at": at, "differences": found})
    return found


def rebuild_windows() -> None:
    """Write all windows anew from the hourly sums, for when an audit found differences. Counting waits meanwhile."""
    with transaction.atomic(using="counts", durable=True):
        sums.lock(alone=True)
        WindowViews.objects.all().delete()
        with connections["counts"].cursor() as cursor:
            for window_h, edge in sums.edges(WINDOWS_H).items():
                cursor.execute(_REBUILD, [window_h, *edge])


# --- how they do it -----------------------------------------------------------------------------------------------------

_LATE = """
    SELECT w.story_id, w.views - COALESCE((
        SELECT SUM(h.views) FROM readership_hourlyviews h
        WHERE h.story_id = w.story_id AND h.hour < %s AND (h.hour, h.story_id) > (COALESCE(e.hour, 0), COALESCE(e.story_id, 0))
    ), 0) AS left_over
    FROM readership_windowviews w LEFT JOIN readership_windowedge e ON e.window_h = w.window_h
    WHERE w.window_h = %s AND w.language = %s ORDER BY left_over DESC, w.story_id DESC LIMIT %s"""
_LEAVING = """
    SELECT hour, story_id, views FROM readership_hourlyviews
    WHERE (hour, story_id) > (%s, %s) AND hour < %s ORDER BY hour, story_id LIMIT %s"""
_SUBTRACT = "UPDATE readership_windowviews SET views = views - %s WHERE window_h = %s AND story_id = %s"
_REBUILD = """
    INSERT INTO readership_windowviews (window_h, story_id, language, views)
    SELECT %s, h.story_id, t.language, SUM(h.views)
    FROM readership_hourlyviews h JOIN readership_storyviews t ON t.story_id = h.story_id
    WHERE (h.hour, h.story_id) > (%s, %s) GROUP BY h.story_id, t.language"""
_WRONG_WINDOWS = """
    SELECT story_id, SUM(kept), SUM(counted) FROM (
        SELECT story_id, views AS kept, 0 AS counted FROM readership_windowviews WHERE window_h = %s
        UNION ALL
        SELECT h.story_id, 0, h.views FROM readership_hourlyviews h LEFT JOIN readership_windowedge e ON e.window_h = %s
        WHERE (h.hour, h.story_id) > (COALESCE(e.hour, 0), COALESCE(e.story_id, 0))
    ) AS both_sides GROUP BY story_id HAVING SUM(kept) <> SUM(counted) ORDER BY story_id LIMIT %s"""
_WRONG_TOTALS = """
    SELECT story_id, SUM(kept), SUM(counted) FROM (
        SELECT story_id, own AS kept, 0 AS counted FROM readership_storyviews
        UNION ALL SELECT story_id, 0, views FROM readership_hourlyviews
    ) AS both_sides GROUP BY story_id HAVING SUM(kept) <> SUM(counted) ORDER BY story_id LIMIT %s"""


def _rows(statement: str, values: Sequence[int | str]) -> list[tuple[int, ...]]:
    with connections["counts"].cursor() as cursor:
        cursor.execute(statement, values)
        return [tuple(int(value) for value in row) for row in cursor.fetchall()]


def _most_viewed_of_a_late_window(window_h: int, language: str, oldest: int, limit: int) -> list[Viewed]:
    return [Viewed(story_id, views) for story_id, views in _rows(_LATE, [oldest, window_h, language, limit]) if views > 0]


def _slide(window_h: int, oldest: int) -> int:
    gone = 0
    while sums.edges([window_h])[window_h] < (oldest, 0):
        gone += _slide_once(window_h, oldest)
    return gone


@transaction.atomic(using="counts", durable=True)
def _slide_once(window_h: int, oldest: int) -> int:
    """Take the next batch of hourly sums out of a window and move its edge behind them; how many sums."""
    sums.lock(alone=True)
    edge = sums.edges([window_h])[window_h]
    if edge >= (oldest, 0):  # another process was faster
        return 0
    leaving = _rows(_LEAVING, [*edge, oldest, SLIDE_AT_ONCE])
    gone: Counter[int] = Counter()
    for _hour, story_id, views in leaving:
        gone[story_id] += views
    with connections["counts"].cursor() as cursor:
        cursor.executemany(_SUBTRACT, [(views, window_h, story_id) for story_id, views in gone.items()])
    WindowViews.objects.filter(window_h=window_h, story_id__in=list(gone), views=0).delete()
    hour, story_id = (leaving[-1][0], leaving[-1][1]) if len(leaving) == SLIDE_AT_ONCE else (oldest, 0)
    WindowEdge.objects.update_or_create(window_h=window_h, defaults={"hour": hour, "story_id": story_id})
    return len(leaving)


def _wrong_windows(window_h: int) -> list[str]:
    sentence = _("Window of %(hours)d hours, story %(story)d: %(kept)d views are kept, the hourly sums give %(counted)d.")
    return [
        sentence % {"hours": window_h, "story": story_id, "kept": kept, "counted": counted}
        for story_id, kept, counted in _rows(_WRONG_WINDOWS, [window_h, window_h, _MOST_TOLD])
    ]


def _wrong_totals() -> list[str]:
    sentence = _("Total of story %(story)d: %(kept)d views are kept, the hourly sums give %(counted)d.")
    return [
        sentence % {"story": story_id, "kept": kept, "counted": counted} for story_id, kept, counted in _rows(_WRONG_TOTALS, [_MOST_TOLD])
    ]
