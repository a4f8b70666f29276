"""Believable readers: how the views of a demo story spread over its languages and over the hours since it came out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random

SHARES = {"kk": 0.42, "ru": 0.41, "en": 0.17}  # how readers divide when a story is in all three languages
BY_HOUR = (  # how awake the country is, at each hour of its day
    0.22, 0.13, 0.09, 0.07, 0.08, 0.16, 0.34, 0.62, 0.88, 1.0, 1.0, 0.97,
    0.98, 1.0, 0.95, 0.9, 0.88, 0.9, 0.94, 1.0, 1.0, 0.86, 0.62, 0.4,
)  # fmt: skip
HALF_WAY_H = 3.0  # a larger number makes stories live longer
HOUR = timedelta(hours=1)


def by_language(total: int, languages: Sequence[str], rng: Random) -> dict[str, int]:
    """`total` views divided among the versions of a story; they add up to it."""
    weights = [SHARES[language] * rng.uniform(0.75, 1.3) for language in languages]
    return dict(zip(languages, _divide(total, weights), strict=True))


def by_hour(total: int, *, since: datetime, until: datetime, zone: tzinfo, rng: Random) -> Mapping[datetime, int]:
    """`total` views of a story that was public from `since` to `until`, by the hours of UTC, without empty hours.

    since, until  aware; views of the first and the last hour fit the minutes it was public in them
    zone          where the readers are: their nights are quiet
    Returns       the starts of hours, in UTC; the views add up to `total`

    The readers of an hour fall with the story's age `a` (hours) as (1 + a / 3) ** -1.5: half of all come in the first
    nine hours, a third after a day, one in eight after a week.
    """
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours: list[datetime] = []
    weights: list[float] = []
    while hour < until or not hours:
        public = max(min(hour + HOUR, until) - max(hour, since), timedelta(seconds=1)) / HOUR
        age = max((hour - since) / HOUR, 0.0)
        hours.append(hour)
        weights.append(public * (1 + age / HALF_WAY_H) ** -1.5 * BY_HOUR[hour.astimezone(zone).hour] * rng.uniform(0.8, 1.2))
        hour += HOUR
    return {hour: views for hour, views in zip(hours, _divide(total, weights), strict=True) if views}


def _divide(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to `weights` that add up to `total`."""
    parts, passed, given, whole = [], 0.0, 0, sum(weights)
    for weight in weights:
        passed += weight
        part = round(total * passed / whole) - given
        parts.append(part)
        given += part
    return parts
