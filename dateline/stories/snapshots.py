"""The full content of a story at one release, as plain JSON values; and the way back into the story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories.models import Correction, Dossier, Section, Story, StoryPicture, StorySource

FORMAT = 1  # raise it when the shape changes; readers of old releases look at it


@dataclass(frozen=True)
class Parts:
    """What belongs to a story besides its own fields."""

    pictures: Sequence[StoryPicture] = ()
    sources: Sequence[StorySource] = ()
    authors: Sequence[Author] = ()
    subjects: Sequence[Subject] = ()
    corrections: Sequence[Correction] = ()


def parts_of(story: Story) -> Parts:
    """The parts of a saved story as the instance has them, unsaved edits included."""
    return Parts(
        pictures=list(story.pictures.all()),
        sources=list(story.sources.all()),
        authors=list(story.authors.all()),
        subjects=list(story.subjects.all()),
        corrections=list(story.corrections.all()) if story.version > 1 else (),  # a first release has none: spare the query
    )


def snapshot(story: Story, parts: Parts) -> dict[str, Any]:
    """Everything a receiver could need of `story` as it stands now. Times are ISO 8601 in UTC, or None."""
    return {
        "format": FORMAT,
        **{name: getattr(story, name) for name in _PLAIN},
        **{name: _time(getattr(story, name)) for name in _TIMES},
        "uri": story.uri,
        "section": story.section.slug,
        "dossier": story.dossier.slug if story.dossier else None,
        "authors": [{"slug": author.slug, "name": author.name(story.language)} for author in parts.authors],
        "subjects": [{"code": subject.code, "name": subject.name(story.language)} for subject in parts.subjects],
        "sources": [{"role": source.role, "name": source.name, "address": source.address} for source in parts.sources],
        "pictures": [
            {
                "picture": placement.picture_id,
                "file": placement.picture.file.name if placement.picture else None,
                "caption": placement.caption,
                "alt_text": placement.description(),
                "credit_line": placement.credit(),
            }
            for placement in parts.pictures
        ],
        "corrections": [{"at": _time(correction.at), "note": correction.note} for correction in parts.corrections],
    }


def obituary(story: Story) -> dict[str, Any]:
    """What a kill leaves, and a first publication that was taken back: who the story was and why it went, without its text."""
    kept = ("language", "slugline", "slug", "version", "kill_reason")
    times = ("published_at", "killed_at")
    return {
        "format": FORMAT,
        **{name: getattr(story, name) for name in kept},
        **{name: _time(getattr(story, name)) for name in times},
        "uri": story.uri,
    }


def restore(story: Story, content: dict[str, Any]) -> None:
    """Give `story` the text and the parts of an earlier snapshot of its own; not saved.

    Its time, state, version and address are left alone, and so are its corrections. What has been deleted since then
    (a section, a picture) cannot come back: the section stays what it is, of the picture only the credit is left.
    """
    for name in _RESTORED:
        setattr(story, name, content[name])
    until = content["embargoed_until"]
    story.embargoed_until = datetime.fromisoformat(until) if until else None
    story.section = Section.objects.filter(slug=content["section"]).first() or story.section
    story.dossier = Dossier.objects.filter(slug=content["dossier"]).first() if content["dossier"] else None
    story.authors.set(_in_order(Author.objects.filter(slug__in=_values(content["authors"], "slug")), content["authors"], "slug"))
    story.subjects.set(_in_order(Subject.objects.filter(code__in=_values(content["subjects"], "code")), content["subjects"], "code"))
    story.sources.set([StorySource(sort_order=order, **source) for order, source in enumerate(content["sources"])])
    pictures = Picture.objects.in_bulk([number for number in _values(content["pictures"], "picture") if number])
    story.pictures.set(
        [_placement(story, placed, pictures.get(placed["picture"]), order) for order, placed in enumerate(content["pictures"])]
    )


def _placement(story: Story, placed: dict[str, Any], picture: Picture | None, order: int) -> StoryPicture:
    """A placement as it was. What it said itself is set; what it said because its picture does is left to the picture."""
    found = StoryPicture(story=story, picture=picture, caption=placed["caption"], sort_order=order)
    if found.description() != placed["alt_text"]:
        found.alt_text = placed["alt_text"]
    if found.credit() != placed["credit_line"]:
        found.credit_line = placed["credit_line"]
    return found


def _in_order(found: Any, told: list[dict[str, Any]], key: str) -> list[Any]:
    by_key = {getattr(one, key): one for one in found}
    return [by_key[value] for value in _values(told, key) if value in by_key]


def _values(told: list[dict[str, Any]], key: str) -> list[Any]:
    return [one[key] for one in told]


_PLAIN = (
    "language", "version", "slugline", "headline", "lead", "body", "byline", "dateline",
    "urgency", "usage_terms", "copyright_notice", "ednote", "slug",
)  # fmt: skip
_RESTORED = tuple(name for name in _PLAIN if name not in ("language", "version", "slug"))
_TIMES = ("embargoed_until", "published_at", "updated_at")


def _time(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat() if value else None
