"""What every screen of the newsroom shows: the strip with flash and alerts."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from dateline.desk.models import Alert, BoardChoice
from dateline.people import rights
from dateline.people.rights import Act
from dateline.stories.models import Story

register = template.Library()


@register.inclusion_tag("desk/board/strip.html", takes_context=True)
def newsroom_strip(context: dict[str, Any]) -> dict[str, Any]:
    """Links that are everywhere: the board, a flash, one's alerts with their number. One small query each for number and key."""
    user = getattr(context.get("request"), "user", None)
    if not rights.is_staff_member(user):
        return {"shown": False}
    may_flash = rights.may(user, Act.FLASH)
    wanted = may_flash and bool(settings.FLASH_KEY)
    refused = wanted and BoardChoice.objects.filter(pk=user.pk, flash_key=False).exists()  # type: ignore[union-attr]
    return {
        "shown": True,
        "may_flash": may_flash,
        "flash_key": settings.FLASH_KEY if wanted and not refused else "",
        "unread": Alert.objects.filter(person=user, in_newsroom=True, read_at=None).count(),
    }


@register.simple_tag
def new_story_address() -> str:
    return reverse(Story.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
