"""Pictures and their renditions, on Wagtail's image models."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.images.models import AbstractImage, AbstractRendition

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.media import finding
from dateline.media.metadata.facts import LINE_MAX, Facts, moment
from dateline.media.metadata.stripping import without_exif
from dateline.media.vocabularies import MADE_BY_AI, Mining, SourceType


def is_a_moment(text: str) -> None:
    """Raises ValidationError unless `text` is a time of which at least the year is known."""
    if moment(text) != text:
        raise ValidationError(
            _("Write it as 2026-03-12T09:54, or only what is known of it: 2026-03-12, 2026-03 or 2026."), code="no_moment"
        )


class Picture(AbstractImage):
    """One picture, whatever number of stories it is in. Without a credit line it cannot be published."""

    credit_lines = TranslatedTextField(_("credit line"), blank=True, help_text=_("Who is named with the picture. One language is enough."))
    alt_texts = TranslatedTextField(_("description for who cannot see it"), blank=True)
    extended_descriptions = TranslatedTextField(
        _("long description"), blank=True, rows=2, help_text=_("For charts and crowded scenes: all that they tell.")
    )
    captions = TranslatedTextField(_("caption"), blank=True, rows=3)
    creator = models.CharField(_("creator"), max_length=LINE_MAX, blank=True, help_text=_("Several names are parted by semicolons."))
    source = models.CharField(pgettext_lazy("of a picture", "supplied by"), max_length=LINE_MAX, blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=LINE_MAX, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    web_statement = models.URLField(_("web page of the rights"), max_length=500, blank=True)
    licensor_url = models.URLField(_("web page for licences"), max_length=500, blank=True)
    data_mining = models.CharField(_("data mining"), max_length=60, blank=True, choices=Mining.choices)
    digital_source_type = models.CharField(_("how it was made"), max_length=60, blank=True, choices=SourceType.choices)
    city = models.CharField(_("city"), max_length=LINE_MAX, blank=True)
    country = models.CharField(_("country"), max_length=LINE_MAX, blank=True)
    taken = models.CharField(
        pgettext_lazy("of a picture", "taken"), max_length=25, blank=True, validators=[is_a_moment],
        help_text=_("As far as it is known: 2026, 2026-03, 2026-03-12, 2026-03-12T09:54, with +05:00 behind it where the zone is known."),
    )  # fmt: skip
    keywords = models.TextField(_("keywords"), blank=True, help_text=_("Parted by commas."))
    instructions = models.TextField(_("instructions"), blank=True, help_text=_("For the newsroom; they do not go out with the picture."))
    latitude = models.FloatField(null=True, blank=True, editable=False)  # degrees, as the camera wrote them
    longitude = models.FloatField(null=True, blank=True, editable=False)
    keep_position = models.BooleanField(
        _("let the place go out with the file"),
        default=False,
        help_text=_("To the metre, where the camera wrote it. Otherwise it is taken out."),
    )
    rights_expire_at = models.DateTimeField(
        _("usage rights end"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("From then on the picture is on no page; its file is gone too."),
    )

    content_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)  # SHA-256, see `likeness.content_hash`
    filed_at = models.DateTimeField(null=True, blank=True, editable=False)  # when somebody saved what the upload screen asked
    sizes_due_at = models.DateTimeField(null=True, blank=True, editable=False)  # from when on sizes shall be made; None: they are

    admin_form_fields = (
        "title", "file", "credit_lines", "alt_texts", "extended_descriptions", "captions", "creator", "source", "copyright_notice",
        "usage_terms", "web_statement", "licensor_url", "data_mining", "digital_source_type", "city", "country", "taken", "keywords",
        "instructions", "keep_position", "rights_expire_at", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            models.Index(fields=["sizes_due_at"], name="picture_sizes_due", condition=models.Q(sizes_due_at__isnull=False)),
            models.Index(fields=["uploaded_by_user", "-id"], name="picture_not_filed", condition=models.Q(filed_at__isnull=True)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever changes, the sizes are due (they carry the credit) and the words by which it is found."""
        if kwargs.get("update_fields") is None:
            self.sizes_due_at = now()
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            Trace.objects.update_or_create(picture=self, defaults={"words": finding.words_of(self)})

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

    def caption(self, language: str | None = None) -> str:
        return in_language(self.captions, language)

    def place(self) -> str:
        return ", ".join(part for part in (self.city, self.country) if part)

    def taken_shown(self) -> str:
        """When it was taken, as people read it: `2026-03-12 09:54 +05:00`, with what is known of that."""
        day, _t, clock = self.taken.partition("T")
        return f"{day} {clock[:5]} {clock[5:].lstrip(':0123456789')}".strip() if clock else day

    def has_expired(self, at: datetime) -> bool:
        """Whether it must be on no page at `at` (aware)."""
        return self.rights_expire_at is not None and self.rights_expire_at <= at

    def is_made_by_ai(self) -> bool:
        return self.digital_source_type in MADE_BY_AI

    def facts(self) -> Facts:
        """What is known, in the form in which files carry it. The agency's first language comes first."""
        return Facts(
            title=self.title,
            captions=_in_order(self.captions),
            alt_texts=_in_order(self.alt_texts),
            extended_descriptions=_in_order(self.extended_descriptions),
            credit_line=self.credit_line(settings.LANGUAGE_CODE),
            creators=tuple(name for part in self.creator.split(";") if (name := part.strip())),
            source=self.source,
            copyright_notice=self.copyright_notice,
            usage_terms=self.usage_terms,
            web_statement=self.web_statement,
            licensor_url=self.licensor_url,
            data_mining=self.data_mining,
            digital_source_type=self.digital_source_type,
            city=self.city,
            country=self.country,
            taken=self.taken,
            keywords=tuple(word for part in self.keywords.split(",") if (word := part.strip())),
            instructions=self.instructions,
            position=None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude),
        )

    def learn(self, facts: Facts) -> None:
        """Take over what a file says, where nobody has said anything yet. Does not save."""
        told: dict[str, Any] = {
            **{name: getattr(facts, name) for name in _SAME},
            "credit_lines": {settings.LANGUAGE_CODE: facts.credit_line} if facts.credit_line else {},
            "creator": "; ".join(facts.creators)[:LINE_MAX],
            "keywords": ", ".join(facts.keywords),
            "data_mining": facts.data_mining if facts.data_mining in Mining else "",
            "digital_source_type": facts.digital_source_type if facts.digital_source_type in SourceType else "",
        }
        for name in ("captions", "alt_texts", "extended_descriptions"):
            told[name] = {code: text for code, text in getattr(facts, name).items() if code in settings.LANGUAGE_CODES}
        for name, value in told.items():
            if not getattr(self, name):
                setattr(self, name, value)
        if self.latitude is None and facts.position:
            self.latitude, self.longitude = facts.position


