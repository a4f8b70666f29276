"""Duties given and taken, and people let go: who may do that to whom, and that somebody can always administer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError
from dateline.people import rights
from dateline.people.audit import record
from dateline.people.models import Duty, User
from dateline.people.rights import Act, Role


class Row(NamedTuple):
    """One duty as data. desk: slug of a section, or empty; language: a code, or empty."""

    role: str
    desk: str = ""
    language: str = ""

    def is_known(self, desks: Iterable[str]) -> bool:
        return self.role in Role.values and self.desk in ("", *desks) and self.language in ("", *settings.LANGUAGE_CODES)


class LastAdministrator(DatelineError):
    code = "last_administrator"

    def __init__(self) -> None:
        super().__init__(_("Then nobody could administer the newsroom any more."), _("Make somebody else an administrator first."))


def require_over(by: Any, user: Any) -> None:
    """Raises PermissionDenied unless `by` may change the account of `user`. A superuser's is for superusers."""
    rights.require(by, Act.PEOPLE)
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied(_("This account stands above every role. Only an account of the same kind can change it."))


@transaction.atomic
def give(user: User, rows: Iterable[Row], *, by: Any) -> None:
    """Make these the duties of `user`, all others end. Raises PermissionDenied, LastAdministrator; then nothing has changed."""
    require_over(by, user)
    _one_at_a_time()
    wanted, present = set(rows), {Row(role, desk, language): key for key, role, desk, language in _of(user)}
    Duty.objects.filter(pk__in=[key for row, key in present.items() if row not in wanted]).delete()
    Duty.objects.bulk_create(Duty(user=user, **row._asdict()) for row in sorted(wanted - present.keys()))
    _require_an_administrator()
    for row in sorted(wanted - present.keys()):
        record(by, "duty.give", user, **row._asdict())
    for row in sorted(present.keys() - wanted):
        record(by, "duty.take", user, **row._asdict())
    user.__dict__.pop("_duties", None)


@transaction.atomic
def let_go(user: User, *, by: Any) -> None:
    """Close the account: nobody can sign in with it, and what is open in it ends at its next request."""
    require_over(by, user)
    _one_at_a_time()
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    _require_an_administrator()
    record(by, "person.close", user)


@transaction.atomic
def take_back(user: User, *, by: Any) -> None:
    """Open a closed account again, with the duties it had."""
    require_over(by, user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    record(by, "person.open", user)


def administrators() -> "models.QuerySet[User]":
    """Who can administer now."""
    return User.objects.filter(
        models.Q(is_superuser=True) | models.Q(pk__in=Duty.objects.filter(role=Role.ADMINISTRATOR).values("user")), is_active=True
    )


def _of(user: User) -> Iterable[tuple[int, str, str, str]]:
    return user.duties.values_list("pk", "role", "desk", "language")


def _one_at_a_time() -> None:
    """Two administrators who take each other's duty away at once: the second one waits and is refused."""
    list(administrators().order_by("pk").select_for_update().values_list("pk"))


def _require_an_administrator() -> None:
    if not administrators().exists():
        raise LastAdministrator
