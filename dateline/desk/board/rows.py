"""What is on the board, as a few facts a story: enough to sort it into lanes, count it and choose by it. No text is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from dateline.desk.models import BoardChoice, Work
from dateline.desk.models.work import LATE_AFTER_S
from dateline.stories.models import Release, Story

Stage = Work.Stage
LOOKED_BACK = 500  # releases: among them are today's updates, corrections and withdrawals of older stories


class Lane(StrEnum):
    WAITING = "waiting"
    WRITING = "writing"
    REVIEW = "review"
    READY = "ready"
    LIVE = "live"


@dataclass(frozen=True)
class Row:
    """A story on the board. Times are aware; people by their numbers.

    moment         for its place in the lane: since when it waits or is written, when it goes or went out
    late           past the time it was due, or should have gone out
    people         who has it, and who wrote the latest text
    """

    number: int
    lane: Lane
    language: str
    desk: str
    moment: datetime
    published_at: datetime | None = None
    scheduled_for: datetime | None = None
    killed: bool = False
    late: bool = False
    held: bool = False
    people: tuple[int, ...] = ()


def begin_of_day(at: datetime) -> datetime:
    return localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def open_rows(at: datetime) -> list[Row]:
    """Everything that somebody works on or should: one query."""
    found = Work.objects.values_list(
        "pk", "stage", "since", "holder", "edited_by", "edited_at", "due_at", "scheduled_for", "held_because",
        "story__language", "story__section__slug",
    )  # fmt: skip
    rows = []
    for number, stage, since, holder, edited_by, edited_at, due_at, scheduled_for, held, language, desk in found:
        lane = _lane(stage, holder)
        moment = scheduled_for or (edited_at if lane == Lane.WRITING and edited_at else since)
        is_late = at - scheduled_for > timedelta(seconds=LATE_AFTER_S) if scheduled_for else due_at is not None and due_at < at
        people = tuple(one for one in (holder, edited_by) if one)
        rows.append(Row(number, lane, language, desk, moment, None, scheduled_for, False, is_late, bool(held), people))
    return rows


def live_rows(at: datetime, head: int) -> list[Row]:
    """What went out today: first publications from the index, changes of older stories from the end of the log."""
    since = begin_of_day(at)
    out = Story.objects.filter(state__in=(Story.State.PUBLISHED, Story.State.KILLED))
    rows = _live(out.filter(language__in=_languages(), published_at__gte=since))
    known = {row.number for row in rows}
    changed = Release.objects.filter(number__gt=head - LOOKED_BACK, at__gte=since).exclude(kind=Release.Kind.NEW)
    older = set(changed.values_list("story", flat=True)) - known
    return rows + (_live(out.filter(pk__in=older)) if older else [])


def chosen(rows: Iterable[Row], choice: BoardChoice) -> list[Row]:
    """Those that somebody wants to see."""
    people = {person for person in (choice.person_id if choice.mine else None, choice.holder_id) if person}
    return [
        row
        for row in rows
        if (not choice.desk or row.desk == choice.desk)
        and (not choice.language or row.language == choice.language)
        and people <= set(row.people)
    ]


def in_lane(rows: Iterable[Row], lane: Lane) -> list[Row]:
    """The rows of a lane in its order: the newest on top; in review who waits longest; what is ready, then by the minute it goes out."""
    found = [row for row in rows if row.lane == lane]
    if lane == Lane.REVIEW:
        return sorted(found, key=lambda row: (row.moment, row.number))
    if lane == Lane.READY:
        return sorted(found, key=lambda row: (row.scheduled_for is not None, row.moment, row.number))
    return sorted(found, key=lambda row: (row.moment, row.number), reverse=True)


def _lane(stage: str, holder: int | None) -> Lane:
    if stage == Stage.WRITING:
        return Lane.WRITING if holder else Lane.WAITING
    return Lane.REVIEW if stage == Stage.REVIEW else Lane.READY


def _live(stories: "QuerySet[Story]") -> list[Row]:
    found: Any = stories.order_by().values_list(
        "pk", "language", "section__slug", "state", "published_at", "updated_at", "killed_at", "latest_revision__user"
    )
    return [
        Row(
            number, Lane.LIVE, language, desk, max(moment for moment in (published, updated, killed) if moment), published,
            killed=state == Story.State.KILLED, people=(person,) if person else (),
        )
        for number, language, desk, state, published, updated, killed, person in found
    ]  # fmt: skip


def _languages() -> list[str]:
    from django.conf import settings

    return list(settings.LANGUAGE_CODES)
