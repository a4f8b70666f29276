"""What stands over and below the lanes. To add a panel, write a function and add it to PANELS."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.desk.board.wording import clock_or_day
from dateline.desk.models import Coverage, Work
from dateline.desk.planning.days import due_soon, my_day

DUE_WITHIN_H = 24
MOST = 12


@dataclass(frozen=True)
class PanelItem:
    """One line. when, what: as text; address: where it leads, or empty; late: its time has passed; language: of the text."""

    text: str
    when: str = ""
    what: str = ""
    address: str = ""
    late: bool = False
    language: str = ""


@dataclass(frozen=True)
class Panel:
    """A titled list. key: names it in the page; address: of all of it, or empty; more: lines that are not shown; why: said when empty."""

    key: str
    title: str
    items: tuple[PanelItem, ...]
    address: str = ""
    more: int = 0
    why: str = ""


def own_day(user: Any, at: datetime) -> Panel:
    """What one should know on signing in: what is late, then the day in its order, then what has no time. Two queries."""
    mine = my_day(user, at)
    timed = [(one.due_at, _due(one, at)) for one in mine.due] + [(one.event.starts_at, _going(one, at)) for one in mine.goes]
    works = [(work.due_at or work.scheduled_for, _work(work, at)) for work in mine.has]
    timed += [(moment, item) for moment, item in works if moment]
    late = [*(_due(one, at) for one in mine.late), *(_work(work, at) for work in mine.late_work)]
    in_order = [item for _moment, item in sorted(timed, key=lambda pair: pair[0] or at)]
    items = [*late, *in_order, *(item for moment, item in works if not moment)]
    return Panel(
        "my-day", _("My day"), tuple(items[:MOST]), reverse("planning:my-day"), max(0, len(items) - MOST),
        _("Nothing is due from you today, and no story is on your desk."),
    )  # fmt: skip


def _due(one: Coverage, at: datetime) -> PanelItem:
    late = bool(one.due_at and one.due_at < at)
    what = _medium(one) if late else _("due: %(what)s") % {"what": _medium(one)}
    return PanelItem(str(one.event), clock_or_day(one.due_at, at) if one.due_at else "", what, _address(one), late)


def _going(one: Coverage, at: datetime) -> PanelItem:
    """An event that one covers, when it begins."""
    when = _("all day") if one.event.all_day else clock_or_day(one.event.starts_at, at)
    what = _("you cover it: %(what)s") % {"what": ", ".join(filter(None, (_medium(one), one.event.place)))}
    return PanelItem(str(one.event), when, what, _address(one))


def _work(work: Work, at: datetime) -> PanelItem:
    moment, story = work.due_at or work.scheduled_for, work.story
    return PanelItem(
        text=work.now_headline or str(story),  # type: ignore[attr-defined]  # my_day adds it
        when=clock_or_day(moment, at) if moment else "",
        what=work.get_stage_display(),
        address=reverse(story.snippet_viewset.get_url_name("edit"), args=[story.pk]),  # type: ignore[attr-defined]
        late=work.is_late(at),
        language=story.language,
    )


def _medium(one: Coverage) -> str:
    return f"{one.get_medium_display()} {one.language.upper()}".strip()


def _address(one: Coverage) -> str:
    return reverse("planning:event", args=[one.event_id])


def due_coverages(user: Any, at: datetime) -> Panel | None:
    """What the planning says is due from anybody and no story has come of yet; no panel when there is nothing."""
    due = [one for one in due_soon(at, hours=DUE_WITHIN_H) if one.story_id is None]
    items = tuple(
        PanelItem(
            text=one.slugline or str(one.event),
            when=clock_or_day(one.due_at, at) if one.due_at else "",
            what=one.person.shown_name() if one.person else _("nobody yet"),
            address=_address(one),
            late=one.is_late(at),
        )
        for one in due[:MOST]
    )
    return Panel("due", _("Due"), items, reverse("planning:calendar"), max(0, len(due) - MOST)) if items else None


# By the part of the board in which they stand: over the lanes, below them; in this order.
PANELS: dict[str, list[Callable[[Any, datetime], Panel | None]]] = {"mine": [own_day], "panels": [due_coverages]}


def panels(part: str, user: Any, at: datetime) -> list[Panel]:
    return [panel for make in PANELS[part] if (panel := make(user, at))]
