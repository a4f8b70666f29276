"""The feeds of a language and of each section in it."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now

from dateline.agency.models import Agency
from dateline.lib.translated import in_language
from dateline.stories.models import Section
from dateline.website import feed_formats
from dateline.website.addresses import absolute, of_front_page
from dateline.website.conditional import answer, tag
from dateline.website.feed_items import Feed, freshness, read_items, title_of
from dateline.website.languages_in_paths import page
from dateline.website.legible import legible

MAX_AGE_S = 1  # a flash is in every feed within two seconds, a withdrawn story out of it; asking again costs 304
FORMATS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "rss": ("application/rss+xml", feed_formats.rss),
    "atom": ("application/atom+xml", feed_formats.atom),
    "json": ("application/feed+json", feed_formats.json_feed),
}


@page
def language_feed(request: HttpRequest, language: str, format_name: str) -> HttpResponseBase:
    """The newest stories of a language."""
    return _feed(request, language, None, format_name, now())


@page
def section_feed(request: HttpRequest, language: str, slug: str, format_name: str) -> HttpResponseBase:
    """The newest stories of one section in a language."""
    return _feed(request, language, get_object_or_404(Section, slug=slug), format_name, now())


def _feed(request: HttpRequest, language: str, section: Section | None, format_name: str, at: datetime) -> HttpResponseBase:
    agency, fresh = Agency.load(), freshness(language, section, at)
    media_type, write = FORMATS[format_name]
    title = title_of(language, section, agency)
    description = in_language(agency.taglines, language) or agency.full_name(language)
    frame = {
        "address": absolute(request.path),
        "page": absolute(reverse("website:section", args=[language, section.slug])) if section else of_front_page(language),
        "title": legible(title),
        "description": legible(description),
        "language": language,
        "publisher": legible(agency.name(language)),
    }

    def build() -> HttpResponse:
        feed = Feed(**frame, items=read_items(language, section, agency, at))
        return HttpResponse(write(feed), content_type=f"{media_type}; charset=utf-8")

    etag = tag(format_name, frame, agency.rights_notices, fresh.state, fresh.ended)
    return answer(request, build, etag=etag, modified_at=fresh.modified_at, at=at, max_age_s=MAX_AGE_S)