_SAME = ("source", "copyright_notice", "usage_terms", "web_statement", "licensor_url", "city", "country", "taken", "instructions")


def _in_order(texts: dict[str, str]) -> dict[str, str]:
    return {code: texts[code] for code in (settings.LANGUAGE_CODE, *settings.LANGUAGE_CODES) if texts.get(code)}


class Rendition(AbstractRendition):
    """A picture in one size and file format."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    stamp = models.CharField(
        max_length=32, blank=True, editable=False
    )  # of all it was made from, see `renditions`; "" when Wagtail made it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size")]
        indexes = [models.Index(fields=["file"], name="rendition_by_address")]


class Trace(models.Model):
    """How a picture is found again: by words, and by what it looks like. One slim row beside the picture's wide one."""

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, primary_key=True, related_name="trace")
    words = models.TextField()  # see `finding.words_of`
    look = models.CharField(
        max_length=32, blank=True
    )  # 128 bits in hexadecimal digits, see `likeness.look`; "" for pictures without features
    # The first 64 of them in four parts: two looks that differ in a few bits are nearly alike in one of the parts.
    part_0 = models.PositiveIntegerField(null=True, db_index=True)
    part_1 = models.PositiveIntegerField(null=True, db_index=True)
    part_2 = models.PositiveIntegerField(null=True, db_index=True)
    part_3 = models.PositiveIntegerField(null=True, db_index=True)
