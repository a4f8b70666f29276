"""The screens of planning: week and day, an event with its coverages, calendars read in and given out."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.http import quote_etag
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.alerts import language_of
from dateline.desk.models import CalendarSource, Coverage, PlannedEvent
from dateline.desk.permissions import needs
from dateline.desk.planning import acts, ical, reading
from dateline.desk.planning.days import Choice, coverages_for_lists, days, midnight, monday_of, my_day
from dateline.desk.planning.forms import CoverageForms, EventForm, FileForm, SourceForm
from dateline.lib.errors import DatelineError, Refused
from dateline.people.models import User
from dateline.people.rights import Act, is_staff_member
from dateline.stories.models import Section, Story

MEMORY = "planning"  # in the session: the view and filters chosen last


@require_safe
@needs()
def calendar(request: HttpRequest) -> HttpResponse:
    """A week or a day, from `?day=2026-03-12&view=day&desk=…&language=…&mine=1`."""
    at = now()
    if "view" in request.GET:
        request.session[MEMORY] = {name: request.GET.get(name, "") for name in ("view", "desk", "language", "mine")}
    kept = request.session.get(MEMORY, {})
    view = "day" if kept.get("view") == "day" else "week"
    chosen = _day(request.GET.get("day", ""), localtime(at).date())
    first, count = (chosen, 1) if view == "day" else (monday_of(chosen), 7)
    person = request.user if kept.get("mine") else None
    choice = Choice(desk=kept.get("desk", ""), language=kept.get("language", ""), person=person)  # type: ignore[arg-type]
    context = {
        "view": view, "day": chosen, "kept": kept, "days": days(first, count, at=at, choice=choice), "at": at,
        "before": chosen - timedelta(days=count), "after": chosen + timedelta(days=count), "today": localtime(at).date(),
        "title": _title(first, count), "sections": Section.objects.all(), "may_plan": acts.may_plan(request.user),
        "feeds": _feeds(request),
    }  # fmt: skip
    return render(request, "desk/planning/calendar.html", context)


@require_safe
@needs()
def own_day(request: HttpRequest) -> HttpResponse:
    """What the signed-in person has to do today."""
    at = now()
    return render(request, "desk/planning/own_day.html", {"mine": my_day(request.user, at), "at": at, "title": _("My day")})  # type: ignore[arg-type]


@needs(Act.PLAN)
def add(request: HttpRequest) -> HttpResponse:
    """A new event, on `?day=`."""
    day = _day(request.GET.get("day", ""), localtime(now()).date())
    event = PlannedEvent(starts_at=midnight(day) + timedelta(hours=10))
    return _keep(request, event, _("New event"))


@needs()
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: read by everybody, changed by who plans for its desk."""
    found = get_object_or_404(PlannedEvent.objects.select_related("section", "source"), pk=pk)
    if request.method == "POST" and not acts.may_plan(request.user, found):
        raise PermissionDenied(_("You may not plan for this desk."))
    return _keep(request, found, found.name())


