"""What an invited person sees: the page behind the link of the letter."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dateline.desk.staff.duty_words import Duties
from dateline.desk.staff.forms import AcceptForm
from dateline.people import invitations
from dateline.people.models import Duty, Invitation


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name, a password and a language; then one is inside."""
    try:
        found = invitations.find(token, at=now())
    except invitations.NotOpen as refusal:
        return _page(request, "desk/staff/invitation_not_open.html", {"error": refusal}, 410)
    translation.activate(request.POST.get("language") if _is_post_in_known_language(request) else found.language)  # type: ignore[arg-type]
    if request.user.is_authenticated:
        return _page(request, "desk/staff/invitation_signed_in.html", {"invitation": found}, 409)
    initial = {"username": invitations.suggested_username(found.email), "language": found.language}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial, invitation=found)
    if request.method == "POST" and form.is_valid():
        return _accept(request, found, form)
    duties = [Duty(role=role, desk=desk, language=language) for role, desk, language in found.duties]
    return _page(request, "desk/staff/invitation.html", {"form": form, "invitation": found, "duties": duties, "words": Duties()})


def _accept(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        user = invitations.accept(found, username=chosen["username"], password=chosen["password1"], language=chosen["language"], at=now())
    except invitations.NotOpen as refusal:
        return _page(request, "desk/staff/invitation_not_open.html", {"error": refusal}, 410)
    messages.success(request, _("Welcome. Your account is ready."))
    return perform_login(request, Login(user=user)) or redirect("wagtailadmin_home")  # type: ignore[no-any-return]


def _is_post_in_known_language(request: HttpRequest) -> bool:
    return translation.check_for_language(request.POST.get("language", "")) if request.method == "POST" else False


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """Never told to other sites by the Referer: the link is in the address. (`no-referrer` would hide our own Origin from the form.)"""
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    return response
