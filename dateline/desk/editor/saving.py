"""One save: by one person, against the text that it was begun from. Whoever comes second loses nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.editor import locks, typed
from dateline.desk.editor.form import StoryForm, content_of
from dateline.desk.models import EditLock, SetAside
from dateline.stories.models import Story


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    story    as it is now
    changed  whether there was anything to save
    lock     of somebody else, who is writing: then nothing was saved
    newer    the revision that somebody else has saved meanwhile: then nothing was saved
    """

    story: Story
    changed: bool = False
    lock: EditLock | None = None
    newer: Revision | None = None

    @property
    def came_second(self) -> bool:
        return self.lock is not None or self.newer is not None


@transaction.atomic
def save(form: StoryForm, *, by: Any, at: datetime) -> Saved:
    """Save a valid form as the story's latest text. Where somebody else was faster, the text is set aside instead.

    The story's row is locked until the end, so that two who save at once come one after the other.
    """
    if form.instance.pk is None:
        story = form.apply()
        workflow.save(story, by=by, at=at)
        typed.forget(by, story)
        return Saved(story, changed=True)
    row = Story.objects.select_for_update(of=("self",)).get(pk=form.instance.pk)
    before = content_of(typed.saved_text(row))
    story = form.apply()
    if content_of(story) == before:
        typed.forget(by, row)
        return Saved(story)
    lock, newer = locks.against(row, by, at), _newer(row, form.cleaned_data.get("base") or 0)
    if lock or newer:
        kept = typed.keep(row, form.data, by=by, at=at)  # type: ignore[arg-type]
        typed.set_aside(row, kept, because=SetAside.Because.MEANWHILE, at=at, text=story)
        return Saved(story, lock=lock, newer=newer)
    workflow.save(story, by=by, at=at)
    typed.forget(by, row)
    locks.take(row, by, at)
    return Saved(story, changed=True)


def _newer(row: Story, base: int) -> Any:
    return row.latest_revision if row.latest_revision_id and row.latest_revision_id != base else None
