"""The body's field: Wagtail's Draftail where there is script, HTML in a plain field where there is none."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from dateline.lib.html import clean
from dateline.lib.tidy import tidy

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "superscript", "subscript"]  # what `lib.html` lets out
MAX_LETTERS = 500_000  # of a body; the longest story in the trade's archives has a tenth of that


class Body(DraftailRichTextArea):  # type: ignore[misc]
    """Sends Draftail's own JSON as it is; without script, HTML that was typed into a plain field. `BodyField` reads both."""

    template_name = "desk/editor/body.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, features=FEATURES)

    def format_value(self, value: Any) -> str:
        """JSON for Draftail, out of HTML or of JSON that came back from it. Never without a block: Draftail would not start."""
        state = _contentstate(value)
        if state is not None and state["blocks"]:
            return str(value)
        return str(self.converter.from_database_format(str(value or "") if state is None else ""))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """What was typed; None when Draftail's field arrived without a text, which is not the same as an empty text."""
        html: str | None = data.get(f"{name}-html")
        raw: str | None = data.get(name)
        return html if html is not None else None if _says_nothing(raw) else raw

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-html" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context(name, value, attrs)
        try:
            found["html"] = self.html_of(value)
        except ValueError:
            found["html"] = str(value)
        return found

    def html_of(self, raw: Any) -> str:
        """Clean HTML out of what was sent. Raises ValueError when it is neither HTML nor Draftail's."""
        text = str(raw or "")
        state = _contentstate(text)
        if state is None:
            return clean(tidy(text))
        if not all(isinstance(block, dict) and isinstance(block.get("text"), str) for block in state["blocks"]):
            raise ValueError("no text in it")
        try:
            made = self.converter.to_database_format(json.dumps(_whole(state)))
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:  # a program sent it, not Draftail
            raise ValueError("no text in it") from error
        return clean(tidy(made))


class BodyField(forms.Field):
    """A body as clean HTML. Its form gives it a `Body` when it is made: Draftail's features are known only after the start."""

    widget: Any

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What stands in the editor: where no text arrived, or a damaged one, the text that there was."""
        try:
            self.widget.html_of(data)
        except ValueError:
            return initial
        return initial if data is None else data

    def clean(self, value: Any) -> str | None:  # type: ignore[override]
        """None where no text arrived: see `arrived`."""
        if value is None:
            return None
        try:
            found: str = self.widget.html_of(value)
        except ValueError:
            raise ValidationError(_("The text arrived damaged and was not taken. Look it over, then save again.")) from None
        if len(found) > MAX_LETTERS:
            raise ValidationError(
                _("The body has %(letters)d letters; a story can have %(most)d. Nothing was cut: shorten it, or divide it into parts.")
                % {"letters": len(found), "most": MAX_LETTERS}
            )
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True  # the screens compare whole stories


def arrived(body: str | None, before: str) -> str:
    """The `body` to keep instead of the one `before`. Raises ValidationError when none arrived and a text would be lost by it."""
    if body is None and before:
        raise ValidationError(_("The body did not arrive, so the text that is here was left as it is. Look it over, then save again."))
    return body or ""


def same_text(widget: Body, body: str) -> str:
    """`body` as it comes back from Draftail when nobody touches it."""
    return widget.html_of(widget.format_value(body))


def _says_nothing(raw: str | None) -> bool:
    """Whether what came in Draftail's field is no text at all: missing, blank, or JSON (also in pieces) of something else.

    Draftail itself writes `null` when nothing is left; where somebody has emptied it, static/desk/editor/body.js says so.
    """
    if not raw or not raw.strip():
        return True
    if _contentstate(raw) is not None:
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return raw.lstrip().startswith(("{", "["))
    return True


def _contentstate(value: Any) -> dict[str, Any] | None:
    """Draftail's JSON, if `value` is that."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("blocks"), list) else None


def _whole(state: Any) -> Any:
    """JSON whose strings can be kept: halves of characters, which its escapes can write, become U+FFFD."""
    if isinstance(state, str):
        return state.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(state, dict):
        return {_whole(name): _whole(value) for name, value in state.items()}
    return [_whole(value) for value in state] if isinstance(state, list) else state
