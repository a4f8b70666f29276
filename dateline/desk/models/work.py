"""Work: what is being done on a story, until it is out."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.stories.models import Story


class WorkQuerySet(models.QuerySet["Work"]):
    def due(self, at: datetime) -> Self:
        """What is scheduled for `at` or earlier, the earliest first."""
        return self.filter(stage=Work.Stage.SCHEDULED, scheduled_for__lte=at).order_by("scheduled_for", "pk")

    def for_lists(self) -> Self:
        """Everything a slip on the board shows, in one query."""
        return self.select_related("story__section", "holder").defer("story__body")


class Work(models.Model):
    """A story on somebody's desk: from the first draft until its text is out, and again from the first edit after that.

    The text itself is the story's latest Wagtail revision. Only `desk.workflow` writes here.
    """

    class Stage(models.TextChoices):
        WRITING = "writing", _("writing")  # also: waiting, when nobody has it
        REVIEW = "review", _("in review")
        READY = "ready", _("ready")
        SCHEDULED = "scheduled", _("scheduled")

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="work")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.WRITING)
    since = models.DateTimeField(_("since"))  # in this stage
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("of a story in the making", "who has it"),
        null=True, blank=True, on_delete=models.SET_NULL, related_name="work",
    )  # fmt: skip
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # the last text is whose
    edited_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    held_because = models.TextField(blank=True)  # why the scheduler did not send it: what `CannotPublish` said, or that we were down
    shouted_at = models.DateTimeField(null=True)  # when its lateness was reported

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["stage", "scheduled_for"], name="work_due"),
            models.Index(fields=["holder", "stage"], name="work_of"),
        ]
        constraints = [
            models.CheckConstraint(
                name="scheduled_work_has_a_time", condition=~models.Q(stage="scheduled") | models.Q(scheduled_for__isnull=False)
            )
        ]
        verbose_name = _("work")
        verbose_name_plural = _("work")

    def __str__(self) -> str:
        return f"{self.story_id} {self.stage}"

    def is_waiting(self) -> bool:
        """Nobody has it: it waits for somebody."""
        return self.stage == self.Stage.WRITING and self.holder_id is None

    def is_late(self, at: datetime) -> bool:
        """Past the time it was due, or past the time it should have gone out by more than the scheduler may need."""
        moment = self.scheduled_for if self.stage == self.Stage.SCHEDULED else self.due_at
        grace = LATE_AFTER_S if self.stage == self.Stage.SCHEDULED else 0
        return moment is not None and (at - moment).total_seconds() > grace


LATE_AFTER_S = 10  # a scheduled story that is later than this is shouted about
