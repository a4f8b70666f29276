"""What happens and what is due, day by day, as the calendar shows it. A handful of queries, however long the time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone, localtime

from dateline.desk.models import Coverage, PlannedEvent, Work
from dateline.people.models import User
from dateline.stories.models import Story


@dataclass
class Day:
    """One day of the calendar.

    all_day    events that fill the day, or begin before and end after it
    events     events that begin on it, the earliest first
    due        coverages whose text or pictures are due on it
    scheduled  stories that go out on it by themselves
    """

    date: date
    is_today: bool
    all_day: list[PlannedEvent] = field(default_factory=list)
    events: list[PlannedEvent] = field(default_factory=list)
    due: list[Coverage] = field(default_factory=list)
    scheduled: list[Work] = field(default_factory=list)

    def is_empty(self) -> bool:
        return not (self.all_day or self.events or self.due or self.scheduled)


@dataclass(frozen=True)
class Choice:
    """Which part of the calendar: a desk (slug), a language of coverages, only what concerns `person`; empty: all."""

    desk: str = ""
    language: str = ""
    person: User | None = None


def days(first: date, count: int, *, at: datetime, choice: Choice = Choice()) -> list[Day]:
    """`count` days from `first`, in the agency's time."""
    start, end = midnight(first), midnight(first + timedelta(days=count))
    today = localtime(at).date()
    found = {first + timedelta(days=n): Day(first + timedelta(days=n), first + timedelta(days=n) == today) for n in range(count)}
    for event in _events(start, end, choice):
        _place(event, found)
    for coverage in _due(start, end, choice):
        found[localtime(coverage.due_at).date()].due.append(coverage)
    for work in _scheduled(start, end, choice):
        found[localtime(work.scheduled_for).date()].scheduled.append(work)
    return list(found.values())


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def coverages_for_lists() -> QuerySet[Coverage]:
    """With all that a line about a coverage shows."""
    return Coverage.objects.select_related("person", "story", "event__section").defer("story__body", "event__said")


def _events(start: datetime, end: datetime, choice: Choice) -> Iterable[PlannedEvent]:
    within = Q(starts_at__gte=start, starts_at__lt=end) | Q(starts_at__lt=start, ends_at__gt=start)
    events = PlannedEvent.objects.filter(within).select_related("section", "source").defer("said")
    if choice.desk:
        events = events.filter(section__slug=choice.desk)
    if choice.language:
        events = events.filter(coverages__language__in=[choice.language, ""])
    if choice.person:
        events = events.filter(coverages__person=choice.person)
    return events.distinct().order_by("starts_at", "pk").prefetch_related(Prefetch("coverages", coverages_for_lists()))


def _due(start: datetime, end: datetime, choice: Choice) -> Iterable[Coverage]:
    return _chosen(
        coverages_for_lists().filter(due_at__gte=start, due_at__lt=end), choice, "event__section__slug", "language", "person"
    ).order_by("due_at", "pk")


def _scheduled(start: datetime, end: datetime, choice: Choice) -> Iterable[Work]:
    works = Work.objects.for_lists().filter(stage=Work.Stage.SCHEDULED, scheduled_for__gte=start, scheduled_for__lt=end)
    return _chosen(works, choice, "story__section__slug", "story__language", "scheduled_by").order_by("scheduled_for", "pk")


def _chosen(rows: QuerySet[Any], choice: Choice, desk: str, language: str, person: str) -> QuerySet[Any]:
    wanted = {desk: choice.desk, language: choice.language, person: choice.person}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _place(event: PlannedEvent, found: dict[date, Day]) -> None:
    """On the day it begins; one that lasts, on each of its days."""
    first = localtime(event.starts_at).date()
    last = localtime(event.ends_at - timedelta(microseconds=1)).date() if event.ends_at and event.ends_at > event.starts_at else first
    if not event.all_day and first in found:
        found[first].events.append(event)
        first += timedelta(days=1)
    day = max(first, next(iter(found)))
    while day <= last and day in found:
        found[day].all_day.append(event)
        day += timedelta(days=1)


# --- somebody's own day -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MyDay:
    """What somebody should know on signing in.

    late      coverages of theirs that are past their time and not done, and works
    due       coverages that are due today
    goes      coverages of events that begin today
    has       stories on their desk, the ones due first; `now_headline` is that of the latest text
    """

    date: date
    late: Sequence[Coverage]
    late_work: Sequence[Work]
    due: Sequence[Coverage]
    goes: Sequence[Coverage]
    has: Sequence[Work]

    def is_empty(self) -> bool:
        return not (self.late or self.late_work or self.due or self.goes or self.has)


MOST_OF_A_DAY = 50  # of coverages, and of stories: whoever has more should give some away


def my_day(person: User, at: datetime) -> MyDay:
    """The own day of `person`; two queries."""
    start, end = midnight(localtime(at).date()), midnight(localtime(at).date() + timedelta(days=1))
    open_ = coverages_for_lists().filter(person=person, done_at=None).exclude(story__state=Story.State.PUBLISHED)
    today = Q(due_at__gte=at - timedelta(days=7), due_at__lt=end) | Q(event__starts_at__gte=start, event__starts_at__lt=end)
    on = [PlannedEvent.Occurrence.PLANNED, PlannedEvent.Occurrence.TENTATIVE]
    near = list(open_.filter(today, event__occurrence__in=on).order_by("due_at", "event__starts_at", "pk")[:MOST_OF_A_DAY])
    latest = KeyTextTransform("headline", "story__latest_revision__content")  # an update under way may say something else
    headline = Coalesce(latest, "story__headline", output_field=TextField())
    on_desk = Work.objects.for_lists().filter(holder=person).annotate(now_headline=headline)
    works: Sequence[Work] = list(on_desk.order_by(F("due_at").asc(nulls_last=True), "-since")[:MOST_OF_A_DAY])
    late = [one for one in near if one.due_at and one.due_at < at]
    return MyDay(
        date=localtime(at).date(),
        late=late,
        late_work=[work for work in works if work.is_late(at)],
        due=[one for one in near if one.due_at and at <= one.due_at < end],
        goes=[one for one in near if start <= one.event.starts_at < end],
        has=[work for work in works if not work.is_late(at)],
    )


def due_soon(at: datetime, *, hours: int = 4, choice: Choice = Choice()) -> list[Coverage]:
    """What is due from coverages within the next hours or is late by less than a day, not done: for the board. One query."""
    by_group: dict[bool, list[Coverage]] = defaultdict(list)
    for one in _due(at - timedelta(days=1), at + timedelta(hours=hours), choice):
        if not one.is_done() and one.event.is_on():
            by_group[one.is_late(at)].append(one)
    return by_group[True] + by_group[False]
