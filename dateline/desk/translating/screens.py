"""The board of languages: what lacks, what is behind, and the verbs that stand on it."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.models import Work
from dateline.desk.permissions import needs
from dateline.desk.translating import parity, working
from dateline.lib.errors import DatelineError, Refused
from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act
from dateline.stories.models import Section, Story


def tell(request: HttpRequest, error: DatelineError) -> None:
    """Every reason as a message of its own, then the remedy."""
    for sentence in error.reasons if isinstance(error, Refused) else [error.sentence]:
        messages.error(request, sentence)
    if error.remedy:
        messages.info(request, error.remedy)


@needs()
@require_safe
def parity_board(request: HttpRequest) -> HttpResponse:
    """Stories that lack a language and versions that are behind; chosen by the words of the address."""
    at = now()
    choice = _choice(request)
    found = parity.look(choice, at)
    may_write, may_review = rights.scope(request.user, Act.WRITE), rights.scope(request.user, Act.REVIEW)
    context = {
        "found": found,
        "choice": choice,
        "at": at,
        "behind": [{"one": one, "may_settle": may_write.holds(one.story.section.slug, one.story.language)} for one in found.behind],
        "lines": [_shown(line, may_write, may_review) for line in found.lines],
        "languages": _languages(request, choice, found.counts),
        "desks": Section.objects.all(),
        "people": _people(),
        "windows": parity.WINDOWS,
        "may_settings": rights.may(request.user, Act.REGISTERS),
        "older": _address(choice, days=choice.longer(), page=1) if choice.longer() else "",
        "next_page": _address(choice, page=choice.page + 1) if found.more else "",
        "previous_page": _address(choice, page=choice.page - 1) if choice.page > 1 else "",
        "is_chosen": bool(choice.desk or choice.lacks or choice.person),
        "here": request.get_full_path(),
    }
    return render(request, "desk/translating/parity.html", context)


def _choice(request: HttpRequest) -> parity.Choice:
    """What the address asks for; what makes no sense is left out."""
    asked = request.GET
    days = _number(asked.get("days"), parity.USUAL_WINDOW)
    lacks = asked.get("language", "")
    person = int(request.user.pk or 0) if asked.get("person") == "me" else _number(asked.get("person"), 0)
    return parity.Choice(
        days=days if days in parity.WINDOWS else parity.USUAL_WINDOW,
        desk=asked.get("desk", "")[:60],
        lacks=lacks if lacks in settings.LANGUAGE_CODES else "",
        person=person,
        page=max(1, _number(asked.get("page"), 1)),
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _address(choice: parity.Choice, **other: Any) -> str:
    """The board with this choice, something of it changed."""
    words = {"days": choice.days, "desk": choice.desk, "language": choice.lacks, "person": choice.person, "page": choice.page} | other
    usual = {"days": parity.USUAL_WINDOW, "page": 1}
    kept = {name: value for name, value in words.items() if value and value != usual.get(name)}
    return reverse("languages:parity") + (f"?{urlencode(kept)}" if kept else "")


def _languages(request: HttpRequest, choice: parity.Choice, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": name,
            "count": counts[code],
            "address": _address(choice, language=code, page=1),
            "chosen": choice.lacks == code,
        }
        for code, name in settings.LANGUAGES
    ]


def _people() -> list[User]:
    """Who has something in the making."""
    return list(User.objects.filter(pk__in=Work.objects.filter(holder__isnull=False).values("holder")).order_by("first_name", "username"))


def _shown(line: parity.Line, may_write: rights.Scope, may_review: rights.Scope) -> dict[str, Any]:
    """A line as the page shows it, with what this person may do there."""
    desk, names = line.story.section.slug, dict(settings.LANGUAGES)
    return {
        "line": line,
        "story": line.story,
        "cells": [
            {
                "cell": cell,
                "name": names[cell.language],
                "may_take": may_write.holds(desk, cell.language),
                "may_mark": may_review.holds(desk, cell.language),
            }
            for cell in line.cells
        ],
    }


# --- verbs --------------------------------------------------------------------------------------------------------------


@needs(Act.WRITE)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Start a translation, or take the one that waits; then to its sheet."""
    source = _story(request)
    language = _language(request)
    try:
        working.take(source, language, by=request.user, at=now())
    except DatelineError as error:
        tell(request, error)
        return redirect(_back(request))
    return redirect("languages:sheet", source.pk, language)


@needs(Act.WRITE)
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """A version that is behind was looked at."""
    story = _story(request)
    try:
        parity.settle(story, request.POST.get("word", ""), by=request.user, at=now())
    except DatelineError as error:
        tell(request, error)
    else:
        messages.success(request, _("“%(story)s” is settled.") % {"story": story})
    return redirect(_back(request))


@needs(Act.REVIEW)
@require_POST
def unwanted(request: HttpRequest) -> HttpResponse:
    """A story shall not be in a language, or shall after all."""
    story, language = _story(request), _language(request)
    parity.set_unwanted(story, language, request.POST.get("unwanted") == "1", by=request.user, at=now())
    return redirect(_back(request))


@needs(Act.REGISTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def wanted(request: HttpRequest) -> HttpResponse:
    """Which languages each desk wants."""
    sections = list(Section.objects.all())
    if request.method == "POST":
        chosen = {one.pk: [code for code in settings.LANGUAGE_CODES if f"{one.pk}-{code}" in request.POST] for one in sections}
        if empty := [str(one) for one in sections if not chosen[one.pk]]:
            messages.error(request, _("Choose at least one language for: %(desks)s.") % {"desks": ", ".join(empty)})
        else:
            parity.set_wanted(chosen, by=request.user)
            messages.success(request, _("Saved. The board of languages asks for these from now on."))
            return redirect("languages:parity")
    else:
        rules = parity.wanted_languages()
        chosen = {one.pk: rules.get(one.pk, settings.LANGUAGE_CODES) for one in sections}
    rows = [(one, [(code, name, code in chosen[one.pk]) for code, name in settings.LANGUAGES]) for one in sections]
    return render(request, "desk/translating/wanted.html", {"rows": rows, "languages": settings.LANGUAGES})


def _story(request: HttpRequest) -> Story:
    return get_object_or_404(Story.objects.select_related("section"), pk=_number(request.POST.get("story"), 0))


def _language(request: HttpRequest) -> str:
    language = request.POST.get("language", "")
    if language not in settings.LANGUAGE_CODES:
        raise BadRequest("no such language")
    return language


def _back(request: HttpRequest) -> str:
    """Where the person came from, within the newsroom."""
    address = request.POST.get("back", "")
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else reverse("languages:parity")


__all__ = ["parity_board", "settle", "take", "tell", "unwanted", "wanted"]
