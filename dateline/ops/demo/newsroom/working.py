"""Stories in every stage, brought there by the acts of colleagues through `desk.workflow`, in the order of their times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dateline.desk import notes, workflow
from dateline.desk.translating import working
from dateline.desk.translating.parts import parts_of
from dateline.lib.html import from_plain
from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.ops.demo.newsroom.reading import Change, DemoWork, Mistake, Newsroom, Step
from dateline.people.models import Author, User
from dateline.stories.models import Dossier, Section, Story, StoryPicture, StorySource

Versions = dict[tuple[str, str], Story]  # slugline and language to the story


@dataclass(frozen=True)
class Cast:
    """Whom and what the files name, by the word they use for it."""

    people: Mapping[str, User]
    sections: Mapping[str, Section]
    authors: Mapping[str, Author]
    dossiers: Mapping[str, Dossier]
    subjects: Mapping[str, Subject]
    pictures: Mapping[str, Picture]


def work(newsroom: Newsroom, public: Mapping[tuple[str, str], Story], cast: Cast, *, at: datetime) -> Versions:
    """Do all that the colleagues have done; the stories in the making that came of it.

    public  the stories that are out, by slugline and language
    """
    made: Versions = {}
    steps = [
        (step.at.seen_from(at), work, language, step)
        for work in newsroom.works for language, steps in work.steps.items() for step in steps
    ]  # fmt: skip
    for when, told, language, step in sorted(steps, key=lambda step: step[0]):
        ACTS[step.act](_Doing(told, language, step, when, at, cast, made))
    for change in newsroom.changes:
        _change(public[change.story, change.language], change, cast, at)
    for mistake in newsroom.mistakes:
        _correct(public[mistake.story, mistake.language], mistake, cast, at)
    return made


@dataclass(frozen=True)
class _Doing:
    """A step on one language version. when: of the step; at: of the loading."""

    work: DemoWork
    language: str
    step: Step
    when: datetime
    at: datetime
    cast: Cast
    made: Versions

    @property
    def by(self) -> User:
        return self.cast.people[self.step.by]

    def story(self, language: str = "") -> Story:
        """As it stands now in the database."""
        return Story.objects.select_related("section").get(pk=self.made[self.work.slugline, language or self.language].pk)


def _write(it: _Doing) -> None:
    others = [story for (slugline, _language), story in it.made.items() if slugline == it.work.slugline]
    story = Story(language=it.language, slugline=it.work.slugline, section=it.cast.sections[it.work.section], urgency=it.work.urgency)
    if others:
        story.identity = others[0].identity
    text = it.work.texts[it.language]
    story.headline, story.lead, story.dateline, story.body = text.headline, text.lead, text.dateline, from_plain(text.body)
    story.dossier = it.cast.dossiers.get(it.work.series)
    if it.work.embargoed:
        story.embargoed_until, story.embargo_asked_by = it.work.embargoed.arranged(it.at), it.work.embargo_asked_by
    story.authors.set([it.cast.authors[slug] for slug in it.work.authors])
    story.subjects.set([it.cast.subjects[code] for code in it.work.subjects])
    story.sources.set([StorySource(role=source.role, name=source.names[it.language]) for source in it.work.sources])
    if it.work.picture:
        story.pictures.set([StoryPicture(picture=it.cast.pictures[it.work.picture], caption=text.caption, alt_text=text.alt)])
    workflow.save(story, by=it.by, at=it.when)
    it.made[it.work.slugline, it.language] = story


def _translate(it: _Doing) -> None:
    """Take the story, and translate part by part what the file has."""
    source, text = it.story(it.step.from_), it.work.texts[it.language]
    target = working.take(source, it.language, by=it.by, at=it.when)
    it.made[it.work.slugline, it.language] = target
    mine = Story(headline=text.headline, lead=text.lead, dateline=text.dateline, body=from_plain(text.body))
    texts: dict[str, list[str]] = {}
    for part in parts_of(mine):
        texts.setdefault(part.place, []).append(part.text)
    sources = {f"source:{n}/name": [source.names[it.language]] for n, source in enumerate(it.work.sources)}
    typed = {
        row.key: working.Typed(waiting.pop(0), working.digest(row.text), row.source_key)
        for row in working.Sheet.of(source, target).rows
        if (waiting := (texts | sources).get(row.place))
    }
    working.save(source, target, typed, by=it.by, at=it.when)


def _assign(it: _Doing) -> None:
    due = it.step.due.arranged(it.at) if it.step.due else None
    workflow.assign(it.story(), it.cast.people.get(it.step.to), by=it.by, at=it.when, due_at=due)


def _hand_in(it: _Doing) -> None:
    workflow.hand_in(it.story(), by=it.by, at=it.when, note=it.step.note)


def _send_back(it: _Doing) -> None:
    workflow.send_back(it.story(), by=it.by, at=it.when, note=it.step.note)


def _approve(it: _Doing) -> None:
    workflow.approve(it.story(), by=it.by, at=it.when)


def _schedule(it: _Doing) -> None:
    assert it.step.for_ is not None  # noqa: S101  # the file was read
    workflow.schedule(it.story(), it.step.for_.arranged(it.at), by=it.by, at=it.when)


def _note(it: _Doing) -> None:
    notes.add(it.story(), it.step.text, by=it.by, at=it.when)


ACTS: dict[str, Callable[[_Doing], None]] = {
    "write": _write, "translate": _translate, "assign": _assign, "hand_in": _hand_in, "send_back": _send_back, "approve": _approve,
    "schedule": _schedule, "note": _note,
}  # fmt: skip


# --- on public stories --------------------------------------------------------------------------------------------------


def _change(story: Story, change: Change, cast: Cast, at: datetime) -> None:
    """A paragraph more, saved and not out."""
    text = workflow.latest(story)
    blocks = text.body.split("</p>")
    number = next(n for n, block in enumerate(blocks) if change.after in block)
    text.body = "</p>".join([*blocks[: number + 1], from_plain(change.add).removesuffix("</p>"), *blocks[number + 1 :]])
    workflow.save(text, by=cast.people[change.by], at=change.at.seen_from(at))


def _correct(story: Story, mistake: Mistake, cast: Cast, at: datetime) -> None:
    """Out with a public note. The editors of the other languages are told."""
    by, when = cast.people[mistake.by], mistake.at.seen_from(at)
    text = workflow.latest(story)
    text.body = text.body.replace(mistake.wrong, mistake.right)
    workflow.save(text, by=by, at=when)
    workflow.correct(story, note=mistake.note, by=by, at=when, reason=mistake.reason)
