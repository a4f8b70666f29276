"""What is said when there is no page: what happened, and one way on. Also the page of a withdrawn story."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.stories.models import Story
from dateline.website.frame import frame, show
from dateline.website.languages_in_paths import of_path
from dateline.website.middleware import in_newsroom


@dataclass(frozen=True)
class Trouble:
    """One sentence what happened, one what to do. search: offer the search."""

    status: int
    title: str
    remedy: str
    search: bool = False


@dataclass(frozen=True)
class Withdrawn:
    story: Story


def withdrawn(request: HttpRequest, story: Story, *, at: datetime) -> HttpResponse:
    """410: the story was public and is not any more. Says when, and why where that may be told."""
    return show(request, "withdrawn.html", frame(story.language, at=at, addresses={}), Withdrawn(story), status=410)


def taken_back(request: HttpRequest) -> HttpResponse:
    """404 for a story that was out for seconds and may come again at the same address: 410 would say never again."""
    trouble = Trouble(
        404,
        _("This story was taken back"),
        _("It was public for a moment and is with the newsroom again. If it comes out again, it will stand at this address."),
        search=True,
    )
    return _answer(request, trouble)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the language of the address; in the newsroom, in that of who asks."""
    with translation.override(_language(request)):
        trouble = Trouble(
            404, _("There is no page at this address"), _("It may have been typed with a slip. The search knows every story."), search=True
        )
        return _answer(request, trouble)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403; also Django's answer to a form whose token is missing or too old."""
    with translation.override(_language(request)):
        trouble = Trouble(403, _("This cannot be done from here"), _("Load the page anew and try again. Nothing has been sent or changed."))
        return _answer(request, trouble)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is not one that can be answered; 413 when it is too much. Without the database: machines send these."""
    return _bare(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def too_many(request: HttpRequest, *, wait_s: int) -> HttpResponse:
    """429. wait_s: after how many seconds it is worth another try; told to people and machines."""
    with translation.override(_language(request)):
        trouble = Trouble(
            429, _("Too many requests from here"), _("Please wait %(seconds)d seconds; the page will then open.") % {"seconds": wait_s}
        )
        response = _answer(request, trouble)
        response.headers["Retry-After"] = str(wait_s)
        return response


def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks no database and no context processor: they may be what is broken."""
    return _bare(request, 500)


def _language(request: HttpRequest) -> str:
    """Of the address. The newsroom's have none: there it is the one that its gate, or the browser, has chosen."""
    spoken = translation.get_language()
    return spoken if in_newsroom(request) and spoken in settings.LANGUAGE_CODES else of_path(request.path)


def _answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    language = translation.get_language() or settings.LANGUAGE_CODE
    response = show(request, "trouble.html", frame(language, at=now(), addresses={}), trouble, status=trouble.status)
    response.headers["Content-Language"] = language
    return response


def _bare(request: HttpRequest, status: int) -> HttpResponse:
    language = _language(request)
    with translation.override(language):
        if status == 500:
            trouble = Trouble(
                500, _("This page does not work at the moment"), _("The fault is ours and has been noted. Please try again in a minute.")
            )
        elif status == 413:
            trouble = Trouble(
                413,
                _("This is more than can be sent at once"),
                _("Nothing was taken. Go back in the browser: what you typed is still there. Shorten it, or send it in parts."),
            )
        else:
            trouble = Trouble(400, _("This request cannot be answered"), _("Please open the page from the site again."))
        words = {"page": trouble, "language": language, "newsroom": settings.NEWSROOM_PATH if in_newsroom(request) else ""}
        page = loader.render_to_string("website/bare.html", words)
    return HttpResponse(page, status=status, headers={"Content-Language": language})
