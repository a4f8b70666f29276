"""The screens of pictures: the list, the upload with its cards, a picture's own page."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.permissions import needs
from dateline.desk.pictures import acts, reading
from dateline.desk.pictures.forms import CardForm, PictureForm, SharedForm
from dateline.desk.pictures.uses import uses_of
from dateline.lib.errors import Refused
from dateline.media import renditions
from dateline.media.errors import CannotTake
from dateline.media.models import Picture
from dateline.media.vocabularies import SourceType
from dateline.people.models import AuditEntry
from dateline.people.rights import Act, may

CARDS_AT_ONCE = 20  # on the upload screen; what waits beyond comes up when these are saved
HISTORY = 20


@require_safe
@needs()
def pictures(request: HttpRequest) -> HttpResponse:
    """All pictures, newest first: `?q=words&show=gaps&before=<number>`."""
    at = now()
    question, show = request.GET.get("q", "").strip()[:300], request.GET.get("show", "")
    found = reading.look_for(request.user, question=question, show=show, before=_number(request.GET.get("before", "")), at=at)
    more = request.GET.copy()
    if found.before:
        more["before"] = str(found.before)
    context = {
        "found": found, "question": question, "show": show, "filters": {name: label for name, (label, _q) in reading.FILTERS.items()},
        "more": more.urlencode() if found.before else "", "may_upload": may(request.user, Act.UPLOAD_PICTURES),
        "waiting": _not_filed(request).count(), "title": _("Pictures"),
    }  # fmt: skip
    return render(request, "desk/pictures/list.html", context)


# --- upload -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.UPLOAD_PICTURES)
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in (`files`, several); below, the cards of what this person has uploaded and not yet saved.

    A script sends one file a request and gets its card; without one the form sends all and comes back here.
    """
    if request.method != "POST":
        return _show_cards(request, now())
    files = request.FILES.getlist("files")
    if _is_script(request):
        return _answer_script(request, files[0] if files else None)
    if not files:
        messages.error(request, _("No file was chosen."))
    taken = 0
    for file in files:
        try:
            acts.upload(file, by=request.user)
            taken += 1
        except CannotTake as error:
            messages.error(request, f"{file.name}: {error.sentence} {error.remedy}")
    if taken:
        messages.success(request, ngettext("%(count)d picture is here.", "%(count)d pictures are here.", taken) % {"count": taken})
    return redirect("pictures:upload")


def _answer_script(request: HttpRequest, file: Any) -> JsonResponse:
    if file is None:
        return JsonResponse({"error": _("No file came along.")}, status=422)
    try:
        picture = acts.upload(file, by=request.user)
    except CannotTake as error:
        return JsonResponse({"error": error.sentence, "remedy": error.remedy, "code": error.code}, status=422)
    card = _cards(request, [picture], now())[0]
    html = render_to_string("desk/pictures/card.html", {"card": card, "open": True}, request)
    return JsonResponse({"number": picture.pk, "title": picture.title, "card": html}, status=201)


@require_POST
@needs(Act.UPLOAD_PICTURES)
def describe(request: HttpRequest) -> HttpResponse:
    """Save the cards that were sent: each for itself, so one that is wrong keeps no other back. `apply`: fill in what all share first."""
    at = now()
    sent = _sent(request)
    if "apply" in request.POST:
        data = _filled(request.POST, sent)
        messages.info(request, _("Filled in below. Nothing is saved yet."))
        return _show_cards(request, at, data=data, only=sent)
    saved, wrong, gaps = 0, [], 0
    for picture in sent:
        form = CardForm(request.POST, instance=picture, prefix=f"p{picture.pk}")
        if form.is_valid():
            acts.describe(form.save(commit=False), form.changed_data, by=request.user, at=at)
            saved, gaps = saved + 1, gaps + bool(reading.gaps_of(picture))
        else:
            wrong.append(picture)
    if saved:
        messages.success(request, ngettext("%(count)d picture is saved.", "%(count)d pictures are saved.", saved) % {"count": saved})
    if gaps:
        sentence = ngettext("Something is still missing in %(count)d of them.", "Something is still missing in %(count)d of them.", gaps)
        messages.warning(request, sentence % {"count": gaps})
    if wrong:
        messages.error(request, _("The pictures below are not saved: look at what is marked."))
        return _show_cards(request, at, data=request.POST, only=wrong, status=422)
    return redirect("pictures:upload" if _not_filed(request).exists() else "pictures:list")


