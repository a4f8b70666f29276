"""Signing in and out, noted in the audit log; and whose account a try to sign in is counted against."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from dateline.people.audit import record
from dateline.people.models import User


def whose(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account that a try is counted against, for axes: one word for every way of writing its name or mail address."""
    typed = (credentials or {}).get("username") or (request.POST.get("login") if request is not None else None)
    return account_of(str(typed or ""))


def account_of(typed: str) -> str:
    """The username behind what was typed; when there is no such account, the typed text itself, cut to what fits."""
    typed = typed.strip()
    by_mail = {"email": typed.lower()} if "@" in typed else None
    found = User.objects.filter(**(by_mail or {"username__iexact": typed})).order_by("pk").values_list("username", flat=True).first()
    return (found or typed).lower()[:150]


def _from(request: HttpRequest | None) -> dict[str, str]:
    return {} if request is None else {"address": request.META.get("REMOTE_ADDR", "")}


@receiver(account.user_logged_in)
def _signed_in(request: HttpRequest, user: Any, **_rest: Any) -> None:
    record(user, "session.sign_in", user, **_from(request))


@receiver(auth.user_logged_out)
def _signed_out(request: HttpRequest, user: Any, **_rest: Any) -> None:
    if user is not None:
        record(user, "session.sign_out", user)


@receiver(auth.user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: Any) -> None:
    """Never the password or the code; the name as it was typed only if there is such an account: people type passwords there."""
    name = whose(request, credentials)
    user = User.objects.filter(username__iexact=name).first() if name else None
    record(None, "session.sign_in_failed", user, **_from(request))


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_rest: Any) -> None:
    record(None, "session.locked_out", User.objects.filter(username__iexact=username or "").first(), **_from(request))


@receiver(factors.authentication_failed)
def _wrong_code(request: HttpRequest, user: Any, **_rest: Any) -> None:
    """A wrong code counts like a wrong password."""
    auth.user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


@receiver(factors.authenticator_added)
def _factor_added(user: Any, authenticator: Any, **_rest: Any) -> None:
    record(user, "second_factor.add", user, factor=authenticator.type)


@receiver(factors.authenticator_removed)
def _factor_removed(user: Any, authenticator: Any, **_rest: Any) -> None:
    record(user, "second_factor.remove", user, factor=authenticator.type)


@receiver(factors.authenticator_reset)
def _codes_renewed(user: Any, **_rest: Any) -> None:
    record(user, "second_factor.new_codes", user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def _password_changed(user: Any, **_rest: Any) -> None:
    record(user, "password.change", user)
