"""The audit log in the reader's language. It keeps codes (“story.publish”, the slug of a desk); people read names.

An act that is recorded somewhere gets its name here; a test looks through the source for one that has none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dateline.desk.staff.duty_words import Duties
from dateline.people.models import AuditEntry
from dateline.people.rights import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_LETTERS = 300  # of one value on the screen; the export has all

ACTS: "dict[str, _StrPromise]" = {
    "story.create": _("Story begun"),
    "story.save": _("Text saved"),
    "story.translate": _("Translation begun"),
    "story.assign": _("Story given to somebody"),
    "story.hand_in": _("Handed in for review"),
    "story.return": _("Returned to its writer"),
    "story.approve": _("Story approved"),
    "story.schedule": _("Story scheduled"),
    "story.unschedule": _("Taken off the schedule"),
    "story.held": _("Held back by the scheduler"),
    "story.publish": _("Story published"),
    "story.update": _("Update published"),
    "story.correct": _("Correction published"),
    "story.flash": _("Flash sent"),
    "story.kill": _("Story withdrawn"),
    "story.undo": _("Release taken back"),
    "story.take_over": _("Taken over from a colleague"),
    "story.delete": _("Draft deleted"),
    "story.settle": _("Looked at after a change in another language"),
    "story.unwanted": _("Language marked as not wanted"),
    "story.wanted": _("Language wanted after all"),
    "note.settle": _("Note settled"),
    "template.create": _("Template made"),
    "template.save": _("Template changed"),
    "template.delete": _("Template deleted"),
    "picture.upload": _("Picture uploaded"),
    "picture.describe": _("Picture described"),
    "picture.delete": _("Picture deleted"),
    "event.create": _("Event entered"),
    "event.change": _("Event changed"),
    "event.delete": _("Event deleted"),
    "coverage.link": _("Story linked to a coverage"),
    "coverage.done": _("Coverage done"),
    "coverage.reopened": _("Coverage open again"),
    "desk.languages": _("Languages of a desk changed"),
    "desk.two_persons": _("Two-person rule changed"),
    "duty.give": _("Duty given"),
    "duty.take": _("Duty taken away"),
    "person.invite": _("Person invited"),
    "person.invite_again": _("Invitation sent again"),
    "person.uninvite": _("Invitation taken back"),
    "person.accept_invitation": _("Invitation accepted"),
    "person.change": _("Account changed"),
    "person.close": _("Account closed"),
    "person.open": _("Account opened again"),
    "password.change": _("Password changed"),
    "second_factor.add": _("Second factor set up"),
    "second_factor.remove": _("Second factor removed"),
    "second_factor.new_codes": _("New recovery codes"),
    "second_factor.reset": _("Second factor taken away"),
    "session.sign_in": _("Signed in to the newsroom"),
    "session.sign_out": _("Signed out"),
    "session.sign_in_failed": _("Failed to sign in"),
    "session.locked_out": _("Account paused after wrong tries"),
    "session.end": _("Session ended"),
    "audit.export": _("Audit log exported"),
    "section.create": _("Section added"),
    "section.edit": _("Section changed"),
    "section.delete": _("Section deleted"),
    "author.create": _("Author added"),
    "author.edit": _("Author changed"),
    "author.delete": _("Author deleted"),
    "dossier.create": _("Dossier added"),
    "dossier.edit": _("Dossier changed"),
    "dossier.delete": _("Dossier deleted"),
    "subject.create": _("Subject added"),
    "subject.edit": _("Subject changed"),
    "subject.delete": _("Subject deleted"),
    "agency.edit": _("Settings of the agency changed"),
}

# What the acts of a kind are about, by the word before the dot.
GROUPS: "dict[str, _StrPromise]" = {
    "story": _("Stories"),
    "note": _("Notes"),
    "template": _("Templates"),
    "picture": _("Pictures"),
    "event": _("Events"),
    "coverage": _("Coverages"),
    "desk": _("Desks"),
    "duty": _("Duties"),
    "person": _("Accounts and invitations"),
    "password": _("Passwords"),
    "second_factor": _("Second factor"),
    "session": _("Signing in and out"),
    "audit": _("Audit log"),
    "section": _("Sections"),
    "author": _("Authors"),
    "dossier": _("Dossiers"),
    "subject": _("Subjects"),
    "agency": _("Agency"),
}

# What stands before a value of the details.
DETAILS: "dict[str, _StrPromise]" = {
    "address": pgettext_lazy("in the audit log", "from the address"),
    "after": pgettext_lazy("in the audit log", "now"),
    "before": pgettext_lazy("in the audit log", "before"),
    "coverage": _("number of the coverage"),
    "desk": _("desk"),
    "device": _("device"),
    "due_at": _("due"),
    "duties": _("duties"),
    "email": _("mail address"),
    "factor": _("second factor"),
    "fields": _("what was changed"),
    "file": _("file"),
    "filters": _("filters"),
    "flags": _("flags settled"),
    "form": _("format"),
    "from": pgettext_lazy("in the audit log", "from"),
    "instead": _("number of the picture in its place"),
    "invited_by": _("invited by"),
    "label": _("name"),
    "language": _("language"),
    "note": _("note"),
    "public_reason": _("reason, for readers"),
    "reason": _("reason"),
    "release": _("number of the release"),
    "role": _("role"),
    "scheduled_for": _("scheduled for"),
    "source": _("number of the source text"),
    "story": _("number of the story"),
    "template": _("template"),
    "text": _("text"),
    "to": pgettext_lazy("in the audit log", "to"),
    "why": pgettext_lazy("in the audit log", "because"),
    "word": pgettext_lazy("in the audit log", "what was said to it"),
}
_TIMES = ("due_at", "scheduled_for")


@dataclass(frozen=True)
class Told:
    """One entry as it is read. kind: what the thing is; details: pairs of label and value, without empty ones."""

    entry: AuditEntry
    act: str
    kind: str
    details: list[tuple[str, str]]


class Words:
    """Tells entries in the active language; asks once for the names of the desks."""

    def __init__(self) -> None:
        self.duties = Duties()

    def tell(self, entry: AuditEntry) -> Told:
        details = [(str(DETAILS.get(name, name)), self.value(name, value, entry)) for name, value in entry.details.items()]
        return Told(entry, act_name(entry.act), kind_name(entry.kind), [(label, value) for label, value in details if value])

    def value(self, name: str, value: Any, entry: AuditEntry) -> str:
        """A value of the details, short and readable."""
        text = self._text(name, value, entry)
        return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"

    def _text(self, name: str, value: Any, entry: AuditEntry) -> str:
        if isinstance(value, dict):
            return ", ".join(f"{key}: {self._text(key, one, entry)}" for key, one in value.items())
        if isinstance(value, list) and entry.act != "desk.languages":
            between = {"email": " → ", "duties": "; "}.get(name, ", ")
            return between.join(self._text(name, one, entry) if name != "duties" else self._duty(one) for one in value)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return self._word(name, value, entry)

    def _duty(self, row: Any) -> str:
        return self.duties.tell(*row) if isinstance(row, list) and len(row) == 3 else str(row)

    def _word(self, name: str, value: Any, entry: AuditEntry) -> str:
        if entry.act == "desk.languages":  # an empty list means every one
            return ", ".join(map(self.duties.language, value or [""]))
        word = "" if value is None else str(value)
        if name == "desk":
            return self.duties.desk(word)
        if name == "language":
            return self.duties.language(word)
        if name in ("due_at", "scheduled_for"):
            return _moment(word)
        if name == "fields":
            return field_name(entry.kind, word)
        return str(_CHOICES.get(name, {}).get(word, word))


_CHOICES: dict[str, dict[str, Any]] = {"role": dict(Role.choices), "factor": dict(Authenticator.Type.choices)}


def act_name(code: str) -> str:
    """“Story published” for “story.publish”; the code of an act that has no name."""
    return str(ACTS.get(code, code))


def group_name(word: str) -> str:
    """“Stories” for “story”."""
    return str(GROUPS.get(word, word))


def kind_name(label: str) -> str:
    """“story” for “stories.story”; the label of a model that is gone."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except (LookupError, ValueError):
        return label


def field_name(kind: str, name: str) -> str:
    """What the forms call a field of this kind of thing."""
    try:
        return str(apps.get_model(kind)._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


def choices(known: Iterable[str]) -> list[Any]:
    """The acts `known` to the log for a select: in groups, each with a line for all of it, by their names."""
    groups: dict[str, list[str]] = {}
    for code in known:
        groups.setdefault(code.split(".")[0], []).append(code)
    named = sorted((capfirst(group_name(word)), word, codes) for word, codes in groups.items())
    return [
        (name, [(f"{word}.", gettext("%(group)s: all of it") % {"group": name}), *sorted(((c, act_name(c)) for c in codes), key=_by_name)])
        for name, word, codes in named
    ]


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1]


def in_language(language: str, lines: Iterator[str]) -> Iterator[str]:
    """`lines`, each made in `language`: a file is streamed when the request, and its language, are over."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _moment(text: str) -> str:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return date_format(localtime(found), "SHORT_DATETIME_FORMAT") if found is not None and is_aware(found) else text
