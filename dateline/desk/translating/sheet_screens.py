"""The translator's screen: source beside translation, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dateline.desk import workflow
from dateline.desk.models import EditLock, ParagraphPair, Translation, Work
from dateline.desk.permissions import needs
from dateline.desk.translating import machine, marks, memory, untouched, working
from dateline.desk.translating.differences import differences
from dateline.desk.translating.rows import Row
from dateline.desk.translating.screens import tell
from dateline.desk.translating.working import Outcome, Sheet, Typed, digest
from dateline.languages import LANGUAGES
from dateline.lib.errors import DatelineError
from dateline.people import rights
from dateline.people.rights import Act
from dateline.stories.models import Story


@needs(Act.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show the sheet, or save it and do what was asked for."""
    source, target = _versions(request, pk, language)
    if target is None:
        return _not_there_yet(request, source, language)
    if followed := _other_source(source, target):
        return redirect("languages:sheet", followed, language)
    if request.method == "POST":
        return _save(request, source, target)
    found = Sheet.of(source, target)
    if len(found.rows) > working.MOST_ROWS:
        messages.error(request, _("The story has too many paragraphs for this screen. Translate it in the editor."))
        return redirect(edit_address(target))
    return _show(request, found, Outcome(), asked_about=request.GET.get("memory", ""))


def _versions(request: HttpRequest, pk: int, language: str) -> tuple[Story, Story | None]:
    """The source and its version in `language`. Raises Http404; PermissionDenied when the person may not write that."""
    source = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    if language not in settings.LANGUAGE_CODES or language == source.language:
        raise Http404
    rights.require(request.user, Act.WRITE, desk=source.section.slug, language=language)
    versions = Story.objects.filter(identity=source.identity, language=language)
    return source, versions.select_related("section", "latest_revision").first()


def _other_source(source: Story, target: Story) -> int | None:
    """The number of the version that `target` follows, when that is another one that is still there."""
    followed = Translation.objects.filter(story=target).exclude(source=source).values_list("source", flat=True).first()
    return followed if followed != target.pk else None


def _not_there_yet(request: HttpRequest, source: Story, language: str) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("There is no such translation any more."))
    context = {"source": source, "language": language, "language_name": LANGUAGES[language].own_name}
    return render(request, "desk/translating/not_there_yet.html", context)


def edit_address(story: Story) -> str:
    return reverse(Story.snippet_viewset.get_url_name("edit"), args=[story.pk])  # type: ignore[attr-defined]


# --- saving -------------------------------------------------------------------------------------------------------------


def read_form(sent: Mapping[str, str]) -> dict[str, Typed]:
    """What the form says, row by row. `state` has a word for every row: key, digest of the text shown, key of the source shown."""
    found = {}
    for word in sent.get("state", "").split():
        key, _colon, rest = word.partition(":")
        was, _colon, saw = rest.partition(":")
        if f"text-{key}" in sent:
            found[key] = Typed(sent[f"text-{key}"].replace("\x00", ""), was, saw)
    return found


def _save(request: HttpRequest, source: Story, target: Story) -> HttpResponse:
    typed = read_form(request.POST)
    act, _colon, about = request.POST.get("act", "").partition(":")
    at = now()
    if act == "use":
        act, about = "", _use(request, typed, about, source, target)
    outcome = working.save(source, target, typed, by=request.user, at=at, act=act if act in working.ACTS else "", about=about)
    if _is_script(request):
        return _answer(source, target, outcome)
    if outcome.sentence:
        messages.error(request, outcome.sentence)
    if outcome.second:
        messages.warning(request, _("Somebody else has changed the same paragraph. Both texts are there: choose one."))
    if outcome.refused:
        return _show(request, Sheet.of(*_fresh(source, target)), outcome, status=422)
    if act == "machine":
        _ask_machine(request, source, target, outcome.keys.get(about, about))
    elif act in ("hand-in", "publish"):
        return _send(request, *_fresh(source, target), act)
    elif not act and not about:
        messages.success(request, _("Saved."))
    address = reverse("languages:sheet", args=[source.pk, target.language])
    return redirect(f"{address}#{outcome.keys.get(about, about)}" if about else address)


def _fresh(source: Story, target: Story) -> tuple[Story, Story]:
    return Story.objects.get(pk=source.pk), Story.objects.get(pk=target.pk)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _answer(source: Story, target: Story, outcome: Outcome) -> JsonResponse:
    """What a script needs to go on: each row's key, what to say was there, and whose other text waits."""
    found = Sheet.of(*_fresh(source, target))
    was = {new: old for old, new in outcome.keys.items()}
    rows = [
        {
            "key": was.get(row.key, row.key), "new": row.key, "was": digest(row.text), "text": row.text,
            "second": was.get(row.key, row.key) in outcome.second, "other": row.kept.other_text, "by": row.kept.other_by,
        }
        for row in found.rows
    ]  # fmt: skip
    refused = {key: sentence for key, (_text, sentence) in outcome.refused.items()}
    return JsonResponse({"rows": rows, "refused": refused, "left": _left(found), "sentence": outcome.sentence})


def _use(request: HttpRequest, typed: dict[str, Typed], about: str, source: Story, target: Story) -> str:
    """“use:<row>:<pair>”: put an earlier translation into a row that is empty. Returns the row."""
    key, _colon, number = about.partition(":")
    pair = ParagraphPair.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    there = typed.get(key)
    if pair and there and not there.text.strip() and {pair.first_language, pair.second_language} == {source.language, target.language}:
        typed[key] = Typed(memory.sides(pair, source.language)[1], there.was, there.saw)
    return key


