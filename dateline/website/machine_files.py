"""Small files that programs look for: robots.txt, security.txt, tdmrep.json, the web manifest, the icon."""

import json
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.agency.models import Agency
from dateline.lib.translated import in_language
from dateline.website.addresses import absolute
from dateline.website.conditional import answer, tag, text
from dateline.website.icons import FOLDER, SKY
from dateline.website.languages_in_paths import page

HOUR_S, DAY_S = 3600, 86400
SECURITY_CONTACT_LASTS = timedelta(days=180)  # RFC 9116 advises less than a year; it moves on every day
NOT_FOR_CRAWLERS = ("/*/search/", "/*/tell/")  # result lists and forms: nothing in them that is not elsewhere
# The agency's stance: find us and cite us; training needs a licence. These come for training alone (what they are, their
# makers say in public); crawlers of search and of answers have other names and are let in. robots.txt knows no line for it:
# Content-Signal and Content-Usage are drafts that checkers of RFC 9309 refuse.
FOR_TRAINING = ("Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "Google-Extended", "GPTBot", "meta-externalagent")
# The same in the words of https://www.w3.org/2022/tdmrep/, for those not named: mining is reserved (article 4 of directive (EU) 2019/790).
MINING = [{"location": "/", "tdm-reservation": 1 if FOR_TRAINING else 0}]
PAPER = "#ffffff"

_ICO = (FOLDER / "favicon.ico").read_bytes()


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """RFC 9309. Closed to crawlers of training; to others open but for the newsroom and what only repeats other pages."""
    closed = [f"/{settings.NEWSROOM_PATH}", *NOT_FOR_CRAWLERS]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [*(f"User-agent: {name}" for name in FOR_TRAINING), "Disallow: /", ""]
    lines += [f"Sitemap: {absolute(reverse(f'website:{name}'))}" for name in ("sitemap", "sitemap-news")]
    return _file(request, "\n".join(lines) + "\n", "text/plain", DAY_S)


@require_safe
def security(request: HttpRequest) -> HttpResponseBase:
    """RFC 9116. 404 until the agency has named a mail address, for a file without a contact helps nobody."""
    agency, at = Agency.load(), now()
    contact = agency.security_contact or agency.mail
    if not contact:
        raise Http404
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{contact}",
        f"Expires: {(midnight + SECURITY_CONTACT_LASTS).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(settings.LANGUAGE_CODES)}",
        f"Canonical: {absolute(reverse('website:security'))}",
    )
    return _file(request, "\n".join(lines) + "\n", "text/plain", HOUR_S, at)


@require_safe
def mining(request: HttpRequest) -> HttpResponseBase:
    """https://www.w3.org/2022/tdmrep/: for crawlers that look here for what robots.txt says too."""
    return _file(request, json.dumps(MINING), "application/json", DAY_S)


@page
def manifest(request: HttpRequest, language: str) -> HttpResponseBase:
    """https://www.w3.org/TR/appmanifest/, one a language."""
    agency, front = Agency.load(), reverse("website:front-page", args=[language])
    icons = [{"src": static("website/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [{"src": static(f"website/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    document = {
        "id": front,
        "name": agency.full_name(language),
        "short_name": agency.name(language),
        "description": in_language(agency.taglines, language),
        "lang": language,
        "start_url": front,
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": SKY,
        "icons": icons,
    }
    return _file(request, json.dumps(document, ensure_ascii=False), "application/manifest+json", HOUR_S)


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """For browsers that ask for /favicon.ico without being told to."""

    def build() -> HttpResponse:
        return HttpResponse(_ICO, content_type="image/x-icon")

    return answer(request, build, etag=tag(_ICO), modified_at=None, at=now(), max_age_s=DAY_S)


def _file(request: HttpRequest, content: str, media_type: str, max_age_s: int, at: datetime | None = None) -> HttpResponseBase:
    return answer(request, lambda: text(content, media_type), etag=tag(content), modified_at=None, at=at or now(), max_age_s=max_age_s)
