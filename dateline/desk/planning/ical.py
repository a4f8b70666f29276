"""iCalendar (RFC 5545) in and out. Reading and writing the format is the library `icalendar`; what it means for us is here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.timezone import get_default_timezone, localtime, make_aware
from django.utils.translation import gettext as _

from dateline.desk.models import Coverage, PlannedEvent
from dateline.lib.errors import DatelineError

LIMIT_BYTES = 5_000_000
LIMIT_EVENTS = 5_000
LIMIT_REPEATS = 400  # of one event
AHEAD = timedelta(days=400)  # repeats further than this are read when their time comes
BEHIND = timedelta(days=31)  # and what is over longer than this is not read

Occurrence = PlannedEvent.Occurrence
_OCCURRENCES = {"TENTATIVE": Occurrence.TENTATIVE, "CANCELLED": Occurrence.CANCELLED, "CONFIRMED": Occurrence.PLANNED}
_STATUSES = {
    Occurrence.PLANNED: "CONFIRMED",
    Occurrence.TENTATIVE: "TENTATIVE",
    Occurrence.POSTPONED: "TENTATIVE",
    Occurrence.CANCELLED: "CANCELLED",
}


class CannotReadCalendar(DatelineError):
    code = "cannot_read_calendar"


@dataclass(frozen=True)
class ReadEvent:
    """One event of a calendar at one time; `uid` tells the repeats of one event apart."""

    uid: str
    name: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    occurrence: str
    sequence: int


def read(data: bytes, *, at: datetime) -> list[ReadEvent]:
    """The events of a calendar file from a month before `at` to a year after it, repeats unfolded, the earliest first.

    Raises  CannotReadCalendar when it is none, or too large
    """
    if len(data) > LIMIT_BYTES:
        raise CannotReadCalendar(_("The calendar is larger than %d MB.") % (LIMIT_BYTES // 1_000_000))
    try:
        parts = [part for calendar in icalendar.Calendar.from_ical(data, multiple=True) for part in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise CannotReadCalendar(
            _("This is not an iCalendar file."), _("It should begin with BEGIN:VCALENDAR; often its name ends in .ics.")
        ) from error
    if len(parts) > LIMIT_EVENTS:
        raise CannotReadCalendar(_("The calendar has more than %d events.") % LIMIT_EVENTS)
    moved = {
        (str(part.get("UID", "")), _start(part, "RECURRENCE-ID")[0]) for part in parts if part.get("RECURRENCE-ID") and _has_start(part)
    }
    found = [event for part in parts if _has_start(part) for event in _occurrences(part, at, moved)]
    return sorted({event.uid: event for event in found}.values(), key=lambda event: event.starts_at)


def write(events: Iterable[PlannedEvent], *, name: str, language: str, coverages: Iterable[Coverage] = (), at: datetime) -> bytes:
    """A calendar of `events`, and of what is due from `coverages`, named in `language`."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dateline//Planning//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_vevent(event, language))
    for coverage in coverages:
        calendar.add_component(_due(coverage, language))
    written: bytes = calendar.to_ical()
    return written


# --- reading ------------------------------------------------------------------------------------------------------------


def _has_start(part: Any) -> bool:
    try:
        return isinstance(part.decoded("DTSTART"), date)
    except (KeyError, ValueError, AttributeError, TypeError):
        return False


def _start(part: Any, name: str = "DTSTART") -> tuple[datetime, bool]:
    """The moment and whether it is a whole day. Times without a zone are the agency's (RFC 5545: floating)."""
    value = part.decoded(name)
    if isinstance(value, datetime):
        return (value if value.tzinfo else make_aware(value)).astimezone(UTC), False
    return datetime.combine(value, time(), get_default_timezone()).astimezone(UTC), True


def _length(part: Any, start: datetime) -> timedelta | None:
    try:
        if part.get("DTEND"):
            return max(_start(part, "DTEND")[0] - start, timedelta())
        if part.get("DURATION"):
            length: timedelta = part.decoded("DURATION")
            return max(length, timedelta())
    except (KeyError, ValueError, AttributeError, TypeError, OverflowError):
        pass
    return None


