"""The full content of a story at one release, as plain JSON values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories.models import Correction, Story, StoryPicture, StorySource

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
    """What a kill leaves: who the story was and why it went, without its text."""
    kept = ("language", "slugline", "slug", "version", "kill_reason")
    times = ("published_at", "killed_at")
    return {
        "format": FORMAT,
        **{name: getattr(story, name) for name in kept},
        **{name: _time(getattr(story, name)) for name in times},
        "uri": story.uri,
    }


_PLAIN = (
    "language", "version", "slugline", "headline", "lead", "body", "byline", "dateline",
    "urgency", "usage_terms", "copyright_notice", "ednote", "slug",
)  # fmt: skip
_TIMES = ("embargoed_until", "published_at", "updated_at")


def _time(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
