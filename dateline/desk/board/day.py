"""The day on one line, from 00 to 24: a stem for every story that went out and for every one that will, and now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dateline.desk.board.rows import Lane, Row, begin_of_day
from dateline.desk.board.wording import clock

DAY_MIN = 1440
LABELLED_H = (3, 6, 9, 12, 15, 18, 21)
CLEAR_MIN = 70  # an hour's label nearer to now than this is left out
CLEAR_ON_A_PHONE_MIN = 130


@dataclass(frozen=True)
class Day:
    """The drawing's parts in per cent of the day, as strings: numbers in SVG have points whatever the language. said: the same in words."""

    gone: tuple[str, ...]
    killed: tuple[str, ...]
    due: tuple[str, ...]
    now: str
    clock: str
    labels: tuple[tuple[str, str, bool], ...]  # place, hour, left out on a phone
    said: str


def day(rows: Iterable[Row], at: datetime) -> Day:
    begin = begin_of_day(at)
    end = begin + timedelta(days=1)
    live = [row for row in rows if row.lane == Lane.LIVE and row.published_at and row.published_at >= begin]
    due = [row.scheduled_for for row in rows if row.scheduled_for and begin <= row.scheduled_for < end]
    words = {"out": sum(not row.killed for row in live), "due": len(due), "now": clock(at)}
    return Day(
        gone=tuple(dict.fromkeys(_place(row.published_at) for row in live if not row.killed and row.published_at)),
        killed=tuple(dict.fromkeys(_place(row.published_at) for row in live if row.killed and row.published_at)),
        due=tuple(dict.fromkeys(_place(moment) for moment in due)),
        now=_place(at),
        clock=clock(at),
        labels=tuple(_labels(_minute(at))),
        said=_("Since midnight %(out)d stories have gone out, %(due)d are scheduled; it is %(now)s.") % words,
    )


def _labels(now: int) -> Iterator[tuple[str, str, bool]]:
    for hour in LABELLED_H:
        away = abs(hour * 60 - now)
        if away > CLEAR_MIN:
            yield _percent(hour * 60), f"{hour:02d}", hour % 6 != 0 or away <= CLEAR_ON_A_PHONE_MIN


def _minute(at: datetime) -> int:
    local = localtime(at)
    return local.hour * 60 + local.minute


def _place(at: datetime) -> str:
    return _percent(_minute(at))


def _percent(minute: int) -> str:
    return f"{minute / DAY_MIN * 100:.2f}%"
