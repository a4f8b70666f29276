"""What somebody's board shows: read from a form, remembered on the server."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict

from dateline.desk.board.reading import Facts, counts
from dateline.desk.models import BoardChoice
from dateline.people.models import User
from dateline.stories.models import Section


@dataclass(frozen=True)
class Option:
    """One thing to choose. value: for the form."""

    value: str
    label: str
    count: int
    is_chosen: bool
    language: str = ""  # that the label is in


@dataclass(frozen=True)
class Options:
    everything: Option
    mine: Option
    languages: tuple[Option, ...]
    desks: tuple[Option, ...]
    people: tuple[Option, ...]


def choice_of(user: Any) -> BoardChoice:
    return BoardChoice.objects.filter(pk=user.pk).first() or BoardChoice(person_id=user.pk)


def choose(user: Any, posted: QueryDict) -> BoardChoice:
    """Change what was chosen and keep it. What is not there to choose counts as not chosen."""
    choice = choice_of(user)
    press = posted.get("press", "")
    if press == "all":
        choice.desk, choice.language, choice.holder_id, choice.mine = "", "", None, False
    else:
        choice.desk = _known_desk(posted.get("desk", choice.desk))
        choice.holder_id = _known_person(posted.get("holder", ""))
        if press == "mine":
            choice.mine = not choice.mine
        elif press.startswith("language:"):
            language = press.removeprefix("language:")
            choice.language = "" if language == choice.language or language not in settings.LANGUAGE_CODES else language
    choice.save()
    return choice


def options(found: Facts, user: Any, choice: BoardChoice) -> Options:
    """All that can be chosen, with how many stories each has. Two queries."""
    everything, mine, languages, desks, people = counts(found, user)
    nothing = not (choice.desk or choice.language or choice.holder_id or choice.mine)
    return Options(
        everything=Option("all", "", everything, nothing),
        mine=Option("mine", "", mine, choice.mine),
        languages=tuple(
            Option(f"language:{code}", name, languages[code], code == choice.language, code) for code, name in settings.LANGUAGES
        ),
        desks=tuple(Option(desk.slug, desk.name(), desks[desk.slug], desk.slug == choice.desk) for desk in Section.objects.all()),
        people=_people(people, choice),
    )


def _people(found: Counter[int], choice: BoardChoice) -> tuple[Option, ...]:
    wanted = set(found) | ({choice.holder_id} if choice.holder_id else set())
    people = sorted(User.objects.filter(pk__in=wanted), key=lambda person: person.shown_name().casefold())
    return tuple(Option(str(person.pk), person.shown_name(), found[person.pk], person.pk == choice.holder_id) for person in people)


def _known_desk(slug: str) -> str:
    return slug if slug and Section.objects.filter(slug=slug[:60]).exists() else ""


def _known_person(number: str) -> int | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return User.objects.filter(pk=int(number)).values_list("pk", flat=True).first()
