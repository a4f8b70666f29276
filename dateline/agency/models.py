"""The agency's own settings, edited in the newsroom."""

from datetime import datetime

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from dateline.lib.translated import TranslatedTextField, in_language


class Agency(BaseGenericSetting):
    """The one row that says who publishes. `Agency.load()` gives it, made empty if need be."""

    names = TranslatedTextField(_("name"), blank=True)
    full_names = TranslatedTextField(_("full name"), blank=True)
    taglines = TranslatedTextField(_("tagline"), blank=True)
    abouts = TranslatedTextField(_("about the agency"), blank=True, rows=6)
    imprints = TranslatedTextField(_("imprint and contacts"), blank=True, rows=6)
    rights_notices = TranslatedTextField(
        _("rights notice"), blank=True, rows=3, help_text=_("Stands under every story. {year} becomes the year of the story.")
    )
    usage_terms = TranslatedTextField(_("terms of use"), blank=True, rows=6)
    mail = models.EmailField(_("mail of the newsroom"), blank=True)
    security_contact = models.EmailField(_("mail for reports of security faults"), blank=True)
    live_address = models.URLField(
        _("address of the live stream"),
        blank=True,
        max_length=500,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("An HLS address (.m3u8) or a page. Empty: the television block says that the channel is off air."),
    )
    channel_names = TranslatedTextField(_("name of the television channel"), blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agency")

    def name(self, language: str | None = None) -> str:
        """The name readers know, in `language` (default: the active one); never empty."""
        return in_language(self.names, language) or "Dateline"

    def full_name(self, language: str | None = None) -> str:
        return in_language(self.full_names, language) or self.name(language)

    def rights_notice(self, language: str, at: datetime) -> str:
        """The notice under a story of `language` published at `at` (aware); empty when the agency has set none."""
        return in_language(self.rights_notices, language).replace("{year}", str(at.year))
