"""Who follows the release log. To add a follower, write a function that takes the next releases and add one line here."""

import sys
from collections.abc import Callable, Collection, Sequence

from django.utils.timezone import now

from dateline.stories import releases
from dateline.stories.models import Release, StoryPicture


def _make_renditions(found: Sequence[Release]) -> None:
    """Every size of the pictures in these stories. The loop of pictures has made them after the upload; this is for the hasty."""
    from dateline.media import renditions

    placements = StoryPicture.objects.filter(story__in={release.story_id for release in found}, picture__isnull=False)
    for placement in placements.select_related("picture"):
        if placement.picture:
            renditions.make(placement.picture, now())


def _index() -> int:
    from dateline.search.following import follow

    return follow()


def _remember_translations() -> int:
    from dateline.desk.translating.remembering import follow

    return follow()


FOLLOWERS: dict[str, Callable[[], int]] = {  # each does the next releases and says how many there were
    "search": _index,
    "renditions": lambda: releases.follow("renditions", _make_renditions, limit=10),
    "translations": _remember_translations,
}


def catch_up(*, progress: bool = False, but: Collection[str] = ()) -> None:
    """Let every follower read to the end of the log, `but` some."""
    for name, follow in FOLLOWERS.items():
        if name in but:
            continue
        done = 0
        while count := follow():
            done += count
            if progress:
                print(f"\r{name}: {done} releases", end="", file=sys.stderr, flush=True)
        if progress and done:
            print(file=sys.stderr)
