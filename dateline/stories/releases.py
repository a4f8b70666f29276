"""The release log as its followers see it: read in order, from a bookmark, again if need be.

A follower's effect must be idempotent: after a crash between effect and bookmark it is asked to do the same again.
"""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from dateline.stories.models import Bookmark, Release

Effect = Callable[[Sequence[Release]], None]


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
        return 0
    effect(found)
    Bookmark.objects.filter(pk=follower, number__lt=found[-1].number).update(number=found[-1].number, moved_at=now())
    return len(found)


def behind() -> dict[str, int]:
    """How many releases each follower has not yet seen."""
    last = head()
    return {name: last - number for name, number in Bookmark.objects.values_list("follower", "number")}


def rewind(follower: str) -> None:
    """Make `follower` read the whole log again."""
    Bookmark.objects.filter(pk=follower).update(number=F("number") * 0)
