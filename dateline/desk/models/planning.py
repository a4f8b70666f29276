"""The calendar: what will happen, and who covers it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.stories.models import Section, Story


def new_uid() -> str:
    return str(uuid.uuid4())


class PlannedEvent(models.Model):
    """Something that will happen: a vote, a summit, a match. Names as in NewsML-G2's event planning."""

    class Occurrence(models.TextChoices):  # NewsML-G2's event occurrence status, in short
        PLANNED = "planned", _("planned")
        TENTATIVE = "tentative", _("not certain")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    uid = models.CharField(max_length=255, unique=True, default=new_uid)  # iCalendar's, RFC 5545 3.8.4.7
    names = TranslatedTextField(pgettext_lazy("of an event", "name"))
    descriptions = TranslatedTextField(_("description"), blank=True, rows=3)
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    place = models.CharField(_("place"), max_length=255, blank=True)
    contact = models.TextField(_("contact and accreditation"), blank=True)
    section = models.ForeignKey(Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    occurrence = models.CharField(_("state"), max_length=10, choices=Occurrence.choices, default=Occurrence.PLANNED)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # iCalendar's revision
    came_from = models.CharField(max_length=500, blank=True)  # the calendar it was read from
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("planned event")
        verbose_name_plural = _("planned events")

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        return in_language(self.names, language)


class Coverage(models.Model):
    """What we do about an event: who goes, what is due and when; linked to the story that comes of it."""

    class Medium(models.TextChoices):  # NewsML-G2's planned item class
        TEXT = "text", _("text")
        PICTURE = "picture", _("pictures")
        VIDEO = "video", _("video")
        LIVE = "live", _("live broadcast")

    event = models.ForeignKey(PlannedEvent, on_delete=models.CASCADE, related_name="coverages")
    medium = models.CharField(_("what"), max_length=10, choices=Medium.choices, default=Medium.TEXT)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    slugline = models.CharField(_("slugline"), max_length=64, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who goes"), null=True, blank=True, on_delete=models.SET_NULL, related_name="coverages"
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, db_index=True)
    note = models.TextField(_("note"), blank=True)
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="coverages")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")

    def __str__(self) -> str:
        return self.slugline or str(self.event)
