"""Pictures whose usage rights have ended. Nothing has to happen at that minute: whoever shows pictures asks with the time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from dateline.media.models import Picture


@dataclass(frozen=True)
class Ended:
    """How many pictures' rights have ended, and when the last did. What was made when this was different is outdated."""

    count: int
    last_at: datetime | None


def ended(at: datetime) -> Ended:
    """One indexed query."""
    found = Picture.objects.filter(rights_expire_at__lte=at).aggregate(count=Count("pk"), last_at=Max("rights_expire_at"))
    return Ended(found["count"], found["last_at"])
