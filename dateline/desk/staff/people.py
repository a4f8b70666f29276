"""The people of the newsroom: list, one person, invitations. For who may invite people and give duties."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.agency.models import Agency
from dateline.desk.permissions import needs
from dateline.desk.staff import sessions
from dateline.desk.staff.duty_words import Duties
from dateline.desk.staff.forms import DutyRows, InvitedDutyRows, InviteForm, PersonForm, desks
from dateline.lib.errors import DatelineError
from dateline.people import duties, invitations, second_factor
from dateline.people.audit import record
from dateline.people.models import Duty, Invitation, User
from dateline.people.rights import Act, Role
from dateline.stories.models import Story

PEOPLE_PER_PAGE = 50


@require_safe
@needs(Act.PEOPLE)
def index(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and the invitations that wait."""
    wanted = {name: request.GET.get(name, "").strip() for name in ("q", "role", "desk", "language", "active")}
    page = Paginator(_people(wanted), PEOPLE_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "roles": Role.choices,
        "desks": desks(),
        "languages": settings.LANGUAGES,
        "words": Duties(),
        "invitations": _waiting() if page.number == 1 else [],
    }
    return render(request, "desk/staff/people.html", context)


def _people(wanted: dict[str, str]) -> QuerySet[User]:
    seen = UserSession.objects.filter(user=OuterRef("pk")).order_by().values("user").annotate(at=Max("last_seen_at")).values("at")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.FACTORS)
    found = User.objects.annotate(last_seen=Coalesce(Subquery(seen), "last_login"), has_second_factor=Exists(factor))
    for word in wanted["q"].split()[:5]:
        found = found.filter(
            Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    duty = Duty.objects.filter(user=OuterRef("pk"))
    if wanted["role"]:
        duty = duty.filter(role=wanted["role"])
    for name in ("desk", "language"):
        if wanted[name]:
            duty = duty.filter(**{f"{name}__in": ["", wanted[name]]})
    if wanted["role"] or wanted["desk"] or wanted["language"]:
        found = found.filter(Exists(duty))
    if wanted["active"] in ("yes", "no"):
        found = found.filter(is_active=wanted["active"] == "yes")
    return found.prefetch_related(Prefetch("duties", Duty.objects.order_by("role", "desk", "language"))).order_by(
        "-is_active", "last_name", "first_name", "username"
    )


def _waiting() -> list[Invitation]:
    at = now()
    found = list(Invitation.objects.waiting())
    for invitation in found:
        invitation.is_too_old = not invitation.is_open(at)  # type: ignore[attr-defined]
        invitation.rows = [Duty(role=role, desk=desk, language=language) for role, desk, language in invitation.duties]  # type: ignore[attr-defined]
    return found


# --- invitations --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Mail address, name, language of the letter, duties."""
    data = request.POST if request.method == "POST" else None
    form, rows = InviteForm(data), InvitedDutyRows(data, prefix="duties", form_kwargs={"desks": desks()})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            made = invitations.invite(by=request.user, at=now(), rows=rows.rows(), **form.cleaned_data)
        except DatelineError as error:
            form.add_error("email", str(error))
        else:
            _send(request, made)
            return redirect("wagtailusers_users:index")
    return render(request, "desk/staff/invite.html", {"form": form, "rows": rows})


@require_POST
@needs(Act.PEOPLE)
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation, pk=pk)
    try:
        invitations.renew(found, by=request.user, at=now())
    except DatelineError as error:
        messages.error(request, str(error))
    else:
        _send(request, found)
    return redirect("wagtailusers_users:index")


@require_POST
@needs(Act.PEOPLE)
def uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation, pk=pk)
    try:
        invitations.revoke(found, by=request.user, at=now())
    except DatelineError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation of %(name)s is taken back. Its link does not work any more.") % {"name": found.name()})
    return redirect("wagtailusers_users:index")


