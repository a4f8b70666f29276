"""The gate before the newsroom: who is signed in, has a duty, has the second factor that the role asks for, and may.

Below the newsroom's path alone. What an address needs is written at our views (`needs`) or in `desk.addresses`; where
neither knows it, Wagtail's own checks decide, which ask `people.backends`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.timezone import now
from wagtail.admin.auth import reject_request

from dateline.desk import addresses
from dateline.desk.permissions import Needs, forbidden
from dateline.people import second_factor

SEEN_EVERY = timedelta(minutes=5)  # a session's “last used” is not written more often: each write wakes the followers
VERBS = ("GET", "HEAD", "POST", "OPTIONS")  # what Wagtail's screens are made for; its views would take others for one of these
ON_THE_WAY = {"staff:second-factor-wanted", "staff:account", "account_logout"}  # open to whom a second factor is missing


class Gate:
    """Middleware; after sign-in, messages and allauth's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_inside(request) and request.user.is_authenticated:  # first of all: a refusal of the request itself speaks it, too
            _speak(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, words: dict[str, Any]) -> HttpResponseBase | None:
        if not _is_inside(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        rule = getattr(view, "needs", None) or addresses.rule(name)
        if request.user.is_authenticated:
            _remember_session(request)
        if isinstance(rule, addresses.Open):
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if _must_set_up_second_factor(request, name):
            return redirect("staff:second-factor-wanted")
        return _answer(request, rule, words, is_ours=hasattr(view, "needs"))


def _is_inside(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.NEWSROOM_PATH}")


def _speak(request: HttpRequest) -> None:
    """In the language that the person chose; else in the browser's, which is the active one."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile is not None and profile.preferred_language:
        translation.activate(profile.preferred_language)


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = reject_request(request)
    except PermissionDenied:  # a script: a sign-in page is of no use to it
        answer = forbidden(request)
    return answer


def _must_set_up_second_factor(request: HttpRequest, name: str) -> bool:
    if name in ON_THE_WAY or name.startswith("mfa_") or name == "account_reauthenticate":
        return False
    return second_factor.is_missing(request.user)


def _answer(request: HttpRequest, rule: addresses.Rule | None, words: dict[str, Any], *, is_ours: bool) -> HttpResponseBase | None:
    if isinstance(rule, addresses.Own):
        return None
    try:
        (rule if isinstance(rule, Needs) else addresses.STAFF).check(request, words)
    except PermissionDenied as refusal:
        return forbidden(request, refusal)
    except Http404:
        return not_there(request)
    if isinstance(rule, addresses.Closed):
        return not_there(request)
    return None if request.method in VERBS or is_ours else HttpResponseNotAllowed(VERBS)


def not_there(request: HttpRequest) -> HttpResponseBase:
    return TemplateResponse(request, "wagtailadmin/404.html", status=404).render()


def _remember_session(request: HttpRequest) -> None:
    """Keep the list of one's sessions true: made at the first page, its last use written every few minutes."""
    at, key = now(), request.session.session_key
    found = UserSession.objects.filter(session_key=key).values_list("last_seen_at", flat=True).first()
    if found is None:
        try:
            with transaction.atomic():
                UserSession.objects.create(user=request.user, session_key=key, **_client(request))
        except IntegrityError:  # two pages at once: the other one made it
            return
    elif at - found > SEEN_EVERY:
        UserSession.objects.filter(session_key=key).update(last_seen_at=at, **_client(request))


def _client(request: HttpRequest) -> dict[str, str]:
    return {
        "ip": get_adapter().get_client_ip(request),
        "user_agent": request.META.get("HTTP_USER_AGENT", "")[:HTTP_USER_AGENT_MAX_LENGTH],
    }
