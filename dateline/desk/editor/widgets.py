"""Fields of the editor that Django and Wagtail do not have."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from wagtail.images.widgets import AdminImageChooser


class LocalTime(forms.DateTimeInput):
    """The browser's own field for a day and a minute, in the agency's time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            return (localtime(value) if is_aware(value) else value).strftime("%Y-%m-%dT%H:%M")
        return super().format_value(value)


class Chosen(forms.SelectMultiple):
    """Many of very many: what is chosen stands there as ticked boxes, more are found by their names.

    Script finds them while somebody types (static/desk/editor/choosing.js); without it a button does, see `screens`.
    """

    template_name = "desk/editor/chosen.html"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.found: Iterable[Any] = ()  # what a search without script has found
        self.sought = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        chosen = [str(one) for one in value or []]
        queryset = self.choices.queryset  # type: ignore[attr-defined]
        objects = {str(one.pk): one for one in queryset.filter(pk__in=[pk for pk in chosen if pk.isdigit()])}
        return {
            "widget": {"name": name, "attrs": self.build_attrs(self.attrs, attrs), "template_name": self.template_name},
            "kind": name,
            "chosen": [objects[pk] for pk in dict.fromkeys(chosen) if pk in objects],
            "found": [one for one in self.found if str(one.pk) not in chosen],
            "sought": self.sought,
        }

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_search"

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class PictureChooser(AdminImageChooser):  # type: ignore[misc]
    """Wagtail's chooser of pictures; without script, the number of the picture."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        plain = format_html(
            '<noscript><input type="number" name="{}" value="{}" min="1"></noscript>', name, getattr(value, "pk", value) or ""
        )
        return super().render(name, value, attrs, renderer) + plain  # type: ignore[no-any-return]

    def get_instance(self, value: Any) -> Any:
        try:
            return super().get_instance(value)
        except (TypeError, ValueError):  # what was typed is no number
            return None


def read_local_time(text: str) -> datetime | None:
    """What a `LocalTime` field sent, aware; None when that is no time."""
    try:
        found = forms.DateTimeField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found if isinstance(found, datetime) else None
