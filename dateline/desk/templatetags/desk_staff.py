"""Filters of the pages about people."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def in_words(value: Any) -> str:
    """A value of an audit entry's details, short and readable."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"
