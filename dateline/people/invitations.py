"""Invitations: a letter with a signed link that works once and for seven days; with it people make their own accounts.

The link holds the invitation's number and a nonce, signed with SECRET_KEY: whoever reads the database cannot make one.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError
from dateline.people import rights
from dateline.people.audit import record
from dateline.people.duties import Row
from dateline.people.models import Duty, Invitation, User
from dateline.people.rights import Act

SALT = "dateline.people.invitations"


class AlreadyThere(DatelineError):
    code = "already_there"

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(mail)s has an account or an invitation that waits.") % {"mail": email},
            _("Look for it in the list of people; an invitation can be sent again from there."),
        )


class NotOpen(DatelineError):
    code = "invitation_not_open"

    def __init__(self) -> None:
        super().__init__(
            _("This invitation has been used, taken back or replaced, or it is older than seven days."),
            _("Ask an administrator of the newsroom to send it again."),
        )


@transaction.atomic
def invite(
    email: str, rows: Iterable[Row], *, language: str, by: Any, at: datetime, first_name: str = "", last_name: str = ""
) -> Invitation:
    """Make an invitation; `letter` sends it. Raises PermissionDenied, AlreadyThere."""
    rights.require(by, Act.PEOPLE)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyThere(email)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email, first_name=first_name, last_name=last_name, language=language, duties=sorted(set(rows)),
                nonce=_nonce(), invited_by=by, sent_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyThere(email) from error
    record(by, "person.invite", invitation, duties=[list(row) for row in invitation.duties])
    return invitation


@transaction.atomic
def renew(invitation: Invitation, *, by: Any, at: datetime) -> None:
    """Give it a new link and seven new days; the old link is worthless from now on. Raises PermissionDenied, NotOpen."""
    rights.require(by, Act.PEOPLE)
    fresh = {"nonce": _nonce(), "sent_at": at}
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(**fresh) != 1:
        raise NotOpen
    invitation.nonce, invitation.sent_at = fresh["nonce"], at  # type: ignore[assignment]
    record(by, "person.invite_again", invitation)


@transaction.atomic
def revoke(invitation: Invitation, *, by: Any, at: datetime) -> None:
    """Take it back. Raises PermissionDenied, NotOpen."""
    rights.require(by, Act.PEOPLE)
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=at) != 1:
        raise NotOpen
    record(by, "person.uninvite", invitation)


def token(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT, compress=False)


def find(text: str, *, at: datetime) -> Invitation:
    """The invitation behind the last part of a link. Raises NotOpen, whatever is wrong with it."""
    try:
        key, nonce = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotOpen from error
    found = Invitation.objects.filter(pk=key, nonce=nonce).first()
    if found is None or not found.is_open(at):
        raise NotOpen
    return found


@transaction.atomic
def accept(invitation: Invitation, *, username: str, password: str, language: str, at: datetime) -> User:
    """Make the account, with the duties of the invitation. Raises NotOpen when somebody was faster."""
    if Invitation.objects.waiting().filter(pk=invitation.pk, nonce=invitation.nonce).update(accepted_at=at) != 1:
        raise NotOpen
    user = User.objects.create_user(username, invitation.email, password, first_name=invitation.first_name, last_name=invitation.last_name)
    user.choose_language(language)
    Duty.objects.bulk_create(Duty(user=user, **Row(*row)._asdict()) for row in invitation.duties)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    record(user, "person.accept_invitation", user, invited_by=invitation.invited_by.get_username())
    for row in invitation.duties:
        record(invitation.invited_by, "duty.give", user, **Row(*row)._asdict())
    return user


def letter(invitation: Invitation, address: str, agency: str) -> EmailMessage:
    """The letter, in the language of the invitation. address: the whole link; agency: who invites, as readers know it."""
    with translation.override(invitation.language):
        context = {"invitation": invitation, "address": address, "agency": agency, "by": invitation.invited_by.shown_name()}
        subject = _("Your account in the newsroom of %(agency)s") % {"agency": agency}
        return EmailMessage(
            " ".join(subject.split()), render_to_string("people/invitation.txt", context), settings.DEFAULT_FROM_EMAIL, [invitation.email]
        )


def suggested_username(email: str) -> str:
    """The part before the @ of the mail address, with a number behind it if that is taken."""
    base = "".join(c for c in email.split("@")[0].lower() if c.isascii() and (c.isalnum() or c in "._-"))[:140] or "colleague"
    taken = {name.lower() for name in User.objects.filter(username__istartswith=base).values_list("username", flat=True)}
    return next(name for name in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _nonce() -> str:
    return secrets.token_urlsafe(18)
