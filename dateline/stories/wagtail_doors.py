"""Wagtail's publish button, led to our doors: the one place that keeps Wagtail's revisions and our releases in step."""

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
