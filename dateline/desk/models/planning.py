"""The calendar: what will happen, and who covers it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.stories.models import Section, Story


def new_uid() -> str:
    return str(uuid.uuid4())


class CalendarSource(models.Model):
    """A calendar of others that is read again and again: a parliament's, a federation's."""

    name = models.CharField(pgettext_lazy("of a calendar", "name"), max_length=100)
    address = models.URLField(_("web address"), max_length=500, unique=True, help_text=_("Of an iCalendar file (.ics)."))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, help_text=_("In which its events are named."))
    section = models.ForeignKey(Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True, editable=False)  # when it was last asked
    read_well_at = models.DateTimeField(null=True, editable=False)
    problem = models.TextField(blank=True, editable=False)  # what went wrong last; empty when nothing did
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def __str__(self) -> str:
        return self.name


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
    source = models.ForeignKey(
        CalendarSource, verbose_name=_("calendar"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )  # where it was read from
    said = models.JSONField(default=dict, blank=True)  # what the calendar said last; a field that differs was changed by us and stays
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

    def is_on(self) -> bool:
        """Whether it will take place, as far as is known."""
        return self.occurrence not in (self.Occurrence.CANCELLED, self.Occurrence.POSTPONED)


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
    shouted_at = models.DateTimeField(null=True, editable=False)  # when its lateness was reported

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")

    def __str__(self) -> str:
        return self.slugline or str(self.event)

    def is_done(self) -> bool:
        """Said so, or its story is out."""
        return self.done_at is not None or bool(self.story_id and self.story and self.story.state == Story.State.PUBLISHED)

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at and not self.is_done() and self.event.is_on()
