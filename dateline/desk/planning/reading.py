"""Calendars of others, taken over into ours: by hand from a file, and again and again from an address.

What a calendar says follows the calendar, field by field, until one of us has changed that field; then ours stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q

from dateline.desk.models import CalendarSource, PlannedEvent
from dateline.desk.planning import ical
from dateline.desk.planning.ical import ReadEvent
from dateline.lib.errors import DatelineError
from dateline.lib.fetch import fetch
from dateline.stories.models import Section

logger = structlog.get_logger(__name__)
READ_EVERY = timedelta(minutes=30)


@dataclass(frozen=True)
class Taken:
    """What came of reading a calendar."""

    new: int
    changed: int
    same: int
    cancelled: int = 0


@transaction.atomic
def take(
    events: Sequence[ReadEvent], *, language: str, section: Section | None = None, source: CalendarSource | None = None, by: Any = None
) -> Taken:
    """Take events over, all or none. An event is known by its uid: reading a calendar twice changes nothing."""
    known = {event.uid: event for event in PlannedEvent.objects.filter(uid__in=[event.uid for event in events])}
    new, changed = [], 0
    for read in events:
        said = _said(read)
        event = known.get(read.uid)
        if event is None:
            event = PlannedEvent(uid=read.uid, section=section, source=source, made_by=by)
            _follow(event, said, language)
            new.append(event)
        elif event.said != said and read.sequence >= event.sequence:
            _follow(event, said, language)
            event.save()
            changed += 1
    PlannedEvent.objects.bulk_create(new)
    return Taken(len(new), changed, len(events) - len(new) - changed)


def read_due_sources(at: datetime) -> int:
    """Read the calendars whose turn it is; how many. One that cannot be read keeps its events and says why."""
    turn = Q(read_at=None) | Q(read_at__lte=at - READ_EVERY)
    done = 0
    for source in CalendarSource.objects.filter(turn).order_by(F("read_at").asc(nulls_first=True))[:10]:
        if CalendarSource.objects.filter(pk=source.pk, read_at=source.read_at).update(read_at=at):  # nobody else was faster
            read_source(source, at)
            done += 1
    return done


def read_source(source: CalendarSource, at: datetime) -> Taken | None:
    """Ask one calendar now; None when it could not be read (the reason stands in `problem`) or has nothing new."""
    try:
        got = fetch(
            source.address,
            limit_bytes=ical.LIMIT_BYTES,
            etag=source.etag,
            last_modified=source.last_modified,
            accept="text/calendar, */*;q=0.1",
        )
        taken = None if got.not_modified else _take_all(source, got.body, at)
    except DatelineError as error:
        logger.warning("a calendar could not be read", calendar=source.name, error=error.sentence)
        CalendarSource.objects.filter(pk=source.pk).update(read_at=at, problem=str(error))
        return None
    CalendarSource.objects.filter(pk=source.pk).update(
        read_at=at, read_well_at=at, problem="", etag=got.etag[:200], last_modified=got.last_modified[:60]
    )
    return taken


def _take_all(source: CalendarSource, data: bytes, at: datetime) -> Taken:
    """Take the calendar over; what it no longer has, though it is still to come, is cancelled."""
    events = ical.read(data, at=at)
    taken = take(events, language=source.language, section=source.section, source=source)
    gone = source.events.filter(starts_at__gt=at, starts_at__lt=at + ical.AHEAD).exclude(uid__in=[event.uid for event in events])
    cancelled = gone.exclude(occurrence=PlannedEvent.Occurrence.CANCELLED).update(occurrence=PlannedEvent.Occurrence.CANCELLED)
    return Taken(taken.new, taken.changed, taken.same, cancelled)


_DIRECT = ("place", "all_day", "occurrence")
_TIMES = ("starts_at", "ends_at")
_WORDS = {"name": "names", "description": "descriptions"}


def _said(read: ReadEvent) -> dict[str, Any]:
    times = {name: getattr(read, name).isoformat() if getattr(read, name) else None for name in _TIMES}
    return {name: getattr(read, name) for name in (*_DIRECT, *_WORDS, "sequence")} | times


def _follow(event: PlannedEvent, said: dict[str, Any], language: str) -> None:
    """Set each field that still is what the calendar said before (or that was never said)."""
    before = event.said
    for name in _DIRECT:
        if not before or getattr(event, name) == before.get(name):
            setattr(event, name, said[name])
    for name in _TIMES:
        current = getattr(event, name)
        if not before or (current.isoformat() if current else None) == before.get(name):
            setattr(event, name, datetime.fromisoformat(said[name]) if said[name] else None)
    for name, field in _WORDS.items():
        texts = dict(getattr(event, field))
        if not before or texts.get(language, "") == before.get(name, ""):
            texts[language] = said[name]
            setattr(event, field, {code: text for code, text in texts.items() if text})
    event.said, event.sequence = said, said["sequence"]
