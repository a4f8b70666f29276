"""The way of a text through the newsroom: draft → review → ready → published or scheduled; then update, correct, kill, take back.

The one writer of `Work`, and the one place from where the newsroom calls the doors of `stories`. Each act checks the
right of who does it, writes Work, release, note, flags, alerts and audit entry in one transaction, or nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dateline.desk import alerts, notes
from dateline.desk.models import DeskRule, Note, Work
from dateline.desk.models.alerts import Kind
from dateline.desk.translating import untouched
from dateline.lib.errors import Refused
from dateline.lib.tidy import tidy
from dateline.people import audit, rights
from dateline.people.models import User
from dateline.people.rights import Act
from dateline.stories import elsewhere, publishing, wagtail_doors
from dateline.stories.models import Release, Section, Story

Stage = Work.Stage


def may(user: Any, act: Act, story: Story) -> bool:
    """Whether `user` may do `act` to this story: for its desk, in its language."""
    return rights.may(user, act, desk=story.section.slug, language=story.language)


def require(user: Any, act: Act, story: Story) -> None:
    """Raises PermissionDenied with a sentence. The right must hold where the story is, and where its latest text takes it."""
    rights.require(user, act, desk=story.section.slug, language=story.language)
    content = _latest_content(story)
    section, language = content.get("section") or story.section_id, content.get("language") or story.language
    if (section, language) != (story.section_id, story.language):
        slug = Section.objects.filter(pk=section).values_list("slug", flat=True).first()
        rights.require(user, act, desk=slug or "", language=language)


# --- before it goes out -------------------------------------------------------------------------------------------------


@transaction.atomic
def save(story: Story, *, by: Any, at: datetime, log_action: bool = True) -> Any:
    """Keep `story` as edited, as its latest revision: a new draft, or edits of what is public. Returns the revision.

    An edit after review, approval or scheduling brings it back to its writer: what goes out is what was looked at.
    """
    rights.require(by, Act.WRITE, desk=story.section.slug, language=story.language)
    is_new = story.pk is None
    if not is_new:
        require(by, Act.WRITE, Story.objects.select_related("section", "latest_revision").defer("body").get(pk=story.pk))
    if is_new:
        story.live = False
        story.save()
    else:
        _keep_row_of_draft(story)
    revision = story.save_revision(user=by, log_action=False, clean=False)
    begin(story, by=by, at=at)
    if log_action:
        audit.record(by, "story.create" if is_new else "story.save", story)
    return revision


def _keep_row_of_draft(story: Story) -> None:
    """Nobody outside sees the row of a draft, so it follows its text: lists and the board show what is written, where."""
    written = {name: getattr(story, name) for name in _WRITTEN}
    Story.objects.filter(pk=story.pk, state=Story.State.DRAFT).update(**written)


def begin(story: Story, *, by: Any, at: datetime) -> Work:
    """Somebody has edited `story`: it is on their desk now, if it was on nobody's, and no approval stands any more."""
    work, made = Work.objects.select_for_update().get_or_create(story=story, defaults={"since": at, "holder": by})
    changes: dict[str, Any] = {"edited_by": by, "edited_at": at, "approved_by": None}
    if work.stage == Stage.REVIEW and may(by, Act.REVIEW, story):
        changes["approved_by"] = None  # who reviews may mend while reviewing; it stays in review
    elif work.stage != Stage.WRITING:
        changes |= {"stage": Stage.WRITING, "since": at, "scheduled_for": None, "scheduled_by": None, "held_because": "", "holder": by}
    elif work.holder_id is None and not made:
        changes["holder"] = by
    _write(work, **changes)
    return work


