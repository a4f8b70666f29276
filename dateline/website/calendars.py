"""A month as a calendar: weeks from Monday, each day with how much it has."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from dateline.website.times import weekday_heads


@dataclass(frozen=True)
class CalendarDay:
    """A square of the calendar. day is None outside the month."""

    day: date | None
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class Month:
    """heads: short names of the weekdays, in the active language. following: None when that month has not begun."""

    first: date
    heads: tuple[str, ...]
    weeks: tuple[tuple[CalendarDay, ...], ...]
    count: int
    previous: date
    following: date | None


def day_address(language: str, of: date) -> str:
    """/<language>/archive/2026/03/05/"""
    return reverse("website:archive-day", args=[language, f"{of.year:04d}", f"{of.month:02d}", f"{of.day:02d}"])


def month_address(language: str, of: date) -> str:
    """/<language>/archive/2026/03/"""
    return reverse("website:archive-month", args=[language, f"{of.year:04d}", f"{of.month:02d}"])


def month_of(of: date, counts: Mapping[date, int], *, today: date) -> Month:
    """The month around a day, which is the current one.

    counts  stories by day; days without are missing or 0
    today   in the agency's time zone: nothing leads into the future
    """
    first = of.replace(day=1)
    following = (of.replace(day=28) + timedelta(days=4)).replace(day=1)
    weeks = Calendar().monthdatescalendar(of.year, of.month)
    return Month(
        first=first,
        heads=tuple(weekday_heads()),
        weeks=tuple(tuple(_square(one, of, counts) for one in week) for week in weeks),
        count=sum(counts.values()),
        previous=(first - timedelta(days=1)).replace(day=1),
        following=following if following <= today else None,
    )


def _square(one: date, of: date, counts: Mapping[date, int]) -> CalendarDay:
    if one.month != of.month:
        return CalendarDay(None)
    return CalendarDay(one, counts.get(one, 0), one == of)
