"""The release log as its followers see it: read in order, from a bookmark, again if need be.

A follower's effect must be idempotent: after a crash between effect and bookmark it is asked to do the same again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from dateline.stories.models import Bookmark, Release

Effect = Callable[[Sequence[Release]], None]
IDLE_NOTED_EVERY = timedelta(seconds=30)  # not at every look: that would be a write ten times a second
SILENT_AFTER = timedelta(seconds=60)  # of not moving while there is something to do


@dataclass(frozen=True)
class Waiting:
    """Releases that a follower has not seen.

    since  when it last moved or had nothing to do, or when the oldest of them came, whichever is later: releases that are moved in
           say that they are years old
    """

    follower: str
    count: int
    since: datetime

    def is_silent(self, at: datetime) -> bool:
        return at - self.since > SILENT_AFTER


def head() -> int:
    """The number of the last release; 0 when nothing was ever published. Plain SQL: pages and followers ask all the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM stories_releasecounter WHERE id = 1")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def after(number: int, limit: int) -> list[Release]:
    """Up to `limit` releases above `number`, oldest first, without their snapshots (deferred)."""
    return list(Release.objects.filter(number__gt=number).order_by("number").defer("snapshot")[:limit])


def follow(follower: str, effect: Effect, *, limit: int = 100) -> int:
    """Give `effect` the next releases (at most `limit`) and move the bookmark of `follower`; how many there were.

    When `effect` raises, the bookmark stays. Two processes with the same name do the work twice, never not at all.
    """
    bookmark, _made = Bookmark.objects.get_or_create(pk=follower)
    found = after(bookmark.number, limit)
    if not found:
        _note_that_nothing_waits(bookmark, now())
        return 0
    effect(found)
    Bookmark.objects.filter(pk=follower, number__lt=found[-1].number).update(number=found[-1].number, kept_up_at=now())
    return len(found)


def _note_that_nothing_waits(bookmark: Bookmark, at: datetime) -> None:
    if at - bookmark.kept_up_at > IDLE_NOTED_EVERY:
        Bookmark.objects.filter(pk=bookmark.pk, number=bookmark.number).update(kept_up_at=at)


def waiting(last: int) -> list[Waiting]:
    """Every follower that has not seen the release `last`, the head. One query more when there is any."""
    late = list(Bookmark.objects.filter(number__lt=last))
    if not late:
        return []
    came = dict(Release.objects.filter(number__in=[one.number + 1 for one in late]).values_list("number", "at"))
    return [Waiting(one.follower, last - one.number, max(one.kept_up_at, came.get(one.number + 1, one.kept_up_at))) for one in late]


def rewind(follower: str) -> None:
    """Make `follower` read the whole log again."""
    Bookmark.objects.filter(pk=follower).update(number=F("number") * 0)
