"""A story of the newsroom on a page of the site: here, because neither room knows the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dateline.desk.editor.previewing import shown_to
from dateline.desk.permissions import needs
from dateline.stories.models import Story
from dateline.website.previewing import as_readers_will_see_it


@needs(story="pk")
@require_safe
@never_cache
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers will see of a story, as it stands in this person's editor. Never kept by anything on the way."""
    story = get_object_or_404(Story.objects.select_related("section"), pk=pk)
    at = now()
    with translation.override(story.language):
        response = as_readers_will_see_it(request, shown_to(request.user, story, at=at), at=at)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
