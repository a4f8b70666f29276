"""Most viewed, of the week and of the month, with the rule by which it was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dateline.readership.hours import oldest_hour, start_of
from dateline.readership.most_viewed import Viewed, most_viewed
from dateline.readership.wording import shown_number
from dateline.stories.models import Story
from dateline.website.links import LINK_FIELDS
from dateline.website.remembering import Memory

WEEK_H, MONTH_H = 168, 720
SHOWN = 5
ASKED = 12  # some may have been withdrawn since they were viewed
REMEMBERED_S = 30.0  # the page says until when it was counted


@dataclass(frozen=True)
class Row:
    """One line. share: of the first line's views, in per cent with a point, for the bar."""

    story: Story
    views: int
    shown: str
    share: str


@dataclass(frozen=True)
class Window:
    since: datetime
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MostViewed:
    """Views from `week.since` or `month.since` to `counted_at`, of stories that are public now."""

    counted_at: datetime
    week: Window
    month: Window


_blocks: Memory[SafeString] = Memory(max_age_s=REMEMBERED_S, limit=64)


def most_viewed_block(language: str, at: datetime, *, head: int, wide: bool) -> SafeString:
    """The block as every page of a language carries it: at most some seconds old, saying when it was counted, and never older
    than release `head`, the last one, so that a withdrawn story is gone at once.

    wide  week and month side by side
    """
    return _blocks.recall((language, wide, head), lambda: _block(language, at, wide))


def _block(language: str, at: datetime, wide: bool) -> SafeString:
    week, month = (most_viewed(window_h, language=language, at=at, limit=ASKED) for window_h in (WEEK_H, MONTH_H))
    numbers = {viewed.story_id for viewed in (*week, *month)}
    stories = Story.objects.live(at).only(*LINK_FIELDS).in_bulk(numbers)
    most = MostViewed(at, _window(week, WEEK_H, at, stories), _window(month, MONTH_H, at, stories))
    return render_to_string("website/components/most_viewed.html", {"most": most, "wide": wide})


def _window(viewed: Sequence[Viewed], window_h: int, counted_at: datetime, stories: Mapping[int, Story]) -> Window:
    known = [(stories[one.story_id], one.views) for one in viewed if one.story_id in stories]
    most = known[0][1] if known else 0
    rows = [Row(story, views, shown_number(views, story.language), f"{views / most * 100:.1f}%") for story, views in known[:SHOWN]]
    return Window(since=start_of(oldest_hour(window_h, counted_at)), rows=tuple(rows))
