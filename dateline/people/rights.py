"""Who may do what: roles, the acts they bring, and for which desk and language. One table; everything else asks `may`.

A person's rights are the sum of their duties (`Duty`: a role, for one desk or all, for one language or all).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    CHIEF_EDITOR = "chief_editor", _("chief editor")
    PHOTO_EDITOR = "photo_editor", _("photo editor")
    TV_PRODUCER = "tv_producer", _("TV producer")
    CLIENT_MANAGER = "client_manager", _("client manager")
    ADMINISTRATOR = "administrator", _("administrator")


class Act(models.TextChoices):
    """What can be done in the newsroom. Everyone with a duty may read everything in it."""

    WRITE = "write", _("write and edit drafts, translate, hand in for review")
    REVIEW = "review", _("return or approve, assign, take over a lock")
    PUBLISH = "publish", _("publish, schedule, update, correct, take back")
    FLASH = "flash", _("send a flash")
    KILL = "kill", _("withdraw")
    LIFT_EMBARGO = "lift_embargo", _("lift an embargo")
    PLAN = "plan", _("plan events and coverages")
    UPLOAD_PICTURES = "upload_pictures", _("upload pictures and edit one's own")
    MANAGE_PICTURES = "manage_pictures", _("edit and delete every picture")
    REGISTERS = "registers", _("keep the registers: sections, dossiers, bylines, subjects, templates")
    TV = "tv", _("run the television channels")
    CLIENTS = "clients", _("keep client newsrooms")
    AUDIT = "audit", _("read the audit log")
    PEOPLE = "people", _("invite people and give duties")
    SETTINGS = "settings", _("change the settings of the agency")


_REPORTS = {Act.WRITE, Act.UPLOAD_PICTURES, Act.PLAN}
_EDITS = _REPORTS | {Act.REVIEW, Act.PUBLISH, Act.FLASH, Act.KILL}
ACTS: dict[Role, frozenset[Act]] = {
    Role.REPORTER: frozenset(_REPORTS),
    Role.EDITOR: frozenset(_EDITS),
    Role.CHIEF_EDITOR: frozenset(_EDITS | {Act.LIFT_EMBARGO, Act.MANAGE_PICTURES, Act.REGISTERS, Act.AUDIT}),
    Role.PHOTO_EDITOR: frozenset({Act.UPLOAD_PICTURES, Act.MANAGE_PICTURES, Act.PLAN}),
    Role.TV_PRODUCER: frozenset({Act.TV, Act.UPLOAD_PICTURES, Act.PLAN}),
    Role.CLIENT_MANAGER: frozenset({Act.CLIENTS}),
    Role.ADMINISTRATOR: frozenset({Act.PEOPLE, Act.SETTINGS, Act.REGISTERS, Act.AUDIT, Act.CLIENTS}),
}


@dataclass(frozen=True)
class Scope:
    """Where somebody may do an act: pairs of a desk (slug of a section) and a language; an empty word means every one."""

    pairs: frozenset[tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def holds(self, desk: str = "", language: str = "") -> bool:
        """Whether it covers this desk and language; one that is not named may be any."""
        return any((not d or not desk or d == desk) and (not l or not language or l == language) for d, l in self.pairs)  # noqa: E741

    def condition(self, desk: str = "section__slug", language: str = "language") -> models.Q:
        """The same as a condition on a query, by the names of its two fields."""
        found = models.Q(pk__in=())
        for d, l in self.pairs:  # noqa: E741
            found |= models.Q(**({desk: d} if d else {}), **({language: l} if l else {})) if d or l else models.Q(pk__isnull=False)
        return found


EVERYWHERE, NOWHERE = Scope(frozenset({("", "")})), Scope(frozenset())


def scope(user: Any, act: Act) -> Scope:
    """Where `user` may do `act`. A superuser may everything everywhere; who is not active, nothing."""
    if not getattr(user, "is_active", False):
        return NOWHERE
    if user.is_superuser:
        return EVERYWHERE
    return Scope(frozenset((desk, language) for role, desk, language in duties_of(user) if act in ACTS[role]))


def may(user: Any, act: Act, *, desk: str = "", language: str = "") -> bool:
    """Whether `user` may do `act` at this desk (slug of a section) in this language; unnamed: anywhere at all."""
    return scope(user, act).holds(desk, language)


def require(user: Any, act: Act, *, desk: str = "", language: str = "") -> None:
    """Raises PermissionDenied (403) with a sentence when `user` may not."""
    if not may(user, act, desk=desk, language=language):
        raise PermissionDenied(_("This needs a right that you do not have here: %(right)s.") % {"right": Act(act).label})


def is_staff_member(user: Any) -> bool:
    """Whether `user` may enter the newsroom at all."""
    return bool(getattr(user, "is_active", False) and (user.is_superuser or duties_of(user)))


def duties_of(user: Any) -> list[tuple[Role, str, str]]:
    """(role, desk, language) of each duty; read once per instance of `user`, that is once a request."""
    if user.pk is None:
        return []
    if not hasattr(user, "_duties"):
        user._duties = [(Role(role), desk, language) for role, desk, language in user.duties.values_list("role", "desk", "language")]
    found: list[tuple[Role, str, str]] = user._duties
    return found


def who_may(act: Act, *, desk: str = "", language: str = "") -> Any:
    """The active users who may do `act` there, as a query."""
    from dateline.people.models import Duty, User

    duties = Duty.objects.filter(role__in=[role for role in Role if act in ACTS[role]])
    for name, value in (("desk", desk), ("language", language)):
        if value:
            duties = duties.filter(**{f"{name}__in": ["", value]})
    return User.objects.filter(models.Q(is_superuser=True) | models.Q(pk__in=duties.values("user")), is_active=True)


def roles_of(user: Any) -> Iterable[Role]:
    return dict.fromkeys(role for role, _desk, _language in duties_of(user))
