"""Whether the counts can be trusted, for `/health` and `dateline doctor`."""

from datetime import datetime, timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.readership import sums
from dateline.readership.hours import WINDOWS_H, oldest_hour
from dateline.readership.models import HourlyViews, WindowAudit

MOST_LATE_H = 2
AUDIT_AT_LEAST_EVERY = timedelta(hours=49)  # daily, and one may fail


def health(at: datetime | None = None) -> list[str]:
    """What is wrong, a sentence each; empty when all is well. Reads three small tables.

    at  aware; default: now
    """
    at = at or now()
    if not HourlyViews.objects.exists():
        return []
    return _late_windows(at) + _differences(at)


def _late_windows(at: datetime) -> list[str]:
    late = [window_h for window_h, edge in sums.edges(WINDOWS_H).items() if edge[0] < oldest_hour(window_h, at) - MOST_LATE_H]
    return [_("The window of %d hours has not been moved for more than two hours.") % window_h for window_h in late]


def _differences(at: datetime) -> list[str]:
    last = WindowAudit.objects.first()
    if last is None:
        return []
    late = [_("The view counts have not been audited for two days.")] if at - last.at > AUDIT_AT_LEAST_EVERY else []
    return [*late, *last.differences]
