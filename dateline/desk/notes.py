"""Notes that colleagues leave each other on a story; whoever is named with an @ is told."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.desk import alerts
from dateline.desk.models import Note
from dateline.desk.models.alerts import Kind
from dateline.lib.errors import Refused
from dateline.lib.tidy import tidy
from dateline.people import audit
from dateline.people.models import User
from dateline.stories.models import Story

MAX_LETTERS = 4000


@transaction.atomic
def add(story: Story, text: str, *, by: Any, at: datetime, kind: str = Note.Kind.REMARK, told: Iterable[User] = ()) -> Note:
    """Leave a note on `story`. Raises Refused when it is empty or too long.

    told  who reads it in another alert already: they are not alerted again
    """
    text = tidy(text).strip()
    if not text:
        raise Refused([_("The note is empty.")])
    if len(text) > MAX_LETTERS:
        raise Refused([_("A note can have %(most)d letters; this one has %(letters)d.") % {"most": MAX_LETTERS, "letters": len(text)}])
    note = Note.objects.create(story=story, by=by, at=at, text=text, kind=kind)
    people = mentioned(text, colleagues())
    note.mentions.set(people)
    sentence = lambda: _("%(person)s on “%(story)s”: %(note)s") % {"person": by.shown_name(), "story": story, "note": text}  # noqa: E731
    known = {person.pk for person in told}
    alerts.tell(Kind.MENTIONED, [one for one in people if one.pk not in known], sentence, at=at, story=story, by=by)
    return note


def settle(note: Note, *, by: Any, at: datetime) -> None:
    """It is dealt with: it steps back in the list, and stays."""
    Note.objects.filter(pk=note.pk, settled_at=None).update(settled_at=at)
    audit.record(by, "note.settle", note.story, note=note.pk)


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Who is named in `text` after an @, by full name or by account, in any case of letters."""
    return [
        person for person in people
        if any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in {person.shown_name(), person.get_username()})
    ]  # fmt: skip


def colleagues() -> list[User]:
    """Everybody who can be named: the active accounts that have a duty."""
    from django.db.models import Q

    found = User.objects.filter(Q(is_superuser=True) | Q(duties__isnull=False), is_active=True).distinct()
    return list(found.order_by("last_name", "first_name", "username"))


def matching(text: str, limit: int = 8) -> list[User]:
    """Colleagues with a name, of several, that begins with what was typed."""
    wanted = text.casefold().strip()
    found = [one for one in colleagues() if any(word.startswith(wanted) for word in _names(one))]
    return found[:limit]


def _names(person: User) -> list[str]:
    name = person.shown_name().casefold()
    return [name, *name.split(), person.get_username().casefold()]
