"""How allauth is used here: no sign-up, letters in the receiver's language, addresses and passkeys under SITE_URL."""

from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dateline.agency.models import Agency


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name or the password is not right. Both are case-sensitive only in the password."),
        "email_password_mismatch": _("The mail address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are counted by axes, in the database and for all processes together; not a second time here."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person it goes to."""
        user = context.get("user")
        with translation.override(user.language() if user else translation.get_language()):
            super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if user.email:
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email or user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("staff:account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names that a person sees in their authenticator app and their browser."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not fit. Take the newest code, and check the clock of the telephone."),
    }

    def _get_site_name(self) -> str:
        return Agency.load().name() or urlsplit(settings.SITE_URL).hostname or "Dateline"

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What the form proposes; the owner types something better."""
        return _("Passkey %(number)d") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of SITE_URL, whatever name this request came by."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": self._get_site_name()}
