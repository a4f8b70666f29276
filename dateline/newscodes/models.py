"""Media Topics as the newsroom uses them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.lib.translated import TranslatedTextField, in_language


class Subject(models.Model):
    """One topic of IPTC's Media Topics (https://cv.iptc.org/newscodes/mediatopic/), or one of the agency's own.

    code    `medtop:20000424`, or `own:…` for a topic of the agency
    names   IPTC publishes no Kazakh and no Russian; those names are ours
    """

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z]+:[A-Za-z0-9-]+$")])
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    names = TranslatedTextField(_("name"))
    parent = models.ForeignKey(
        "self", verbose_name=_("broader topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="narrower"
    )
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in `language` (default: the active one)."""
        return in_language(self.names, language) or self.code