@transaction.atomic
def assign(story: Story, to: User | None, *, by: Any, at: datetime, due_at: datetime | None = None) -> Work:
    """Give a story to somebody (or put it back to those that wait). Taking it oneself needs Act.WRITE, giving it Act.REVIEW."""
    require(by, Act.WRITE if to == by else Act.REVIEW, story)
    if to is not None and not may(to, Act.WRITE, story):
        raise Refused([_("%(person)s may not write for this desk in this language.") % {"person": to.shown_name()}])
    work = _work(story, at)
    _write(work, holder=to, **({"due_at": due_at} if due_at else {}))
    audit.record(by, "story.assign", story, to=to.shown_name() if to else "", due_at=due_at.isoformat() if due_at else "")
    if to is not None:
        alerts.tell(Kind.ASSIGNED, [to], lambda: _("“%(story)s” is given to you.") % {"story": story}, at=at, story=story, by=by)
    return work


@transaction.atomic
def hand_in(story: Story, *, by: Any, at: datetime, note: str = "") -> Work:
    """Draft → review."""
    require(by, Act.WRITE, story)
    note = tidy(note).strip()
    work = _step(story, at, (Stage.WRITING, Stage.READY), Stage.REVIEW, holder=None)
    if note:
        notes.add(story, note, by=by, at=at, kind=Note.Kind.HANDED_IN)
    audit.record(by, "story.hand_in", story, note=note)
    return work


@transaction.atomic
def send_back(story: Story, *, by: Any, at: datetime, note: str) -> Work:
    """Review (or ready, or scheduled) → its writer, with a note that says what is missing."""
    require(by, Act.REVIEW, story)
    note = tidy(note).strip()
    if not note:
        raise Refused([_("Say what is missing: the writer reads this note.")])
    work = _work(story, at)
    writer = work.edited_by
    _step(story, at, (Stage.REVIEW, Stage.READY, Stage.SCHEDULED), Stage.WRITING, holder=writer, approved_by=None, **_UNSCHEDULED)
    returned = alerts.tell(
        Kind.RETURNED, [writer] if writer else [], lambda: _("“%(story)s” came back: %(note)s") % {"story": story, "note": note},
        at=at, story=story, by=by,
    )  # fmt: skip
    notes.add(story, note, by=by, at=at, kind=Note.Kind.RETURNED, told=[alert.person for alert in returned])
    audit.record(by, "story.return", story, note=note)
    return work


@transaction.atomic
def approve(story: Story, *, by: Any, at: datetime) -> Work:
    """Review → ready. Refused with every reason why it could not go out."""
    require(by, Act.REVIEW, story)
    work = _work(story, at)
    text = latest(story)
    reasons = text.missing() + untouched.reasons(text)
    if is_own_text(story, work, by):
        reasons.append(_("Somebody other than its writer must approve it."))
    if reasons:
        raise Refused(reasons)
    work = _step(story, at, (Stage.WRITING, Stage.REVIEW), Stage.READY, approved_by=by)
    audit.record(by, "story.approve", story)
    return work


@transaction.atomic
def schedule(story: Story, for_: datetime, *, by: Any, at: datetime) -> Work:
    """It goes out by itself at `for_`, in the name of `by`. Refused with every reason that is known already now."""
    require(by, Act.PUBLISH, story)
    work = _work(story, at)
    text = latest(story)
    reasons = [] if for_ > at else [_("The time is in the past: publish it now, or choose a later time.")]
    reasons += [another_person()] if needs_another_person(story, work, by) else []
    if text.embargoed_until and for_ < text.embargoed_until:
        reasons.append(_("It is under embargo until %(when)s: choose that time or a later one.") % {"when": shown(text.embargoed_until)})
    reasons += _missing_apart_from_embargo(text) + untouched.reasons(text)
    if reasons:
        raise Refused(reasons)
    stages = (Stage.WRITING, Stage.REVIEW, Stage.READY, Stage.SCHEDULED)
    work = _step(story, at, stages, Stage.SCHEDULED, scheduled_for=for_, scheduled_by=by, held_because="", shouted_at=None)
    audit.record(by, "story.schedule", story, scheduled_for=for_.isoformat())
    return work


