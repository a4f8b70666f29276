"""Setting the rules of a desk."""

from typing import Any

from django.db import transaction

from dateline.desk.models import DeskRule
from dateline.people import audit
from dateline.stories.models import Section


def wants_two_persons(section: Section) -> bool:
    return DeskRule.objects.filter(pk=section.pk, two_persons=True).exists()


@transaction.atomic
def set_two_persons(section: Section, wanted: bool, *, by: Any) -> None:
    """Whether nothing of this desk goes out that nobody but its writer has approved. Whoever may keep the registers may say so."""
    if wants_two_persons(section) == wanted:
        return
    DeskRule.objects.update_or_create(section=section, defaults={"two_persons": wanted})
    audit.record(by, "desk.two_persons", section, before=not wanted, after=wanted)
