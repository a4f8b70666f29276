"""Lists of an old site, for the archive page of the day on which they were seen."""

from datetime import date

from dateline.readership.models import SeenList

_ORDER = ["day", "week", "month", ""]


def seen_lists(day: date, language: str) -> list[SeenList]:
    """The lists seen on a day in the agency's time zone, the shortest window first; `.entries.all()` costs no further query."""
    found = SeenList.objects.filter(seen_on=day, language=language).prefetch_related("entries").order_by("origin", "pk")
    return sorted(found, key=lambda seen: _ORDER.index(seen.window) if seen.window in _ORDER else len(_ORDER))
