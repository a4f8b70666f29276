"""Wagtail's revisions, led to our doors: the one place that keeps its live revision and our releases in step."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from dateline.stories import publishing
from dateline.stories.models import Release, Story


@transaction.atomic
def publish(revision: Any, user: Any) -> Release:
    """Publish or update the story as `revision` (wagtail.models.Revision) has it, signed by `user`.

    Raises  stories.errors.CannotPublish with every reason
    """
    story = revision.as_object()
    state = Story.objects.values_list("state", flat=True).get(pk=story.pk)
    door = publishing.publish if state == Story.State.DRAFT else publishing.update
    release = door(story, at=now(), by=user)
    Story.objects.filter(pk=story.pk).update(live_revision=revision)
    return release


@transaction.atomic
def correct(story: Story, note: str, user: Any) -> Release:
    """Publish the latest saved edits of `story` (its row, where there are none) as a correction, signed by `user`.

    Raises  stories.errors.CannotPublish with every reason
    """
    revision = story.get_latest_revision()
    release = publishing.correct(revision.as_object() if revision else story, at=now(), note=note, by=user)
    Story.objects.filter(pk=story.pk).update(live_revision=revision)
    return release
