"""The day's horizon: one line from 00 to 24, a stem for every story, its height the readers. Data, never ornament."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import sqrt

from django.db.models import Q
from django.utils import timezone

from dateline.readership.most_viewed import views_of
from dateline.stories.models import Story
from dateline.website.remembering import Memory
from dateline.website.times import bounds, clock, local_date

REMEMBERED_S = 5.0
_days: "Memory[Horizon]" = Memory(max_age_s=REMEMBERED_S, limit=64)
DAY_MIN = 24 * 60
LABELLED = range(0, 25, 3)  # hours
CLEAR_MIN = 190  # an hour's label nearer to the mark than this is left out
EDGE_MIN = 80  # nearer to an end of the day the mark's label does not stand over the mark
LOWEST = 0.13  # of the height: a story without readers is seen too


@dataclass(frozen=True)
class DayStory:
    """What the horizon must know of one story."""

    number: int
    at: datetime
    is_killed: bool


@dataclass(frozen=True)
class Mark:
    """This story, or now. x in per cent of the day; edge: s or e where the label would leave the line."""

    x: str
    label: str
    edge: str


@dataclass(frozen=True)
class HourLabel:
    x: str
    text: str
    css: str


@dataclass(frozen=True)
class Horizon:
    """The drawing's parts, as strings: numbers in SVG have points whatever the language.

    stems, gone  the paths of standing and of withdrawn stories in a box of 1440 by `height`
    count        stories that stand
    """

    day: date
    count: int
    height: int
    stems: str
    gone: str
    labels: tuple[HourLabel, ...]
    mark: Mark | None

    @property
    def base(self) -> str:
        return f"{self.height + 1.5:g}"

    @property
    def foot(self) -> str:
        return f"{self.height + 9.5:g}"

    @property
    def text_y(self) -> str:
        return f"{self.height + 17.5:g}"

    @property
    def mark_foot(self) -> str:
        return f"{self.height + 3.5:g}"

    @property
    def whole(self) -> int:
        return self.height + 22


def stories_of_day(day: date, language: str, *, at: datetime) -> list[DayStory]:
    """What was published on a day and may be known at `at`, in order. One query, from the index."""
    begin, end = bounds(day)
    out = Story.objects.filter(language=language, state__in=(Story.State.PUBLISHED, Story.State.KILLED))
    out = out.filter(published_at__gte=begin, published_at__lt=end).filter(Q(embargoed_until=None) | Q(embargoed_until__lte=at))
    rows = out.order_by("published_at", "pk").values_list("pk", "published_at", "state")
    return [DayStory(number, published, state == Story.State.KILLED) for number, published, state in rows if published]


def drawn_day(day: date, language: str, *, at: datetime, head: int) -> Horizon:
    """The drawing that all pages of a day share, without a mark: a few seconds old at most, and never older than release `head`."""

    def draw() -> Horizon:
        stories = stories_of_day(day, language, at=at)
        return horizon(day, stories, {number: one.total for number, one in views_of([one.number for one in stories]).items()})

    return _days.recall((day, language, head), draw)


def horizon(day: date, stories: Sequence[DayStory], views: Mapping[int, int], *, height: int = 36) -> Horizon:
    """The drawing of a day, without a mark.

    views   total views by story; missing ones count as none
    height  of the highest stem
    """
    most = max((views.get(story.number, 0) for story in stories), default=0)
    standing = [_stem(story, views, most, height) for story in stories if not story.is_killed]
    return Horizon(
        day=day,
        count=len(standing),
        height=height,
        stems="".join(standing),
        gone="".join(_stem(story, views, most, height) for story in stories if story.is_killed),
        labels=tuple(_label(hour) for hour in LABELLED),
        mark=None,
    )


def with_mark(drawing: Horizon, at: datetime | None) -> Horizon:
    """The drawing with the moment `at` marked, when it lies in that day; the hours' labels make room for it."""
    if at is None or local_date(at) != drawing.day:
        return drawing
    labels = tuple(_label(hour) for hour in LABELLED if abs(hour * 60 - minute_of_day(at)) > CLEAR_MIN)
    return replace(drawing, labels=labels, mark=_mark(at))


def minute_of_day(at: datetime) -> int:
    local = timezone.localtime(at)
    return local.hour * 60 + local.minute


def _stem(story: DayStory, views: Mapping[int, int], most: int, height: int) -> str:
    """Square roots, so that one much-read story does not flatten the day."""
    share = sqrt(views.get(story.number, 0) / most) if most else 0.0
    return f"M{minute_of_day(story.at)} {height}v-{round(height * 0.95 * max(share, LOWEST))}"


def _mark(at: datetime) -> Mark:
    minute = minute_of_day(at)
    edge = "s" if minute < EDGE_MIN else "e" if minute > DAY_MIN - EDGE_MIN else ""
    return Mark(_percent(minute), clock(at), edge)


def _label(hour: int) -> HourLabel:
    css = {0: "s", 24: "e"}.get(hour, "h-minor" if hour % 6 else "")
    return HourLabel(_percent(hour * 60), f"{hour:02d}", css)


def _percent(minute: int) -> str:
    return f"{minute / DAY_MIN * 100:.2f}".rstrip("0").rstrip(".") + "%"