@require_POST
@needs(Act.UPLOAD_PICTURES)
def give_way(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Use the picture that was here before: the new one goes. What is typed on the other cards stays."""
    picture, kept = get_object_or_404(Picture, pk=pk), get_object_or_404(Picture, pk=other)
    try:
        acts.delete(picture, by=request.user, instead=kept)
    except Refused as error:
        if _is_script(request):
            return JsonResponse({"error": error.sentence, "remedy": error.remedy}, status=422)
        messages.error(request, f"{error.sentence} {error.remedy}")
        return redirect("pictures:picture", pk)
    if _is_script(request):
        return JsonResponse({"address": reverse("pictures:picture", args=[kept.pk]), "title": kept.title})
    messages.success(request, _("“%(title)s” was here already; your copy is not kept.") % {"title": kept})
    rest = [one for one in _sent(request) if one.pk != pk]
    return _show_cards(request, now(), data=request.POST, only=rest) if rest else redirect("pictures:upload")


def _not_filed(request: HttpRequest) -> "QuerySet[Picture]":
    return Picture.objects.filter(uploaded_by_user=request.user.pk, filed_at=None).order_by("-pk")


def _sent(request: HttpRequest) -> list[Picture]:
    """The pictures whose cards the form holds; PermissionDenied when one is not this person's to change."""
    numbers = [number for text in request.POST.getlist("picture") if (number := _number(text))][: 5 * CARDS_AT_ONCE]
    found = list(Picture.objects.filter(pk__in=numbers).order_by("-pk"))
    for picture in found:
        acts.require_edit(request.user, picture)
    return found


def _filled(sent: QueryDict, pictures: list[Picture]) -> QueryDict:
    """The form as it was sent, with what all share put into each card."""
    data = sent.copy()
    shared = {name: text for name in sent if name.startswith("all-") and name != "all-overwrite" and (text := str(sent[name])).strip()}
    for picture in pictures:
        for name, text in shared.items():
            field = f"p{picture.pk}-{name.removeprefix('all-')}"
            if "all-overwrite" in sent or not str(data.get(field, "")).strip():
                data[field] = text
    return data


def _cards(request: HttpRequest, found: list[Picture], at: datetime, data: QueryDict | None = None) -> list[dict[str, Any]]:
    copies = reading.copies_shown(found)
    return [
        {
            "row": row,
            "form": CardForm(data, instance=row.picture, prefix=f"p{row.picture.pk}"),
            "copies": copies[row.picture.pk],
        }
        for row in reading.rows_of(found, at)
    ]


def _show_cards(
    request: HttpRequest, at: datetime, *, data: QueryDict | None = None, only: list[Picture] | None = None, status: int = 200
) -> HttpResponse:
    waiting = _not_filed(request)
    found = only if only is not None else list(waiting[:CARDS_AT_ONCE])
    context = {
        "cards": _cards(request, found, at, data), "more": max(0, waiting.count() - len(found)) if only is None else 0,
        "shared": SharedForm(data, prefix="all") if data else SharedForm(prefix="all"), "title": _("Upload pictures"),
    }  # fmt: skip
    return render(request, "desk/pictures/upload.html", context, status=status)


# --- one picture --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture: everything about it, its focus, where it is used, what was done to it."""
    at = now()
    found = get_object_or_404(Picture.objects.select_related("uploaded_by_user"), pk=pk)
    may_edit = acts.may_edit(request.user, found)
    if request.method == "POST":
        acts.require_edit(request.user, found)
    form = PictureForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        acts.describe(form.save(commit=False), form.changed_data, by=request.user, at=at)
        messages.success(request, _("The picture is saved. Its files are made anew with it in the background."))
        return redirect("pictures:picture", pk)
    if form.is_bound:
        found.refresh_from_db()  # what is shown beside the form is what is kept
    whole = renditions.sized([found], at=at) or {}
    context = {
        "picture": found, "row": reading.rows_of([found], at)[0], "form": form, "may_edit": may_edit, "at": at,
        "shown": whole.get(pk) or _whole_although_expired(found), "uses": uses_of([pk])[pk], "copies": reading.copies_shown([found])[pk],
        "history": _history(found), "source_type": _label(found), "title": found.title,
    }  # fmt: skip
    return render(request, "desk/pictures/picture.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.UPLOAD_PICTURES, Act.MANAGE_PICTURES)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once more, then gone with its files; only while no story has it."""
    found = get_object_or_404(Picture, pk=pk)
    acts.require_edit(request.user, found)
    if request.method != "POST":
        row = reading.rows_of([found], now())[0]
        return render(request, "desk/pictures/delete.html", {"row": row, "uses": uses_of([pk])[pk], "title": _("Delete a picture")})
    try:
        acts.delete(found, by=request.user)
    except Refused as error:
        messages.error(request, f"{error.sentence} {error.remedy}")
        return redirect("pictures:picture", pk)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": found})
    return redirect("pictures:list")


def _whole_although_expired(found: Picture) -> Any:
    """The newsroom still sees what no page shows."""
    return renditions.shown_of(renditions.made([found])[found.pk])


def _history(found: Picture) -> "QuerySet[AuditEntry]":
    return AuditEntry.objects.filter(kind=Picture._meta.label_lower, number=str(found.pk)).order_by("-pk")[:HISTORY]


def _label(found: Picture) -> Any:
    return SourceType(found.digital_source_type).label if found.digital_source_type in SourceType else ""


def _is_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _number(text: str) -> int | None:
    """A positive number that fits into a column; None for anything else that an address may hold."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