def _occurrences(part: Any, at: datetime, moved: set[tuple[str, datetime]]) -> Iterator[ReadEvent]:
    start, all_day = _start(part)
    uid = str(part.get("UID", "")) or f"{start:%Y%m%dT%H%M%SZ}-{_text(part, 'SUMMARY', 60)}"
    length = _length(part, start)
    from_, to = at - BEHIND, at + AHEAD
    if part.get("RECURRENCE-ID"):
        starts, repeats = [start], True
        uid = f"{uid}/{_start(part, 'RECURRENCE-ID')[0]:%Y%m%dT%H%M%SZ}"
    elif part.get("RRULE"):
        starts, repeats = [moment for moment in _repeats(part, start, from_, to) if (uid, moment) not in moved], False
    else:
        starts, repeats = [start], True
    for moment in starts:
        if from_ <= moment + (length or timedelta()) and moment <= to:
            own = uid if repeats else f"{uid}/{moment:%Y%m%dT%H%M%SZ}"
            yield ReadEvent(
                uid=own[:255], name=_text(part, "SUMMARY", 300) or str(_("(without a name)")), description=_text(part, "DESCRIPTION", 4000),
                place=_text(part, "LOCATION", 255), starts_at=moment, ends_at=moment + length if length else None, all_day=all_day,
                occurrence=_OCCURRENCES.get(_text(part, "STATUS", 20).upper(), Occurrence.PLANNED), sequence=_number(part.get("SEQUENCE")),
            )  # fmt: skip


def _repeats(part: Any, start: datetime, from_: datetime, to: datetime) -> list[datetime]:
    """When a repeating event takes place, in the zone it is written in, so that summer time moves it rightly."""
    value = part.decoded("DTSTART")
    zone = value.tzinfo if isinstance(value, datetime) and value.tzinfo else get_default_timezone()
    local = start.astimezone(zone).replace(tzinfo=None)
    rules = part.get("RRULE")
    without = {moment.astimezone(UTC) for moment in _dates(part.get("EXDATE"), zone)}
    found: list[datetime] = []
    try:
        for rule in rules if isinstance(rules, list) else [rules]:
            text = rule.to_ical().decode()
            if "UNTIL=" in text:  # dateutil wants it as the start is: without a zone
                text = ";".join(piece for piece in text.split(";") if not piece.startswith("UNTIL="))
                until = min(to, _as_moment(rule["UNTIL"][0], zone))
            else:
                until = to
            for steps, moment in enumerate(rrulestr(text, dtstart=local)):
                aware = moment.replace(tzinfo=zone).astimezone(UTC)
                if aware > until or len(found) >= LIMIT_REPEATS or steps > 20_000:
                    break
                if aware >= from_ and aware not in without:
                    found.append(aware)
    except (ValueError, TypeError, KeyError, OverflowError):
        return [start]  # a rule that nobody understands: the first time at least
    return found


def _dates(exdates: Any, zone: Any) -> Iterator[datetime]:
    for one in exdates if isinstance(exdates, list) else [exdates] if exdates else []:
        for value in getattr(one, "dts", []):
            yield _as_moment(value.dt, zone)


def _as_moment(value: date | datetime, zone: Any) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    return datetime.combine(value, time.max, zone).astimezone(UTC)


def _text(part: Any, name: str, limit: int) -> str:
    value = part.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return str(value or "").replace("\x00", "").strip()[:limit]


def _number(value: Any) -> int:
    try:
        return min(max(int(value), 0), 2**31 - 1)
    except (TypeError, ValueError):
        return 0


# --- writing ------------------------------------------------------------------------------------------------------------


def _vevent(event: PlannedEvent, language: str) -> Any:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("summary", event.name(language))
    if event.all_day:
        made.add("dtstart", localtime(event.starts_at).date())
        made.add("dtend", (localtime(event.ends_at) if event.ends_at else localtime(event.starts_at) + timedelta(days=1)).date())
    else:
        made.add("dtstart", event.starts_at.astimezone(UTC))
        if event.ends_at:
            made.add("dtend", event.ends_at.astimezone(UTC))
    made.add("status", _STATUSES[Occurrence(event.occurrence)])
    texts = [event.descriptions.get(language) or next(iter(event.descriptions.values()), ""), event.contact]
    if description := "\n\n".join(text for text in texts if text):
        made.add("description", description)
    if event.place:
        made.add("location", event.place)
    if event.section:
        made.add("categories", [event.section.name(language)])
    return made


def _due(coverage: Coverage, language: str) -> Any:
    made = icalendar.Event()
    at = coverage.due_at or coverage.event.starts_at
    made.add("uid", f"coverage-{coverage.pk}@{settings.SITE_URL.split('://')[1]}")
    made.add("dtstamp", coverage.event.changed_at.astimezone(UTC))
    made.add("dtstart", at.astimezone(UTC))
    made.add("dtend", (at + timedelta(minutes=15)).astimezone(UTC))
    made.add("summary", _("Due: %(what)s, %(event)s") % {"what": coverage.get_medium_display(), "event": coverage.event.name(language)})
    if coverage.note:
        made.add("description", coverage.note)
    return made
