"""Which stories lack which language, and which versions are behind: what the board of languages shows.

A story is one identity; its first public version is when its gaps opened. All is asked of the database in a window of
days, along the index of the newest stories: what is older is behind a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dateline.desk import workflow
from dateline.desk.models import DeskRule, Note, Translation, UnwantedLanguage, Work
from dateline.lib.errors import Refused
from dateline.people import audit, rights
from dateline.people.rights import Act
from dateline.stories import elsewhere
from dateline.stories.models import ChangedElsewhere, Release, Story

WINDOWS = (1, 3, 7, 30, 90, 365)  # days
USUAL_WINDOW = 7
MOST = 60  # rows of one page
MOST_COUNTED = 500  # versions behind that are older than the window: more are not counted, nobody needs the number


@dataclass(frozen=True)
class Choice:
    """What the board is asked for; empty words mean every one."""

    days: int = USUAL_WINDOW
    desk: str = ""
    lacks: str = ""  # a language
    person: int = 0  # who has the version in the making, or the one that is behind
    page: int = 1

    def since(self, at: datetime) -> datetime:
        return at - timedelta(days=self.days)

    def longer(self) -> int:
        """The next window; 0 when there is none."""
        return next((days for days in WINDOWS if days > self.days), 0)


@dataclass(frozen=True)
class Cell:
    """One language of a story.

    kind     out: public · making: somebody writes it · lacking · unwanted · withdrawn
    changed  it is being made, and its source has changed since
    """

    language: str
    kind: Literal["out", "making", "lacking", "unwanted", "withdrawn"]
    story: Story | None = None
    work: Work | None = None
    by_hand: bool = False  # marked “not wanted” for this story alone, which can be undone
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """A story that lacks a language: its first public version, and what there is in each language."""

    story: Story
    cells: list[Cell]

    @property
    def open_since(self) -> datetime | None:
        return self.story.published_at


@dataclass
class Behind:
    """A public version that somebody should look at, with all that was changed elsewhere."""

    story: Story
    since: datetime
    work: Work | None = None
    source: Story | None = None  # the one that changed
    flags: list[ChangedElsewhere] = field(default_factory=list)

    @property
    def withdrawn(self) -> bool:
        return any(flag.cause.kind == Release.Kind.KILL for flag in self.flags)

    @property
    def corrected(self) -> bool:
        return any(flag.cause.kind == Release.Kind.CORRECTION for flag in self.flags)

    @property
    def readers_are_told(self) -> bool:
        return any(flag.tell_readers for flag in self.flags)


@dataclass(frozen=True)
class Parity:
    """The board of languages."""

    lines: list[Line]
    counts: dict[str, int]  # stories that lack each language, in the window, before the choice of a language
    more: bool  # there is another page
    behind: list[Behind]
    behind_before: int  # versions behind that are older than the window


def look(choice: Choice, at: datetime) -> Parity:
    """The board as it is at `at`: five queries, however many stories there are."""
    wanted = wanted_languages()
    first = _first_versions(choice, at, wanted)
    counts = first.aggregate(**{code: Count("pk", filter=Q(**{f"lacks_{code}": True})) for code in settings.LANGUAGE_CODES})
    lacking = first.filter(_any_lacking([choice.lacks] if choice.lacks else settings.LANGUAGE_CODES))
    start = (choice.page - 1) * MOST
    rows = list(lacking.select_related("section").defer("body", "lead", "usage_terms", "copyright_notice")[start : start + MOST + 1])
    behind, before = behind_their_source(choice, at)
    return Parity(_lines(rows[:MOST], wanted), counts, len(rows) > MOST, behind, before)


def wanted_languages() -> dict[int, list[str]]:
    """The languages that each section wants, by its number; a section that is not in it wants every one."""
    return {rule.section_id: rule.languages for rule in DeskRule.objects.exclude(languages=[])}


def _first_versions(choice: Choice, at: datetime, wanted: dict[int, list[str]]) -> QuerySet[Story]:
    """The first public version of every story in the window, with what it lacks, the newest first."""
    versions = Story.objects.filter(identity=OuterRef("identity"))
    earlier = Q(published_at__lt=OuterRef("published_at")) | Q(published_at=OuterRef("published_at"), pk__lt=OuterRef("pk"))
    found = Story.objects.live(at).filter(language__in=settings.LANGUAGE_CODES, published_at__gte=choice.since(at))
    found = found.filter(~Exists(versions.filter(earlier, state=Story.State.PUBLISHED)))
    if choice.desk:
        found = found.filter(section__slug=choice.desk)
    if choice.person:
        found = found.filter(Exists(versions.filter(state=Story.State.DRAFT, work__holder=choice.person)))
    for code in settings.LANGUAGE_CODES:
        there = Exists(versions.filter(language=code).exclude(state=Story.State.DRAFT))
        unwanted = Exists(UnwantedLanguage.objects.filter(identity=OuterRef("identity"), language=code))
        not_for = [section for section, languages in wanted.items() if code not in languages]
        found = found.annotate(**{f"lacks_{code}": ~there & ~unwanted & ~Q(section__in=not_for)})
    return found.newest_first()


def _any_lacking(codes: Sequence[str]) -> Q:
    found = Q()
    for code in codes:
        found |= Q(**{f"lacks_{code}": True})
    return found


def _lines(rows: Sequence[Story], wanted: dict[int, list[str]]) -> list[Line]:
    identities = [row.identity for row in rows]
    versions = Story.objects.filter(identity__in=identities).select_related("work__holder", "translation").defer("body", "lead")
    by_place = {(one.identity, one.language): one for one in versions}
    unwanted = set(UnwantedLanguage.objects.filter(identity__in=identities).values_list("identity", "language"))
    sources = {one.pk: one for one in by_place.values()}
    return [Line(row, [_cell(row, code, by_place, unwanted, wanted, sources) for code in settings.LANGUAGE_CODES]) for row in rows]


def _cell(
    row: Story,
    code: str,
    by_place: dict[tuple[UUID, str], Story],
    unwanted: set[tuple[UUID, str]],
    wanted: dict[int, list[str]],
    sources: dict[int, Story],
) -> Cell:
    found = by_place.get((row.identity, code))
    if found and found.state == Story.State.KILLED:
        return Cell(code, "withdrawn", found)
    if found and found.state == Story.State.PUBLISHED:
        return Cell(code, "out", found)
    if found:
        follows: Translation | None = getattr(found, "translation", None)
        source = sources.get(follows.source_id) if follows else None
        changed = bool(follows and source and source.version > follows.seen_version)
        return Cell(code, "making", found, getattr(found, "work", None), changed=changed)
    if (row.identity, code) in unwanted:
        return Cell(code, "unwanted", by_hand=True)
    return Cell(code, "lacking" if code in wanted.get(row.section_id, settings.LANGUAGE_CODES) else "unwanted")


def behind_their_source(choice: Choice, at: datetime) -> tuple[list[Behind], int]:
    """Public versions whose source has changed, or that are flagged because of another language; the newest first.

    Returns  those of the window, and how many there are that are older; of very many only that they are
    """
    own = Q(story__state=Story.State.PUBLISHED)
    for name, value in (("story__section__slug", choice.desk), ("story__language", choice.lacks), ("story__work__holder", choice.person)):
        own &= Q(**{name: value}) if value else Q()
    since = choice.since(at)
    late = Translation.objects.filter(own, behind_since__isnull=False)
    flags = _open_flags(own)
    found: dict[int, Behind] = {}
    for one in (
        late.filter(behind_since__gte=since)
        .select_related("story__section", "story__work__holder", "source")
        .order_by("-behind_since")[:MOST]
    ):
        if one.behind_since:
            found[one.story_id] = Behind(one.story, one.behind_since, getattr(one.story, "work", None), one.source)
    for flag in (flag for flag in flags if flag.cause.at >= since):
        entry = found.setdefault(flag.story_id, Behind(flag.story, flag.cause.at, getattr(flag.story, "work", None), flag.cause.story))
        entry.flags.append(flag)
    before = late.filter(behind_since__lt=since)[:MOST_COUNTED].count() + sum(flag.cause.at < since for flag in flags)
    return sorted(found.values(), key=lambda one: one.since, reverse=True), min(before, MOST_COUNTED)


def _open_flags(own: Q) -> list[ChangedElsewhere]:
    """The newest flags that nobody has settled. Their numbers first: then no database is tempted to begin with the stories."""
    numbers = list(ChangedElsewhere.objects.filter(settled_at__isnull=True).order_by("-pk").values_list("pk", flat=True)[:MOST_COUNTED])
    flags = ChangedElsewhere.objects.filter(own, pk__in=numbers).order_by("-pk")
    joined = flags.select_related("story__section", "story__work__holder", "cause__story")
    return list(joined.defer("cause__snapshot", "story__body", "cause__story__body")) if numbers else []


# --- what is done here --------------------------------------------------------------------------------------------------


@transaction.atomic
def settle(story: Story, word: str, *, by: Any, at: datetime) -> None:
    """Somebody has looked at a version that is behind, and says in a word why it is right as it is (or was mended).

    Raises  PermissionDenied; Refused without a word
    """
    workflow.require(by, Act.WRITE, story)
    if not word.strip():
        raise Refused([_("Say in a word what you found: colleagues read it.")])
    flags = elsewhere.settle(story, at=at, by=by)
    for one in Translation.objects.filter(story=story).select_related("source"):
        one.behind_since, one.seen_version = None, one.source.version
        one.save(update_fields=["behind_since", "seen_version"])
    Note.objects.create(story=story, by=by, at=at, text=word.strip()[:4000])
    audit.record(by, "story.settle", story, word=word.strip()[:4000], flags=flags)


@transaction.atomic
def set_unwanted(story: Story, language: str, unwanted: bool, *, by: Any, at: datetime) -> None:
    """Say that a story shall not be in a language, or that it shall after all. Raises PermissionDenied."""
    rights.require(by, Act.REVIEW, desk=story.section.slug, language=language)
    if unwanted:
        UnwantedLanguage.objects.get_or_create(identity=story.identity, language=language, defaults={"by": by, "at": at})
    else:
        UnwantedLanguage.objects.filter(identity=story.identity, language=language).delete()
    audit.record(by, "story.unwanted" if unwanted else "story.wanted", story, language=language)


@transaction.atomic
def set_wanted(languages: dict[int, list[str]], *, by: Any) -> None:
    """Which languages each section (by its number) wants; all of them is kept as none."""
    for section, codes in languages.items():
        kept = [] if set(codes) == set(settings.LANGUAGE_CODES) else [code for code in settings.LANGUAGE_CODES if code in codes]
        rule, _made = DeskRule.objects.get_or_create(section_id=section)
        if rule.languages != kept:
            audit.record(by, "desk.languages", rule.section, before=rule.languages, after=kept)
            rule.languages = kept
            rule.save(update_fields=["languages"])
