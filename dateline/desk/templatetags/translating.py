"""For the translator's screen."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from dateline.desk.translating import marks

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """A text with light marks as clean HTML; paragraphs are parted by line breaks."""
    return mark_safe("<br>".join(marks.to_html(one) for one in text.split("\n\n")))
