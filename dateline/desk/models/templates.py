"""Templates: stories that begin the same way every time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.stories.models import Section


class StoryTemplate(models.Model):
    """What a new story starts with. With an hour, Dateline makes the story by itself on the chosen days."""

    name = models.CharField(pgettext_lazy("of a template", "name"), max_length=100, unique=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="templates")
    slugline = models.CharField(_("slugline"), max_length=64, blank=True, help_text=_("{date} becomes the day, {time} the hour."))
    headline = models.CharField(_("headline"), max_length=300, blank=True, help_text=_("{date} becomes the day, {time} the hour."))
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("body"), blank=True)  # clean HTML
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), default=5)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    at_hour = models.TimeField(_("create at"), null=True, blank=True, help_text=_("The agency's time. Empty: only by hand."))
    weekdays = models.JSONField(_("on these days"), default=list, blank=True)  # 1 Monday … 7 Sunday; empty: every day
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("for"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_after_min = models.PositiveIntegerField(_("due after, minutes"), null=True, blank=True)
    made_for = models.DateField(null=True, editable=False)  # the last day it made a story for by itself

    class Meta:
        ordering = ["name"]
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def __str__(self) -> str:
        return self.name
