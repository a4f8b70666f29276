"""What a story's text was before: its revisions, what differs between two of them, and the way back to one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.editor import saving, typed
from dateline.desk.editor.differences import Marked, Pair, body_pairs, mark
from dateline.desk.editor.form import StoryForm, typed_from
from dateline.desk.editor.screens import url
from dateline.desk.editor.shown import LISTS, PLAIN, label_of, shown_list, shown_value
from dateline.desk.permissions import needs
from dateline.people.rights import Act
from dateline.stories.models import Release, Story

A_PAGE = 50


@dataclass(frozen=True)
class Difference:
    """One field that differs. paragraphs: of the body, in pairs; else the value is in `marked`."""

    name: str
    label: str
    marked: Marked | None = None
    paragraphs: tuple[Pair, ...] = ()


def differences(before: Story, after: Story) -> list[Difference]:
    """Every field that differs between two texts of a story, in the order of the editor."""
    found = []
    for name in PLAIN:
        one, other = shown_value(before, name), shown_value(after, name)
        if one != other:
            found.append(Difference(name, label_of(name), mark(one, other)))
    if before.body != after.body:
        found.append(Difference("body", label_of("body"), paragraphs=tuple(body_pairs(before.body, after.body))))
    for name, label in LISTS.items():
        one, other = shown_list(before, name), shown_list(after, name)
        if one != other:
            found.append(Difference(name, str(label), mark(one, other)))
    return found


def revisions_of(story: Story) -> "QuerySet[Any]":
    found: QuerySet[Any] = Revision.objects.for_instance(story).select_related("user", "set_aside").defer("content")
    return found.order_by("-created_at", "-pk")


@needs(story="pk")
@require_safe
@never_cache
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text that was saved, newest first: when, by whom, and which the public has."""
    story = get_object_or_404(Story.objects.select_related("section"), pk=pk)
    page = Paginator(revisions_of(story), A_PAGE).get_page(request.GET.get("page"))
    releases = Release.objects.filter(story=story).order_by("-number").select_related("by").defer("snapshot")[:A_PAGE]
    context = {"story": story, "page": page, "releases": releases, "may_write": workflow.may(request.user, Act.WRITE, story)}
    return render(request, "desk/editor/history.html", context)


@needs(story="pk")
@require_safe
@never_cache
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two of them side by side; the older stands on the left. Without a choice: the last two."""
    story = get_object_or_404(Story.objects.select_related("section"), pk=pk)
    numbers = [int(number) for number in (request.GET.get("one", ""), request.GET.get("other", "")) if number.isdigit()]
    chosen = revisions_of(story).defer(None)
    pair = list(chosen.filter(pk__in=numbers)[:2]) if len(set(numbers)) == 2 else list(chosen[:2])
    if len(pair) < 2:
        messages.info(request, _("There is only one text so far: nothing to compare it with."))
        return redirect(url("history", pk))
    after, before = pair
    context = {
        "story": story,
        "before": before,
        "after": after,
        "differences": differences(before.as_object(), after.as_object()),
        "may_write": workflow.may(request.user, Act.WRITE, story),
    }
    return render(request, "desk/editor/compare.html", context)


@needs(Act.WRITE, story="pk")
@require_POST
def restore(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Make an earlier text the story's text again: as a new revision, so that the one in between stays."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    at = now()
    earlier = get_object_or_404(Revision.objects.for_instance(story), pk=revision)
    sent = typed_from(earlier.as_object(), user=request.user, at=at, base=story.latest_revision_id or 0)
    form = StoryForm(sent, instance=typed.saved_text(story), user=request.user, at=at)
    if not form.is_valid():
        typed.keep(story, sent, by=request.user, at=at)
        messages.warning(request, _("That text stands in the editor, unsaved: look at what it says there first."))
        return redirect(url("edit", pk))
    saved = saving.save(form, by=request.user, at=at)
    if saved.came_second:
        return redirect(url("two_texts", pk))
    messages.success(request, _("The text of %(when)s is the story's text again.") % {"when": workflow.shown(earlier.created_at)})
    return redirect(url("edit", pk))
