"""Staff accounts and bylines."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.lib.translated import TranslatedTextField, in_language


class User(AbstractUser):
    """Someone who signs in to the newsroom."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")


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
