"""A story as readers will see it, before they do: the text as it stands in the editor, for who is signed in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dateline.desk.editor import typed
from dateline.desk.permissions import needs
from dateline.stories.models import Story

WIDTHS = {"phone": 360, "desktop": 1280}


@needs(story="pk")
@require_safe
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page in a frame as wide as a phone, or as a desk's screen. The page itself is shown by `ops.previewing`."""
    story = get_object_or_404(Story.objects.select_related("section"), pk=pk)
    width = request.GET.get("width", "phone")
    context = {
        "story": story,
        "width": width if width in WIDTHS else "phone",
        "typed": typed.of(request.user, story),
        "at": now(),
    }
    return render(request, "desk/editor/preview.html", context)


def shown_to(person: Any, story: Story, *, at: datetime) -> Story:
    """`story` as `person` has it in the editor: what they have typed, else what is saved. Unsaved."""
    kept = typed.of(person, story)
    text = typed.story_of(kept, typed.saved_text(story), at=at) if kept else typed.saved_text(story)
    text.published_at = story.published_at or at
    text.updated_at, text.version, text.state = story.updated_at, story.version, story.state
    text.embargoed_until = None
    return text
