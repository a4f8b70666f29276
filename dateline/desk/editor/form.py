"""The editor's form. It lets a draft be incomplete: what stops a story from going out, `Story.problems` says."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.desk.editor.body import Body, BodyField, arrived, same_text
from dateline.desk.editor.widgets import Chosen, LocalTime, PictureChooser
from dateline.lib.tidy import tidy
from dateline.newscodes.models import Subject
from dateline.people import rights
from dateline.people.models import Author
from dateline.people.rights import Act
from dateline.stories.models import Section, Story, StoryPicture, StorySource

MAX_PARTS = 100  # pictures, or sources, of one story


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """One source, as data."""

    address = forms.URLField(label=gettext_lazy("web address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = StorySource
        fields = ["role", "name", "address"]


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    """One picture in its place."""

    class Meta:
        model = StoryPicture
        fields = ["picture", "caption", "alt_text", "credit_line"]
        widgets = {
            "picture": PictureChooser,
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt_text": forms.Textarea(attrs={"rows": 2}),
        }


class _Parts(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which empty ones do not count and the ticked ones go."""

    deletion_widget = forms.CheckboxInput

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        return super()._construct_form(i, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})  # type: ignore[misc]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("take out")

    def values(self) -> list[dict[str, Any]]:
        """The rows that stay, in order."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [values for values in (_fields_of(form) for form in kept) if any(value for name, value in values.items() if name != "role")]


def _fields_of(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}


SourceForms = formset_factory(SourceForm, _Parts, extra=1, can_delete=True, max_num=MAX_PARTS, absolute_max=MAX_PARTS)
PictureForms = formset_factory(PictureForm, _Parts, extra=1, can_delete=True, max_num=MAX_PARTS, absolute_max=MAX_PARTS)


class StoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A story as somebody edits it.

    instance  the story as last saved in the newsroom (`workflow.latest`), or a new one; changed by `is_valid`
    user      who writes: sees only the desks and languages where that is allowed
    at        now, aware
    """

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)  # number of the revision that this was begun from
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the identity of a story that is not yet saved
    body = BodyField(label=gettext_lazy("body"), required=False)
    subjects = forms.ModelMultipleChoiceField(Subject.objects.all(), label=gettext_lazy("subjects"), required=False, widget=Chosen)
    authors = forms.ModelMultipleChoiceField(Author.objects.all(), label=gettext_lazy("authors"), required=False, widget=Chosen)
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("urgency"), coerce=int, choices=[(number, str(number)) for number in range(1, 10)],
        help_text=gettext_lazy("1 is the most urgent, 9 the least."),
    )  # fmt: skip
    embargoed_until = forms.DateTimeField(
        label=gettext_lazy("embargoed until"), required=False, widget=LocalTime, help_text=gettext_lazy("The agency's time.")
    )

    class Meta:
        model = Story
        fields = [
            "language", "section", "urgency", "slugline", "headline", "lead", "dateline", "byline", "dossier",
            "embargoed_until", "embargo_asked_by", "usage_terms", "copyright_notice", "ednote", "body",
        ]  # fmt: skip
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2}),
            "lead": forms.Textarea(attrs={"rows": 3}),
            "usage_terms": forms.Textarea(attrs={"rows": 2}),
            "copyright_notice": forms.Textarea(attrs={"rows": 2}),
            "ednote": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: Story, user: Any, at: datetime, base: int = 0) -> None:
        self.user, self.at = user, at
        self.before_embargo, self.before_body = instance.embargoed_until, instance.body
        typed = _tidied(data) if data is not None else None
        initial = {"base": base, "key": instance.identity, "subjects": [], "authors": []}
        if instance.pk:
            initial |= {"subjects": [one.pk for one in instance.subjects.all()], "authors": [one.pk for one in instance.authors.all()]}
        super().__init__(typed, instance=instance, initial=initial)
        self.sources = _rows(SourceForms, SourceForm, "sources", typed, instance)
        self.pictures = _rows(PictureForms, PictureForm, "pictures", typed, instance)
        self.fields["body"].widget = Body()
        for name in ("slugline", "headline"):
            self.fields[name].required = False
        self._offer_only_what_is_allowed()

    def _offer_only_what_is_allowed(self) -> None:
        scope = rights.scope(self.user, Act.WRITE)
        story = self.instance
        languages: Any = self.fields["language"]
        languages.choices = [
            (code, name) for code, name in languages.choices if code and (scope.holds(language=code) or code == story.language)
        ]
        languages.disabled = story.version > 0  # its address is in that language
        sections: Any = self.fields["section"]
        allowed = [one.pk for one in Section.objects.all() if scope.holds(desk=one.slug) or one.pk == story.section_id]
        sections.queryset = Section.objects.filter(pk__in=allowed)
        if len(allowed) == 1:
            sections.empty_label = None

    def clean_headline(self) -> str:
        return str(self.cleaned_data["headline"]).replace("\n", " ").strip()

    def clean_body(self) -> str:
        """A body that nobody has touched stays as it was, also where Draftail would have written it another way."""
        body = arrived(self.cleaned_data["body"], self.before_body)
        untouched = self.before_body and body == same_text(self.fields["body"].widget, self.before_body)
        return self.before_body if untouched else body

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        section, language = cleaned.get("section"), cleaned.get("language")
        if section and language and not rights.may(self.user, Act.WRITE, desk=section.slug, language=language):
            self.add_error("section", _("You may not write for this section in this language."))
        if language and Story.objects.filter(identity=self.instance.identity, language=language).exclude(pk=self.instance.pk).exists():
            self.add_error("language", _("There is a story in this language already; edit that one."))
        if self._lifts_embargo(cleaned) and not (section and rights.may(
            self.user, Act.LIFT_EMBARGO, desk=section.slug, language=language or ""
        )):  # fmt: skip
            self.add_error("embargoed_until", _("You may not lift an embargo or make it shorter. Ask the chief editor."))
        return cleaned

    def _lifts_embargo(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether this would let the story out sooner than its source has asked."""
        before = self.before_embargo
        if before is None or before <= self.at or "embargoed_until" not in cleaned:
            return False
        return cleaned["embargoed_until"] is None or cleaned["embargoed_until"] < before

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.sources.is_valid(), self.pictures.is_valid()])

    def apply(self) -> Story:
        """The story as typed, as far as that can be understood; unsaved. Call `is_valid` before."""
        story: Story = self.instance
        for name in ("subjects", "authors"):
            if name in self.cleaned_data:
                getattr(story, name).set(self.cleaned_data[name])
        if self.sources.is_valid():
            story.sources.set([StorySource(sort_order=number, **values) for number, values in enumerate(self.sources.values())])
        if self.pictures.is_valid():
            story.pictures.set([StoryPicture(sort_order=number, **values) for number, values in enumerate(self.pictures.values())])
        return story

    @cached_property
    def media(self) -> forms.Media:
        found: forms.Media = super().media + self.pictures.media
        return found

    def error_list(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) of everything that could not be understood."""
        found = [(f"field-{name}" if name in self.fields else "", str(error)) for name, errors in self.errors.items() for error in errors]
        for formset in (self.sources, self.pictures):
            for form in formset.forms:
                found += [(f"field-{form.add_prefix(name)}", str(error)) for name, errors in form.errors.items() for error in errors]
        return found


def _rows(formset: Any, form: Any, name: str, typed: QueryDict | None, story: Story) -> Any:
    """The rows as typed, or as the story has them. What was typed stands for itself: it is compared with nothing."""
    return formset(typed, prefix=name, initial=[_values(form, one) for one in _parts(story, name)] if typed is None else None)


_COLUMNS = {"section": "section_id", "dossier": "dossier_id"}  # compared without loading them


def content_of(story: Story) -> dict[str, Any]:
    """Everything that the editor edits, for comparing."""
    return {
        **{name: getattr(story, _COLUMNS.get(name, name)) for name in StoryForm.Meta.fields},
        "subjects": sorted(one.pk for one in story.subjects.all()) if story.pk or story.subjects else [],
        "authors": sorted(one.pk for one in story.authors.all()) if story.pk or story.authors else [],
        "sources": [_values(SourceForm, one) for one in _parts(story, "sources")],
        "pictures": [_values(PictureForm, one) for one in _parts(story, "pictures")],
    }


def typed_from(story: Story, *, user: Any, at: datetime, base: int) -> QueryDict:
    """The form as a browser would send it if nobody had typed anything: for texts that are put together here."""
    form = StoryForm(instance=story, user=user, at=at, base=base)
    sent = QueryDict(mutable=True)
    for bound in form:
        _send(sent, "body-html" if bound.name == "body" else bound.html_name, bound.value())
    for formset in (form.sources, form.pictures):
        for bound in formset.management_form:
            _send(sent, bound.html_name, bound.value())
        for row in formset.forms:
            for bound in row:
                _send(sent, bound.html_name, bound.value())
    return sent


def _send(sent: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, (list, tuple)):
        sent.setlist(name, [str(one) for one in value])
    elif isinstance(value, datetime):
        sent[name] = LocalTime().format_value(value) or ""
    else:
        sent[name] = "" if value is None else str(getattr(value, "pk", value))


def _parts(story: Story, name: str) -> Iterable[Any]:
    return sorted(getattr(story, name).all(), key=lambda part: (part.sort_order is None, part.sort_order or 0))


def _values(form: Any, part: Any) -> dict[str, Any]:
    return {name: getattr(part, f"{name}_id" if name == "picture" else name) for name in form.Meta.fields}


def _tidied(data: QueryDict) -> QueryDict:
    """What was sent, as text that can be kept; the body's JSON is looked at by its own field."""
    found = QueryDict(mutable=True)
    for name, values in data.lists():
        found.setlist(name, [tidy(value) if isinstance(value, str) and name != "body" else value for value in values])
    return found
