"""The language stands first in every address, and everything on a page is in it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls.converters import StringConverter
from django.utils import translation
from django.views.decorators.http import require_safe

from dateline.languages import LANGUAGES


class LanguageConverter(StringConverter):
    """`<language:language>`: one of the agency's languages, nothing else."""

    regex = "|".join(settings.LANGUAGE_CODES)


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for readers: answers GET and HEAD, in the language of its address whatever the browser prefers."""
    return require_safe(in_language_of_address(view))


def in_language_of_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For views that also take POST: the same without the limit to GET and HEAD."""

    @wraps(view)
    def speaking(request: HttpRequest, language: str, *args: object, **kwargs: object) -> HttpResponseBase:
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = view(request, language, *args, **kwargs)
            response.headers["Content-Language"] = language
            return response

    return speaking


def of_path(path: str) -> str:
    """The language that an address asks for, also when nothing is found there; the agency's first one otherwise."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in settings.LANGUAGE_CODES else settings.LANGUAGE_CODE


def own_name(code: str) -> str:
    return LANGUAGES[code].own_name if code in LANGUAGES else dict(settings.LANGUAGES)[code]
