"""Alerts: what somebody should know now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.stories.models import Story


class Kind(models.TextChoices):
    ASSIGNED = "assigned", _("given to you")
    RETURNED = "returned", _("returned to you")
    MENTIONED = "mentioned", _("you are mentioned")
    LATE = "late", _("late")
    CHANGED_ELSEWHERE = "changed_elsewhere", _("corrected or withdrawn in another language")
    SOURCE_DIED = "source_died", _("a source is silent")


class Alert(models.Model):
    """One thing for one person. `sentence` is in that person's language."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="+")
    sentence = models.TextField()
    address = models.CharField(max_length=300, blank=True)  # where it leads, a path of the newsroom
    in_newsroom = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "read_at", "-at"], name="alerts_of"),
            models.Index(fields=["person"], condition=models.Q(in_newsroom=True, read_at__isnull=True), name="alerts_unread"),
            models.Index(fields=["mailed_at"], condition=models.Q(by_mail=True, mailed_at__isnull=True), name="alerts_to_mail"),
        ]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return self.sentence


class AlertWish(models.Model):
    """Where somebody wants alerts of a kind; without a row: see `desk.alerts.USUAL`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_wishes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    in_newsroom = models.BooleanField(_("in the newsroom"), default=True)
    by_mail = models.BooleanField(_("by mail"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_wish_a_kind")]
        verbose_name = _("alert setting")
        verbose_name_plural = _("alert settings")

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"
