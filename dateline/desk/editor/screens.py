"""The addresses of the editor. Everything works by a plain form; script only keeps what is typed meanwhile.

Each POST answers with a redirect. What was sent is either saved, or kept as typed text, before anything else is done:
so no refusal, no lock and no crash costs a word.
"""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dateline.desk import notes, workflow
from dateline.desk.editor import acts, finding, locks, saving, shown, typed
from dateline.desk.editor.acts import Situation
from dateline.desk.editor.form import StoryForm
from dateline.desk.editor.measuring import LINE_LETTERS, READ_LETTERS_A_MINUTE, measure
from dateline.desk.models import Note, UnsavedText, Work
from dateline.desk.permissions import needs
from dateline.desk.templates_of_stories import filled_in
from dateline.desk.translating import untouched
from dateline.lib.errors import DatelineError, Refused
from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act
from dateline.stories.models import Story

EDITS = (Act.WRITE, Act.REVIEW, Act.PUBLISH)  # one of these, to do something in the editor; to read takes a duty
LEADS_TO = {"correct": "correct", "withdraw": "unpublish"}  # acts that ask for words on a screen of their own


def url(name: str, *args: Any, **query: Any) -> str:
    """The address of a screen of stories."""
    address = reverse(Story.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]
    return f"{address}?{urlencode(query)}" if query else address


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - `needs` lets nobody else through
    return request.user


def tell(request: HttpRequest, error: DatelineError) -> None:
    """Every reason as a message of its own, then the remedy."""
    for sentence in error.reasons if isinstance(error, Refused) else [error.sentence]:
        messages.error(request, sentence)
    if error.remedy:
        messages.info(request, error.remedy)


# --- a story that is there ------------------------------------------------------------------------------------------------


@needs(*EDITS, story="pk", all_read=True)
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor of a story; its text to read for who may not edit it, or where somebody else is writing, or it is withdrawn."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    at = now()
    if story.state == Story.State.KILLED:
        return _reading(request, story, at, lock=None)
    if request.method == "POST":
        return _receive(request, story, at)
    lock = locks.against(story, request.user, at)
    if lock or not _may_edit(request.user, story):
        return _reading(request, story, at, lock=lock)
    return _writing(request, story, at)


def _may_edit(user: Any, story: Story) -> bool:
    return any(workflow.may(user, act, story) for act in EDITS)


def _receive(request: HttpRequest, story: Story, at: datetime) -> HttpResponse:
    """Save what was sent, then do the act that its button names."""
    act = request.POST.get("act", "save")
    if aside := _without_saving(request, story, act, at):
        return aside
    if not workflow.may(request.user, Act.WRITE, story):  # who only reviews or publishes does so with the text as it is saved
        return _act(request, story, act, at)
    form = StoryForm(request.POST, instance=typed.saved_text(story), user=request.user, at=at)
    if not form.is_valid():
        typed.keep(story, request.POST, by=request.user, at=at)
        messages.error(request, _("It is not saved yet: something cannot be understood. What you typed is kept."))
        return redirect(url("edit", story.pk) + "#reasons")
    saved = saving.save(form, by=request.user, at=at)
    if saved.came_second:
        messages.warning(request, _("Somebody else was faster. Your text is kept, and so is theirs: here are both."))
        return redirect(url("two_texts", story.pk))
    if act == "save":
        messages.success(request, _("Saved.") if saved.changed else _("Nothing had changed since it was last saved."))
        return redirect(url("edit", story.pk))
    return _act(request, story, act, at)


def _act(request: HttpRequest, story: Story, act: str, at: datetime) -> HttpResponse:
    story = Story.objects.select_related("section", "latest_revision").get(pk=story.pk)
    if act in LEADS_TO:
        return redirect(url(LEADS_TO[act], story.pk))
    try:
        said = acts.do(act, _situation(story, request.user), request.POST, at)
    except DatelineError as error:
        tell(request, error)
        if note := request.POST.get("note", "").strip():
            messages.info(request, _("Your note was not sent. It said: %(note)s") % {"note": note})
        return redirect(url("edit", story.pk) + "#reasons")
    locks.give_back(story, request.user)
    messages.success(request, said)
    return redirect(url("edit", story.pk))


