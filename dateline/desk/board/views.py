"""The board itself, what has changed on it, and what it shows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone_name, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.board.choices import choice_of, choose, options
from dateline.desk.board.day import day
from dateline.desk.board.menus import address_of
from dateline.desk.board.panels import PANELS, panels
from dateline.desk.board.reading import Slip, edit_address, facts, lanes, late_works
from dateline.desk.board.rows import Lane
from dateline.desk.board.sentences import about_followers, about_schedule
from dateline.desk.board.token import token
from dateline.desk.models import BoardChoice
from dateline.desk.permissions import needs
from dateline.people import rights
from dateline.people.rights import Act
from dateline.stories import publishing, releases
from dateline.stories.models import Release

POLL_S = 2  # how often an open board asks whether anything has changed
RELOAD_S = 60  # how often it reloads where scripts do not run


@dataclass(frozen=True)
class Notice:
    """What somebody has just sent out, and can still take back."""

    sentence: str
    address: str
    number: int
    left_s: int


@dataclass(frozen=True)
class Part:
    """A piece of the page that is exchanged as a whole. tag: another one when it looks different."""

    key: str
    html: str
    tag: str


@never_cache
@needs()
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The newsroom's first screen."""
    at, choice = now(), choice_of(request.user)
    state = token(request.user, choice, at)  # first: what changes while the rest is read is asked for again
    parts = {part.key: part for part in _parts(request, choice, at)}
    context = {
        "parts": parts,
        "lanes": [parts[lane] for lane in Lane],
        "token": state, "poll_s": POLL_S, "reload_s": RELOAD_S, "flash_key": settings.FLASH_KEY, "choice": choice,
    }  # fmt: skip
    return render(request, "desk/board/board.html", context)


@needs()
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """304 while nothing has changed, after one statement; else the parts that differ from those the asker has.

    ?have=key:tag,…   what is on the asker's screen
    """
    at, choice = now(), choice_of(request.user)
    state = token(request.user, choice, at)
    if request.headers.get("If-None-Match") == f'"{state}"':
        unchanged = HttpResponseNotModified()
        unchanged.headers["ETag"] = f'"{state}"'
        return unchanged
    have = set(request.GET.get("have", "").split(","))
    changed = {
        part.key: {"html": part.html, "tag": part.tag} for part in _parts(request, choice, at) if f"{part.key}:{part.tag}" not in have
    }
    response = JsonResponse({"parts": changed})
    response.headers["ETag"] = f'"{state}"'
    return response


@needs()
@require_POST
def choose_view(request: HttpRequest) -> HttpResponse:
    """Remember what to show, then show it."""
    if request.POST.get("press") == "flash-key":
        BoardChoice.objects.update_or_create(pk=request.user.pk, defaults={"flash_key": "flash_key" in request.POST})
        return redirect("board:help")
    choose(request.user, request.POST)
    return redirect("wagtailadmin_home")


@needs()
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The keys of the board and the flash."""
    template = "desk/board/_help.html" if request.headers.get("X-Requested-With") == "XMLHttpRequest" else "desk/board/help.html"
    return render(request, template, {"flash_key": settings.FLASH_KEY, "choice": choice_of(request.user)})


def _parts(request: HttpRequest, choice: BoardChoice, at: datetime) -> list[Part]:
    user = request.user
    head = releases.head()
    found = facts(choice, at, head)
    of_lanes, speaking = lanes(found, user, choice), (get_language(), get_current_timezone_name())
    above = [*about_schedule(late_works(found), edit_address()), *about_followers(head, at)]
    contexts: dict[str, tuple[str, dict[str, Any]]] = {
        "head": ("head", {"options": options(found, user, choice), "clock": at, "may_write": rights.may(user, Act.WRITE)}),
        "above": ("above", {"sentences": above, "notices": _notices(user, head, at)}),
        "day": ("day", {"day": day(found.chosen, at)}),
        **{place: ("panels", {"panels": panels(place, user, at)}) for place in PANELS},
        **{lane.key: ("lane", {"lane": lane, "slips": [_slip(slip, *speaking) for slip in lane.slips]}) for lane in of_lanes},
    }
    return [_part(key, template, context) for key, (template, context) in contexts.items()]


@lru_cache(maxsize=4096)
def _slip(slip: Slip, _language: str | None, _zone: str) -> str:
    """A slip as it stands in the page. Nothing else goes into it, so everybody who sees the same is given the same."""
    return render_to_string("desk/board/_slip.html", {"slip": slip})


def _part(key: str, template: str, context: dict[str, Any]) -> Part:
    html = render_to_string(f"desk/board/_{template}.html", context)
    return Part(key, html, hashlib.blake2b(html.encode(), digest_size=8).hexdigest())


def _notices(user: Any, head: int, at: datetime) -> list[Notice]:
    """One's own releases of the last seconds, each with the way back."""
    since = at - timedelta(seconds=publishing.UNDO_S)
    mine = Release.objects.filter(number__gt=head - 20, by=user, at__gt=since).exclude(kind=Release.Kind.UNDO)
    found = []
    for release in mine.select_related("story").defer("snapshot", "story__body").order_by("-number"):
        if release.version == release.story.version:
            left = publishing.UNDO_S - int((at - release.at).total_seconds())
            found.append(Notice(_said(release), address_of(release.story_id, "undo"), release.number, left))
    return found


def _said(release: Release) -> str:
    sentences = {
        Release.Kind.NEW: _("“%(story)s” is published."),
        Release.Kind.UPDATE: _("The update of “%(story)s” is published."),
        Release.Kind.CORRECTION: _("The correction of “%(story)s” is published."),
        Release.Kind.KILL: _("“%(story)s” is withdrawn."),
    }
    return sentences[Release.Kind(release.kind)] % {"story": release.story}
