"""What can be done with a story now, by somebody: what the foot of the editor offers, and how each act is done.

Every act goes through `desk.workflow`, which checks it again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.desk import workflow
from dateline.desk.editor.widgets import read_local_time
from dateline.desk.models import Work
from dateline.lib.errors import Refused
from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act
from dateline.stories.models import Release, Story
from dateline.stories.publishing import UNDO_S

Stage, State = Work.Stage, Story.State


@dataclass  # not frozen: it remembers what it has asked the database
class Situation:
    """What decides what can be done: the story's row, the work on it (None when there is none), who asks."""

    story: Story
    work: Work | None
    user: User

    @property
    def stage(self) -> str:
        """Where it stands; what nobody works on yet would be in writing with the first letter typed."""
        return self.work.stage if self.work else Stage.WRITING

    @property
    def public(self) -> bool:
        return self.story.state == State.PUBLISHED

    def may(self, act: Act) -> bool:
        return workflow.may(self.user, act, self.story) if self.story.section_id else rights.may(self.user, act)

    @cached_property
    def needs_another_person(self) -> bool:
        """Whether the two-person rule of the desk stands against this person sending it out."""
        return workflow.needs_another_person(self.story, self.work, self.user)

    @cached_property
    def is_own_text(self) -> bool:
        """Whether that rule stands against this person approving it."""
        return workflow.is_own_text(self.story, self.work, self.user)


@dataclass(frozen=True)
class Offer:
    """A button at the foot.

    key    the letter that does it with Ctrl+Alt, and the browser's access key
    asks   what it asks for, beside the button: "note", "note!" (needed), "time"; empty: nothing
    main   the next step on the way: also Ctrl+Enter
    """

    name: str
    label: str | Promise
    key: str
    asks: str = ""
    main: bool = False


Condition = Callable[[Situation], bool]
Do = Callable[[Situation, QueryDict, datetime], str | Promise]

SENDING = {"publish", "update", "schedule", "correct"}  # where the two-person rule may stand in the way


@dataclass(frozen=True)
class _Rule:
    offer: Offer
    fits: Condition
    do: Do


def offered(situation: Situation) -> list[Offer]:
    """What this person can do with the story as it stands, the next step on the way marked."""
    fitting = [rule.offer for rule in RULES.values() if rule.fits(situation)]
    main = next((name for name in _way_on(situation) if any(offer.name == name for offer in fitting)), "")
    return [Offer(offer.name, offer.label, offer.key, offer.asks, offer.name == main) for offer in fitting]


def do(name: str, situation: Situation, sent: QueryDict, at: datetime) -> str:
    """Do it, and say so. Raises PermissionDenied; DatelineError with every reason."""
    rule = RULES.get(name)
    if name in SENDING and situation.may(Act.PUBLISH) and situation.needs_another_person:
        raise Refused([workflow.another_person()])
    if rule is None or not rule.fits(situation):
        raise Refused([_("This cannot be done with the story any more. Look at it again.")])
    return str(rule.do(situation, sent, at))


def _way_on(situation: Situation) -> Sequence[str]:
    if situation.stage == Stage.SCHEDULED:
        return ()
    return ("publish", "update", "approve", "hand_in")


# --- the acts -------------------------------------------------------------------------------------------------------------


