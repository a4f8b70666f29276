"""One's own account: name, mail, language, theme, sessions, and the way to a second factor."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from dateline.desk.permissions import needs
from dateline.desk.staff.duty_words import Duties
from dateline.desk.staff.forms import AccountForm
from dateline.desk.staff.sessions import end, of
from dateline.people import rights, second_factor
from dateline.people.audit import record


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def account(request: HttpRequest) -> HttpResponse:
    """The page that leads to everything about oneself."""
    user = request.user
    form = AccountForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        if "email" in form.changed_data:
            record(user, "person.change", user, fields=["email"], email=[form.old_email, user.email])  # type: ignore[union-attr]
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your account is saved."))
        return redirect("staff:account")
    context = {
        "form": form,
        "duties": user.duties.all(),  # type: ignore[union-attr]
        "words": Duties(),
        "has_second_factor": second_factor.has_one(user),
        "wants_second_factor": second_factor.is_wanted(user),
        "session_count": UserSession.objects.filter(user=user).count(),
        "alerts_address": _address("desk:alert-settings"),
        "is_staff_member": rights.is_staff_member(user),
    }
    return render(request, "desk/staff/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each can be ended, or all but this one."""
    found = of(request.user, current=request.session.session_key)
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        ended = [row for row in found if (wanted == "others" and not row.is_current) or wanted == str(row.number)]
        for row in ended:
            end(row, request.user, by=request.user)
        if any(row.is_current for row in ended):
            return redirect("account_login")
        if ended:
            messages.success(request, _("Ended. Whoever was signed in there has to sign in again."))
        return redirect("staff:sessions")
    return render(request, "desk/staff/sessions.html", {"sessions": found})


@needs()
def second_factor_wanted(request: HttpRequest) -> HttpResponse:
    """Why nothing else of the newsroom opens yet, and what to do."""
    if not second_factor.is_missing(request.user):
        return redirect("wagtailadmin_home")
    return render(request, "desk/staff/second_factor_wanted.html")


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
