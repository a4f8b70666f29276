"""What the editor keeps while somebody writes: the text typed so far, who sits at it, and texts that came second."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.stories.models import Story


class UnsavedText(models.Model):
    """The editor's form as somebody last typed it, unchecked, so that nothing is ever too wrong to be kept.

    One row a person and story, overwritten every few seconds; gone when the text is saved.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_texts")
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="unsaved_texts")
    key = models.CharField(max_length=36, blank=True)  # of a text that is no story yet
    base = models.BigIntegerField(default=0)  # number of the revision that it was begun from
    fields = models.TextField()  # application/x-www-form-urlencoded, as browsers send it
    at = models.DateTimeField()
    aside = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")  # the same, for colleagues

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "story"], name="one_unsaved_text_a_story"),
            models.UniqueConstraint(fields=["person", "key"], condition=models.Q(story=None), name="one_unsaved_new_text"),
        ]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")

    def __str__(self) -> str:
        return f"{self.person_id} {self.story_id or self.key}"


class EditLock(models.Model):
    """Who is writing on a story. Others read it meanwhile, or take it over."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="edit_lock")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edit_locks")
    since = models.DateTimeField()
    active_at = models.DateTimeField()  # when something was last typed

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self) -> str:
        return f"{self.story_id} {self.person_id}"

    def is_idle(self, at: datetime) -> bool:
        """Nothing was typed for so long that anybody who may write may take over."""
        return at - self.active_at > timedelta(seconds=settings.EDIT_LOCK_IDLE_S)


class SetAside(models.Model):
    """A revision that is not the story's text: somebody wrote it while somebody else saved. Kept, so that nothing is lost."""

    class Because(models.TextChoices):
        MEANWHILE = "meanwhile", _("somebody else saved meanwhile")
        TAKEN_OVER = "taken_over", _("somebody else took over")

    revision = models.OneToOneField("wagtailcore.Revision", primary_key=True, on_delete=models.CASCADE, related_name="set_aside")
    because = models.CharField(max_length=12, choices=Because.choices)

    class Meta:
        verbose_name = _("text set aside")
        verbose_name_plural = _("texts set aside")

    def __str__(self) -> str:
        return f"{self.pk} {self.because}"
