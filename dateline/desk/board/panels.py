"""What stands beside the lanes. To add a panel, write a function and add it to PANELS."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dateline.desk.board.wording import clock_or_day
from dateline.desk.models import Coverage

DUE_WITHIN = timedelta(hours=24)
MOST = 12


@dataclass(frozen=True)
class PanelItem:
    """One line. when: as text; address: where it leads, or empty; late: its time has passed."""

    text: str
    when: str = ""
    who: str = ""
    address: str = ""
    late: bool = False


@dataclass(frozen=True)
class Panel:
    """A titled list beside the lanes. key: names it in the page; address: of all of it, or empty."""

    key: str
    title: str
    items: tuple[PanelItem, ...]
    address: str = ""


def due_coverages(user: Any, at: datetime) -> Panel | None:
    """What the planning says is due and no story has come of yet; no panel when there is nothing."""
    due = Coverage.objects.filter(done_at=None, story=None, due_at__gt=at - DUE_WITHIN, due_at__lt=at + DUE_WITHIN)
    found = due.select_related("event", "person").order_by("due_at", "pk")[:MOST]
    items = tuple(
        PanelItem(
            text=one.slugline or str(one.event),
            when=clock_or_day(one.due_at, at) if one.due_at else "",
            who=one.person.shown_name() if one.person else _("nobody yet"),
            late=bool(one.due_at and one.due_at < at),
        )
        for one in found
    )
    return Panel("due", _("Due"), items) if items else None


PANELS: list[Callable[[Any, datetime], Panel | None]] = [due_coverages]  # in the order they are shown


def panels(user: Any, at: datetime) -> list[Panel]:
    return [panel for make in PANELS if (panel := make(user, at))]
