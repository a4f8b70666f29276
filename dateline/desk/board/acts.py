"""The steps of a slip: each a view with its right, each through `desk.workflow`. A refusal says every reason and changes nothing.

A form posts and is led back to the board; a script (X-Requested-With) gets JSON: {"said": …}, or 409 {"error": …}. Those that
ask first are a page of their own, or the same form without the page for the script's dialog; 422 when it is not filled in.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dateline.desk import workflow
from dateline.desk.models import EditLock, Work
from dateline.desk.permissions import needs
from dateline.lib.errors import DatelineError, Refused
from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act
from dateline.stories.models import Release, Story

Perform = Callable[[Story, datetime], Any]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


# --- at once ------------------------------------------------------------------------------------------------------------


@needs(Act.WRITE, story="pk")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """It is mine now."""
    return _do(request, pk, lambda story, at: workflow.assign(story, _person(request), by=request.user, at=at), _("It is yours."))


@needs(Act.REVIEW, story="pk")
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody has it any more."""
    return _do(request, pk, lambda story, at: workflow.assign(story, None, by=request.user, at=at), _("It waits for somebody again."))


@needs(Act.WRITE, story="pk")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft → review."""
    return _do(request, pk, lambda story, at: workflow.hand_in(story, by=request.user, at=at), _("It is handed in for review."))


@needs(Act.REVIEW, story="pk")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Review → ready."""
    return _do(request, pk, lambda story, at: workflow.approve(story, by=request.user, at=at), _("It is approved."))


@needs(Act.PUBLISH, story="pk")
@require_POST
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Scheduled → ready."""
    return _do(request, pk, lambda story, at: workflow.unschedule(story, by=request.user, at=at), _("It is off the schedule."))


@needs(Act.PUBLISH, Act.KILL, story="pk")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what went out a few seconds ago: the release that the form names, and no later one."""
    number = _number(request.POST.get("number", "")) or 0  # none is none: never whichever happens to be the last
    return _do(
        request, pk, lambda story, at: workflow.undo(story, by=request.user, at=at, number=number),
        _("It is taken back. The text is on its writer's desk again."),
    )  # fmt: skip


# --- after a question ---------------------------------------------------------------------------------------------------


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is missing?"), widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}), max_length=4000,
        help_text=gettext_lazy("The writer reads this note. @ and a name tells another colleague, too."),
    )  # fmt: skip


class _LocalDateTime(forms.DateTimeField):
    """A day and a time of the agency's zone, as browsers ask for it."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": 60})
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]


class ScheduleForm(forms.Form):
    moment = _LocalDateTime(label=gettext_lazy("Goes out at"), help_text=gettext_lazy("The agency's time."))


class GiveForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To whom?"))
    due_at = _LocalDateTime(label=gettext_lazy("Due"), required=False, help_text=gettext_lazy("The agency's time. Empty: as it was."))

    def __init__(self, story: Story, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        people = self.fields["person"]
        people.queryset = rights.who_may(Act.WRITE, desk=story.section.slug, language=story.language).order_by("last_name", "username")  # type: ignore[attr-defined]
        people.label_from_instance = User.shown_name  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """revision: the text that was looked at before the button was pressed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


@needs(Act.REVIEW, story="pk")
@get_or_post
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to its writer, with a note."""
    story = _story(pk)
    form = ReturnForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        return _do(
            request, pk, lambda story, at: workflow.send_back(story, by=request.user, at=at, note=note), _("It is with its writer again.")
        )
    return _ask(request, story, form, _("Return with a note"), _("Return it"))


@needs(Act.REVIEW, story="pk")
@get_or_post
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """To a colleague, with a time by which it is due."""
    story = _story(pk)
    form = GiveForm(story, _posted(request))
    if request.method == "POST" and form.is_valid():
        to, due_at = form.cleaned_data["person"], form.cleaned_data["due_at"]
        said = _("%(name)s has it now.") % {"name": to.shown_name()}
        return _do(request, pk, lambda story, at: workflow.assign(story, to, by=request.user, at=at, due_at=due_at), said)
    return _ask(request, story, form, _("Give to somebody"), _("Give it"))


@needs(Act.PUBLISH, story="pk")
@get_or_post
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes out by itself."""
    story = _story(pk)
    planned = Work.objects.filter(pk=pk).values_list("scheduled_for", flat=True).first() or workflow.latest(story).embargoed_until
    form = ScheduleForm(_posted(request), initial={"moment": planned})
    if request.method == "POST" and form.is_valid():
        moment = form.cleaned_data["moment"]
        said = _("It goes out at %(when)s.") % {"when": workflow.shown(moment)}
        return _do(request, pk, lambda story, at: workflow.schedule(story, moment, by=request.user, at=at), said)
    return _ask(request, story, form, _("Schedule"), _("Schedule it"))


@needs(Act.PUBLISH, story="pk")
@get_or_post
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """To the public, after one more look."""
    story, at = _story(pk), now()
    revision = story.latest_revision_id
    form = PublishForm(_posted(request), initial={"revision": revision})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]

        def perform(story: Story, at: datetime) -> Release:
            if seen is not None and seen != story.latest_revision_id:
                raise Refused([_("Somebody has changed the text since you looked. Look at it again.")])
            return workflow.publish(story, by=request.user, at=at)

        return _do(request, pk, perform, _("It is published."))
    text = workflow.latest(story)
    lock = EditLock.objects.filter(story=story).exclude(person=request.user.pk).select_related("person").first()
    return _ask(
        request, story, form, _("Publish the update") if story.version else _("Publish"), _("Publish it now"),
        text=text, reasons=text.missing(at=at), editing=lock.person.shown_name() if lock and not lock.is_idle(at) else "",
    )  # fmt: skip


# --- what they share ----------------------------------------------------------------------------------------------------


def _do(request: HttpRequest, pk: int, perform: Perform, said: str) -> HttpResponse:
    """Perform it on the story as it is now, and tell what came of it."""
    try:
        perform(_story(pk), now())
    except DatelineError as error:
        return _refused(request, error)
    if _is_script(request):
        return JsonResponse({"said": said})
    messages.success(request, said)
    return redirect("wagtailadmin_home")


def _refused(request: HttpRequest, error: DatelineError) -> HttpResponse:
    reasons = error.reasons if isinstance(error, Refused) else [error.sentence]
    if _is_script(request):
        return JsonResponse({"error": " ".join([*reasons, *([error.remedy] if error.remedy else [])])}, status=409)
    for reason in [*reasons, *([error.remedy] if error.remedy else [])]:
        messages.error(request, reason)
    return redirect("wagtailadmin_home")


def _ask(request: HttpRequest, story: Story, form: forms.Form, title: str, button: str, **more: Any) -> HttpResponse:
    context = {
        "story": story,
        "form": form,
        "title": title,
        "button": button,
        "path": request.path,
        "in_dialog": _is_script(request),
        **more,
    }
    template = "desk/board/_ask.html" if _is_script(request) else "desk/board/ask.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest) -> Any:
    """What a form was sent with, be it nothing at all; None when it is only asked for."""
    return request.POST if request.method == "POST" else None


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _story(pk: int) -> Story:
    return get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # `needs` lets nobody else through
    return request.user


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None
