"""What the editor's fields find while somebody types: subjects, authors, colleagues; and clean text out of a clipboard."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from dateline.desk import notes
from dateline.desk.permissions import needs
from dateline.lib.pasting import TooMuch, from_clipboard
from dateline.newscodes.searching import find_subjects
from dateline.people.models import Author
from dateline.people.rights import Act

MOST = 12


def find(kind: str, text: str, language: str) -> Sequence[Any]:
    """Subjects or authors by what was typed of their name, in any language."""
    if kind == "subjects":
        return find_subjects(text, language, MOST)
    return _authors(text)


def _authors(text: str) -> list[Author]:
    """The register has hundreds of names at most: all are looked at, because a name may begin with any of its words."""
    wanted = text.casefold().split()
    if not wanted:
        return []
    found = []
    for author in Author.objects.all():
        words = " ".join([author.slug.replace("-", " "), *author.names.values()]).casefold().split()
        if all(any(word.startswith(one) for word in words) for one in wanted):
            found.append(author)
    return found[:MOST]


@needs()
@require_safe
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """[{"id", "name", "more"}] for a list below the field; `more` says which of several it is."""
    text = request.GET.get("q", "")[:100]
    if kind == "people":
        found = [{"id": person.pk, "name": person.shown_name(), "more": person.get_username()} for person in notes.matching(text)]
    else:
        found = [{"id": one.pk, "name": str(one), "more": _more(one)} for one in find(kind, text, get_language() or "")]
    return JsonResponse({"found": found})


def _more(one: Any) -> str:
    return str(one.parent) if getattr(one, "parent_id", None) else ""


@needs(Act.WRITE)
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """What Draftail shall insert of a clipboard's text/html, and what to say about it."""
    try:
        found = from_clipboard(request.POST.get("html", ""))
    except TooMuch as error:
        return JsonResponse({"html": "", "remarks": [str(error)]})
    return JsonResponse({"html": found.html, "remarks": found.remarks})
