"""Sending a flash: a story of urgency 1 in each language that was written, public before anybody looks twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db import transaction

from dateline.desk import workflow
from dateline.languages.addresses import slugify
from dateline.stories.models import Release, Section, Story

URGENCY = 1
SLUGLINE_MAX = 40


@dataclass(frozen=True)
class Words:
    """One language of a flash. line: may be empty; the headline says it all then."""

    language: str
    headline: str
    line: str


@transaction.atomic
def send(words: Sequence[Words], *, identity: uuid.UUID, section: Section, by: Any, at: datetime) -> list[Release]:
    """Send it in every language of `words`, all or none; and put its full story on the desk of who sent it.

    identity  of the flash, made with its form: what was sent under it already is not sent again, and gives no release
    Raises    PermissionDenied; CannotPublish with every reason. Then nothing is saved.
    """
    sent = set(Story.objects.filter(identity=identity).values_list("language", flat=True))
    slugline = slugline_of(words[0])
    releases = []
    for one in words:
        if one.language in sent:
            continue
        story = Story(
            identity=identity, language=one.language, section=section, urgency=URGENCY, slugline=slugline,
            headline=one.headline, body=f"<p>{escape(one.line or one.headline, quote=False)}</p>",
        )  # fmt: skip
        workflow.save(story, by=by, at=at)
        releases.append(workflow.publish(story, by=by, at=at, flash=True))
        workflow.begin(story, by=by, at=at)
    return releases


def slugline_of(words: Words) -> str:
    """FLASH- and the first words of the headline in Latin letters."""
    return f"FLASH-{slugify(words.headline, words.language, SLUGLINE_MAX).upper()}"


@transaction.atomic
def take_back(identity: uuid.UUID, *, by: Any, at: datetime) -> list[Release]:
    """Undo every language of a flash, all or none.

    Raises  PermissionDenied; CannotUndo with every reason. Then nothing is changed.
    """
    stories = Story.objects.filter(identity=identity, state=Story.State.PUBLISHED).select_related("section")
    return [workflow.undo(story, by=by, at=at) for story in stories]