@transaction.atomic
def unschedule(story: Story, *, by: Any, at: datetime) -> Work:
    """Scheduled → ready: it waits for somebody's decision again."""
    require(by, Act.PUBLISH, story)
    work = _step(story, at, (Stage.SCHEDULED,), Stage.READY, **_UNSCHEDULED)
    audit.record(by, "story.unschedule", story)
    return work


# --- to the public ------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(story: Story, *, by: Any, at: datetime, reason: str = "", flash: bool = False) -> Release:
    """The latest text goes out: for the first time, or as an update of what is public.

    flash   a flash needs Act.FLASH instead, and no second person
    Raises  PermissionDenied; CannotPublish or Refused with every reason. Then nothing is saved.
    """
    require(by, Act.FLASH if flash else Act.PUBLISH, story)
    if not flash and needs_another_person(story, Work.objects.filter(pk=story.pk).first(), by):
        raise Refused([another_person()])
    _stop_for_machines(story)
    release = wagtail_doors.publish(_revision(story, by), by, at=at, reason=reason)
    _out(story)
    audit.record(by, "story.flash" if flash else f"story.{_VERBS[release.kind]}", story, release=release.number, reason=reason)
    return release


@transaction.atomic
def correct(story: Story, *, note: str, by: Any, at: datetime, reason: str = "", tell_readers: bool = False) -> Release:
    """The latest text goes out with a public `note` of what was wrong; the other languages are flagged.

    tell_readers  readers of the other languages are told, too
    """
    require(by, Act.PUBLISH, story)
    if needs_another_person(story, Work.objects.filter(pk=story.pk).first(), by):
        raise Refused([another_person()])
    _stop_for_machines(story)
    release = wagtail_doors.correct(story, note, by, at=at, reason=reason)
    _out(story)
    audit.record(by, "story.correct", story, release=release.number, note=note, reason=reason)
    _flag_others(release, by, at, tell_readers)
    return release


@transaction.atomic
def kill(story: Story, *, reason: str, public_reason: str = "", by: Any, at: datetime, tell_readers: bool = False) -> Release:
    """Withdraw a story; the other languages are flagged."""
    require(by, Act.KILL, story)
    release = publishing.kill(story, at=at, reason=reason, public_reason=public_reason, by=by)
    _out(story)
    audit.record(by, "story.kill", story, release=release.number, reason=reason, public_reason=public_reason)
    _flag_others(release, by, at, tell_readers)
    return release


@transaction.atomic
def undo(story: Story, *, by: Any, at: datetime, reason: str = "", number: int | None = None) -> Release:
    """Take back what went out last, a few seconds ago: its text is on its writer's desk again, or, after a withdrawal, public again.

    number  of the release that is meant; None for whichever was the last
    Raises  PermissionDenied; CannotUndo with every reason. Then nothing is changed.
    """
    last = story.releases.order_by("number").last()
    killed = last is not None and last.kind == Release.Kind.KILL
    require(by, Act.KILL if killed else Act.PUBLISH, story)
    revision = story.get_latest_revision()
    release = wagtail_doors.undo(story, by, at=at, reason=reason, number=number)
    if not killed:
        writer = (revision.user if revision else None) or by
        _write(
            _work(story, at), stage=Stage.WRITING, since=at, holder=writer, edited_by=writer, edited_at=at, approved_by=None, **_UNSCHEDULED
        )
    audit.record(by, "story.undo", story, release=release.number, reason=reason)
    return release


# --- what the acts share ------------------------------------------------------------------------------------------------

_UNSCHEDULED: dict[str, Any] = {"scheduled_for": None, "scheduled_by": None, "held_because": "", "shouted_at": None}
_WRITTEN = (
    "language", "section_id", "dossier_id", "slugline", "headline", "lead", "body", "byline", "dateline", "urgency", "usage_terms",
    "copyright_notice", "ednote", "embargoed_until", "embargo_asked_by",
)  # fmt: skip
_VERBS: dict[str, str] = {Release.Kind.NEW: "publish", Release.Kind.UPDATE: "update"}