def _without_saving(request: HttpRequest, story: Story, act: str, at: datetime) -> HttpResponse | None:
    """Buttons that do something beside the text: what was typed is kept, and stands there again afterwards."""
    name, _colon, more = act.partition(":")
    if name not in ("find", "preview", "note", "settle", "more"):
        return None
    if workflow.may(request.user, Act.WRITE, story):
        typed.keep(story, request.POST, by=request.user, at=at)
    if name == "preview":
        return redirect(url("preview", story.pk))
    try:
        if name == "note":
            notes.add(story, request.POST.get("remark", ""), by=request.user, at=at)
        if name == "settle":
            notes.settle(get_object_or_404(Note, story=story, pk=more), by=request.user, at=at)
    except DatelineError as error:
        tell(request, error)
    query = {"find": more, "q": request.POST.get(f"{more}-search", "")} if name == "find" else {}
    place = {"find": f"#id_{more}_search", "note": "#notes", "settle": "#notes", "more": f"#{more}"}[name]
    return redirect(url("edit", story.pk, **query) + place)


def _writing(request: HttpRequest, story: Story, at: datetime) -> HttpResponse:
    base = story.latest_revision_id or 0
    text = typed.saved_text(story)
    saved_body, saved_headline = text.body, text.headline
    kept = typed.of(request.user, story)
    if kept:
        form = typed.form_of(kept, text, at=at)
        form.is_valid()
        text = form.apply()
    else:
        form = StoryForm(instance=text, user=request.user, at=at, base=base)
    situation = _situation(story, request.user)
    _find_without_script(request, form)
    return render(
        request,
        "desk/editor/editor.html",
        {
            **_frame(situation, at),
            **_panel(form, text, situation, at),
            "form": form,
            "kept": kept,
            "stale": kept is not None and kept.base != base,
            "differs": kept is not None and (saved_body, saved_headline) != (text.body, text.headline),
            "others": _typed_by_others(story, request.user),
            "autosave_url": url("autosave", story.pk),
        },
    )


def _reading(request: HttpRequest, story: Story, at: datetime, *, lock: Any) -> HttpResponse:
    """The text as last saved, for who cannot write in it now, and why not."""
    text, frame = typed.saved_text(story), _frame(_situation(story, request.user), at)
    return render(
        request,
        "desk/editor/reading.html",
        {
            **frame,
            "text": text,
            "facts": shown.facts(text),
            "lock": lock,
            "may_take_over": lock is not None and locks.may_take_over(lock, request.user, at),
            "kept": typed.of(request.user, story) if frame["may_edit"] else None,
        },
    )


def _situation(story: Story, user: Any) -> Situation:
    return Situation(story, Work.objects.select_related("holder", "approved_by", "scheduled_by").filter(pk=story.pk).first(), user)


def _frame(situation: Situation, at: datetime) -> dict[str, Any]:
    """What stands around the text: where it is on its way, the notes, what has just gone out."""
    story = situation.story
    others = Story.objects.versions_of(story).exclude(pk=story.pk).only("pk", "language", "state") if story.pk else []
    return {
        "story": story,
        "situation": situation,
        "work": situation.work,
        "at": at,
        "notes": story.notes.select_related("by").prefetch_related("mentions") if story.pk else [],
        "just_out": acts.just_out(story, situation.user, at) if story.pk else None,
        "versions": others,
        "may_edit": any(situation.may(act) for act in EDITS),
        "may_write": situation.may(Act.WRITE),
        "may_keep_templates": rights.may(situation.user, Act.REGISTERS),
    }


