"""Who sits at a story. The lock is taken by typing, not by looking, and given back by saving and leaving."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.desk import alerts, workflow
from dateline.desk.editor import typed
from dateline.desk.models import EditLock, SetAside
from dateline.desk.models.alerts import Kind
from dateline.people import audit
from dateline.people.rights import Act
from dateline.stories.models import Story


def against(story: Story, person: Any, at: datetime) -> EditLock | None:
    """The lock that stands between `person` and this story: somebody else's, and not idle with nothing typed."""
    lock = EditLock.objects.select_related("person").filter(pk=story.pk).exclude(person=person).first()
    if lock is None or (lock.is_idle(at) and typed.of(lock.person, story) is None):
        return None
    return lock


@transaction.atomic
def take(story: Story, person: Any, at: datetime) -> EditLock | None:
    """`person` types: the lock is theirs, or still is. Returns the lock of somebody else that stands against it."""
    lock, made = EditLock.objects.select_for_update().get_or_create(story=story, defaults={"person": person, "since": at, "active_at": at})
    if made:
        return None
    if lock.person_id != person.pk and (standing := against(story, person, at)):
        return standing
    if lock.person_id != person.pk:
        lock.person, lock.since = person, at
    lock.active_at = at
    lock.save(update_fields=["person", "since", "active_at"])
    return None


def give_back(story: Story, person: Any) -> None:
    EditLock.objects.filter(story=story, person=person).delete()


def may_take_over(lock: EditLock, person: Any, at: datetime) -> bool:
    story = lock.story
    return workflow.may(person, Act.REVIEW, story) or (lock.is_idle(at) and workflow.may(person, Act.WRITE, story))


@transaction.atomic
def take_over(story: Story, *, by: Any, at: datetime) -> EditLock:
    """`by` sits at the story now. What the other has typed becomes a revision of its own, and stays theirs.

    Raises  PermissionDenied with a sentence: it takes Act.REVIEW, or a lock that has long been idle
    """
    lock = EditLock.objects.select_for_update().filter(story=story).first()
    if lock is None or lock.person_id == by.pk:
        take(story, by, at)
        return EditLock.objects.get(story=story)
    if not may_take_over(lock, by, at):
        raise PermissionDenied(_("%(person)s is writing. An editor may take over.") % {"person": lock.person.shown_name()})
    former = lock.person
    if (kept := typed.of(former, story)) is not None:
        typed.set_aside(story, kept, because=SetAside.Because.TAKEN_OVER, at=at)
    lock.person, lock.since, lock.active_at = by, at, at
    lock.save()
    audit.record(by, "story.take_over", story, **{"from": former.shown_name()})
    sentence = format_lazy(
        gettext_lazy("{person} has taken over “{story}”. What you typed is kept and offered to you there."),
        person=by.shown_name(),
        story=str(story),
    )
    alerts.tell(Kind.MENTIONED, [former], sentence, at=at, story=story, by=by)
    return lock
