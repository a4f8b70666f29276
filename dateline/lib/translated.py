"""Short texts that exist once per language (names of sections, notices), kept as one JSON object: {"kk": "…", "ru": "…"}."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in `language` (default: the active one), else in the agency's first language that has it, else ""."""
    texts = texts or {}
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return next((texts[code] for code in (wanted, *settings.LANGUAGE_CODES) if texts.get(code)), "")


class TranslatedWidget(forms.MultiWidget):
    """One labelled input a language."""

    template_name = "lib/translated_widget.html"

    def __init__(self, *, rows: int, attrs: dict[str, Any] | None = None) -> None:
        one: type[forms.Widget] = forms.Textarea if rows > 1 else forms.TextInput
        extra = {"rows": rows} if rows > 1 else {}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: one(attrs={**extra, "lang": code, "placeholder": name}) for code, name in settings.LANGUAGES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in settings.LANGUAGE_CODES]


class TranslatedFormField(forms.MultiValueField):
    """Reads one text a language into a dict without empty texts."""

    def __init__(self, *, rows: int, required: bool = True, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False) for _code in settings.LANGUAGE_CODES]
        kwargs.pop("max_length", None)
        super().__init__(fields, require_all_fields=False, required=required, widget=TranslatedWidget(rows=rows), **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text.strip() for code, text in zip(settings.LANGUAGE_CODES, data_list, strict=False) if text and text.strip()}


class TranslatedTextField(models.JSONField):
    """A text in several languages; the value is a dict of language code to text.

    rows  how many lines the input has; 1 is a plain input
    """

    def __init__(self, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        self.rows = rows
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.rows != 1:
            kwargs["rows"] = self.rows
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("This must be one text per language."), code="not_texts")
        if unknown := sorted(set(value) - set(settings.LANGUAGE_CODES)):
            raise ValidationError(_("Unknown languages: %(codes)s.") % {"codes": ", ".join(unknown)}, code="unknown_language")

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        allowed = {key: kwargs[key] for key in ("label", "help_text", "disabled") if key in kwargs}
        label = kwargs.get("label", capfirst(self.verbose_name))
        return TranslatedFormField(rows=self.rows, required=not self.blank, **{**allowed, "label": label, "help_text": self.help_text})
