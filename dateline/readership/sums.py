"""Adding views: a story's total, the sum of its hour and the windows move together, inside the caller's transaction.

Plain SQL, the same for SQLite and PostgreSQL: it runs with every view, and the ORM would cost as much as the commit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections

_LOCK = 0x76696577  # any number that nobody else uses
_ALONE = {True: "SELECT pg_advisory_xact_lock(%s)", False: "SELECT pg_advisory_xact_lock_shared(%s)"}
_EDGES = "SELECT window_h, hour, story_id FROM readership_windowedge"
_ADD_TOTAL = """
    INSERT INTO readership_storyviews (story_id, language, own) VALUES (%s, %s, %s)
    ON CONFLICT (story_id) DO UPDATE SET own = readership_storyviews.own + excluded.own, language = excluded.language"""
_ADD_HOUR = """
    INSERT INTO readership_hourlyviews (hour, story_id, views) VALUES (%s, %s, %s)
    ON CONFLICT (hour, story_id) DO UPDATE SET views = readership_hourlyviews.views + excluded.views"""
_ADD_WINDOW = """
    INSERT INTO readership_windowviews (window_h, story_id, language, views) VALUES (%s, %s, %s, %s)
    ON CONFLICT (window_h, story_id)
    DO UPDATE SET views = readership_windowviews.views + excluded.views, language = excluded.language"""


@dataclass(frozen=True)
class HourSum:
    """Views of one story in one hour (a number, see `hours`)."""

    story_id: int
    language: str
    hour: int
    views: int


def lock(*, alone: bool) -> None:
    """Take our place until the transaction ends: who adds single views shares it, who moves windows is alone.

    On SQLite the transaction itself is that lock. On PostgreSQL an advisory lock is: it queues fairly, row locks do not.
    """
    if connections["counts"].vendor == "postgresql":
        with connections["counts"].cursor() as cursor:
            cursor.execute(_ALONE[alone], [_LOCK])


def edges(windows_h: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The last (hour, story) that has left each window; (0, 0) for a window that was never moved."""
    with connections["counts"].cursor() as cursor:
        cursor.execute(_EDGES)
        known = {window_h: (hour, story_id) for window_h, hour, story_id in cursor.fetchall()}
    return {window_h: known.get(window_h, (0, 0)) for window_h in windows_h}


def add(sums: Sequence[HourSum], windows_h: Sequence[int]) -> None:
    """Add views to totals, hours and those windows that still hold the hour. The caller holds the transaction and `lock`."""
    totals: Counter[tuple[int, str]] = Counter()
    hours: Counter[tuple[int, int]] = Counter()
    windows: Counter[tuple[int, int, str]] = Counter()
    edge = edges(windows_h)
    for each in sums:
        totals[each.story_id, each.language] += each.views
        hours[each.hour, each.story_id] += each.views
        for window_h in windows_h:
            if (each.hour, each.story_id) > edge[window_h]:
                windows[window_h, each.story_id, each.language] += each.views
    with connections["counts"].cursor() as cursor:
        for statement, counter in ((_ADD_TOTAL, totals), (_ADD_HOUR, hours), (_ADD_WINDOW, windows)):
            cursor.executemany(statement, [(*key, views) for key, views in counter.items()])
