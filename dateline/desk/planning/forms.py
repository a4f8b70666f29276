"""Forms of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dateline.desk.models import CalendarSource, Coverage, PlannedEvent
from dateline.people.models import User
from dateline.people.rights import Act, who_may
from dateline.stories.models import Section


class Moment(forms.DateTimeInput):
    """Date and time by the browser's own picker, in the agency's time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class EventForm(forms.ModelForm[PlannedEvent]):
    class Meta:
        model = PlannedEvent
        fields = (
            "names", "starts_at", "ends_at", "all_day", "place", "section", "occurrence", "descriptions", "contact", "embargoed_until",
        )  # fmt: skip
        widgets = {
            "starts_at": Moment(), "ends_at": Moment(), "embargoed_until": Moment(), "contact": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("starts_at"), found.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", _("It ends before it begins."))
        return found


class CoverageForm(forms.ModelForm[Coverage]):
    class Meta:
        model = Coverage
        fields = ("medium", "language", "slugline", "person", "due_at", "note")
        widgets = {"due_at": Moment(), "note": forms.Textarea(attrs={"rows": 1})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = who_may(Act.PLAN).order_by("last_name", "first_name", "username")
        person.label_from_instance = User.shown_name


CoverageForms = forms.inlineformset_factory(PlannedEvent, Coverage, form=CoverageForm, extra=1, max_num=50, validate_max=True)


class SourceForm(forms.ModelForm[CalendarSource]):
    class Meta:
        model = CalendarSource
        fields = ("name", "address", "language", "section")


class FileForm(forms.Form):
    """A calendar file, read once."""

    file = forms.FileField(label=_("Calendar file (.ics)"))
    language = forms.ChoiceField(label=_("language"), help_text=_("In which its events are named."))
    section = forms.ModelChoiceField(label=_("section"), queryset=Section.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = CalendarSource._meta.get_field("language").choices