def _send(request: HttpRequest, invitation: Invitation) -> None:
    """Send the letter; if the mail server refuses, the invitation stays and can be sent again."""
    address = settings.SITE_URL + reverse("staff:invitation", args=[invitations.token(invitation)])
    try:
        invitations.letter(invitation, address, Agency.load().name(invitation.language)).send()
    except OSError as error:
        messages.error(
            request,
            _(
                "The invitation is made, but the mail server did not take the letter (%(cause)s). "
                "Look at the mail settings, then send it again."
            )
            % {"cause": error},
        )
    else:
        messages.success(request, _("The invitation is on its way to %(mail)s.") % {"mail": invitation.email})


# --- one person ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and mail, and the duties, in one form."""
    user = get_object_or_404(User, pk=pk)
    data = request.POST if request.method == "POST" else None
    present = [{"role": row.role, "desk": row.desk, "language": row.language} for row in user.duties.order_by("role", "desk", "language")]
    choices = _desks_with_gone(present)
    form = PersonForm(data, instance=user)
    rows: Any = DutyRows(data, prefix="duties", initial=present, form_kwargs={"desks": choices})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        duties.require_over(request.user, user)
        try:
            duties.give(user, rows.rows(), by=request.user)
        except DatelineError as error:
            messages.error(request, str(error))
        else:
            _save_person(request, form)
            return redirect("wagtailusers_users:edit", pk)
    context = {
        "person": get_object_or_404(User, pk=pk),  # as saved; `user` carries what was typed
        "form": form,
        "rows": rows,
        "may_change": not user.is_superuser or request.user.is_superuser,  # type: ignore[union-attr]
        "sessions": sessions.of(user, current=request.session.session_key),
        "factors": Authenticator.objects.filter(user=user).order_by("created_at"),
        "wants_second_factor": second_factor.is_wanted(user),
        "is_self": user.pk == request.user.pk,
    }
    return render(request, "desk/staff/person.html", context)


def _desks_with_gone(present: list[dict[str, str]]) -> list[tuple[str, str]]:
    """The desks to choose from, with those that a duty names although their section is gone."""
    known = desks()
    gone = {row["desk"] for row in present if row["desk"]} - {slug for slug, _name in known}
    return known + [(slug, slug) for slug in sorted(gone)]


def _save_person(request: HttpRequest, form: PersonForm) -> None:
    if form.changed_data:
        old_email = User.objects.values_list("email", flat=True).get(pk=form.instance.pk)
        form.save()
        changed = {"email": [old_email, form.instance.email]} if "email" in form.changed_data else {}
        record(request.user, "person.change", form.instance, fields=form.changed_data, **changed)
    messages.success(request, _("Saved."))


@require_POST
@needs(Act.PEOPLE)
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the buttons on a person's page."""
    user = get_object_or_404(User, pk=pk)
    if verb not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[verb](request, user))
    except DatelineError as error:
        messages.error(request, str(error))
    return redirect("wagtailusers_users:edit", pk)


def _close(request: HttpRequest, user: User) -> str:
    duties.let_go(user, by=request.user)
    sessions.end_all(user, by=request.user)
    Story.objects.filter(locked_by=user).update(locked=False, locked_by=None, locked_at=None)
    return _("The account is closed. Every session has ended, and the stories that it had locked are free.")


def _open(request: HttpRequest, user: User) -> str:
    duties.take_back(user, by=request.user)
    return _("The account is open again, with the duties it had.")


def _reset_second_factor(request: HttpRequest, user: User) -> str:
    duties.require_over(request.user, user)
    second_factor.reset(user, by=request.user)
    return _("The second factor is taken away. At the next sign-in the password is enough.")


def _end_session(request: HttpRequest, user: User) -> str:
    duties.require_over(request.user, user)
    wanted = request.POST.get("session", "")
    for session in sessions.of(user):
        if wanted in ("all", str(session.number)):
            sessions.end(session, user, by=request.user)
    return _("Ended. Whoever was signed in there has to sign in again.")


ACTS = {"close": _close, "open": _open, "reset-second-factor": _reset_second_factor, "end-session": _end_session}
