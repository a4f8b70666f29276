"""Forms of signing in, of one's own account, and of the people of the newsroom."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from dateline.people.duties import Row
from dateline.people.models import Invitation, User
from dateline.people.rights import Role
from dateline.stories.models import Section

EVERY_DESK, EVERY_LANGUAGE = _("every desk"), _("every language")


class _Counted:
    """A wrong code counts like a wrong password; while an account is paused, the right one does not help either."""

    user: Any

    def clean_code(self) -> str:
        request = context.request
        if not AxesProxyHandler.is_allowed(request, {"username": self.user.get_username()}):
            request.axes_locked_out = True
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())  # type: ignore[misc]


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, or a recovery code, on signing in."""


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same before something that matters."""


class NewPassword(forms.Form):
    """Two fields that must agree, checked by the rules of the settings."""

    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters. Several words that only you would put together are good."),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("The same password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def _check_passwords(self, user: User) -> None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            try:
                password_validation.validate_password(first, user)
            except ValidationError as error:
                self.add_error("password1", error)


class AcceptForm(NewPassword):
    """What an invited person chooses."""

    username = forms.CharField(
        label=_("Name to sign in with"), max_length=150, validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the newsroom"), choices=settings.LANGUAGES)

    field_order = ["username", "password1", "password2", "language"]

    def __init__(self, *args: Any, invitation: Invitation, **words: Any) -> None:
        super().__init__(*args, **words)
        self.invitation = invitation

    def clean_username(self) -> str:
        name: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("A colleague has this name already. Take another one."))
        return name

    def clean(self) -> dict[str, Any]:
        invitation = self.invitation
        self._check_passwords(
            User(
                username=self.cleaned_data.get("username", ""), email=invitation.email,
                first_name=invitation.first_name, last_name=invitation.last_name,
            )
        )  # fmt: skip
        return self.cleaned_data


class DutyForm(forms.Form):
    """One row of duties: an empty role is an empty row."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    desk = forms.ChoiceField(label=_("Desk"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, desks: list[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.empty_permitted = False  # a row that equals what was there is kept, not taken for an empty one
        self.fields["role"].choices = [("", "—"), *Role.choices]  # type: ignore[attr-defined]
        self.fields["desk"].choices = [("", EVERY_DESK), *desks]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", EVERY_LANGUAGE), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def row(self) -> Row | None:
        data = self.cleaned_data
        return Row(data["role"], data["desk"], data["language"]) if data.get("role") else None


class BaseDutyRows(forms.BaseFormSet[DutyForm]):
    def rows(self) -> list[Row]:
        """The rows that are filled, each once."""
        return list(dict.fromkeys(row for form in self.forms if (row := form.row())))

    def clean(self) -> None:
        if not any(self.errors) and self.wants_one and not self.rows():
            raise ValidationError(_("Give at least one role; without one nobody can enter the newsroom."))

    wants_one = False


EMPTY_ROWS = 2
DutyRows = forms.formset_factory(DutyForm, formset=BaseDutyRows, extra=EMPTY_ROWS, max_num=60, validate_max=True)


class InvitedDutyRows(DutyRows):  # type: ignore[misc, valid-type]
    wants_one = True


def desks() -> list[tuple[str, str]]:
    """Slug and name of every section, in their order."""
    return [(section.slug, section.name()) for section in Section.objects.all()]


class InviteForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ("email", "first_name", "last_name", "language")

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["language"].initial = get_language()

    def _get_validation_exclusions(self) -> set[str]:
        """That a mail address is new is said by `invitations.invite`, with what to do."""
        return {*super()._get_validation_exclusions(), "accepted_at"}  # type: ignore[misc]


def _mail_is_free(email: str, of: User) -> str:
    email = email.lower()
    if email and User.objects.filter(email=email).exclude(pk=of.pk).exists():
        raise ValidationError(_("Another account has this mail address."))
    return email


class PersonForm(forms.ModelForm[User]):
    """What an administrator may change of somebody else."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    def clean_email(self) -> str:
        return _mail_is_free(self.cleaned_data["email"], self.instance)


class AccountForm(forms.ModelForm[User]):
    """What everybody may change of themselves. Another mail address needs the password: passwords are reset through it."""

    language = forms.ChoiceField(label=_("Language of the newsroom and of letters"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"))
    password = forms.CharField(
        label=_("Your password"), strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only needed to change the mail address."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        profile = UserProfile.get_for_user(self.instance)
        self.fields["theme"].choices = UserProfile.AdminColorThemes.choices  # type: ignore[attr-defined]
        self.fields["theme"].initial = profile.theme
        self.fields["language"].initial = profile.preferred_language or get_language()
        self.old_email = self.instance.email
        self.order_fields(["first_name", "last_name", "email", "password", "language", "theme"])

    def clean_email(self) -> str:
        return _mail_is_free(self.cleaned_data["email"], self.instance)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("email", self.old_email) != self.old_email and not self.instance.check_password(data.get("password") or ""):
            self.add_error("password", _("To change the mail address, type your present password."))
        return data

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language, profile.theme = self.cleaned_data["language"], self.cleaned_data["theme"]
        profile.save(update_fields=["preferred_language", "theme"])
        return user
