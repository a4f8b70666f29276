"""What Wagtail's screens do to registers and settings goes into the audit log as well: from the one place where Wagtail logs.

Stories and pictures are not among it: their acts are recorded where they are done, with more to tell.
"""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry

from dateline.people.audit import record

ELSEWHERE = {("stories", "story"), ("media", "picture"), ("people", "user")}


@receiver(post_save, sender=ModelLogEntry)
def _note(instance: ModelLogEntry, created: bool, **_rest: Any) -> None:
    kind = instance.content_type
    if not created or kind is None or (kind.app_label, kind.model) in ELSEWHERE:
        return
    about = instance.content_type.model_class()._default_manager.filter(pk=instance.object_id).first()
    verb = instance.action.removeprefix("wagtail.")
    details = {"label": instance.label} if about is None else {}
    record(instance.user, f"{kind.model}.{verb}"[:40], about, **details, **(instance.data or {}))
