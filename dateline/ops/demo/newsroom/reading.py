"""`newsroom.toml` and `work/*.toml`, read into plain data. An agency's own demo may leave both out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from dateline.desk.models import Coverage, PlannedEvent
from dateline.ops.demo.drawing import SCENES
from dateline.ops.demo.newsroom.times import EXAMPLES, Moment, read_moment
from dateline.ops.demo.reading import LANGUAGES, Demo, DemoSource, DemoText, Texts, read_sources, read_text
from dateline.ops.demo.tables import BadDemo, Table
from dateline.people.duties import Row
from dateline.people.rights import Role

STEPS = ("write", "translate", "assign", "hand_in", "send_back", "approve", "schedule", "note")
PICTURE_TEXTS = ("title", "creator", "source", "copyright", "terms", "city", "keywords")


@dataclass(frozen=True)
class Colleague:
    username: str
    first_name: str
    last_name: str
    language: str
    author: str  # slug of the byline; empty: signs nothing
    duties: tuple[Row, ...]


@dataclass(frozen=True)
class Invited:
    email: str
    first_name: str
    last_name: str
    language: str
    sent: Moment
    duties: tuple[Row, ...]


@dataclass(frozen=True)
class Rule:
    desk: str
    two_persons: bool


@dataclass(frozen=True)
class Template:
    """Names as on the model; `body` is plain text, `person` a username or empty, `at_hour` None: only by hand."""

    name: str
    language: str
    section: str
    slugline: str
    headline: str
    lead: str
    body: str
    dateline: str
    urgency: int
    at_hour: time | None
    person: str
    due_after_min: int | None


@dataclass(frozen=True)
class WaitingPicture:
    """A picture in the archive. Without a credit nobody has described it yet. texts: by the names of PICTURE_TEXTS."""

    name: str
    scene: str
    by: str
    at: Moment
    taken: Moment
    expires: Moment | None
    credit: Texts
    alt: Texts
    caption: Texts
    texts: Mapping[str, str]


@dataclass(frozen=True)
class DemoCoverage:
    medium: str
    language: str
    slugline: str
    person: str
    due: Moment | None
    note: str
    story: str  # slugline of the work that came of it; empty: none


@dataclass(frozen=True)
class DemoEvent:
    names: Texts
    descriptions: Texts
    begins: Moment
    ends: Moment | None
    all_day: bool
    place: str
    contact: str
    section: str
    occurrence: str
    by: str
    kept: Moment  # when it was put into the calendar
    coverages: tuple[DemoCoverage, ...]


@dataclass(frozen=True)
class Change:
    """A paragraph added to a public story, not yet out. after: how the paragraph begins that it follows."""

    story: str
    language: str
    by: str
    at: Moment
    after: str
    add: str


@dataclass(frozen=True)
class Mistake:
    """A correction of a public story in one language; the others are flagged by it."""

    story: str
    language: str
    by: str
    at: Moment
    wrong: str
    right: str
    note: str
    reason: str


@dataclass(frozen=True)
class Step:
    """One act of one colleague. Which of the texts an act needs: see `working`."""

    at: Moment
    by: str
    act: str
    note: str = ""
    text: str = ""
    to: str = ""
    due: Moment | None = None
    for_: Moment | None = None
    from_: str = ""


@dataclass(frozen=True)
class DemoWork:
    """A story in the making, in each language with its own steps."""

    slugline: str
    section: str
    urgency: int
    subjects: tuple[str, ...]
    authors: tuple[str, ...]
    series: str
    picture: str  # name of a WaitingPicture; empty: none
    embargoed: Moment | None
    embargo_asked_by: str
    sources: tuple[DemoSource, ...]
    texts: Mapping[str, DemoText]
    steps: Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True)
class Newsroom:
    """Everything there is. The first colleague administers."""

    colleagues: tuple[Colleague, ...] = ()
    invited: tuple[Invited, ...] = ()
    rules: tuple[Rule, ...] = ()
    templates: tuple[Template, ...] = ()
    pictures: tuple[WaitingPicture, ...] = ()
    events: tuple[DemoEvent, ...] = ()
    changes: tuple[Change, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    works: tuple[DemoWork, ...] = ()


def read_newsroom(folder: Path, demo: Demo) -> Newsroom:
    """The newsroom in `folder`; an empty one when there is no `newsroom.toml`.

    demo    who the agency is, and its public stories
    Raises  BadDemo that names file, key and problem, all at once
    """
    if not (folder / "newsroom.toml").exists():
        return Newsroom()
    problems: list[str] = []
    top = Table.of_file(folder / "newsroom.toml", problems)
    known = _Known(demo)
    colleagues = tuple(_colleague(table, known) for table in top.tables("colleagues"))
    if not colleagues or Role.ADMINISTRATOR not in {row.role for row in colleagues[0].duties}:
        top.problem("colleagues", "the first one must be an administrator: the others are taken in by them")
    known.people |= {one.username for one in colleagues}
    invited = tuple(_invited(table, known) for table in top.tables("invitations"))
    rules = tuple(_rule(table, known) for table in top.tables("rules"))
    templates = tuple(_template(table, known) for table in top.tables("templates"))
    pictures = tuple(_picture(table, known) for table in top.tables("pictures"))
    known.pictures |= {one.name for one in pictures}
    planned = list(top.tables("events"))  # read last: they name works
    changes = tuple(_change(table, known) for table in top.tables("changes"))
    mistakes = tuple(_mistake(table, known) for table in top.tables("corrections"))
    works = tuple(_work(path, known, problems) for path in sorted((folder / "work").glob("*.toml")))
    known.works |= {work.slugline for work in works}
    events = tuple(_event(table, known) for table in planned)
    top.done()
    if problems:
        raise BadDemo(problems)
    return Newsroom(colleagues, invited, rules, templates, pictures, events, changes, mistakes, works)


class _Known:
    """What the files may refer to."""

    def __init__(self, demo: Demo) -> None:
        self.sections = {section.slug for section in demo.sections}
        self.authors = {author.slug for author in demo.authors}
        self.series = {series.slug for series in demo.series}
        self.stories = {story.slugline for story in demo.stories}
        self.people: set[str] = set()
        self.pictures: set[str] = set()
        self.works: set[str] = set()


def _moment(table: Table, key: str) -> Moment:
    text = table.text(key)
    found = read_moment(text)
    if found is None and text:
        table.problem(key, f"“{text}” is not a time such as {EXAMPLES}")
    return found or Moment()


def _moment_or_none(table: Table, key: str) -> Moment | None:
    return _moment(table, key) if table.has(key) else None


def _texts(table: Table, key: str, *, optional: bool = False) -> Texts:
    inner = table.table(key, optional=optional)
    if inner is None:
        return {}
    texts = inner.texts(LANGUAGES)
    inner.done()
    return texts


def _duties(table: Table, known: _Known) -> tuple[Row, ...]:
    rows = []
    for inner in table.tables("duties"):
        role, desk = inner.choice("role", Role.values), inner.choice("desk", known.sections, optional=True)
        rows.append(Row(role, desk, inner.choice("language", LANGUAGES, optional=True)))
        inner.done()
    if not rows:
        table.problem("duties", "somebody without a duty may not enter the newsroom")
    return tuple(rows)


def _colleague(table: Table, known: _Known) -> Colleague:
    colleague = Colleague(
        table.text("username"), table.text("first_name"), table.text("last_name"), table.choice("language", LANGUAGES),
        table.choice("author", known.authors, optional=True), _duties(table, known),
    )  # fmt: skip
    table.done()
    return colleague


def _invited(table: Table, known: _Known) -> Invited:
    invited = Invited(
        table.text("email"), table.text("first_name"), table.text("last_name"), table.choice("language", LANGUAGES),
        _moment(table, "sent"), _duties(table, known),
    )  # fmt: skip
    table.done()
    return invited


def _rule(table: Table, known: _Known) -> Rule:
    rule = Rule(table.choice("desk", known.sections), table.flag("two_persons"))
    table.done()
    return rule


def _template(table: Table, known: _Known) -> Template:
    template = Template(
        name=table.text("name"),
        language=table.choice("language", LANGUAGES),
        section=table.choice("section", known.sections),
        slugline=table.text("slugline"),
        headline=table.text("headline"),
        lead=table.text("lead"),
        body=table.text("body"),
        dateline=table.text("dateline", optional=True),
        urgency=table.number("urgency", 1, 9),
        at_hour=table.clock("at_hour") if table.has("at_hour") else None,
        person=table.choice("person", known.people, optional=True),
        due_after_min=table.number("due_after_min", 1, 24 * 60) if table.has("due_after_min") else None,
    )
    table.done()
    return template


def _picture(table: Table, known: _Known) -> WaitingPicture:
    picture = WaitingPicture(
        name=table.text("name"),
        scene=table.choice("scene", SCENES.keys()),
        by=table.choice("by", known.people),
        at=_moment(table, "at"),
        taken=_moment(table, "taken"),
        expires=_moment_or_none(table, "expires"),
        credit=_texts(table, "credit", optional=True),
        alt=_texts(table, "alt", optional=True),
        caption=_texts(table, "caption", optional=True),
        texts={name: table.text(name, optional=name != "title") for name in PICTURE_TEXTS},
    )
    table.done()
    return picture


def _event(table: Table, known: _Known) -> DemoEvent:
    event = DemoEvent(
        names=_texts(table, "names"),
        descriptions=_texts(table, "descriptions", optional=True),
        begins=_moment(table, "begins"),
        ends=_moment_or_none(table, "ends"),
        all_day=table.flag("all_day"),
        place=table.text("place"),
        contact=table.text("contact", optional=True),
        section=table.choice("section", known.sections),
        occurrence=table.choice("occurrence", PlannedEvent.Occurrence.values, optional=True) or PlannedEvent.Occurrence.PLANNED,
        by=table.choice("by", known.people),
        kept=_moment(table, "kept"),
        coverages=tuple(_coverage(inner, known) for inner in table.tables("coverages")),
    )
    table.done()
    return event


def _coverage(table: Table, known: _Known) -> DemoCoverage:
    coverage = DemoCoverage(
        medium=table.choice("medium", Coverage.Medium.values),
        language=table.choice("language", LANGUAGES, optional=True),
        slugline=table.text("slugline", optional=True),
        person=table.choice("person", known.people, optional=True),
        due=_moment_or_none(table, "due"),
        note=table.text("note", optional=True),
        story=table.choice("story", known.works, optional=True),
    )
    if coverage.story and not coverage.language:
        table.problem("language", "it says which version came of this coverage")
    table.done()
    return coverage


def _change(table: Table, known: _Known) -> Change:
    change = Change(
        table.choice("story", known.stories), table.choice("language", LANGUAGES), table.choice("by", known.people),
        _moment(table, "at"), table.text("after"), table.text("add"),
    )  # fmt: skip
    table.done()
    return change


def _mistake(table: Table, known: _Known) -> Mistake:
    mistake = Mistake(
        table.choice("story", known.stories), table.choice("language", LANGUAGES), table.choice("by", known.people),
        _moment(table, "at"), table.text("wrong"), table.text("right"), table.text("note"), table.text("reason"),
    )  # fmt: skip
    table.done()
    return mistake


def _work(path: Path, known: _Known, problems: list[str]) -> DemoWork:
    table = Table.of_file(path, problems)
    picture = table.choice("picture", known.pictures, optional=True)
    texts, steps = {}, {}
    for language in LANGUAGES:
        if inner := table.table(language, optional=True):
            steps[language] = tuple(_step(one, known) for one in inner.tables("steps"))
            begun = steps[language][0].act if steps[language] else ""
            if begun not in ("write", "translate"):
                inner.problem("steps", "the first step must be “write” or “translate”")
            texts[language] = read_text(inner, with_picture=bool(picture) and (begun == "write" or inner.has("caption")))
    work = DemoWork(
        slugline=table.text("slugline"),
        section=table.choice("section", known.sections),
        urgency=table.number("urgency", 1, 9),
        subjects=table.words("subjects"),
        authors=table.words("authors", allowed=known.authors),
        series=table.choice("series", known.series, optional=True),
        picture=picture,
        embargoed=_moment_or_none(table, "embargoed"),
        embargo_asked_by=table.text("embargo_asked_by", optional=True),
        sources=read_sources(table, texts),
        texts=texts,
        steps=steps,
    )
    if work.slugline != path.stem:
        table.problem("slugline", f"write the name of the file, “{path.stem}”")
    if not texts:
        table.problem("kk, ru, en", "the work has no text in any language")
    table.done()
    return work


def _step(table: Table, known: _Known) -> Step:
    step = Step(
        at=_moment(table, "at"),
        by=table.choice("by", known.people),
        act=table.choice("act", STEPS),
        note=table.text("note", optional=True),
        text=table.text("text", optional=True),
        to=table.choice("to", known.people, optional=True),
        due=_moment_or_none(table, "due"),
        for_=_moment_or_none(table, "for"),
        from_=table.choice("from", LANGUAGES, optional=True),
    )
    for key, acts in (("for", ("schedule",)), ("from", ("translate",)), ("text", ("note",))):
        if step.act in acts and not table.has(key):
            table.problem(key, "this key is missing")
    table.done()
    return step
