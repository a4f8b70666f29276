"""Duties as people read them: with the name of the desk, not the slug that a duty keeps."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dateline.people.rights import Role
from dateline.stories.models import Section


class Duties:
    """Tells duties in the active language. Asks for the names of the desks once, and only when one is wanted."""

    @cached_property
    def desks(self) -> dict[str, str]:
        return {section.slug: section.name() for section in Section.objects.all()}

    def desk(self, slug: str) -> str:
        """The name of a desk; the slug of one whose section is gone."""
        return self.desks.get(slug, slug) if slug else _("every desk")

    def language(self, code: str) -> str:
        return dict(settings.LANGUAGES).get(code, code) if code else _("every language")

    def tell(self, role: str, desk: str, language: str) -> str:
        """“editor · Economy · Қазақша”; what holds for every one is left out."""
        words = [str(dict(Role.choices).get(role, role)), self.desk(desk) if desk else "", self.language(language) if language else ""]
        return " · ".join(word for word in words if word)

    def of(self, duty: Any) -> str:
        """The same of a `Duty`."""
        return self.tell(duty.role, duty.desk, duty.language)