def _panel(form: StoryForm, text: Story, situation: Situation, at: datetime) -> dict[str, Any]:
    """What is said beside the text, always of the text as it stands there: why it cannot go out, how long it is."""
    problems = [(f"field-{one.field}" if one.field in form.fields else one.field, one.sentence) for one in text.problems(at=at)]
    problems += [("field-body", sentence) for sentence in untouched.reasons(text)] if text.pk else []
    if situation.needs_another_person and situation.may(Act.PUBLISH):
        problems.append(("acts", workflow.another_person()))
    return {
        "offers": acts.offered(situation),
        "errors": form.error_list() if form.is_bound else [],
        "problems": problems,
        "length": measure(text.lead, text.body),
        "line_letters": LINE_LETTERS,
        "read_letters": READ_LETTERS_A_MINUTE,
    }


def _typed_by_others(story: Story, user: Any) -> Any:
    return UnsavedText.objects.filter(story=story, aside__isnull=False).exclude(person=user).select_related("person").defer("fields")


def _find_without_script(request: HttpRequest, form: StoryForm) -> None:
    name, sought = request.GET.get("find", ""), request.GET.get("q", "")
    if name in ("subjects", "authors"):
        widget: Any = form.fields[name].widget
        widget.found, widget.sought = finding.find(name, sought, get_language() or ""), sought


# --- kept while somebody types --------------------------------------------------------------------------------------------


@needs(Act.WRITE, story="pk")
@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the form as it is, whatever is in it, and say what stands against the text now."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    at = now()
    with transaction.atomic():
        kept = typed.keep(story, request.POST, by=request.user, at=at)
        if typed.is_saved(kept, story, at=at):  # typed back, or overtaken by its own save
            typed.forget(request.user, story)
            lock = locks.against(story, request.user, at)
        else:
            lock = locks.take(story, request.user, at)
    return _kept(request, kept, typed.saved_text(story), _situation(story, request.user), lock, at)


@needs(Act.WRITE)
@require_POST
def autosave_new(request: HttpRequest) -> HttpResponse:
    """The same for a text that is not yet a story."""
    at = now()
    kept = typed.keep(None, request.POST, by=request.user, at=at)
    story = Story(identity=uuid.uuid4())
    return _kept(request, kept, story, Situation(story, None, _who(request)), None, at)


def _kept(request: HttpRequest, kept: UnsavedText, text: Story, situation: Situation, lock: Any, at: datetime) -> JsonResponse:
    form = typed.form_of(kept, text, at=at)
    form.is_valid()
    panel = render_to_string("desk/editor/_reasons.html", _panel(form, form.apply(), situation, at), request)
    return JsonResponse({"kept_at": f"{localtime(at):%H:%M:%S}", "panel": panel, **_state(situation.story, kept.base, lock)})


@needs(Act.WRITE, story="pk")
@require_safe
@never_cache
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether somebody else writes or has saved meanwhile; the open page asks now and then."""
    story = get_object_or_404(Story.objects.only("pk", "latest_revision"), pk=pk)
    base = request.GET.get("base", "")
    return JsonResponse(_state(story, int(base) if base.isdigit() else 0, locks.against(story, request.user, now())))


def _state(story: Story, base: int, lock: Any) -> dict[str, str]:
    newer = bool(story.pk and story.latest_revision_id and story.latest_revision_id != base)
    sentence = ""
    if lock:
        sentence = _("%(person)s is writing since %(time)s. What you type is kept, but cannot be saved over it.") % {
            "person": lock.person.shown_name(), "time": f"{localtime(lock.since):%H:%M}",
        }  # fmt: skip
    elif newer:
        sentence = _("Somebody else has saved this story meanwhile. What you type is kept; saving shows both texts.")
    return {"warning": sentence, "two_texts": url("two_texts", story.pk) if sentence else ""}


@needs(Act.WRITE, story="pk")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The page is closed: the lock goes back, unless something typed is not saved yet."""
    story = get_object_or_404(Story, pk=pk)
    if typed.of(request.user, story) is None:
        locks.give_back(story, request.user)
    return HttpResponse(status=204)


