"""Wagtail's revisions, led to our doors: the one place that keeps its live revision and our releases in step."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dateline.stories import publishing
from dateline.stories.models import Release, Story


@transaction.atomic
def publish(revision: Any, user: Any, *, at: datetime, reason: str = "") -> Release:
    """Publish or update the story as `revision` (wagtail.models.Revision) has it, at `at`, signed by `user`.

    Raises  stories.errors.CannotPublish with every reason
    """
    story = revision.as_object()
    state = Story.objects.values_list("state", flat=True).get(pk=story.pk)
    door = publishing.publish if state == Story.State.DRAFT else publishing.update
    release = door(story, at=at, by=user, reason=reason)
    Story.objects.filter(pk=story.pk).update(live_revision=revision)
    return release


@transaction.atomic
def correct(story: Story, note: str, user: Any, *, at: datetime, reason: str = "") -> Release:
    """Publish the latest saved edits of `story` (its row, where there are none) as a correction, at `at`, signed by `user`.

    Raises  stories.errors.CannotPublish with every reason
    """
    revision = story.get_latest_revision()
    release = publishing.correct(revision.as_object() if revision else story, at=at, note=note, by=user, reason=reason)
    Story.objects.filter(pk=story.pk).update(live_revision=revision)
    return release


@transaction.atomic
def undo(story: Story, user: Any, *, at: datetime, reason: str = "", number: int | None = None) -> Release:
    """`publishing.undo`, and what was taken back stays on the desk: it is the story's latest revision, unless somebody
    has gone on editing since then. What is public again has a revision too.

    number  of the release that is meant
    Raises  stories.errors.CannotUndo with every reason
    """
    row = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    edits = _latest_edits(row)
    release = publishing.undo(row, at=at, by=user, reason=reason, number=number)
    if Release.objects.filter(story=row, version=release.version - 1, kind=Release.Kind.KILL).exists():
        edited = row.latest_revision_id not in (None, row.live_revision_id)  # the text is as it was
        Story.objects.filter(pk=row.pk).update(has_unpublished_changes=edited)
        return release
    back = Story.objects.get(pk=row.pk)
    live = back.save_revision(user=user, changed=False, clean=False) if back.live else None
    edits.save_revision(user=user, clean=False)
    Story.objects.filter(pk=row.pk).update(live_revision=live, has_unpublished_changes=True)
    return release


def _latest_edits(row: Story) -> Story:
    """The story as somebody last edited it: what went out last, or a later revision."""
    latest, last = row.latest_revision, Release.objects.filter(story=row).order_by("version").last()
    if latest and last and latest.pk != row.live_revision_id and (row.live_revision_id or latest.created_at > last.at):
        return latest.as_object()  # type: ignore[no-any-return]
    return row.with_content_json(row.serializable_data())  # type: ignore[no-any-return]  # a copy that the undo does not reach
