"""The audit log on the screen and as a file. For who may read it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, make_aware, now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dateline.desk.permissions import needs
from dateline.desk.staff import audit_words
from dateline.people import audit_search
from dateline.people.audit import record
from dateline.people.audit_search import Wanted
from dateline.people.models import AuditEntry, User
from dateline.people.rights import Act
from dateline.stories.models import Story

FORMS = {
    "csv": ("text/csv; charset=utf-8", audit_search.as_csv),
    "jsonl": ("application/x-ndjson; charset=utf-8", audit_search.as_json_lines),
}


class SearchForm(forms.Form):
    """Every field may be empty. Dates are days of the newsroom's time zone, both included."""

    by = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.order_by("last_name", "first_name", "username"), required=False)
    act = forms.ChoiceField(label=_("What"), required=False)
    kind = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    of = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    story = forms.IntegerField(label=_("Number of the story"), required=False, min_value=1, max_value=2**63 - 1)
    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    from_ = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["by"].label_from_instance = lambda user: user.shown_name()  # type: ignore[attr-defined]
        self.fields["by"].empty_label = _("everybody")  # type: ignore[attr-defined]
        self.fields["act"].choices = [("", _("everything")), *audit_words.choices(audit_search.acts())]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            by=data["by"].pk if data["by"] else None,
            act=data["act"],
            kind=Story._meta.label_lower if data["story"] else data["kind"],
            of=str(data["story"] or data["of"]),
            words=data["words"],
            from_=_start(data["from_"]) if data["from_"] else None,
            until=_start(data["until"] + timedelta(days=1)) if data["until"] and data["until"] < date.max else None,
        )


def _start(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_current_timezone())


@require_safe
@needs(Act.AUDIT)
def search(request: HttpRequest) -> HttpResponse:
    """The newest acts that fit. Pages go by number of the entry, so that the last page is as fast as the first."""
    form = SearchForm(request.GET)
    found = audit_search.page(form.wanted(), _number(request.GET.get("before"))) if form.is_valid() else audit_search.Page()
    filters = {name: value for name, value in request.GET.items() if value and name != "before"}
    words = audit_words.Words()
    context = {
        "form": form,
        "found": found,
        "told": [words.tell(entry) for entry in found.entries],
        "filters": urlencode(filters),
        "is_filtered": bool(filters),
        "older": urlencode({**filters, "before": found.older}) if found.older else "",
        "is_first": "before" not in request.GET,
    }
    return render(request, "desk/staff/audit.html", context)


@require_safe
@needs(Act.AUDIT)
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """All that fits, as CSV or JSON lines. That it was taken is an act itself."""
    if form not in FORMS:
        raise Http404
    search_form = SearchForm(request.GET)
    if not search_form.is_valid():
        return search(request)  # type: ignore[no-any-return]
    content_type, write = FORMS[form]
    filters = {name: value for name, value in request.GET.items() if value}
    record(request.user, "audit.export", form=form, filters=filters)
    lines = write(audit_search.every(search_form.wanted()), _names)
    answer = StreamingHttpResponse(audit_words.in_language(get_language() or settings.LANGUAGE_CODE, lines), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-{now():%Y-%m-%d}.{form}"'
    return answer


def _names(entry: AuditEntry) -> tuple[str, str]:
    return audit_words.act_name(entry.act), audit_words.kind_name(entry.kind)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
