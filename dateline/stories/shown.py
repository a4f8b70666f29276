"""Whether a story shows what its last release says.

What others may change without a release is no difference: an author's or a picture's own data, the address of a section,
an author or a dossier that is gone from its register.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories.models import Correction, Dossier, Release, Section, Story, StoryPicture, StorySource
from dateline.stories.snapshots import Parts, obituary, snapshot

_Names = dict[str, Any]
_REGISTERED: tuple[tuple[str, type[Model], str], ...] = (
    ("section", Section, "slug"), ("dossier", Dossier, "slug"), ("authors", Author, "slug"), ("subjects", Subject, "code"),
)  # fmt: skip
_COMPARED_APART = {"pictures", *(name for name, _model, _key in _REGISTERED)}


def parts_of_many(stories: Sequence[Story]) -> dict[int, Parts]:
    """The saved parts of many stories, by number, with a query a kind of part: Django's prefetching costs ten times as much."""
    by_number = {story.pk: story for story in stories}
    found = {number: Parts([], [], [], [], []) for number in by_number}
    mine = {"story__in": list(by_number)}
    for name, rows in (
        ("pictures", StoryPicture.objects.filter(**mine).select_related("picture").order_by("sort_order", "pk")),
        ("sources", StorySource.objects.filter(**mine).order_by("sort_order", "pk")),
        ("corrections", Correction.objects.filter(**mine).order_by("at", "pk")),
    ):
        for row in rows:
            row.story = by_number[row.story_id]
            getattr(found[row.story_id], name).append(row)
    for name, through, model in (("authors", Story.authors.through, Author), ("subjects", Story.subjects.through, Subject)):
        links = list(through._default_manager.filter(**mine).values_list("story_id", f"{model._meta.model_name}_id"))
        entries = model._default_manager.in_bulk({entry for _story, entry in links})
        for number, entry in links:
            getattr(found[number], name).append(entries[entry])
    return found


def differences(story: Story, parts: Parts, kind: str, content: dict[str, Any]) -> list[str]:
    """The names of what differs between `story` with its parts and its last release."""
    state = _state_after(kind, content)
    if story.state != state:
        return ["state"]
    if state == Story.State.DRAFT:
        return []  # the newsroom works on it
    if state == Story.State.KILLED:
        return _unequal(obituary(story), content)
    shown = snapshot(story, parts)
    found = _unequal(shown, content)
    found += [name for name, model, key in _REGISTERED if not _same_entries(shown.get(name), content.get(name), model, key)]
    return found if _same_pictures(parts.pictures, content.get("pictures")) else [*found, "pictures"]


def _state_after(kind: str, content: dict[str, Any]) -> Story.State:
    if kind == Release.Kind.KILL:
        return Story.State.KILLED
    return Story.State.DRAFT if kind == Release.Kind.UNDO and "body" not in content else Story.State.PUBLISHED


def _unequal(shown: _Names, content: _Names) -> list[str]:
    """What both know and say differently; a snapshot of an earlier version of Dateline knows less."""
    return [name for name, value in content.items() if name in shown and name not in _COMPARED_APART and not _same(shown[name], value)]


def _same(shown: Any, told: Any) -> bool:
    """Equal, or the same number or moment in another spelling: the database has its own."""
    if shown == told or (isinstance(shown, int) and str(shown) == told):
        return True
    try:
        return datetime.fromisoformat(shown) == datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return False


def _same_entries(shown: Any, told: Any, model: type[Model], key: str) -> bool:
    """Whether the same entries of a register are named, but for those that have been renamed or removed there since."""
    now, then = set(_names(shown, key)), set(_names(told, key))
    if now == then:
        return True
    gone = then - _registered(model, key, frozenset(then))
    return not (then - gone - now) and len(now - then) <= len(gone)


def _names(value: Any, key: str) -> Iterable[str]:
    if isinstance(value, list):
        return [str(one.get(key)) for one in value]
    return [str(value)] if value else []


def _registered(model: type[Model], key: str, names: frozenset[str]) -> frozenset[str]:
    found = model._default_manager.filter(**{f"{key}__in": names}).values_list(key, flat=True)
    return frozenset(found)


def _same_pictures(placements: Sequence[StoryPicture], told: Any) -> bool:
    """The same pictures with the same captions, and the same words where the story has words of its own for them."""
    if not isinstance(told, list) or len(told) != len(placements):
        return False
    return all(
        (placed.picture_id, placed.caption) == (one.get("picture"), one.get("caption"))
        and placed.alt_text in ("", one.get("alt_text"))
        and placed.credit_line in ("", one.get("credit_line"))
        for placed, one in zip(placements, told, strict=True)
    )
