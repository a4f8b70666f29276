"""What the administrator said for all pages, and what the agency is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from dateline.languages.detection import detect
from dateline.newscodes.models import Subject
from dateline.ops.movein.pages import BadPage, OldPage, OldStory
from dateline.stories.models import Section

ARCHIVE = ("archive", {"kk": "Мұрағат", "ru": "Архив", "en": "Archive"})


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are moved in. Empty or None: each page says it itself, or a rule does (see docs/move-in.md)."""

    zone: tzinfo
    language: str = ""
    section: str = ""  # slug
    seen_on: date | None = None
    processes: int = 1
    dry_run: bool = False

    def text(self) -> str:
        """Everything that changes what a page becomes: the same page under other options is another matter."""
        return f"{self.zone} {self.language} {self.section} {self.seen_on or ''}"


@dataclass(slots=True)
class House:
    """Sections and subjects by every name they have, so that those of the old site are found."""

    sections: dict[str, Section]
    default: Section
    subjects: Mapping[tuple[str, str], Subject]
    not_found: set[str] = field(default_factory=set)

    def section_of(self, name: str) -> tuple[Section, bool]:
        """The section that the old site's `name` means here, else the default; and whether that is news to the administrator."""
        found = self.sections.get(name.strip().casefold())
        strange = bool(name) and found is None and name not in self.not_found
        if strange and len(self.not_found) < 1000:
            self.not_found.add(name)
        return found or self.default, strange

    def subjects_of(self, names: Sequence[str], language: str) -> list[Subject]:
        """The subjects that have exactly one of these names in the language; no guesses."""
        found = (self.subjects.get((language, name.casefold())) for name in names)
        return list({subject.pk: subject for subject in found if subject}.values())


class NoSuchSection(LookupError):
    """The section asked for does not exist."""


def house(options: Options) -> House:
    """The agency as it is now. A section `archive` is made when there is none at all (not in a dry run).

    Raises NoSuchSection for a section that is asked for and not there.
    """
    sections = list(Section.objects.all())
    by_name = {name.casefold(): section for section in sections for name in (section.slug, *section.names.values()) if name}
    default = by_name.get(options.section.casefold()) if options.section else by_name.get(ARCHIVE[0]) or (sections[0] if sections else None)
    if options.section and default is None:
        raise NoSuchSection(options.section)
    if default is None:
        default = Section(slug=ARCHIVE[0], names=ARCHIVE[1])
        if not options.dry_run:
            default.save()
        by_name[ARCHIVE[0]] = default
    subjects = {
        (language, name.casefold()): subject for subject in Subject.objects.offered() for language, name in subject.names.items() if name
    }
    return House(by_name, default, subjects)


def language_of(story: OldStory, options: Options) -> str:
    """The language of a story: as asked, as the page declares, else as its text showed. Raises BadPage when nothing told."""
    known = options.language or story.language
    if not known:
        raise BadPage(story.line, "a text in Kazakh, Russian or English; or --language", story.headline)
    return known


def language_of_lists(page: OldPage, options: Options, stories: Sequence[str]) -> str:
    """The language of headlines without text: that of the page's own story, else as all of them together show."""
    if options.language or stories:
        return options.language or stories[0]
    headlines = "\n".join(item.headline for item in page.items())
    declared = next((headline.language for headline in page.headlines if headline.language), "")
    known = declared or detect(headlines)
    if not known and headlines:
        raise BadPage(1, "headlines in Kazakh, Russian or English; or --language", headlines)
    return known or ""


def seen_on(page: OldPage, options: Options) -> date:
    """The day the old site looked so: as asked, as the page says, else the newest date on it. Raises BadPage without any."""
    newest = page.newest_date()
    day = options.seen_on or page.seen_on or (newest.astimezone(options.zone).date() if newest else None)
    if day is None:
        raise BadPage(1, "a date on the page; or --seen-on", "none")
    return day
