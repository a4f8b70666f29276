"""Picture files over HTTP: renditions only, never the originals. Who may have one is decided by the caller."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, quote_etag

FOLDER = "images"  # where renditions lie; originals lie beside it
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
MAX_AGE_S = 3600  # in the browser of who has seen the picture already
SHARED_MAX_AGE_S = 60  # in a CDN: so long after a withdrawal may it still have a copy


def send(request: HttpRequest, name: str, *, public: bool, until: datetime | None = None, at: datetime) -> HttpResponseBase:
    """The file `name` below the folder of renditions; 404 when there is none, 304 for who has it already.

    public  whether others may keep it, for a minute at most; else nobody does
    until   when the picture's rights end; nobody keeps it beyond
    at      now, aware
    """
    try:
        file = Path(safe_join(Path(settings.MEDIA_ROOT, FOLDER), name))
    except (SuspiciousFileOperation, ValueError) as error:  # ValueError: a zero byte in the name
        raise Http404 from error
    kind = TYPES.get(file.suffix.lower())
    if kind is None or not file.is_file():
        raise Http404
    stat = file.stat()
    etag = quote_etag(f"{stat.st_mtime_ns:x}-{stat.st_size:x}")
    known = request.headers.get("If-None-Match", "")
    response: HttpResponseBase
    if etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(file.open("rb"), content_type=kind)
        response["Last-Modified"] = http_date(stat.st_mtime)
    response["ETag"] = etag
    if public:
        left_s = MAX_AGE_S if until is None else max(0, int((until - at).total_seconds()))
        patch_cache_control(response, public=True, max_age=min(MAX_AGE_S, left_s), s_maxage=min(SHARED_MAX_AGE_S, left_s))
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
