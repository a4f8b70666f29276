"""What a reader may type to tell a friend: two addresses and a name, and nothing that a spammer could use as a message."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import Enum

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

NAME_MAX, NAME_WORDS_MAX, MAIL_MAX = 40, 4, 254
NOT_BEFORE = timedelta(seconds=3)  # nobody reads and fills the form faster
NOT_AFTER = timedelta(hours=1)

_NAME = re.compile(r"[^\W\d_]+(?:(?:\. |[ '’-])[^\W\d_]+)*\.?")  # letters, joined by a blank, a hyphen, an apostrophe or an initial's dot
_PLAIN_MAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]+@[A-Za-z0-9.-]+")  # no quotes, no second address, nothing that ends a header line


class Opened(Enum):
    """What the form's token says about when it was opened."""

    IN_TIME = "in time"
    TOO_FRESH = "too fresh"
    TOO_OLD = "too old"
    FORGED = "forged"


def token(story: int, at: datetime) -> str:
    """Says, signed, that the form of `story` was opened at `at`."""
    return _signer().sign(f"{story}.{int(at.timestamp())}")


def opened(signed: str, story: int, at: datetime) -> Opened:
    """When the form was opened, seen from `at`; a token of another story is as good as forged."""
    try:
        number, _dot, then_s = _signer().unsign(signed).partition(".")
    except BadSignature:
        return Opened.FORGED
    if number != str(story):
        return Opened.FORGED
    age = timedelta(seconds=int(at.timestamp()) - int(then_s))
    if age > NOT_AFTER:
        return Opened.TOO_OLD
    return Opened.TOO_FRESH if age < NOT_BEFORE else Opened.IN_TIME


def _signer() -> Signer:
    return Signer(salt="dateline.website.tell_a_friend")


class TellAFriendForm(forms.Form):
    """Who tells whom. `homepage` is a trap: people do not see it, programs fill it in."""

    sender_name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_MAX,
        error_messages={"required": _("Write your name: your friend should know who sends the letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_mail = forms.EmailField(
        label=_("Your mail address"),
        max_length=MAIL_MAX,
        error_messages={
            "required": _("Write your mail address."),
            "invalid": _("This is not a mail address. It looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    friend_mail = forms.EmailField(
        label=_("Your friend’s mail address"),
        max_length=MAIL_MAX,
        error_messages={
            "required": _("Write your friend’s mail address."),
            "invalid": _("This is not a mail address. It looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    opened = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_sender_name(self) -> str:
        name = " ".join(unicodedata.normalize("NFC", self.cleaned_data["sender_name"]).split())
        if not _NAME.fullmatch(name) or len(name.split()) > NAME_WORDS_MAX:
            raise forms.ValidationError(_("Write the name alone, with letters only."), code="not_a_name")
        return name

    def clean_sender_mail(self) -> str:
        return self._plain_mail("sender_mail")

    def clean_friend_mail(self) -> str:
        return self._plain_mail("friend_mail")

    def _plain_mail(self, name: str) -> str:
        address: str = self.cleaned_data[name]
        if not _PLAIN_MAIL.fullmatch(address):
            raise forms.ValidationError(_("This is not a mail address. It looks like name@example.org."), code="invalid")
        return address

    def with_fresh_token(self, signed: str) -> "TellAFriendForm":
        """The same form, errors and typed text kept, with a new token for the next try."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "opened": signed}
        return self
