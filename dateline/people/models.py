"""Staff accounts, their duties, bylines, and the log of who did what."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.users.models import UserProfile

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.people.rights import Role

INVITATION_LASTS = timedelta(days=7)


class User(AbstractUser):
    """Someone who signs in to the newsroom."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def save(self, *args: Any, **options: Any) -> None:
        self.email = self.email.lower()  # signing in and resetting a password ask for it so
        super().save(*args, **options)

    def shown_name(self) -> str:
        """How colleagues read it: the full name, else the account's."""
        return self.get_full_name() or self.get_username()

    def language(self) -> str:
        """The one they chose for the newsroom and for letters; else the agency's. The setting is kept in Wagtail's profile."""
        profile = getattr(self, "wagtail_userprofile", None)
        return (profile and profile.preferred_language) or settings.LANGUAGE_CODE

    def choose_language(self, language: str) -> None:
        profile = UserProfile.get_for_user(self)
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])


class Duty(models.Model):
    """A role that somebody has, for one desk or all, in one language or all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    desk = models.CharField(
        _("desk"), max_length=60, blank=True, help_text=_("Empty: every desk.")
    )  # slug of a section, which never changes
    language = models.CharField(_("language"), max_length=8, blank=True, choices=settings.LANGUAGES, help_text=_("Empty: every language."))

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [models.UniqueConstraint(fields=["user", "role", "desk", "language"], name="one_duty_once")]

    def __str__(self) -> str:
        return " · ".join(
            word for word in (self.get_role_display(), self.desk, self.get_language_display() if self.language else "") if word
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Sent and neither accepted nor taken back; some of them may be too old by now."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """A letter that lets somebody make their own account. Only `people.invitations` writes here."""

    email = models.EmailField(_("mail address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    language = models.CharField(_("language of the letter"), max_length=8, choices=settings.LANGUAGES)
    duties = models.JSONField(default=list)  # of [role, desk, language], as `duties.Row`
    nonce = models.CharField(max_length=32)  # in the signed link; a new letter makes the old link worthless
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="invitation")
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=models.Q(accepted_at=None, revoked_at=None), name="one_waiting_invitation")
        ]

    def __str__(self) -> str:
        return self.email

    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def ends_at(self) -> datetime:
        return self.sent_at + INVITATION_LASTS

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and at < self.ends_at()


class AuditEntry(models.Model):
    """One act of one person. Immutable by triggers; see `people.audit`."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(User, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)  # as it was then
    act = models.CharField(_("what"), max_length=40, db_index=True)
    kind = models.CharField(max_length=60, blank=True)  # of what it was done to: "stories.story"
    number = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=300, blank=True)  # as it was then
    details = models.JSONField(default=dict)
    words = models.TextField(blank=True, editable=False)  # all of it in small letters, to be looked through

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "number", "-id"], name="audit_about"),
            models.Index(fields=["kind", "-id"], name="audit_kind"),
            models.Index(fields=["by", "-id"], name="audit_by"),
        ]
        verbose_name = _("act")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.by_name} {self.act} {self.label}"


class Author(models.Model):
    """A byline: someone who signs stories. Need not have an account."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    names = TranslatedTextField(pgettext_lazy("of a person", "name"))
    roles = TranslatedTextField(pgettext_lazy("of a person", "role"), blank=True)
    biographies = TranslatedTextField(_("biography"), blank=True, rows=3)
    user = models.OneToOneField(User, verbose_name=_("account"), null=True, blank=True, on_delete=models.SET_NULL, related_name="author")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in `language` (default: the active one)."""
        return in_language(self.names, language) or self.slug

    def role(self, language: str | None = None) -> str:
        return in_language(self.roles, language)

    def biography(self, language: str | None = None) -> str:
        return in_language(self.biographies, language)
