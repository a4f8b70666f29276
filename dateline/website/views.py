"""The pages of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.stories.models import Story


@require_safe
def front_page(request: HttpRequest, language: str) -> HttpResponse:
    """What is new."""
    return HttpResponse(language)


@require_safe
def story(request: HttpRequest, language: str, pk: int, slug: str) -> HttpResponse:
    """The page of one story."""
    return HttpResponse(get_object_or_404(Story.objects.in_language(language).live(now()), pk=pk).body)
