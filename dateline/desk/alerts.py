"""Telling somebody: an alert in the newsroom, by mail, both or neither, as that person wishes for that kind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import override

from dateline.desk.models import Alert, AlertWish
from dateline.desk.models.alerts import Kind
from dateline.people.models import User
from dateline.stories.models import Story

# Where an alert goes when its person has wished nothing: (in the newsroom, by mail).
USUAL: dict[str, tuple[bool, bool]] = {
    Kind.ASSIGNED: (True, False),
    Kind.RETURNED: (True, True),
    Kind.MENTIONED: (True, False),
    Kind.LATE: (True, True),
    Kind.CHANGED_ELSEWHERE: (True, True),
    Kind.SOURCE_DIED: (True, True),
}


def tell(
    kind: Kind, people: Iterable[User], sentence: Any, *, at: datetime, story: Story | None = None, by: Any = None, address: str = ""
) -> list[Alert]:
    """Alert each of `people` but the one who did it (`by`). Letters are sent by the jobs process, see `desk.letters`.

    sentence  lazy translation with its words filled in lazily (`format_lazy`), so that everyone reads their own language;
              or a function of no arguments that gives it
    address   the newsroom path it leads to; empty: the story's editor
    """
    wanted = [person for person in {person.pk: person for person in people}.values() if person.is_active and person != by]
    wishes = {wish.person_id: (wish.in_newsroom, wish.by_mail) for wish in AlertWish.objects.filter(person__in=wanted, kind=kind)}
    alerts = []
    for person in wanted:
        in_newsroom, by_mail = wishes.get(person.pk, USUAL[kind])
        if in_newsroom or by_mail:
            with override(language_of(person)):
                words = str(sentence() if callable(sentence) else sentence)
            alerts.append(
                Alert(
                    person=person, kind=kind, at=at, story=story, sentence=words, address=address, in_newsroom=in_newsroom, by_mail=by_mail
                )
            )
    return Alert.objects.bulk_create(alerts)


def language_of(person: User) -> str:
    """The language somebody has chosen for the newsroom."""
    profile = getattr(person, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else _default_language()


def _default_language() -> str:
    from django.conf import settings

    return str(settings.LANGUAGE_CODE)
