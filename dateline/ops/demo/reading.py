"""The demo agency as its files tell it: `agency.toml` and one `stories/<slugline>.toml` for each story.

An agency that wants another demo writes such a folder. Every text is there once for each language; a story may be
without one or two of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from dateline.ops.demo.drawing import SCENES
from dateline.ops.demo.tables import BadDemo, Table

Texts = Mapping[str, str]  # language code to text

FILES = Path(__file__).parent  # the demo that Dateline brings
LANGUAGES = ("kk", "ru", "en")
DAYS = 30  # how far back the stories go
ROLES = ("said", "published", "carried")
AGENCY_TEXTS = ("name", "full_name", "tagline", "about", "imprint", "contact", "rights_notice", "terms", "tv_name", "picture_credit")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class DemoAgency:
    """Who publishes. texts: the name of the text, as in AGENCY_TEXTS, to its languages."""

    mail: str
    security_mail: str
    texts: Mapping[str, Texts]


@dataclass(frozen=True)
class DemoSection:
    slug: str
    order: int
    names: Texts


@dataclass(frozen=True)
class DemoAuthor:
    slug: str
    names: Texts
    roles: Texts
    biographies: Texts


@dataclass(frozen=True)
class DemoSeries:
    """A matter that runs on over several stories; in the newsroom it becomes a dossier."""

    slug: str
    names: Texts


@dataclass(frozen=True)
class DemoSource:
    role: str
    names: Texts


@dataclass(frozen=True)
class DemoText:
    """A story in one language. `body` is plain text: blank lines between paragraphs, `## ` headings, `> ` quotations."""

    headline: str
    lead: str
    body: str
    dateline: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Sequel:
    """What happens to a story after it is out: a correction's note, an update's last paragraph, the reason of a kill."""

    after_minutes: int
    texts: Texts


@dataclass(frozen=True)
class DemoStory:
    slugline: str
    section: str
    urgency: int
    days_ago: int
    time: time  # in the agency's time zone
    subjects: tuple[str, ...]
    authors: tuple[str, ...]
    picture: str  # a scene of `drawing`; empty: none
    views: int  # of all languages together
    series: str  # empty: none
    sources: tuple[DemoSource, ...]
    texts: Mapping[str, DemoText]
    correction: Sequel | None = None
    update: Sequel | None = None
    kill: Sequel | None = None

    def last_minute(self) -> int:
        """How many minutes after its publication the last thing happens to it."""
        return max((sequel.after_minutes for sequel in (self.correction, self.update, self.kill) if sequel), default=0)


@dataclass(frozen=True)
class Demo:
    """Everything there is; stories sorted by slugline."""

    agency: DemoAgency
    sections: tuple[DemoSection, ...]
    authors: tuple[DemoAuthor, ...]
    series: tuple[DemoSeries, ...]
    stories: tuple[DemoStory, ...]


def read_demo(folder: Path) -> Demo:
    """The demo in `folder`.

    Raises  BadDemo that names file, key and problem, all at once
    """
    problems: list[str] = []
    top = Table.of_file(folder / "agency.toml", problems)
    agency = _agency(top.table("agency"))
    sections = tuple(_section(table) for table in top.tables("sections"))
    authors = tuple(_author(table, {section.slug for section in sections}) for table in top.tables("people"))
    series = tuple(_series(table) for table in top.tables("series"))
    top.done()
    known = _Known({s.slug for s in sections}, {a.slug for a in authors}, {s.slug for s in series})
    stories = tuple(_story(path, known, problems) for path in sorted((folder / "stories").glob("*.toml")))
    if not stories:
        problems.append("stories/: there is no story")
    if problems:
        raise BadDemo(problems)
    return Demo(agency, sections, authors, series, stories)


@dataclass(frozen=True)
class _Known:
    sections: set[str]
    authors: set[str]
    series: set[str]


def _agency(table: Table | None) -> DemoAgency:
    if table is None:
        return DemoAgency("", "", {})
    mail, security = table.text("email"), table.text("security_email")
    for told_elsewhere in ("slug", "time_zone", "corrections_email", "wire_email", "phone"):  # in the imprint, or a setting
        table.text(told_elsewhere, optional=True)
    table.number("founded", 1800, 2100)
    table.words("languages", allowed=LANGUAGES)
    texts: dict[str, dict[str, str]] = {name: {} for name in AGENCY_TEXTS}
    for language in LANGUAGES:
        if inner := table.table(language):
            inner.text("address", optional=True)  # the imprint has it
            for name in AGENCY_TEXTS:
                texts[name][language] = inner.text(name)
            inner.done()
    table.done()
    return DemoAgency(mail, security, texts)


def _section(table: Table) -> DemoSection:
    section = DemoSection(table.text("slug"), table.number("order", 1, 100), table.texts(LANGUAGES))
    table.done()
    return section


def _series(table: Table) -> DemoSeries:
    series = DemoSeries(table.text("slug"), table.texts(LANGUAGES))
    table.done()
    return series


def _author(table: Table, sections: set[str]) -> DemoAuthor:
    table.words("sections", allowed=sections)
    slug, texts = table.text("slug"), {}
    for key in ("name", "role", "bio"):
        inner = table.table(key)
        texts[key] = inner.texts(LANGUAGES) if inner else {}
        if inner:
            inner.done()
    table.done()
    return DemoAuthor(slug, texts["name"], texts["role"], texts["bio"])


def _story(path: Path, known: _Known, problems: list[str]) -> DemoStory:
    table = Table.of_file(path, problems)
    picture = table.choice("picture", SCENES.keys(), optional=True)
    texts = {}
    for language in LANGUAGES:
        if inner := table.table(language, optional=True):
            texts[language] = read_text(inner, with_picture=bool(picture))
    story = DemoStory(
        slugline=table.text("slugline"),
        section=table.choice("section", known.sections),
        urgency=table.number("urgency", 1, 9),
        days_ago=table.number("days_ago", 0, DAYS - 1),
        time=table.clock("time"),
        subjects=table.words("subjects"),
        authors=table.words("authors", allowed=known.authors),
        picture=picture,
        views=table.number("views", 0, 10_000_000),
        series=table.choice("series", known.series, optional=True),
        sources=read_sources(table, texts),
        texts=texts,
        correction=_sequel(table, "correction", texts),
        update=_sequel(table, "update", texts),
        kill=_sequel(table, "kill", texts),
    )
    if story.slugline != path.stem or not _SLUG.fullmatch(story.slugline):
        table.problem("slugline", f"write the name of the file, “{path.stem}”, in lower-case letters, digits and hyphens")
    if not texts:
        table.problem("kk, ru, en", "the story has no text in any language")
    if not 1 <= len(story.subjects) <= 3:
        table.problem("subjects", "a story has one to three subjects")
    table.done()
    return story


def read_text(table: Table, *, with_picture: bool) -> DemoText:
    """One language of a story, out of its table."""
    text = DemoText(
        headline=table.text("headline"),
        lead=table.text("lead"),
        body=table.text("body"),
        dateline=table.text("dateline", optional=True),
        caption=table.text("caption") if with_picture else "",
        alt=table.text("alt") if with_picture else "",
    )
    table.done()
    return text


def read_sources(table: Table, texts: Mapping[str, DemoText]) -> tuple[DemoSource, ...]:
    """Where a story comes from, named in each of its languages."""
    return tuple(_source(inner, texts) for inner in table.tables("sources"))


def _source(table: Table, texts: Mapping[str, DemoText]) -> DemoSource:
    source = DemoSource(table.choice("role", ROLES), _in_the_story_s_languages(table, texts))
    table.done()
    return source


def _sequel(table: Table, key: str, texts: Mapping[str, DemoText]) -> Sequel | None:
    inner = table.table(key, optional=True)
    if inner is None:
        return None
    sequel = Sequel(inner.number("after_minutes", 1, 24 * 60), _in_the_story_s_languages(inner, texts))
    inner.done()
    return sequel


def _in_the_story_s_languages(table: Table, texts: Mapping[str, DemoText]) -> Texts:
    """The table's texts for the languages that the story is in; others may stand there too."""
    return {language: table.text(language, optional=language not in texts) for language in LANGUAGES}
