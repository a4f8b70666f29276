"""What is done in the calendar: events and coverages kept, stories begun from them, lateness shouted about."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.desk import alerts, workflow
from dateline.desk.models import Coverage, PlannedEvent, Work
from dateline.desk.models.alerts import Kind
from dateline.lib.errors import Refused
from dateline.people import audit, rights
from dateline.people.rights import Act
from dateline.stories.models import Story

BATCH = 50


def may_plan(user: Any, event: PlannedEvent | None = None) -> bool:
    return rights.may(user, Act.PLAN, desk=event.section.slug if event and event.section else "")


def require_plan(user: Any, event: PlannedEvent | None = None) -> None:
    rights.require(user, Act.PLAN, desk=event.section.slug if event and event.section else "")


def address_of(event: PlannedEvent) -> str:
    return reverse("planning:event", args=[event.pk])


@transaction.atomic
def keep(event: PlannedEvent, coverages: Any, *, by: Any, at: datetime) -> PlannedEvent:
    """Save an event and its coverages (a valid formset), all or nothing; who is newly sent is told."""
    require_plan(by, event)
    is_new = event.pk is None
    before = {} if is_new else dict(Coverage.objects.filter(event=event).values_list("pk", "person_id"))
    event.made_by = event.made_by or by
    event.sequence += 0 if is_new else 1
    event.save()
    coverages.instance = event
    coverages.save()
    audit.record(by, "event.create" if is_new else "event.change", event)
    for coverage in Coverage.objects.filter(event=event).select_related("person"):
        if coverage.person and coverage.person_id != before.get(coverage.pk):
            _tell_who_goes(coverage, event, by, at)
    return event


@transaction.atomic
def delete(event: PlannedEvent, *, by: Any) -> None:
    """Only what nothing came of; what is called off is cancelled."""
    require_plan(by, event)
    if event.coverages.filter(story__isnull=False).exists():
        raise Refused([_("Stories came of this event. Set it to “cancelled” instead.")])
    audit.record(by, "event.delete", event)
    event.delete()


@transaction.atomic
def start_story(coverage: Coverage, *, by: Any, at: datetime) -> Story:
    """The story that comes of a coverage: a draft with what is known, on the desk of who goes. Pressed twice, it is the same one."""
    coverage = Coverage.objects.select_for_update(of=("self",)).select_related("event__section", "story", "person").get(pk=coverage.pk)
    if coverage.story:
        return coverage.story
    event = coverage.event
    if event.section is None:
        raise Refused([_("The event has no section: choose one, the story needs it.")])
    language = coverage.language or alerts.language_of(by)
    story = Story(
        language=language, section=event.section, slugline=coverage.slugline or event.name("en")[:64].upper(),
        headline=event.name(language)[:300], dateline=event.place[:120], embargoed_until=event.embargoed_until,
    )  # fmt: skip
    workflow.save(story, by=by, at=at)
    Work.objects.filter(story=story).update(due_at=coverage.due_at)
    if (
        coverage.person
        and coverage.person != by
        and workflow.may(coverage.person, Act.WRITE, story)
        and workflow.may(by, Act.REVIEW, story)
    ):
        workflow.assign(story, coverage.person, by=by, at=at, due_at=coverage.due_at)
    Coverage.objects.filter(pk=coverage.pk).update(story=story)
    return story


@transaction.atomic
def link_story(coverage: Coverage, story: Story, *, by: Any) -> None:
    """A story that exists already came of this coverage."""
    require_plan(by, coverage.event)
    Coverage.objects.filter(pk=coverage.pk).update(story=story)
    audit.record(by, "coverage.link", coverage.event, story=story.pk)


@transaction.atomic
def set_done(coverage: Coverage, done: bool, *, by: Any, at: datetime) -> None:
    """Who goes may say so, and who plans."""
    if coverage.person_id != by.pk:
        require_plan(by, coverage.event)
    Coverage.objects.filter(pk=coverage.pk).update(done_at=at if done else None)
    audit.record(by, "coverage.done" if done else "coverage.reopened", coverage.event, coverage=coverage.pk)


def shout(at: datetime) -> int:
    """Tell people, once, that something of theirs is past its time; how many coverages it was."""
    open_ = Coverage.objects.filter(shouted_at=None, due_at__lt=at, done_at=None).exclude(story__state=Story.State.PUBLISHED)
    on = open_.filter(event__occurrence__in=[PlannedEvent.Occurrence.PLANNED, PlannedEvent.Occurrence.TENTATIVE])
    done = 0
    for coverage in on.select_related("event__section", "person")[:BATCH]:
        if not Coverage.objects.filter(pk=coverage.pk, shouted_at=None).update(shouted_at=at):
            continue
        done += 1
        desk = coverage.event.section.slug if coverage.event.section else ""
        people = [coverage.person] if coverage.person else list(rights.who_may(Act.REVIEW, desk=desk, language=coverage.language))
        alerts.tell(Kind.LATE, people, _late(coverage), at=at, address=address_of(coverage.event))
    return done


def _late(coverage: Coverage) -> Callable[[], str]:
    return lambda: _("%(event)s: %(what)s is past the time it was due.") % {"what": coverage.get_medium_display(), "event": coverage.event}


def _tell_who_goes(coverage: Coverage, event: PlannedEvent, by: Any, at: datetime) -> None:
    def sentence() -> str:
        return _("You cover “%(event)s”, %(when)s.") % {"event": event, "when": workflow.shown(event.starts_at)}

    if coverage.person:
        alerts.tell(Kind.ASSIGNED, [coverage.person], sentence, at=at, by=by, address=address_of(event))
