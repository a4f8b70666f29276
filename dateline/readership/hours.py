"""Hours as numbers: sums are kept for whole hours of UTC, counted from 1970. Small, and the same in every database."""

from datetime import UTC, datetime

WINDOWS_H = (24, 168, 720)  # a day, a week, thirty days
_HOUR_S = 3600


def hour_of(at: datetime) -> int:
    """The hour that `at` (aware) lies in."""
    return int(at.timestamp() // _HOUR_S)


def start_of(hour: int) -> datetime:
    """When the hour begins, in UTC."""
    return datetime.fromtimestamp(hour * _HOUR_S, UTC)


def oldest_hour(window_h: int, at: datetime) -> int:
    """The oldest hour of a window at `at`: the window is its `window_h` full hours and the running one."""
    return hour_of(at) - window_h
