"""Acts that need words: correct, withdraw, take back. Each shows what readers have now beside what they would have."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dateline.desk import workflow
from dateline.desk.editor import locks, typed
from dateline.desk.editor.history import differences
from dateline.desk.editor.screens import tell, url
from dateline.desk.permissions import needs
from dateline.lib.errors import DatelineError
from dateline.lib.tidy import tidy
from dateline.people import audit
from dateline.people.rights import Act
from dateline.stories.models import Release, Story

KEPT_LETTERS = 5000  # of a deleted draft's text, in the audit log


class _Asking(forms.Form):
    """What is asked before an act that readers see."""

    tell_readers = forms.BooleanField(label=gettext_lazy("Tell readers of the other languages"), required=False)

    def __init__(self, *args: Any, others: list[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            names = ", ".join(f"{one.get_language_display()} (“{one}”)" for one in others)
            self.fields["tell_readers"].help_text = _("A line on their pages until somebody has looked at them: %(pages)s.") % {
                "pages": names
            }
        else:
            del self.fields["tell_readers"]

    def clean(self) -> dict[str, Any]:
        return {name: tidy(value) if isinstance(value, str) else value for name, value in self.cleaned_data.items()}


class CorrectionForm(_Asking):
    """What readers are told when something was wrong."""

    note = forms.CharField(
        label=gettext_lazy("Public note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=gettext_lazy(
            "What was wrong and what is right, in the language of the story. It is printed with its time under the text."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the newsroom"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    field_order = ["note", "reason", "tell_readers"]


class WithdrawalForm(_Asking):
    """Why a story goes."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the newsroom"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    public_reason = forms.CharField(
        label=gettext_lazy("Reason, for readers"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        help_text=gettext_lazy("In the language of the story. It stands on the page that remains at this address."),
    )  # fmt: skip
    field_order = ["reason", "public_reason", "tell_readers"]


@needs(Act.PUBLISH, story="pk")
@never_cache
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the saved edits of a story as a correction with a public note."""
    story = _story(pk)
    at = now()
    form = CorrectionForm(request.POST or None, others=_others(story))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.correct(story, by=request.user, at=at, **form.cleaned_data)
        except DatelineError as error:
            tell(request, error)
        else:
            messages.success(request, _("The correction is public."))
            return redirect(url("edit", pk))
    public, edited = Story.objects.get(pk=pk), typed.saved_text(story)
    context = {
        "title": _("Correct"),
        "button": _("Publish the correction"),
        "explanation": _("The saved edits go out together with this note; the story keeps its address."),
        "differences": differences(public, edited),
        "nothing": _("The saved text is what readers have already. Change it first, then correct; or publish the note alone."),
        "problems": [one.sentence for one in edited.problems(at=at)],
    }
    return _ask(request, story, form, at, context)


@needs(Act.KILL, story="pk")
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Kill a story, with a reason."""
    story = _story(pk)
    at = now()
    form = WithdrawalForm(request.POST or None, others=_others(story))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.kill(story, by=request.user, at=at, **form.cleaned_data)
        except DatelineError as error:
            tell(request, error)
        else:
            messages.success(request, _("The story is withdrawn. Its address answers “410 Gone”."))
            return redirect(url("edit", pk))
    context = {
        "title": _("Withdraw"),
        "button": _("Withdraw the story"),
        "explanation": _(
            "Readers, feeds and search lose the story at once. Its address stays, with a page that says so. "
            "You can take this back for ten seconds, and not later."
        ),
        "serious": True,
    }
    return _ask(request, story, form, at, context)


@needs(Act.WRITE, story="pk")
@never_cache
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft that was never public; what was public stays in the log."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk, state=Story.State.DRAFT, version=0)
    at = now()
    if lock := locks.against(story, request.user, at):
        messages.error(request, _("%(person)s is writing on it: it cannot be deleted now.") % {"person": lock.person.shown_name()})
        return redirect(url("edit", pk))
    if request.method == "POST":
        with transaction.atomic():
            audit.record(request.user, "story.delete", story, text=typed.saved_text(story).body[:KEPT_LETTERS])
            story.delete()
        messages.success(request, _("The draft is deleted."))
        return redirect(url("list"))
    context = {
        "title": _("Delete the draft"),
        "button": _("Delete it"),
        "explanation": _("The draft goes with its notes and earlier texts. Nobody outside has seen it. This cannot be taken back."),
        "serious": True,
    }
    return render(request, "desk/editor/ask.html", {"story": story, "form": forms.Form(), "at": at, **context})


@needs(Act.PUBLISH, Act.KILL, story="pk")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what has just gone out."""
    story = _story(pk)
    number = request.POST.get("number", "")
    try:
        release = workflow.undo(story, by=request.user, at=now(), number=int(number) if number.isdigit() else None)
    except DatelineError as error:
        tell(request, error)
    else:
        taken = Release.objects.filter(story=story, version=release.version - 1).values_list("kind", flat=True).first()
        messages.success(request, _UNDONE.get(str(taken), _UNDONE[Release.Kind.UPDATE]))
    return redirect(url("edit", pk))


_UNDONE: dict[str, Any] = {
    Release.Kind.NEW: gettext_lazy("It is taken back: readers do not have it any more, and the text is on the desk again."),
    Release.Kind.UPDATE: gettext_lazy("It is taken back: readers have the version before it, and your text is on the desk again."),
    Release.Kind.CORRECTION: gettext_lazy("The correction is taken back, with its note. Your text is on the desk again."),
    Release.Kind.KILL: gettext_lazy("The withdrawal is taken back: readers have the story again."),
}


def _story(pk: int) -> Story:
    return get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)


def _others(story: Story) -> list[Story]:
    """The public versions in other languages: those that are flagged."""
    return list(Story.objects.versions_of(story).exclude(pk=story.pk).filter(state=Story.State.PUBLISHED).for_lists())


def _ask(request: HttpRequest, story: Story, form: forms.Form, at: datetime, context: dict[str, Any]) -> HttpResponse:
    return render(request, "desk/editor/ask.html", {"story": story, "form": form, "at": at, "others": _others(story), **context})