@needs(Act.WRITE, story="pk")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the text as saved."""
    story = get_object_or_404(Story, pk=pk)
    typed.forget(request.user, story)
    locks.give_back(story, request.user)
    messages.info(request, _("What you had typed is gone; this is the text as it is saved."))
    return redirect(url("edit", pk))


@needs(Act.WRITE, Act.REVIEW, story="pk")
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Sit down at a story that somebody else has open."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision"), pk=pk)
    locks.take_over(story, by=request.user, at=now())
    return redirect(url("edit", pk))


# --- a new one ------------------------------------------------------------------------------------------------------------


@needs(Act.WRITE)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """A new story: empty, from a template, or what was typed into one before and not saved."""
    at = now()
    if request.method == "POST":
        return _receive_new(request, at)
    kept = UnsavedText.objects.filter(person=_who(request), story=None, key=request.GET.get("key", "-")).first()
    if kept:
        form = typed.form_of(kept, Story(identity=uuid.UUID(kept.key)), at=at)
        form.is_valid()
    else:
        form = StoryForm(instance=_begun(request, at), user=request.user, at=at)
    situation = Situation(form.instance, None, _who(request))
    _find_without_script(request, form)
    waiting = UnsavedText.objects.filter(person=_who(request), story=None).exclude(pk=kept.pk if kept else 0).order_by("-at")[:5]
    return render(
        request,
        "desk/editor/editor.html",
        {
            **_frame(situation, at),
            **_panel(form, form.apply() if kept else form.instance, situation, at),
            "form": form,
            "kept": kept,
            "waiting": [(one, QueryDict(one.fields).get("headline") or QueryDict(one.fields).get("slugline")) for one in waiting],
            "autosave_url": url("autosave_new"),
        },
    )


def _receive_new(request: HttpRequest, at: datetime) -> HttpResponse:
    try:
        identity = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        identity = uuid.uuid4()
    if (there := Story.objects.filter(identity=identity).first()) is not None:  # sent twice: the first one has made it
        return redirect(url("edit", there.pk))
    act = request.POST.get("act", "save")
    form = StoryForm(request.POST, instance=Story(identity=identity), user=request.user, at=at)
    name, _colon, more = act.partition(":")
    if name in ("find", "more") or not form.is_valid():
        kept = typed.keep(None, request.POST, by=request.user, at=at)
        if name == "find":
            return redirect(url("add", key=kept.key, find=more, q=request.POST.get(f"{more}-search", "")) + f"#id_{more}_search")
        if name != "more":
            messages.error(request, _("It is not saved yet: something cannot be understood. What you typed is kept."))
        return redirect(url("add", key=kept.key) + (f"#{more}" if more else "#reasons"))
    story = saving.save(form, by=request.user, at=at).story
    if act == "save":
        messages.success(request, _("Saved."))
        return redirect(url("edit", story.pk))
    if aside := _without_saving(request, story, act, at):
        typed.forget(request.user, story)
        return aside
    return _act(request, story, act, at)


def _begun(request: HttpRequest, at: datetime) -> Story:
    """What a new story starts with: a template's words, the writer's own language and desk."""
    template = request.GET.get("template", "")
    if template.isdigit() and (found := filled_in(int(template), at=at)):
        return found
    scope = rights.scope(request.user, Act.WRITE)
    language = request.GET.get("language") or get_language() or ""
    story = Story(identity=uuid.uuid4())
    story.language = language if scope.holds(language=language) else next((code for _desk, code in sorted(scope.pairs) if code), language)
    return story


@needs(Act.WRITE)
@require_POST
def discard_new(request: HttpRequest) -> HttpResponse:
    """Forget a text that was typed and never became a story."""
    UnsavedText.objects.filter(person=_who(request), story=None, key=request.POST.get("key", "-")).delete()
    return redirect(url("add"))
