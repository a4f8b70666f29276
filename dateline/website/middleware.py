"""Headers that every answer carries, and the way from addresses of an old site."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.timezone import now

from dateline.website.old_addresses import story_at

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
# What Wagtail's admin needs beyond the site, seen in a browser: its widgets set style attributes, its previews are frames
# of this host, and pictures about to be uploaded are shown from blob: addresses. Scripts stay 'self' there too.
NEWSROOM_POLICY: dict[str, Any] = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
OLD_ADDRESS_MAX_AGE_S = 86400


class SiteHeaders:
    """Adds Permissions-Policy: the site asks a reader's device for nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class ContentPolicy(CSPMiddleware):  # type: ignore[misc]
    """The strict policy of the settings, errors included; a wider one below the newsroom alone."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and request.path_info.startswith(f"/{settings.NEWSROOM_PATH}"):
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
