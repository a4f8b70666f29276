"""What the editor calls a story's fields, and what it shows of them as text."""

from typing import Any

from django.utils.translation import gettext_lazy

from dateline.desk import workflow
from dateline.media.models import Picture
from dateline.stories.models import Story

PLAIN = (
    "headline", "lead", "slugline", "byline", "dateline", "urgency", "embargoed_until", "embargo_asked_by", "usage_terms",
    "copyright_notice", "ednote",
)  # fmt: skip
LISTS = {
    "section": gettext_lazy("section"),
    "dossier": gettext_lazy("dossier"),
    "subjects": gettext_lazy("subjects"),
    "authors": gettext_lazy("authors"),
    "sources": gettext_lazy("sources"),
    "pictures": gettext_lazy("pictures"),
}


def facts(story: Story) -> list[tuple[str, str]]:
    """(label, value) of everything that the editor keeps beside headline, lead and body, as far as there is something."""
    found = [(label_of("language"), str(story.get_language_display()))]
    found += [(label_of(name), shown_list(story, name)) for name in LISTS]
    found += [(label_of(name), shown_value(story, name)) for name in PLAIN if name not in ("headline", "lead")]
    return [(label, value) for label, value in found if value]


def label_of(name: str) -> str:
    """What the editor calls a field."""
    field: Any = Story._meta.get_field(name)
    return str(LISTS.get(name) or field.verbose_name)


def shown_value(story: Story, name: str) -> str:
    value = getattr(story, name)
    if name == "embargoed_until":
        return workflow.shown(value) if value else ""
    return "" if value is None else str(value)


def shown_list(story: Story, name: str) -> str:
    if name in ("section", "dossier"):
        return str(getattr(story, name) or "")
    if name == "sources":
        return "\n".join(" ".join(filter(None, (str(one.get_role_display()), one.name, one.address))) for one in story.sources.all())
    if name == "pictures":
        placed = list(story.pictures.all())
        pictures = Picture.objects.in_bulk({one.picture_id for one in placed})
        return "\n".join(" · ".join(filter(None, (str(pictures.get(one.picture_id, "")), one.caption, one.credit_line))) for one in placed)
    return ", ".join(str(one) for one in getattr(story, name).all())