@require_POST
@needs(Act.PLAN)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PlannedEvent, pk=pk)
    try:
        acts.delete(found, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(acts.address_of(found))
    messages.success(request, _("“%s” is deleted.") % found)
    return redirect("planning:calendar")


@require_POST
@needs(Act.WRITE)
def start_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the story of a coverage, or go to it."""
    coverage = get_object_or_404(Coverage.objects.select_related("event"), pk=pk)
    try:
        story = acts.start_story(coverage, by=request.user, at=now())
    except Refused as refusal:
        for sentence in refusal.reasons:
            messages.error(request, sentence)
        return redirect(acts.address_of(coverage.event))
    return redirect(story_address(story))


@require_POST
@needs(Act.PLAN)
def link_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by its number which story came of a coverage."""
    coverage = get_object_or_404(Coverage.objects.select_related("event__section"), pk=pk)
    number = request.POST.get("story", "").strip().lstrip("#№")
    story = Story.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 15 else None
    if story is None:
        messages.error(request, _("There is no story with this number: it stands in the address of its editor and on its slip."))
    else:
        acts.link_story(coverage, story, by=request.user)
    return redirect(acts.address_of(coverage.event))


@require_POST
@needs()
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """A coverage is done, or not after all."""
    coverage = get_object_or_404(Coverage.objects.select_related("event__section"), pk=pk)
    acts.set_done(coverage, request.POST.get("done") == "1", by=request.user, at=now())
    return redirect(acts.address_of(coverage.event))


@needs(Act.PLAN)
def calendars(request: HttpRequest) -> HttpResponse:
    """Calendars of others: read once from a file, or again and again from an address."""
    which = request.POST.get("which", "")
    file_form = FileForm(request.POST if which == "file" else None, request.FILES if which == "file" else None)
    source_form = SourceForm(request.POST if which == "source" else None)
    if which == "file" and file_form.is_valid() and _read_file(request, file_form):
        return redirect("planning:calendars")
    if which == "source" and source_form.is_valid():
        source = source_form.save()
        taken = reading.read_source(source, now())
        source.refresh_from_db()
        _say_what_came(request, taken, source.problem)
        return redirect("planning:calendars")
    if which == "forget":
        CalendarSource.objects.filter(pk=request.POST.get("pk") or 0).delete()
        messages.success(request, _("This calendar is no longer read. Its events stay."))
        return redirect("planning:calendars")
    sources = CalendarSource.objects.select_related("section")
    context = {
        "sources": sources,
        "file_form": file_form,
        "source_form": source_form,
        "feeds": _feeds(request),
        "title": _("Calendars in and out"),
    }
    return render(request, "desk/planning/calendars.html", context)


@require_safe
def feed(request: HttpRequest, token: str, which: str) -> HttpResponse:
    """Our calendar for somebody's own program, by a secret address: `mine` or `all`. Ends when the password changes."""
    number, _dash, mark = token.partition("-")
    person = User.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 12 else None
    if which not in ("mine", "all") or person is None or not is_staff_member(person) or not constant_time_compare(mark, _mark(person)):
        raise Http404
    at = now()
    from_, to = at - timedelta(days=31), at + timedelta(days=366)
    events = PlannedEvent.objects.filter(starts_at__gte=from_, starts_at__lt=to).select_related("section").defer("said")
    due: Any = Coverage.objects.none()
    if which == "mine":
        events = events.filter(coverages__person=person).distinct()
        due = coverages_for_lists().filter(person=person, due_at__gte=from_, due_at__lt=to)
    with override(language_of(person)):
        body = ical.write(events, name=_("Newsroom"), language=language_of(person), coverages=due, at=at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = quote_etag(salted_hmac("planning.feed.etag", body).hexdigest()[:20])
    patch_cache_control(response, private=True, max_age=300)
    if request.headers.get("If-None-Match") == response["ETag"]:
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return response


feed.by_token = True  # type: ignore[attr-defined]  # open to who knows the address; see tests of rights


# --- what they share ----------------------------------------------------------------------------------------------------


def story_address(story: Story) -> str:
    return reverse(Story.snippet_viewset.get_url_name("edit"), args=[story.pk])  # type: ignore[attr-defined]


def _keep(request: HttpRequest, event: PlannedEvent, title: str) -> HttpResponse:
    is_new = event.pk is None
    form = EventForm(request.POST or None, instance=event)
    coverages = CoverageForms(request.POST or None, instance=event, prefix="coverages")
    if request.method == "POST" and form.is_valid() and coverages.is_valid():
        acts.keep(form.save(commit=False), coverages, by=request.user, at=now())
        messages.success(request, _("“%s” is saved.") % event)
        return redirect(acts.address_of(event))
    if request.method == "POST":
        messages.error(request, _("It is not saved yet: see the notes at the fields."))
    context = {
        "event": event, "form": form, "coverages": coverages, "title": title, "is_new": is_new, "at": now(),
        "may_plan": acts.may_plan(request.user, None if is_new else event),
        "known": [] if is_new else coverages_for_lists().filter(event=event),
    }  # fmt: skip
    return render(request, "desk/planning/event.html", context)


def _read_file(request: HttpRequest, form: FileForm) -> bool:
    try:
        data = form.cleaned_data["file"].read(ical.LIMIT_BYTES + 1)
        events = ical.read(data, at=now())
        taken = reading.take(events, language=form.cleaned_data["language"], section=form.cleaned_data["section"], by=request.user)
    except DatelineError as error:
        form.add_error("file", str(error))
        return False
    _say_what_came(request, taken, "")
    return True


def _say_what_came(request: HttpRequest, taken: reading.Taken | None, problem: str) -> None:
    if problem:
        messages.error(request, _("The calendar could not be read: %s") % problem)
    elif taken is None or not (taken.new or taken.changed or taken.cancelled):
        messages.info(request, _("The calendar has nothing new for the coming year."))
    else:
        count = taken.new + taken.changed + taken.cancelled
        sentence = ngettext("%d event was taken over.", "%d events were taken over.", count) % count
        messages.success(request, sentence)


def _feeds(request: HttpRequest) -> dict[str, str]:
    """The secret addresses of the signed-in person's calendars."""
    token = f"{request.user.pk}-{_mark(request.user)}"
    return {which: request.build_absolute_uri(reverse("planning-feed", args=[token, which])) for which in ("mine", "all")}


def _mark(person: Any) -> str:
    return salted_hmac("planning.feed", f"{person.pk}:{person.password}").hexdigest()[:32]


def _day(text: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 1990 <= day.year <= 2200 else otherwise


def _title(first: date, count: int) -> str:
    if count == 1:
        return date_format(datetime(first.year, first.month, first.day), "l, j F Y")  # noqa: DTZ001  # a day has no zone
    last = first + timedelta(days=count - 1)
    return f"{date_format(first, 'j F')} – {date_format(last, 'j F Y')}"
