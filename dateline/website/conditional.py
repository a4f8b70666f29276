"""Answers for machines: with a validator, so that who asks again is told “nothing new” in a few bytes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

SETTLED_AFTER = timedelta(seconds=2)  # Last-Modified counts whole seconds: a younger moment could still change within its second


def tag(*parts: Any) -> str:
    """A strong ETag over everything the answer depends on."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def answer(
    request: HttpRequest,
    build: Callable[[], HttpResponseBase],
    *,
    etag: str,
    modified_at: datetime | None,
    at: datetime,
    max_age_s: int,
) -> HttpResponseBase:
    """304 when the asker has it already; else what `build` makes, which is called only then.

    modified_at  the last moment at which the content can have changed, a withdrawal included; None when not known
    at           now, aware
    """
    stamp = int(modified_at.timestamp()) if modified_at and modified_at < at - SETTLED_AFTER else None
    found = get_conditional_response(request, etag=etag, last_modified=stamp)
    response: HttpResponseBase = build() if found is None else found
    response.headers["ETag"] = etag
    if stamp is not None:
        response.headers["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, public=True, max_age=max_age_s)
    return response


def text(body: str, media_type: str) -> HttpResponse:
    """A text document in UTF-8."""
    return HttpResponse(body, content_type=f"{media_type}; charset=utf-8")
