"""Filters of the pages about people."""

from typing import Any

from django import template

from dateline.desk.staff.duty_words import Duties

register = template.Library()


@register.filter
def told_by(duty: Any, words: Duties) -> str:
    """A duty with the name of its desk."""
    return words.of(duty)
