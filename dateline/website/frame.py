"""What stands around every page: who publishes, the languages, the sections, a flash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dateline.agency.models import Agency
from dateline.languages import LANGUAGES
from dateline.lib.translated import in_language
from dateline.stories import releases
from dateline.stories.models import Section, Story
from dateline.website.languages_in_paths import own_name
from dateline.website.remembering import Memory
from dateline.website.structured_data import HeadData

REMEMBERED_S = 5.0
HEAD_REMEMBERED_S = 0.5  # a flash and a withdrawal are on every page, of every process, as soon after
FLASH_LASTS = timedelta(hours=2)
FLASH_URGENCY = 1

_agency: Memory[Agency] = Memory(max_age_s=REMEMBERED_S, limit=1)
_sections: Memory[tuple[Section, ...]] = Memory(max_age_s=REMEMBERED_S, limit=1)
_navigation: Memory[tuple["SectionLink", ...]] = Memory(max_age_s=REMEMBERED_S, limit=16)
_head: Memory[int] = Memory(max_age_s=HEAD_REMEMBERED_S, limit=1)
_flashes: Memory[Story | None] = Memory(max_age_s=REMEMBERED_S, limit=16)


@dataclass(frozen=True)
class LanguageLink:
    """One place of the language switch.

    address  this page in that language; the front page of that language when there is no such page
    exists   the first of the two
    where    where the link leads when it does not exist, in that language
    """

    code: str
    own_name: str
    address: str
    exists: bool
    is_current: bool
    where: str = ""


@dataclass(frozen=True)
class SectionLink:
    """A section in the menus. number: the section's."""

    number: int
    slug: str
    name: str
    address: str


@dataclass(frozen=True)
class Frame:
    """The frame of one page.

    flash  the most urgent news of the last two hours, where it is not the page itself
    """

    agency: Agency
    language: str
    direction: str
    languages: tuple[LanguageLink, ...]
    sections: tuple[SectionLink, ...]
    flash: Story | None
    at: datetime

    @property
    def tagline(self) -> str:
        return in_language(self.agency.taglines, self.language)

    @property
    def zone(self) -> str:
        """UTC+5: the time zone of everything on the page."""
        offset = timezone.localtime(self.at).strftime("%z")
        return f"UTC{offset[:3].replace('+0', '+').replace('-0', '−').replace('-', '−')}{'' if offset[3:] == '00' else ':' + offset[3:]}"

    @property
    def channel(self) -> str:
        """The name of the television channel; empty when the agency has not named one."""
        return in_language(self.agency.channel_names, self.language)


def agency() -> Agency:
    """The agency's settings, at most a few seconds old."""
    return _agency.recall("agency", Agency.load)


def sections() -> tuple[Section, ...]:
    return _sections.recall("sections", lambda: tuple(Section.objects.all()))


def frame(language: str, *, at: datetime, addresses: Mapping[str, str], without_flash: int | None = None, head: int | None = None) -> Frame:
    """The frame of a page.

    language       of the page
    addresses      path of this page by language, for the languages it exists in; empty for errors
    without_flash  number of the story that the page itself is about
    head           the last release, where the page knows it already: no flash is older than it
    """
    last = releases.head() if head is None else head
    flash = _flashes.recall((language, last), lambda: _newest_flash(language, at))
    return Frame(
        agency=agency(),
        language=language,
        direction=LANGUAGES[language].direction if language in LANGUAGES else "ltr",
        languages=tuple(_link(code, language, addresses) for code in settings.LANGUAGE_CODES),
        sections=_navigation.recall(language, lambda: tuple(_section_link(section, language) for section in sections())),
        flash=flash if flash and flash.pk != without_flash and at - (flash.published_at or at) < FLASH_LASTS else None,
        at=at,
    )


def everywhere(name: str, *args: Any) -> dict[str, str]:
    """The addresses of a page that exists in every language under the same name."""
    return {code: reverse(f"website:{name}", args=[code, *args]) for code in settings.LANGUAGE_CODES}


def show(
    request: HttpRequest, template: str, around: Frame, page: object, *, head: HeadData | None = None, status: int = 200
) -> HttpResponse:
    """A page out of its frame and what it shows; templates find them as `frame`, `page` and `head`.

    head  what the page says to machines; without it the template names the title itself and search engines stay away
    """
    return render(request, f"website/{template}", {"frame": around, "page": page, "head": head}, status=status)


def _newest_flash(language: str, at: datetime) -> Story | None:
    urgent = Story.objects.live(at).in_language(language).filter(published_at__gt=at - FLASH_LASTS, urgency__lte=FLASH_URGENCY)
    return urgent.for_lists().newest_first().first()


def _section_link(section: Section, language: str) -> SectionLink:
    return SectionLink(section.pk, section.slug, section.name(language), reverse("website:section", args=[language, section.slug]))


def _link(code: str, current: str, addresses: Mapping[str, str]) -> LanguageLink:
    exists = code in addresses
    with translation.override(code):
        return LanguageLink(
            code=code,
            own_name=own_name(code),
            address=addresses[code] if exists else reverse("website:front-page", args=[code]) + "#not-yet",
            exists=exists,
            is_current=code == current,
            where="" if exists or code == current else _(", front page"),
        )