def _hand_in(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    workflow.hand_in(situation.story, by=situation.user, at=at, note=sent.get("note", ""))
    return _("It is in review now.")


def _send_back(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    workflow.send_back(situation.story, by=situation.user, at=at, note=sent.get("note", ""))
    return _("It went back to its writer, with your note.")


def _approve(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    workflow.approve(situation.story, by=situation.user, at=at)
    return _("It is approved, and ready to go out.")


def _publish(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    if situation.public and situation.work is None:
        raise Refused([_("Nothing has been changed since it went out.")])
    release = workflow.publish(situation.story, by=situation.user, at=at)
    return _("It is public.") if release.kind == Release.Kind.NEW else _("The update is public.")


def _schedule(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    moment = read_local_time(sent.get("send_at", ""))
    if moment is None:
        raise Refused([_("Choose the day and the minute when it shall go out.")])
    workflow.schedule(situation.story, moment, by=situation.user, at=at)
    return _("It goes out by itself on %(when)s.") % {"when": workflow.shown(moment)}


def _ask(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    """A correction and a withdrawal need words: they have screens of their own, see `asking`."""
    return ""


def _unschedule(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    workflow.unschedule(situation.story, by=situation.user, at=at)
    return _("It does not go out by itself any more.")


def _take(situation: Situation, sent: QueryDict, at: datetime) -> Any:
    workflow.assign(situation.story, situation.user, by=situation.user, at=at)
    return _("It is on your desk now.")


def _on_desk(*stages: str) -> Condition:
    return lambda it: it.story.state != State.KILLED and it.stage in stages


def _sends(it: Situation) -> bool:
    return it.story.state != State.KILLED and it.may(Act.PUBLISH) and not it.needs_another_person


RULES: dict[str, _Rule] = {
    rule.offer.name: rule
    for rule in (
        _Rule(
            Offer("hand_in", gettext_lazy("Hand in for review"), "h", asks="note"),
            lambda it: _on_desk(Stage.WRITING)(it) and it.may(Act.WRITE),
            _hand_in,
        ),
        _Rule(
            Offer("approve", gettext_lazy("Approve"), "a"),
            lambda it: _on_desk(Stage.REVIEW)(it) and it.may(Act.REVIEW) and not it.is_own_text,
            _approve,
        ),
        _Rule(
            Offer("send_back", gettext_lazy("Return to the writer"), "r", asks="note!"),
            lambda it: _on_desk(Stage.REVIEW, Stage.READY, Stage.SCHEDULED)(it) and it.may(Act.REVIEW),
            _send_back,
        ),
        _Rule(Offer("publish", gettext_lazy("Publish"), "p"), lambda it: it.story.state == State.DRAFT and _sends(it), _publish),
        _Rule(Offer("update", gettext_lazy("Publish the update"), "p"), lambda it: it.public and _sends(it), _publish),
        _Rule(
            Offer("schedule", gettext_lazy("Schedule"), "t", asks="time"),
            lambda it: it.stage != Stage.SCHEDULED and _sends(it),
            _schedule,
        ),
        _Rule(Offer("correct", gettext_lazy("Publish as a correction…"), "c"), lambda it: it.public and _sends(it), _ask),
        _Rule(Offer("withdraw", gettext_lazy("Withdraw…"), "w"), lambda it: it.public and it.may(Act.KILL), _ask),
        _Rule(
            Offer("unschedule", gettext_lazy("Take out of the schedule"), "t"),
            lambda it: _on_desk(Stage.SCHEDULED)(it) and it.may(Act.PUBLISH),
            _unschedule,
        ),
        _Rule(
            Offer("take", gettext_lazy("Take it onto your desk"), "d"),
            lambda it: _on_desk(Stage.WRITING)(it) and it.may(Act.WRITE) and bool(it.work and it.work.holder_id != it.user.pk),
            _take,
        ),
    )
}


# --- what has just gone out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JustOut:
    """A release that can still be taken back.

    left_s  for how many seconds
    """

    release: Release
    until: datetime
    left_s: int


def just_out(story: Story, user: User, at: datetime) -> JustOut | None:
    """The last release of `story`, while `user` may take it back."""
    last = Release.objects.filter(story=story, at__gte=at - timedelta(seconds=UNDO_S)).order_by("-number").defer("snapshot").first()
    if last is None or last.kind == Release.Kind.UNDO:
        return None
    if not workflow.may(user, Act.KILL if last.kind == Release.Kind.KILL else Act.PUBLISH, story):
        return None
    until = last.at + timedelta(seconds=UNDO_S)
    return JustOut(last, until, max(0, round((until - at).total_seconds())))