def _send(request: HttpRequest, source: Story, target: Story, act: str) -> HttpResponse:
    """Hand it in or publish it, as in the editor."""
    try:
        if act == "publish":
            workflow.publish(target, by=request.user, at=now())
            messages.success(request, _("It is public."))
        else:
            workflow.hand_in(target, by=request.user, at=now())
            messages.success(request, _("It is in review now."))
    except DatelineError as error:
        tell(request, error)
        return redirect("languages:sheet", source.pk, target.language)
    return redirect(edit_address(target))


def _ask_machine(request: HttpRequest, source: Story, target: Story, about: str) -> None:
    """Let the machine fill one row that is empty, or all of them."""
    found = Sheet.of(*_fresh(source, target))
    rows = [row for row in found.rows if row.is_new and about in (row.key, "all")]
    if not rows:
        messages.info(request, _("There is nothing for the machine to do: it only fills what is empty."))
        return
    try:
        texts = machine.translate([row.source for row in rows], source.language, target.language)
    except DatelineError as error:
        tell(request, error)
        return
    name = made.name if (made := machine.can(source.language, target.language)) else ""
    filled = dict(zip([row.key for row in rows], texts, strict=True))
    working.put(source, target, filled, by=request.user, at=now(), machine=name)
    messages.warning(request, _("A machine wrote this. Read it: what nobody has touched does not go out."))


# --- showing ------------------------------------------------------------------------------------------------------------

PLACES = {
    "headline": gettext_lazy("Headline"),
    "lead": gettext_lazy("Lead"),
    "dateline": gettext_lazy("Dateline"),
    "byline": gettext_lazy("Byline"),
    "p": gettext_lazy("Paragraph"),
    "h2": gettext_lazy("Heading"),
    "h3": gettext_lazy("Small heading"),
    "li": gettext_lazy("Point of a list"),
    "blockquote": gettext_lazy("Quotation"),
    "caption": gettext_lazy("Caption"),
    "alt": gettext_lazy("Description of the picture"),
    "credit": gettext_lazy("Credit line"),
    "name": gettext_lazy("Source"),
}


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it."""

    row: Row
    text: str  # in the field: what was typed and refused, else what is saved
    fault: str
    memory: memory.Offers | None

    @property
    def what(self) -> Any:
        place = self.row.place
        kind = "blockquote" if "blockquote" in place else place.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        return PLACES.get(kind, PLACES["p"])

    @property
    def is_heading(self) -> bool:
        return self.row.place == "headline" or self.row.place.endswith((":h2", ":h3"))

    @property
    def changes(self) -> list[Any]:
        """What differs in the source since this was made, when the old text is known."""
        row = self.row
        return differences(marks.plain(row.kept.source_text), marks.plain(row.source)) if row.is_changed and row.kept.source_text else []

    @property
    def lines(self) -> int:
        """How high the field begins: as the longer of the two texts will be."""
        letters = max(len(self.row.source), len(self.text))
        return min(14, max(1 if self.is_heading else 2, letters // 55 + 1 + self.text.count("\n")))

    @property
    def missing_links(self) -> list[str]:
        return self.row.faults()


def _show(request: HttpRequest, found: Sheet, outcome: Outcome, *, asked_about: str = "", status: int = 200) -> HttpResponse:
    target, source = found.target, found.source
    rows = [_shown(found, row, outcome, asked_about) for row in found.rows]
    work = Work.objects.filter(pk=target.pk).select_related("holder").first()
    context = {
        "source": source, "target": target, "source_text": found.source_text, "target_text": found.target_text, "rows": rows, "work": work,
        "state": " ".join(f"{row.key}:{digest(row.text)}:{row.source_key}" for row in found.rows),
        "left": _left(found), "to_look_at": found.to_look_at(), "changed": sum(row.is_changed or row.is_dropped for row in found.rows),
        "source_name": LANGUAGES[source.language].own_name, "target_name": LANGUAGES[target.language].own_name,
        "edit": edit_address(target), "edit_source": edit_address(source),
        "editing": EditLock.objects.filter(story=target).exclude(person=request.user.pk).select_related("person").first(),
        "machine": machine.can(source.language, target.language),
        "may_publish": workflow.may(request.user, Act.PUBLISH, target),
        "may_hand_in": work is not None and work.stage in (Work.Stage.WRITING, Work.Stage.READY),
        "untouched": untouched.count(found.target_text) if any(row.machine for row in found.rows) else 0,
        "embargo_differs": found.source_text.embargoed_until != found.target_text.embargoed_until,
    }  # fmt: skip
    return render(request, "desk/translating/sheet.html", context, status=status)


def _left(found: Sheet) -> int:
    return found.left()


def _shown(found: Sheet, row: Row, outcome: Outcome, asked_about: str) -> Shown:
    text, fault = outcome.refused.get(row.key, (row.text, ""))
    return Shown(row, text, fault, _offers(found.source, found.target, row) if row.key == asked_about else None)


def _offers(source: Story, target: Story, row: Row) -> memory.Offers:
    return memory.offers(marks.plain(row.source), source.language, target.language, without={source.pk, target.pk})


@needs(Act.WRITE)
@require_safe
def memory_of_row(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """What was translated before of one row: a piece of the page, for the script."""
    source, target = _versions(request, pk, language)
    if target is None:
        raise Http404
    row = next((row for row in Sheet.of(source, target).rows if row.key == request.GET.get("row")), None)
    if row is None:
        raise Http404
    shown = Shown(row, row.text, "", _offers(source, target, row))
    return render(request, "desk/translating/_memory.html", {"one": shown, "source": source, "target": target})


__all__ = ["edit_address", "memory_of_row", "read_form", "sheet"]
