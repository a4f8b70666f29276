"""What the index knows of a story."""

import re
from dataclasses import dataclass
from datetime import datetime

from dateline.languages.stems import stems
from dateline.lib.html import plain
from dateline.search.names import JOINT, names
from dateline.stories.models import Story

SUBJECT = f"subject{JOINT}"
DOSSIER = f"dossier{JOINT}"

_SIGNS = re.compile(r"\W")  # they would part a mark into words


@dataclass(frozen=True)
class Document:
    """One story as stems.

    headline, lead, body  stems in the order of the text, stop words included
    names                 stems that are names or parts of names
    marks                 what else ties stories together: full names, subjects, the dossier; no text has these
    """

    story_id: int
    language: str
    published_at: datetime
    embargoed_until: datetime | None
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    names: frozenset[str]
    marks: frozenset[str]


def document_of(story: Story) -> Document:
    """The document of a story that has gone out; its subjects are asked for, so prefetch them."""
    if story.published_at is None:
        raise ValueError(f"story {story.pk} has never gone out")
    body = plain(story.body)
    found = names("\n".join((story.headline, story.lead, body)), story.language)
    marks = {SUBJECT + _SIGNS.sub(JOINT, subject.code) for subject in story.subjects.all()}
    if story.dossier_id:
        marks.add(f"{DOSSIER}{story.dossier_id}")
    return Document(
        story_id=story.pk,
        language=story.language,
        published_at=story.published_at,
        embargoed_until=story.embargoed_until,
        headline=tuple(stems(story.headline, story.language)),
        lead=tuple(stems(story.lead, story.language)),
        body=tuple(stems(body, story.language)),
        names=found.single,
        marks=found.full | marks,
    )
