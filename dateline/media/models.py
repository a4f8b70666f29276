"""Pictures and their renditions, on Wagtail's image models."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.media.metadata.stripping import without_exif


class Picture(AbstractImage):
    """One picture, whatever number of stories it is in. Without a credit line it cannot be published."""

    credit_lines = TranslatedTextField(_("credit line"), blank=True, help_text=_("Who is named with the picture. One language is enough."))
    alt_texts = TranslatedTextField(_("description for who cannot see it"), blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=255, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)

    admin_form_fields = (
        "title",
        "file",
        "credit_lines",
        "alt_texts",
        "copyright_notice",
        "usage_terms",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> "File[bytes]":
        """The file of a rendition, as Wagtail makes it, without the place where the picture was taken."""
        made: File[bytes] = super().generate_rendition_file(*args, **kwargs)
        made.seek(0)
        return ContentFile(without_exif(made.read()), name=made.name)

    def credit_line(self, language: str | None = None) -> str:
        """The credit in `language` (default: the active one), else in any."""
        return in_language(self.credit_lines, language)

    def alt_text(self, language: str | None = None) -> str:
        return in_language(self.alt_texts, language)


class Rendition(AbstractRendition):
    """A picture in one size and file format."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size")]
