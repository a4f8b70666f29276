"""Picture files over HTTP, where no web server or CDN in front takes them: renditions only, never the originals."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

FOLDER = "images"  # where Wagtail keeps renditions; originals lie beside it
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
MAX_AGE_S = 30 * 24 * 3600  # a rendition's name changes with its picture


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file `name` of the renditions; 404 for anything else, 304 for who has it already."""
    try:
        file = Path(safe_join(Path(settings.MEDIA_ROOT, FOLDER), name))
    except SuspiciousFileOperation as error:
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
    patch_cache_control(response, public=True, max_age=MAX_AGE_S, immutable=True)
    return response
