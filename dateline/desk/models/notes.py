"""Notes that colleagues leave each other on a story."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.stories.models import Story


class Note(models.Model):
    """One remark on a story, for the newsroom. `kind` says what came with it."""

    class Kind(models.TextChoices):
        REMARK = "remark", _("remark")
        RETURNED = "returned", _("returned")
        HANDED_IN = "handed_in", _("handed in")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REMARK)
    text = models.TextField(_("note"), max_length=4000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]
