"""Most viewed, of the week and of the month, with the rule by which it was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.readership.hours import oldest_hour, start_of
from dateline.readership.most_viewed import Viewed, most_viewed
from dateline.readership.wording import shown_number
from dateline.stories.models import Story
from dateline.website.remembering import Memory

WEEK_H, MONTH_H = 168, 720
SHOWN = 5
ASKED = 12  # some may have been withdrawn since they were viewed
REMEMBERED_S = 30.0  # the page says until when it was counted


@dataclass(frozen=True)
class Ranking:
    """Story numbers and views of both windows, as counted at one moment."""

    counted_at: datetime
    week: tuple[Viewed, ...]
    month: tuple[Viewed, ...]

    @property
    def numbers(self) -> set[int]:
        return {viewed.story_id for viewed in (*self.week, *self.month)}


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


_rankings: Memory[Ranking] = Memory(max_age_s=REMEMBERED_S, limit=16)


def ranking(language: str, at: datetime) -> Ranking:
    """The most viewed stories of both windows; remembered for some seconds, with the time at which they were counted."""
    return _rankings.recall(language, lambda: _ask(language, at))


def most_viewed_box(counted: Ranking, stories: Mapping[int, Story], at: datetime) -> MostViewed:
    """The block of a page. stories: those of `counted.numbers` by their number; what is not live at `at` is left out."""
    return MostViewed(
        counted_at=counted.counted_at,
        week=_window(counted.week, WEEK_H, counted.counted_at, stories, at),
        month=_window(counted.month, MONTH_H, counted.counted_at, stories, at),
    )


def _ask(language: str, at: datetime) -> Ranking:
    week, month = (tuple(most_viewed(window_h, language=language, at=at, limit=ASKED)) for window_h in (WEEK_H, MONTH_H))
    return Ranking(at, week, month)


def _window(viewed: Sequence[Viewed], window_h: int, counted_at: datetime, stories: Mapping[int, Story], at: datetime) -> Window:
    known = [(stories[one.story_id], one.views) for one in viewed if one.story_id in stories and stories[one.story_id].is_live(at)]
    most = known[0][1] if known else 0
    rows = [Row(story, views, shown_number(views, story.language), f"{views / most * 100:.1f}%") for story, views in known[:SHOWN]]
    return Window(since=start_of(oldest_hour(window_h, counted_at)), rows=tuple(rows))
