"""Which acts lead from which lane to which. The slip's menu, its keys and dragging it all come from here."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.desk.board.rows import Lane
from dateline.people import rights
from dateline.people.rights import Act, Scope


@dataclass(frozen=True)
class Step:
    """One act on a slip.

    name  the last word of its address
    act   the right it needs
    asks  it has a question of its own (a note, a time, a confirmation), so it is a link to that
    """

    name: str
    label: str | Promise
    act: Act
    asks: bool = False


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("take", _("Take it on"), Act.WRITE),
        Step("hand-in", _("Hand in for review"), Act.WRITE),
        Step("approve", _("Approve"), Act.REVIEW),
        Step("return", _("Return with a note…"), Act.REVIEW, asks=True),
        Step("give", _("Give to somebody…"), Act.REVIEW, asks=True),
        Step("put-back", _("Put back to what waits"), Act.REVIEW),
        Step("unschedule", _("Take off the schedule"), Act.PUBLISH),
        Step("schedule", _("Schedule…"), Act.PUBLISH, asks=True),
        Step("publish", _("Publish…"), Act.PUBLISH, asks=True),
    )
}
SCHEDULED = "scheduled"  # a ready story that has its minute
MENUS: dict[str, tuple[str, ...]] = {  # in the order of a slip's menu
    Lane.WAITING: ("take", "give", "hand-in", "approve", "schedule", "publish"),
    Lane.WRITING: ("hand-in", "take", "give", "put-back", "approve", "schedule", "publish"),
    Lane.REVIEW: ("approve", "return", "take", "give", "schedule", "publish"),
    Lane.READY: ("publish", "schedule", "return", "hand-in"),
    SCHEDULED: ("publish", "schedule", "unschedule", "return"),
    Lane.LIVE: (),
}
MOVES: dict[str, dict[Lane, str]] = {  # from a lane to another one: the step that does it
    Lane.WAITING: {Lane.WRITING: "take", Lane.REVIEW: "hand-in", Lane.READY: "approve", Lane.LIVE: "publish"},
    Lane.WRITING: {Lane.WAITING: "put-back", Lane.REVIEW: "hand-in", Lane.READY: "approve", Lane.LIVE: "publish"},
    Lane.REVIEW: {Lane.WRITING: "return", Lane.READY: "approve", Lane.LIVE: "publish"},
    Lane.READY: {Lane.WRITING: "return", Lane.REVIEW: "hand-in", Lane.LIVE: "publish"},
    SCHEDULED: {Lane.WRITING: "return", Lane.LIVE: "publish"},
    Lane.LIVE: {},
}
_WORDS = {lane: " ".join(f"{to}:{step}" for to, step in moves.items()) for lane, moves in MOVES.items()}


@dataclass(frozen=True)
class Item:
    """One line of a slip's menu."""

    label: str
    address: str
    asks: bool


class Menus:
    """The menus of one person; asks for their rights once."""

    def __init__(self, user: Any) -> None:
        self.scopes: dict[Act, Scope] = {act: rights.scope(user, act) for act in (Act.WRITE, Act.REVIEW, Act.PUBLISH)}

    def of(self, number: int, stand: str, desk: str, language: str, *, is_holder: bool) -> tuple[Item, ...]:
        """What this person may do with a slip. stand: its lane, or SCHEDULED."""
        return tuple(
            Item(str(step.label), address_of(number, name), step.asks)
            for name in MENUS[stand]
            if (step := STEPS[name]) and self.scopes[step.act].holds(desk, language) and not (name == "take" and is_holder)
        )


def moves_of(stand: str) -> str:
    """For the script that drags: `writing:take review:hand-in …`, whatever the person's rights: the server says what is missing."""
    return _WORDS[stand]


def address_of(number: int, step: str) -> str:
    return f"{_root()}{number}/{step}/"


@cache
def _root() -> str:
    """What the addresses of all steps begin with; asking the URL conf for each of a board's hundreds takes long."""
    return reverse("board:take", args=[0]).removesuffix("0/take/")
