"""Ages and clock times as the board prints them."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def clock(at: datetime) -> str:
    """14:31"""
    return localtime(at).strftime("%H:%M")


def clock_or_day(at: datetime, now: datetime) -> str:
    """14:31 on the same day, else 12.03., 14:31"""
    local = localtime(at)
    return clock(at) if local.date() == localtime(now).date() else f"{local:%d.%m.}, {local:%H:%M}"


def age(passed: timedelta) -> str:
    """How long ago, or how long from now: minutes up to two hours, hours up to two days, then days."""
    minutes = max(0, round(abs(passed).total_seconds() / 60))
    if minutes < 120:
        return _("%(count)d min") % {"count": minutes}
    if minutes < 2880:
        return _("%(count)d h") % {"count": minutes // 60}
    return _("%(count)d d") % {"count": minutes // 1440}
