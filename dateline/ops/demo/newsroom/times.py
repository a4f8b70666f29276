"""Times told from the moment of loading, so that a demo that is started on any day looks as if people worked in it."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localtime

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLES = "-40 min, +3 h, +1 10:00, tue 10:00 or next tue 10:00"
WHOLE_MIN = 5

_SPAN = re.compile(r"([+-]\d+) (min|h)")
_DAY = re.compile(rf"(?:([+-]\d+)|(next )?({'|'.join(WEEKDAYS)})) (\d\d:\d\d)")


@dataclass(frozen=True)
class Moment:
    """A point of time: `minutes` away from the moment of loading, or a time of day on a day.

    days     days from today on; with a weekday, weeks from this week on, in days
    weekday  0 for Monday
    """

    minutes: int = 0
    days: int = 0
    weekday: int | None = None
    clock: time | None = None

    def seen_from(self, at: datetime) -> datetime:
        """When it is, if the demo is loaded at `at` (aware)."""
        if self.clock is None:
            return at + timedelta(minutes=self.minutes)
        day = localtime(at, get_default_timezone()).date() + timedelta(days=self.days)
        if self.weekday is not None:
            day += timedelta(days=self.weekday - day.weekday())
        return datetime.combine(day, self.clock, get_default_timezone())

    def arranged(self, at: datetime) -> datetime:
        """The same for what people have arranged: nothing begins at 17:33."""
        return _rounded_up(self.seen_from(at))


def read_moment(text: str) -> Moment | None:
    """The moment that `text` tells; None when it tells none. See EXAMPLES."""
    if span := _SPAN.fullmatch(text):
        return Moment(minutes=int(span[1]) * (60 if span[2] == "h" else 1))
    if day := _DAY.fullmatch(text):
        try:
            clock = time.fromisoformat(day[4])
        except ValueError:
            return None
        if day[1]:
            return Moment(days=int(day[1]), clock=clock)
        return Moment(days=7 if day[2] else 0, weekday=WEEKDAYS.index(day[3]), clock=clock)
    return None


def _rounded_up(at: datetime) -> datetime:
    minute = at.replace(second=0, microsecond=0)
    return minute + timedelta(minutes=-minute.minute % WHOLE_MIN)
