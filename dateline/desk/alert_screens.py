"""What somebody should know: the list of alerts, and where each kind of them goes."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.alerts import USUAL
from dateline.desk.models import Alert, AlertWish
from dateline.desk.models.alerts import Kind
from dateline.desk.permissions import needs
from dateline.stories.models import Story

UNREAD_SHOWN, READ_SHOWN = 200, 50


@dataclass(frozen=True)
class Wish:
    """One row of the settings: the two boxes of a kind."""

    kind: Kind
    in_newsroom: forms.BoundField
    by_mail: forms.BoundField


class WishForm(forms.Form):
    """Where each kind of alert goes: in the newsroom, by mail, both or neither."""

    def __init__(self, person: Any, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.person = person
        kept = {wish.kind: (wish.in_newsroom, wish.by_mail) for wish in AlertWish.objects.filter(person=person)}
        for kind in Kind:
            in_newsroom, by_mail = kept.get(kind, USUAL[kind])
            self.fields[f"{kind}-newsroom"] = forms.BooleanField(required=False, initial=in_newsroom)
            self.fields[f"{kind}-mail"] = forms.BooleanField(required=False, initial=by_mail)

    def rows(self) -> list[Wish]:
        return [Wish(kind, self[f"{kind}-newsroom"], self[f"{kind}-mail"]) for kind in Kind]

    def save(self) -> None:
        for kind in Kind:
            wanted = {"in_newsroom": self.cleaned_data[f"{kind}-newsroom"], "by_mail": self.cleaned_data[f"{kind}-mail"]}
            AlertWish.objects.update_or_create(person=self.person, kind=kind, defaults=wanted)


@needs()
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """One's own alerts, the unread first."""
    mine = Alert.objects.filter(person=request.user.pk, in_newsroom=True).order_by("-at", "-pk")
    context = {
        "unread": list(mine.filter(read_at=None)[:UNREAD_SHOWN]),
        "read": list(mine.exclude(read_at=None)[:READ_SHOWN]),
        "kinds": dict(Kind.choices),
    }
    return render(request, "desk/alerts/alerts.html", context)


@needs()
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many are unread, for the bell: 304 while it is the same number."""
    unread = Alert.objects.filter(person=request.user.pk, in_newsroom=True, read_at=None).count()
    tag = f'"{request.user.pk}-{unread}"'
    response = HttpResponseNotModified() if request.headers.get("If-None-Match") == tag else JsonResponse({"unread": unread})
    response.headers["ETag"] = tag
    return response


@needs()
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All of one's alerts are read, those that were on the screen."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdigit() and len(last) < 19:
        Alert.objects.filter(person=request.user.pk, in_newsroom=True, read_at=None, pk__lte=int(last)).update(read_at=now())
    return redirect("alerts")


@needs()
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one, and go where it leads."""
    alert = get_object_or_404(Alert, pk=pk, person=request.user.pk)
    Alert.objects.filter(pk=pk, read_at=None).update(read_at=now())
    return redirect(address_of(alert) if "go" in request.POST else "alerts")


@needs()
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Where each kind goes."""
    form = WishForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your alerts go where you wish from now on."))
        return redirect("alert-settings")
    return render(request, "desk/alerts/settings.html", {"form": form, "mail": request.user.email})  # type: ignore[union-attr]


def address_of(alert: Alert) -> str:
    """Where it leads: its own address in this newsroom, its story's editor, or the list."""
    if alert.address.startswith("/") and url_has_allowed_host_and_scheme(alert.address, allowed_hosts=None):
        return alert.address
    if alert.story_id:
        return reverse(Story.snippet_viewset.get_url_name("edit"), args=[alert.story_id])  # type: ignore[attr-defined]
    return reverse("alerts")


urlpatterns = [
    path("", alerts, name="alerts"),
    path("count/", count, name="alert-count"),
    path("read/", read, name="alerts-read"),
    path("settings/", settings, name="alert-settings"),
    path("<int:pk>/", follow, name="alert"),
]
