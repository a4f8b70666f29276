"""Filters of the site's templates: times, numbers, and what letters need."""

from datetime import date, datetime

from django import template

from dateline.readership.wording import shown_number
from dateline.website import times
from dateline.website.addresses import absolute
from dateline.website.calendars import day_address, month_address

register = template.Library()

LONG_WORD = 13  # letters; headlines with a longer word are set one step smaller on narrow screens

register.filter("clock", times.clock)
register.filter("day", times.day)
register.filter("moment", times.moment)
register.filter("iso", times.iso)
register.filter("weekday", times.weekday)
register.filter("long_day", times.long_day)
register.filter("month_name", times.month)
register.filter("month_alone", times.month_alone)
register.filter("absolute", absolute)


@register.filter
def clock_on(at: datetime, other: datetime | date) -> str:
    """The time, and the date too when it is another day than `other`."""
    return times.clock(at) if times.local_date(at) == times.local_date(other) else times.moment(at)


@register.filter
def grouped(number: int, language: str) -> str:
    """29,521 or 29 521, as the language groups."""
    return shown_number(number, language)


@register.filter
def dayref(of: date | datetime, language: str) -> str:
    """The address of a day in the archive."""
    return day_address(language, times.local_date(of))


@register.filter
def monthref(of: date, language: str) -> str:
    """The address of a month in the archive."""
    return month_address(language, of)


@register.filter
def longword(headline: str) -> str:
    """The class of a headline with a very long word, else nothing."""
    return "longword" if any(len(word) > LONG_WORD for word in headline.replace("-", " ").split()) else ""
