"""The flash's form and what came of it. The same as pages, and without the page for the dialog that its key opens."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.flash.sending import URGENCY, Words, send, take_back
from dateline.desk.permissions import needs
from dateline.lib.errors import DatelineError, Refused
from dateline.people import rights
from dateline.people.rights import Act
from dateline.stories import publishing
from dateline.stories.models import Section, Story

SALT = "dateline.desk.flash"
HEADLINE_MAX, LINE_MAX = 300, 600


@dataclass(frozen=True)
class Tongue:
    """The two fields of one language."""

    code: str
    name: str
    headline: forms.BoundField
    line: forms.BoundField
    is_first: bool

    @property
    def is_open(self) -> bool:
        return self.is_first or bool(self.headline.value() or self.line.value() or self.headline.errors)


class FlashForm(forms.Form):
    """Headline and one line in each language in which its person may send a flash; one of them is enough.

    ticket  the flash's identity, signed for this person: a form that is sent twice is one flash
    """

    ticket = forms.CharField(widget=forms.HiddenInput)
    section = forms.ModelChoiceField(Section.objects.none(), label=gettext_lazy("Desk"), empty_label=None)

    def __init__(self, user: Any, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.user, self.scope = user, rights.scope(user, Act.FLASH)
        desks = [section.pk for section in Section.objects.all() if self.scope.holds(section.slug)]
        self.fields["section"].queryset = Section.objects.filter(pk__in=desks)  # type: ignore[attr-defined]
        self.fields["section"].label_from_instance = Section.name  # type: ignore[attr-defined]
        self.codes = _own_first([code for code in settings.LANGUAGE_CODES if self.scope.holds(language=code)])
        for code in self.codes:
            attributes = {"lang": code, "autocomplete": "off", "spellcheck": "true"}
            self.fields[f"headline-{code}"] = forms.CharField(
                label=_("Headline"), max_length=HEADLINE_MAX, required=False,
                widget=forms.TextInput(attrs={**attributes, **({"autofocus": True} if code == self.codes[0] else {})}),
            )  # fmt: skip
            self.fields[f"line-{code}"] = forms.CharField(
                label=_("One line"), max_length=LINE_MAX, required=False, widget=forms.TextInput(attrs=attributes)
            )

    def tongues(self) -> list[Tongue]:
        names = dict(settings.LANGUAGES)
        return [Tongue(code, names[code], self[f"headline-{code}"], self[f"line-{code}"], code == self.codes[0]) for code in self.codes]

    def clean_ticket(self) -> uuid.UUID:
        try:
            owner, identity = signing.loads(self.cleaned_data["ticket"], salt=SALT)
            if owner != self.user.pk:
                raise signing.BadSignature
            return uuid.UUID(identity)
        except (signing.BadSignature, ValueError) as wrong:
            raise forms.ValidationError(
                _("This form is not from this newsroom or not yours. Copy your text and open a new flash.")
            ) from wrong

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        section = found.get("section")
        names = dict(settings.LANGUAGES)
        for one in self.words():
            if not one.headline:
                self.add_error(
                    f"headline-{one.language}", _("There is a line in %(language)s without a headline.") % {"language": names[one.language]}
                )
            if section and not self.scope.holds(section.slug, one.language):
                self.add_error(
                    f"headline-{one.language}",
                    _("You may not send a flash in %(language)s for this desk.") % {"language": names[one.language]},
                )
        if self.codes and not self.words():
            self.add_error(f"headline-{self.codes[0]}", _("The headline is empty."))
        return found

    def is_beyond_rights(self) -> bool:
        """Whether somebody asked for a desk where they may send no flash, or not in a language that they wrote in."""
        posted = str(self.data.get("section", ""))
        section = Section.objects.filter(pk=int(posted)).first() if posted.isascii() and posted.isdigit() and len(posted) < 10 else None
        codes = [code for code in settings.LANGUAGE_CODES if self.data.get(f"headline-{code}") or self.data.get(f"line-{code}")]
        return section is not None and not all(self.scope.holds(section.slug, code) for code in codes)

    def words(self) -> Sequence[Words]:
        """What was written, language by language."""
        return [
            Words(code, headline, line)
            for code in self.codes
            if (headline := self.cleaned_data.get(f"headline-{code}", "")) + (line := self.cleaned_data.get(f"line-{code}", ""))
        ]


@needs(Act.FLASH)
@require_http_methods(["GET", "HEAD", "POST"])
def flash(request: HttpRequest) -> HttpResponse:
    """Write it; sending it is one key away."""
    ticket = signing.dumps((request.user.pk, str(uuid.uuid4())), salt=SALT)
    form = FlashForm(request.user, request.POST if request.method == "POST" else None, initial={"ticket": ticket})
    if request.method == "POST" and form.is_valid():
        identity = form.cleaned_data["ticket"]
        try:
            send(form.words(), identity=identity, section=form.cleaned_data["section"], by=request.user, at=now())
        except (DatelineError, PermissionDenied) as refusal:
            for reason in _reasons(refusal):
                form.add_error(None, reason)
        else:
            return redirect("flash-sent", identity)
    return _show(request, "form", {"form": form}, status=(403 if form.is_beyond_rights() else 422) if form.is_bound else 200)


@needs(Act.FLASH)
@require_safe
def sent(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """What was sent, with the way back for a few seconds and the way on to the full story."""
    stories = list(Story.objects.filter(identity=identity, urgency=URGENCY).order_by("pk").defer("body"))
    if not stories:
        raise Http404
    ages = [(now() - story.published_at).total_seconds() for story in stories if story.published_at]
    left_s = publishing.UNDO_S - int(min(ages)) if ages else 0
    return _show(request, "sent", {"stories": stories, "identity": identity, "left_s": max(0, left_s)})


@needs(Act.FLASH)
@require_POST
def undo(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """Take it back in every language."""
    try:
        take_back(identity, by=request.user, at=now())
    except DatelineError as refusal:
        for reason in _reasons(refusal):
            messages.error(request, reason)
    return redirect("flash-sent", identity)


def _show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, or for a script (X-Requested-With) what stands in it."""
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return render(
        request,
        "desk/flash/_part.html" if is_script else "desk/flash/page.html",
        {**context, "part": f"desk/flash/_{name}.html", "level": 2 if is_script else 1},
        status=status,
    )


def _reasons(refusal: Exception) -> list[str]:
    if isinstance(refusal, Refused):
        return [*refusal.reasons, *([refusal.remedy] if refusal.remedy else [])]
    return [refusal.sentence if isinstance(refusal, DatelineError) else str(refusal)]


def _own_first(codes: list[str]) -> list[str]:
    """The language in which the person reads the newsroom comes first."""
    own = (get_language() or "").split("-")[0]
    return sorted(codes, key=lambda code: code != own)


urlpatterns = [
    path("", flash, name="flash"),
    path("<uuid:identity>/", sent, name="flash-sent"),
    path("<uuid:identity>/undo/", undo, name="flash-undo"),
]
