"""Headers that every answer carries, and the way from addresses of an old site."""

import re
from base64 import b64encode
from collections.abc import Callable
from os import urandom
from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.timezone import now

from dateline.website.conditional import tag
from dateline.website.newsroom_scripts import with_nonces
from dateline.website.old_addresses import story_at

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
# What Wagtail's admin needs beyond the site, seen in a browser: its widgets set style attributes, its previews are frames
# of this host, and pictures about to be uploaded are shown from blob: addresses. Scripts are our own files, and the calls
# that start its widgets, which carry a nonce (see `newsroom_scripts`).
NEWSROOM_POLICY: dict[str, Any] = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
NONCE_BYTES = 16
TEXTS = re.compile(r"text/|application/([a-z]+\+)?(json|xml)\b")
OLD_ADDRESS_MAX_AGE_S = 86400


class Compression(GZipMiddleware):
    """Texts of the site go compressed to whoever takes that: a page is a third of its size then.

    Pictures are compressed already, and WhiteNoise keeps style and scripts so. The newsroom's pages mix what a visitor
    typed with secrets of the session, which compression could give away (BREACH): they go as they are.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = TEXTS.match(response.headers.get("Content-Type", ""))
        if response.streaming or not is_text or in_newsroom(request):
            return response
        return super().process_response(request, response)


class SiteHeaders:
    """What every answer says: the site asks a reader's device for nothing. What pages say besides: a validator.

    A page of the site is the same for everybody, in the language of its address. So it has a strong ETag over its
    bytes, may be kept but must be asked about (a withdrawn story goes at once), and does not vary with what languages
    a browser prefers. A view that says something else about caching is left alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if in_newsroom(request):
            return response
        _do_not_vary_by_language(request, response)
        if response.has_header("Cache-Control") or response.has_header("Set-Cookie"):
            return response
        if request.method in ("GET", "HEAD") and response.status_code == 200 and isinstance(response, HttpResponse):
            return _with_validator(request, response)
        patch_cache_control(response, no_cache=True)
        return response


def in_newsroom(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.NEWSROOM_PATH}")


def _do_not_vary_by_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take back what Django's LocaleMiddleware says of every answer; files for machines are in no language at all."""
    kept = [name for name in response.headers.get("Vary", "").split(", ") if name and name != "Accept-Language"]
    del response.headers["Vary"]
    if kept:
        response.headers["Vary"] = ", ".join(kept)
    if request.path_info.split("/", 2)[1] not in settings.LANGUAGE_CODES and not is_page(response):
        del response.headers["Content-Language"]


def is_page(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _with_validator(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    response.headers.setdefault("ETag", tag(response.content))
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


class ContentPolicy(CSPMiddleware):  # type: ignore[misc]
    """The strict policy of the settings, errors included; a wider one below the newsroom alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if in_newsroom(request) and isinstance(response, HttpResponse) and is_page(response):
            self._sign_scripts(request, response)
        return super().process_response(request, response)  # type: ignore[no-any-return]

    def _sign_scripts(self, request: HttpRequest, response: HttpResponse) -> None:
        """Give the calls that start Wagtail's widgets this answer's nonce; without such calls there is none."""
        page = response.content.decode(response.charset)
        nonce = b64encode(urandom(NONCE_BYTES)).decode()
        signed = with_nonces(page, nonce)
        if signed != page:
            response.content = signed.encode(response.charset)
            response.headers["Content-Length"] = str(len(response.content))
            request._csp_nonce = nonce  # type: ignore[attr-defined]  # where django-csp looks for it

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and in_newsroom(request):
            parts.config = NEWSROOM_POLICY
        return parts


class OldAddresses:
    """Where this site has nothing, an address of an old site leads to the story that stood there.

    Old sites often put everything into the query of `/` (`/?p=123`): that address is asked about too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if request.path_info == "/" and request.META.get("QUERY_STRING"):
            return self._redirect(request) or self.get_response(request)
        response = self.get_response(request)
        return self._redirect(request) or response if response.status_code == 404 else response

    def _redirect(self, request: HttpRequest) -> HttpResponseBase | None:
        """To the story, for good. A withdrawn one answers 410 there and says when it went."""
        story = story_at(request.get_full_path(), at=now())
        if story is None:
            return None
        response = HttpResponsePermanentRedirect(story.get_absolute_url())
        patch_cache_control(response, public=True, max_age=OLD_ADDRESS_MAX_AGE_S)
        return response
