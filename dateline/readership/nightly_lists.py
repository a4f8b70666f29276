"""Our own lists of most viewed stories, kept at the end of every day for the archive page of that day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from dateline.readership.carrying import SeenEntry, keep_list
from dateline.readership.models import SeenList
from dateline.readership.most_viewed import most_viewed
from dateline.stories.models import Story

OURS = ""  # the origin of a list that no old site showed
WINDOWS = {"week": 168, "month": 720}
LENGTH, ASKED = 5, 20  # some of those asked for may have been withdrawn
AT_MOST_LATE = timedelta(hours=1)  # later the numbers would no longer be those of that day, so none are kept


def keep_lists_of_the_day(at: datetime) -> int:
    """In the hour after the agency's midnight, keep the lists of the day that ended; how many were kept.

    at  now, aware. May be called as often as one likes: a day's lists are kept once.
    """
    local = timezone.localtime(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    day = (midnight - timedelta(hours=1)).date()
    if local - midnight > AT_MOST_LATE or SeenList.objects.filter(seen_on=day, origin=OURS).exists():
        return 0
    kept = 0
    for language in settings.LANGUAGE_CODES:
        for window, hours in WINDOWS.items():
            if entries := _entries(hours, language, at):
                kept += keep_list(language=language, seen_on=day, window=window, origin=OURS, entries=entries)
    return kept


def _entries(hours: int, language: str, at: datetime) -> list[SeenEntry]:
    ranked = most_viewed(hours, language=language, at=at, limit=ASKED)
    stories = Story.objects.live(at).in_bulk([one.story_id for one in ranked])
    known = [(stories[one.story_id], one.views) for one in ranked if one.story_id in stories][:LENGTH]
    return [SeenEntry(story.headline, story.published_at, views, story.pk) for story, views in known]
