"""Two texts of one story side by side, and the one that somebody makes of them."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.models import Revision

from dateline.desk.editor import locks, typed
from dateline.desk.editor.differences import Marked, mark
from dateline.desk.editor.form import content_of, typed_from
from dateline.desk.editor.merging import MINE, THEIRS, Stretch, joined, proposed_value, stretches
from dateline.desk.editor.screens import url
from dateline.desk.editor.shown import PLAIN, label_of, shown_list, shown_value
from dateline.desk.permissions import needs
from dateline.people.rights import Act
from dateline.stories.models import Story

PARTS = ("section", "dossier", "subjects", "authors", "sources", "pictures")


@dataclass(frozen=True)
class Choice:
    """A field that the two texts have differently. `marked`: before is theirs, after is mine."""

    name: str
    label: str
    marked: Marked
    proposed: str


@dataclass(frozen=True)
class _Two:
    """theirs: as saved last. mine: what the person has typed, or a text that was set aside. base: what both began from."""

    theirs: Story
    mine: Story
    base: Story | None
    whose: str


@needs(Act.WRITE, story="pk")
@never_cache
def two_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Both texts, where they differ a choice; what is chosen stands in the editor afterwards, unsaved."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    at = now()
    two = _two(request, story, at)
    if two is None:
        return redirect(url("edit", pk))
    choices, body = _choices(two), stretches(two.base.body if two.base else "", two.theirs.body, two.mine.body)
    lock = locks.against(story, request.user, at)
    if request.method == "POST":
        return _merge(request, story, two, choices, body, at)
    context = {
        "story": story,
        "two": two,
        "choices": choices,
        "body": body,
        "body_differs": any(not one.same for one in body),
        "saved_by": story.latest_revision.user if story.latest_revision else None,
        "saved_at": story.latest_revision.created_at if story.latest_revision else None,
        "lock": lock,
        "may_take_over": lock is not None and locks.may_take_over(lock, request.user, at),
    }
    return render(request, "desk/editor/two_texts.html", context)


def _two(request: HttpRequest, story: Story, at: datetime) -> _Two | None:
    asked = request.GET.get("with", "")
    if asked.isdigit():
        aside = get_object_or_404(Revision.objects.for_instance(story).select_related("user"), pk=asked)
        return _Two(typed.saved_text(story), aside.as_object(), None, aside.user.shown_name() if aside.user else "")
    kept = typed.of(request.user, story)
    if kept is None:
        return None
    begun = Revision.objects.for_instance(story).filter(pk=kept.base).first()
    return _Two(typed.saved_text(story), typed.story_of(kept, typed.saved_text(story), at=at), begun.as_object() if begun else None, "")


def _choices(two: _Two) -> list[Choice]:
    found = []
    for name in (*PLAIN, *PARTS):
        shown = shown_value if name in PLAIN else shown_list
        theirs, mine = shown(two.theirs, name), shown(two.mine, name)
        if theirs != mine:
            base = shown(two.base, name) if two.base else None
            proposed = MINE if base is None else proposed_value(base, theirs, mine)
            found.append(Choice(name, label_of(name), mark(theirs, mine), proposed))
    return found


def _merge(request: HttpRequest, story: Story, two: _Two, choices: list[Choice], body: list[Stretch], at: datetime) -> HttpResponse:
    merged = two.theirs
    for choice in choices:
        if request.POST.get(choice.name, choice.proposed) == MINE:
            _take(merged, two.mine, choice.name)
    merged.body = joined(body, {one.number: request.POST.get(f"body-{one.number}", one.proposed) for one in body})
    base = story.latest_revision_id or 0
    sent: QueryDict = typed_from(merged, user=request.user, at=at, base=base)
    if content_of(merged) == content_of(typed.saved_text(story)):
        typed.forget(request.user, story)
        messages.info(request, _("The text stays as it is saved."))
    else:
        typed.keep(story, sent, by=request.user, at=at)
        messages.success(request, _("Both texts are one now. Look it over, then save."))
    return redirect(url("edit", story.pk))


def _take(merged: Story, mine: Story, name: str) -> None:
    if name in PLAIN or name in ("section", "dossier"):
        setattr(merged, name, getattr(mine, name))
    else:
        getattr(merged, name).set(list(getattr(mine, name).all()))


__all__ = ["MINE", "THEIRS", "two_texts"]