def latest(story: Story) -> Story:
    """The story as last saved in the newsroom, be it public or not."""
    revision = story.get_latest_revision()
    found: Story = revision.as_object() if revision else story
    return found


def two_persons(story: Story) -> bool:
    """Whether the desk where the story is, or the one where its latest text takes it, has the two-person rule."""
    desks = {story.section_id, _latest_content(story).get("section")} - {None}
    return DeskRule.objects.filter(pk__in=desks, two_persons=True).exists()


def needs_another_person(story: Story, work: Work | None, by: Any) -> bool:
    """Whether the two-person rule stands against `by` sending it out now: nobody but its writer has approved, or is `by`."""
    if not two_persons(story):
        return False
    if work is None:  # what is public was looked at; a draft of which nobody knows who wrote it was not
        return story.state == Story.State.DRAFT
    return work.approved_by_id in (None, work.edited_by_id) and (work.edited_by_id is None or by == work.edited_by)


def is_own_text(story: Story, work: Work | None, by: Any) -> bool:
    """Whether the two-person rule stands against `by` approving it."""
    return work is not None and work.edited_by_id == by.pk and two_persons(story)


def another_person() -> str:
    return _("Somebody other than its writer must approve it first.")


def _latest_content(story: Story) -> dict[str, Any]:
    return story.latest_revision.content if story.latest_revision_id else {}  # type: ignore[union-attr,no-any-return]


def shown(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _work(story: Story, at: datetime) -> Work:
    return Work.objects.select_for_update().get_or_create(story=story, defaults={"since": at})[0]


def _write(work: Work, **values: Any) -> None:
    for name, value in values.items():
        setattr(work, name, value)
    work.save(update_fields=list(values))


def _step(story: Story, at: datetime, from_: Iterable[str], to: Stage, **values: Any) -> Work:
    """Move on, if it still stands where it is thought to stand: two people may press at once."""
    work = _work(story, at)
    if work.stage not in from_:
        raise Refused([_("It is “%(stage)s” by now. Look at it again.") % {"stage": work.get_stage_display()}])
    _write(work, stage=to, since=at, **values)
    return work


def _stop_for_machines(story: Story) -> None:
    """What a machine translated and nobody has touched does not go out."""
    if untouched.is_possible(story.pk) and (reasons := untouched.reasons(latest(story))):
        raise Refused(reasons)


def _missing_apart_from_embargo(text: Story) -> list[str]:
    return [problem.sentence for problem in text.problems() if problem.field != "embargoed_until"]


def _revision(story: Story, by: Any) -> Any:
    return story.get_latest_revision() or story.save_revision(user=by, log_action=False, clean=False)


def _out(story: Story) -> None:
    """Its text is out: nobody's work any more."""
    Work.objects.filter(pk=story.pk).delete()


def _flag_others(release: Release, by: Any, at: datetime, tell_readers: bool) -> None:
    def sentence() -> str:
        killed = _("“%(story)s” was withdrawn in another language.")
        corrected = _("“%(story)s” was corrected in another language.")
        return (killed if release.kind == Release.Kind.KILL else corrected) % {"story": release.story}

    for other in elsewhere.flag(release, tell_readers=tell_readers):
        concerned = list(rights.who_may(Act.PUBLISH, desk=other.section.slug, language=other.language))
        alerts.tell(Kind.CHANGED_ELSEWHERE, concerned, sentence, at=at, story=other, by=by)


__all__ = [
    "PermissionDenied", "another_person", "approve", "assign", "begin", "correct", "hand_in", "is_own_text", "kill", "latest", "may",
    "needs_another_person", "publish", "require", "save", "schedule", "send_back", "shown", "two_persons", "undo", "unschedule",
]  # fmt: skip
