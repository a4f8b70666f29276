"""The second factor: whose role asks for one, and who has one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from dateline.people import rights
from dateline.people.audit import record
from dateline.people.rights import Role

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


def is_wanted(user: Any) -> bool:
    """Whether a role of `user` asks for one (SECOND_FACTOR_FOR). A superuser counts as an administrator."""
    roles = {*rights.roles_of(user), *([Role.ADMINISTRATOR] if user.is_superuser else [])}
    return not roles.isdisjoint(settings.SECOND_FACTOR_FOR)


def has_one(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def is_missing(user: Any) -> bool:
    return bool(settings.SECOND_FACTOR_FOR) and is_wanted(user) and not has_one(user)


def reset(user: Any, *, by: Any) -> None:
    """Take every factor and recovery code away: for somebody who lost the telephone. Their role may ask for a new one."""
    Authenticator.objects.filter(user=user).delete()
    record(by, "second_factor.reset", user)
