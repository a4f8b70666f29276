"""Times and dates as the site prints them: always absolute, in the agency's time zone, in the active language."""

from datetime import UTC, date, datetime, time, timedelta

from babel import Locale
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def clock(at: datetime) -> str:
    """09:54"""
    return timezone.localtime(at).strftime("%H:%M")


def day(at: datetime | date) -> str:
    """12.03.2026"""
    return local_date(at).strftime("%d.%m.%Y")


def moment(at: datetime) -> str:
    """12.03.2026, 09:54"""
    return timezone.localtime(at).strftime("%d.%m.%Y, %H:%M")


def iso(at: datetime | date) -> str:
    """For the `datetime` attribute: with the offset of the agency's time zone, to the minute; a date as it is."""
    return timezone.localtime(at).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def weekday(at: datetime | date) -> str:
    """Thursday; with a capital letter, as a label."""
    name: str = _locale().days["format"]["wide"][local_date(at).weekday()]
    return name[:1].upper() + name[1:]


def long_day(at: datetime | date) -> str:
    """Thursday, 12 March 2026; the one place where months are spelled out."""
    that = local_date(at)
    locale = _locale()
    words = _("%(weekday)s, %(day)d %(month)s %(year)d") % {
        "weekday": locale.days["format"]["wide"][that.weekday()],
        "day": that.day,
        "month": locale.months["format"]["wide"][that.month],
        "year": that.year,
    }
    return words[:1].upper() + words[1:]


def day_and_month(at: datetime | date) -> str:
    """12 March"""
    that = local_date(at)
    return _("%(day)d %(month)s") % {"day": that.day, "month": _locale().months["format"]["wide"][that.month]}


def month(of: date) -> str:
    """March 2026"""
    words = _("%(month)s %(year)d") % {"month": _locale().months["stand-alone"]["wide"][of.month], "year": of.year}
    return words[:1].upper() + words[1:]


def month_alone(of: date) -> str:
    """March, under a heading that names the year"""
    name: str = _locale().months["stand-alone"]["wide"][of.month]
    return name[:1].upper() + name[1:]


def weekday_heads() -> list[str]:
    """Mo to Su, as short as the language has them."""
    return [_locale().days["stand-alone"]["short"][number] for number in range(7)]


def local_date(at: datetime | date) -> date:
    """The day on which it is `at` in the agency's time zone."""
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


def bounds(of: date) -> tuple[datetime, datetime]:
    """When that day begins and when the next one does, aware, in the agency's time zone."""
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(that, time.min, tzinfo=zone).astimezone(UTC) for that in (of, of + timedelta(days=1)))
    return begin, end


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").split("-")[0])
