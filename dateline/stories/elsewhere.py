"""When one language version is corrected or killed, the others are flagged until somebody has looked at them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dateline.stories.models import ChangedElsewhere, Release, Story


def flag(cause: Release, *, tell_readers: bool = False) -> list[Story]:
    """Flag the other published language versions of the story that `cause` (a correction or kill) is about; which they are."""
    others = list(Story.objects.versions_of(cause.story).exclude(pk=cause.story_id).filter(state=Story.State.PUBLISHED).defer("body"))
    ChangedElsewhere.objects.bulk_create(
        [ChangedElsewhere(story=other, cause=cause, tell_readers=tell_readers) for other in others], ignore_conflicts=True
    )
    return others


def open_flags(stories: Sequence[Story]) -> dict[int, list[ChangedElsewhere]]:
    """The unsettled flags of these stories by number, each with its cause and the cause's story. One query."""
    flags = ChangedElsewhere.objects.filter(story__in=[story.pk for story in stories], settled_at__isnull=True)
    found: dict[int, list[ChangedElsewhere]] = {}
    for one in flags.select_related("cause__story").defer("cause__snapshot", "cause__story__body"):
        found.setdefault(one.story_id, []).append(one)
    return found


def told_to_readers(story: Story) -> list[ChangedElsewhere]:
    """The unsettled flags of `story` that its readers are to know of, each with its cause and the cause's story. One query."""
    flags = ChangedElsewhere.objects.filter(story=story, tell_readers=True, settled_at__isnull=True)
    return list(flags.select_related("cause__story").defer("cause__snapshot", "cause__story__body"))


def settle(story: Story, *, at: datetime, by: Any) -> int:
    """Somebody has looked: this version is right as it is, or was mended. How many flags that closed."""
    return ChangedElsewhere.objects.filter(story=story, settled_at__isnull=True).update(settled_at=at, settled_by=by)


def take_back(cause: Release, *, at: datetime, by: Any) -> None:
    """The correction or kill that raised flags was taken back: nobody has to look any more, and readers are not told."""
    ChangedElsewhere.objects.filter(cause=cause, settled_at__isnull=True).update(settled_at=at, settled_by=by)
