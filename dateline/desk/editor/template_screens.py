"""The register of story templates: a list, a form, and the way from a story to a template."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.editor import typed
from dateline.desk.editor.body import Body, BodyField, arrived
from dateline.desk.editor.screens import url
from dateline.desk.models import StoryTemplate
from dateline.desk.permissions import needs
from dateline.desk.templates_of_stories import template_from
from dateline.lib.tidy import tidy
from dateline.people import audit, rights
from dateline.people.rights import Act
from dateline.stories.models import Story

DAYS = [
    (1, gettext_lazy("Monday")), (2, gettext_lazy("Tuesday")), (3, gettext_lazy("Wednesday")), (4, gettext_lazy("Thursday")),
    (5, gettext_lazy("Friday")), (6, gettext_lazy("Saturday")), (7, gettext_lazy("Sunday")),
]  # fmt: skip


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a story begins with, and when it is made by itself."""

    body = BodyField(label=gettext_lazy("body"), required=False)
    urgency = forms.TypedChoiceField(label=gettext_lazy("urgency"), coerce=int, choices=[(number, str(number)) for number in range(1, 10)])
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("on these days"), coerce=int, choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: every day."),
    )  # fmt: skip

    class Meta:
        model = StoryTemplate
        fields = [
            "name", "language", "section", "slugline", "headline", "lead", "body", "dateline", "urgency", "usage_terms",
            "at_hour", "weekdays", "person", "due_after_min",
        ]  # fmt: skip
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3}),
            "usage_terms": forms.Textarea(attrs={"rows": 2}),
            "at_hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(_tidied(data), **kwargs)
        self.fields["body"].widget = Body()
        people: Any = self.fields["person"]
        people.queryset = rights.who_may(Act.WRITE)
        people.label_from_instance = lambda person: person.shown_name()

    def clean_body(self) -> str:
        return arrived(self.cleaned_data["body"], self.instance.body)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        person, section = found.get("person"), found.get("section")
        if person and section and not rights.may(person, Act.WRITE, desk=section.slug, language=found.get("language") or ""):
            self.add_error("person", _("%(person)s may not write for this desk in this language.") % {"person": person.shown_name()})
        return found


def _tidied(data: Any) -> Any:
    if not data:
        return data
    found = data.copy()
    for name, values in data.lists():
        found.setlist(name, [tidy(value) if name != "body" else value for value in values])
    return found


@needs()
@require_safe
@never_cache
def templates(request: HttpRequest) -> HttpResponse:
    """All templates: to begin a story with, and for who keeps them, to change."""
    found = StoryTemplate.objects.select_related("section", "person").defer("body")
    context = {
        "templates": [(one, [str(name) for number, name in DAYS if number in one.weekdays]) for one in found],
        "may_keep": rights.may(request.user, Act.REGISTERS),
        "may_write": rights.may(request.user, Act.WRITE),
    }
    return render(request, "desk/editor/templates.html", context)


@needs(Act.REGISTERS)
@never_cache
def template(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """One template, or a new one."""
    return _form(request, get_object_or_404(StoryTemplate, pk=pk) if pk else StoryTemplate())


@needs(Act.REGISTERS)
@never_cache
def make_template(request: HttpRequest, pk: int) -> HttpResponse:
    """A new template that begins as a story is."""
    return _form(request, template_from(typed.saved_text(get_object_or_404(Story, pk=pk))))


@needs(Act.REGISTERS)
@require_POST
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The stories that were made of it stay."""
    found = get_object_or_404(StoryTemplate, pk=pk)
    audit.record(request.user, "template.delete", found)
    found.delete()
    messages.success(request, _("The template is deleted; the stories that were made of it stay."))
    return redirect(url("templates"))


def _form(request: HttpRequest, instance: StoryTemplate) -> HttpResponse:
    form = TemplateForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        is_new = instance.pk is None
        saved = form.save(commit=False)
        hour = form.cleaned_data["at_hour"]
        if "at_hour" in form.changed_data and hour is not None:  # an hour of today that is over begins tomorrow
            saved.made_for = localtime(now()).date() if hour <= localtime(now()).time() else None
        saved.save()
        audit.record(request.user, "template.create" if is_new else "template.save", saved)
        messages.success(request, _("The template is saved."))
        return redirect(url("templates"))
    return render(request, "desk/editor/template.html", {"form": form, "template": instance})
