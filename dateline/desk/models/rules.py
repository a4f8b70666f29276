"""Rules of a desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.stories.models import Section


class DeskRule(models.Model):
    """What a desk demands of its stories; a desk without a row demands nothing special."""

    section = models.OneToOneField(Section, primary_key=True, on_delete=models.CASCADE, related_name="rule")
    two_persons = models.BooleanField(
        _("two-person rule"), default=False, help_text=_("Nothing goes out that nobody but its writer has approved. A flash may.")
    )
    languages = models.JSONField(_("languages wanted"), default=list, blank=True)  # codes; empty: every one

    class Meta:
        verbose_name = _("rule of a desk")
        verbose_name_plural = _("rules of desks")

    def __str__(self) -> str:
        return str(self.section)
