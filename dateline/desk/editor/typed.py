"""What somebody has typed and not saved: kept every few seconds as the browser sent it, unchecked."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.editor.form import StoryForm, content_of
from dateline.desk.models import SetAside, UnsavedText
from dateline.lib.tidy import tidy
from dateline.stories.models import Story

MAX_LETTERS = 4_000_000  # of a form as sent; requests above DATA_UPLOAD_MAX_MEMORY_SIZE do not come this far
_NOT_TYPED = ("csrfmiddlewaretoken", "act", "note", "send_at", "remove_row")


def keep(story: Story | None, fields: QueryDict, *, by: Any, at: datetime) -> UnsavedText:
    """Keep what `by` has typed, in the place of what was kept before."""
    kept = fields.copy()
    for name in _NOT_TYPED:
        kept.pop(name, None)
    whose: dict[str, Any] = {"person": by, "story": story}
    if story is None:
        whose["key"] = kept["key"] = _key(fields)
    values = {"fields": tidy(kept.urlencode()), "at": at, "base": _number(fields.get("base"))}
    return UnsavedText.objects.update_or_create(**whose, defaults=values)[0]


def saved_text(story: Story) -> Story:
    """`story` as it was last saved in the newsroom, in an instance of its own: what changes it changes nothing else."""
    latest = workflow.latest(story)
    copy: Story = latest if latest is not story else story.with_content_json(story.serializable_data())
    return copy


def of(person: Any, story: Story) -> UnsavedText | None:
    return UnsavedText.objects.filter(person=person, story=story).first()


def is_saved(typed: UnsavedText, story: Story, *, at: datetime) -> bool:
    """Whether what was typed is what is saved, to the letter."""
    form = form_of(typed, saved_text(story), at=at)
    return form.is_valid() and content_of(form.apply()) == content_of(saved_text(story))


def forget(person: Any, story: Story) -> None:
    """It is saved now: as `story`, also when it was typed before the story was one."""
    UnsavedText.objects.filter(person=person, story=story).delete()
    UnsavedText.objects.filter(person=person, story=None, key=str(story.identity)).delete()


def form_of(typed: UnsavedText, story: Story, *, at: datetime) -> StoryForm:
    """The form as it was typed, over `story` (which it changes)."""
    return StoryForm(QueryDict(typed.fields), instance=story, user=typed.person, at=at, base=typed.base)


def story_of(typed: UnsavedText, story: Story, *, at: datetime) -> Story:
    """`story` with what was typed, as far as it can be understood; unsaved."""
    form = form_of(typed, story, at=at)
    form.is_valid()
    return form.apply()


@transaction.atomic
def replace(story: Story, fields: QueryDict, *, by: Any, at: datetime, base: int) -> UnsavedText:
    """Put a text that was made here (merged, restored, given up by somebody) before `by`, as if typed on top of `base`."""
    sent = fields.copy()
    sent["base"] = str(base)
    return keep(story, sent, by=by, at=at)


@transaction.atomic
def set_aside(story: Story, kept: UnsavedText, *, because: str, at: datetime, text: Story | None = None) -> Revision:
    """Keep a text as a revision of its own that is not the story's latest; the same one again when it is set aside again.

    text  what was typed, where it is already understood
    """
    text = text or story_of(kept, saved_text(story), at=at)
    if kept.aside_id and kept.aside:
        kept.aside.content, kept.aside.created_at = text.serializable_data(), at
        kept.aside.save()
        return kept.aside
    revision = Revision.objects.create(
        content_type=ContentType.objects.get_for_model(Story),
        base_content_type=ContentType.objects.get_for_model(Story),
        object_id=str(story.pk), user=kept.person, created_at=at, content=text.serializable_data(), object_str=str(text),
    )  # fmt: skip
    SetAside.objects.create(revision=revision, because=because)
    kept.aside = revision
    kept.save(update_fields=["aside"])
    return revision


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 19 else 0


def _key(fields: QueryDict) -> str:
    try:
        return str(UUID(fields.get("key", "")))
    except ValueError:
        return str(uuid4())
