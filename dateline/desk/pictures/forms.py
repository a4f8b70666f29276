"""What is asked about a picture: in short after the upload, in full on its own page."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dateline.media.models import Picture

SHARED = (
    "credit_lines",
    "creator",
    "source",
    "copyright_notice",
    "usage_terms",
    "city",
    "country",
    "taken",
    "rights_expire_at",
)  # by one shoot
_WHEN = {"rights_expire_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}
_ROWS = {"usage_terms": forms.Textarea(attrs={"rows": 2}), "instructions": forms.Textarea(attrs={"rows": 2}), "keywords": forms.TextInput}


class CardForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture just uploaded. The fields behind MORE are folded away at first."""

    MORE = ("source", "copyright_notice", "usage_terms", "digital_source_type", "rights_expire_at", "keywords", "keep_position")

    class Meta:
        model = Picture
        fields = (
            "title", "credit_lines", "captions", "alt_texts", "creator", "city", "country", "taken",
            "source", "copyright_notice", "usage_terms", "digital_source_type", "rights_expire_at", "keywords", "keep_position",
        )  # fmt: skip
        widgets = {**_WHEN, **_ROWS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.latitude is None:
            del self.fields["keep_position"]  # there is none to keep

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.MORE]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in self.MORE]


class SharedForm(forms.ModelForm):  # type: ignore[type-arg]
    """What all pictures of one upload share."""

    overwrite = forms.BooleanField(label=_("Also where something stands already"), required=False)

    class Meta:
        model = Picture
        fields = SHARED
        widgets = {**_WHEN, **_ROWS}


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything about a picture, and the point that matters in it, in percent from the left and from the top."""

    focus_x = forms.FloatField(label=_("Focus: percent from the left"), min_value=0, max_value=100, required=False)
    focus_y = forms.FloatField(label=_("Focus: percent from the top"), min_value=0, max_value=100, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # what the picture was when this form was shown

    class Meta:
        model = Picture
        fields = (
            "title", "credit_lines", "captions", "alt_texts", "extended_descriptions", "creator", "source", "copyright_notice",
            "usage_terms", "web_statement", "licensor_url", "data_mining", "digital_source_type", "city", "country", "taken",
            "keywords", "instructions", "rights_expire_at", "keep_position",
        )  # fmt: skip
        widgets = {**_WHEN, **_ROWS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now_is = _digest(self.instance)
        self.before = {name: getattr(self.instance, name) for name in self._meta.fields or ()}
        self.initial["seen"] = self.now_is
        point: Any = self.instance
        if point.focal_point_x is not None and point.focal_point_y is not None and point.width and point.height:
            self.initial["focus_x"] = round(100 * point.focal_point_x / point.width, 1)
            self.initial["focus_y"] = round(100 * point.focal_point_y / point.height, 1)
        if self.instance.latitude is None:
            del self.fields["keep_position"]

    def clean(self) -> dict[str, Any]:
        """Somebody else saved meanwhile: both texts are shown, the next saving decides."""
        found = super().clean() or {}
        if (found.get("focus_x") is None) != (found.get("focus_y") is None):
            self.add_error("focus_x", _("Give both numbers of the focus, or none."))
        seen = found.get("seen")
        if seen and seen != self.now_is:
            data: Any = self.data
            self.data = data = data.copy()
            data[self.add_prefix("seen")] = self.now_is
            theirs = {name: value for name, value in self.before.items() if name in found and found[name] != value}
            for name, value in theirs.items():
                shown = " / ".join(value.values()) if isinstance(value, dict) else value
                self.add_error(name, _("Somebody else has saved here meanwhile: “%(text)s”.") % {"text": shown or "–"})
            raise ValidationError(_("Somebody else changed this picture meanwhile. Look at what is marked and save again."), code="changed")
        return found

    def save(self, commit: bool = True) -> Picture:
        x, y = self.cleaned_data.get("focus_x"), self.cleaned_data.get("focus_y")
        point: Any = self.instance
        if x is None or y is None:
            point.focal_point_x = point.focal_point_y = point.focal_point_width = point.focal_point_height = None
        else:
            point.focal_point_x, point.focal_point_y = round(x * point.width / 100), round(y * point.height / 100)
            point.focal_point_width = point.focal_point_height = max(1, min(point.width, point.height) // 10)
        saved: Picture = super().save(commit=commit)
        return saved


def _digest(picture: Picture) -> str:
    """Of everything that the form changes."""
    names = [*PictureForm.Meta.fields, "focal_point_x", "focal_point_y"]
    values = {name: str(getattr(picture, name)) for name in names}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
