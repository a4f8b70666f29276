"""The beacon: a page tells that a reader reached a story, and is told the number to show.

No cookie, no body, no token: it works when every page comes from a cache.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dateline.lib.clients import client_address
from dateline.readership import counting, readers
from dateline.readership.bots import not_a_reader
from dateline.readership.limits import MinuteLimit
from dateline.readership.wording import shown_number, views_label
from dateline.stories.models import Story

Kind = counting.Kind
_limit = MinuteLimit()


@csrf_exempt  # it changes nothing that belongs to anybody, and foreign pages are refused by their headers
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest, story_id: int) -> JsonResponse:
    """GET: the number of views of a public story. POST: count one first; answered after it is on disk.

    200 with views, shown and label in the story's language, also when the view was not a new one; 403 from a page of another
    site; 404 when there is no such public story; 429 with the number when one reader reports too often.
    """
    at = now()
    language = Story.objects.live(at).filter(pk=story_id).values_list("language", flat=True).first()
    if language is None:
        return _answer({"error": "no such story"}, status=404)
    if request.method != "POST":
        return _number(counting.shown_views(story_id), language)
    if not _from_own_page(request):
        counting.note(Kind.FOREIGN, at)
        return _answer({"error": "not from a page of this site"}, status=403)
    if kind := not_a_reader(request.headers):
        counting.note(kind, at)
        return _number(counting.shown_views(story_id), language)
    return _count(request, story_id, language, at)


def _count(request: HttpRequest, story_id: int, language: str, at: datetime) -> JsonResponse:
    reader = readers.identify(client_address(request), request.headers.get("User-Agent", ""), at)
    if not _limit.allows(reader.now, at):
        counting.note(Kind.LIMITED, at)
        return _number(counting.shown_views(story_id), language, status=429)
    return _number(counting.count_view(story_id, reader=reader.now, before=reader.before, language=language, at=at).views, language)


def _from_own_page(request: HttpRequest) -> bool:
    """What the browser says of where the request comes from; a browser too old to say so is believed."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own_hosts = (request.get_host(), urlsplit(settings.SITE_URL).netloc)
    return site in (None, "same-origin") and (origin is None or urlsplit(origin).netloc in own_hosts)


def _number(views: int, language: str, status: int = 200) -> JsonResponse:
    return _answer({"views": views, "shown": shown_number(views, language), "label": views_label(views, language)}, status=status)


def _answer(content: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False})
