"""Put the demo agency into an empty database: who it is, who writes, a month of stories with their readers, a newsroom at work.

Stories go out through the doors of `stories.publishing` in the order of their times, so the release log reads as if
the agency had worked here. The newest day of the files is today, or the last day on which nothing would lie in the
future.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from dateline.agency.models import Agency
from dateline.lib.errors import DatelineError
from dateline.lib.html import from_plain
from dateline.media.models import Picture
from dateline.newscodes.loading import load_starter
from dateline.newscodes.models import Subject
from dateline.ops.demo import audience
from dateline.ops.demo.drawing import draw
from dateline.ops.demo.newsroom.opening import open_newsroom
from dateline.ops.demo.newsroom.reading import read_newsroom
from dateline.ops.demo.reading import FILES, Demo, DemoAuthor, DemoSection, DemoSeries, DemoStory, Texts, read_demo
from dateline.ops.demo.tables import BadDemo
from dateline.people.models import Author
from dateline.readership.most_viewed import slide_windows
from dateline.readership.past_views import PastViews, add_past_views
from dateline.stories import publishing
from dateline.stories.models import Dossier, Section, Story, StoryPicture, StorySource

JPEG_QUALITY = 85

_Versions = dict[tuple[str, str], Story]  # slugline and language to the story as it stands


class AlreadyHasStories(DatelineError):
    """The demo is for empty databases only."""

    code = "already_has_stories"

    def __init__(self) -> None:
        super().__init__(
            _("This database already has stories; nothing was changed."),
            _("Load the demo into an empty one: point DATELINE_DATA at a new folder."),
        )


@dataclass(frozen=True)
class Loaded:
    """What came in. stories counts every language version that is public; colleagues: their usernames."""

    stories: int
    pictures: int
    views: int
    newest_day: date
    colleagues: tuple[str, ...] = ()


def load_demo(*, at: datetime, folder: Path = FILES, tell: Callable[[str], object] = print) -> Loaded:
    """Load the demo of `folder`: all of it or nothing, but the views, which come last and in a database of their own.

    at      now, aware; nothing will lie after it
    tell    gets a line of text when a phase is over
    Raises  AlreadyHasStories; BadDemo with everything that is wrong with the files
    """
    if Story.objects.exists():
        raise AlreadyHasStories
    demo = read_demo(folder)
    at_work = read_newsroom(folder, demo)
    subjects = _subjects(demo)
    tell(f"Read {len(demo.stories)} stories.")
    drawings = _drawings(demo)
    tell(f"Drew {len(drawings)} pictures.")
    with transaction.atomic(), _without_a_line_for_each_edit(), disable_reference_index_auto_update():  # three times a story: once will do
        _set_up_agency(demo)
        newsroom = _newsroom(demo, subjects, drawings)
        tell(f"Set up {len(demo.sections)} sections and {len(demo.authors)} authors.")
        newest_day = day_zero(demo.stories, at=at)
        events = _events(demo.stories, newest_day)
        versions = _live_through(events, newsroom)
        opened = open_newsroom(at_work, public=versions, subjects=subjects, at=at)
        for story in Story.objects.all():
            ReferenceIndex.create_or_update_for_object(story)
    tell(f"Published {len(versions)} texts; the newest are of {newest_day}.")
    if opened.usernames:
        tell(f"Took in {len(opened.usernames)} colleagues, with {opened.works} texts in the making and {opened.events} events planned.")
    views = _let_read(events, versions, at=at)
    tell(f"Counted {views} views.")
    return Loaded(len(versions), len(drawings), views, newest_day, opened.usernames)


@contextmanager
def _without_a_line_for_each_edit() -> Iterator[None]:
    """Wagtail would log each text that is saved, between the lines that `tell` gets."""
    wagtail = logging.getLogger("wagtail")
    level = wagtail.level
    wagtail.setLevel(logging.WARNING)
    try:
        yield
    finally:
        wagtail.setLevel(level)


def day_zero(stories: Sequence[DemoStory], *, at: datetime) -> date:
    """The newest day on which `days_ago = 0` can fall without anything lying after `at`."""
    day = localdate(at)
    while any(_published(story, day) + timedelta(minutes=story.last_minute()) > at for story in stories):
        day -= timedelta(days=1)
    return day


def _published(story: DemoStory, newest_day: date) -> datetime:
    day = newest_day - timedelta(days=story.days_ago)
    return datetime.combine(day, story.time, tzinfo=get_default_timezone()).astimezone(UTC)


# --- before the first story ---------------------------------------------------------------------------------------------


def _subjects(demo: Demo) -> dict[str, Subject]:
    """The subjects that stories may name, by code."""
    load_starter()
    found = {subject.code: subject for subject in Subject.objects.filter(retired=False)}
    unknown = [
        f"{story.slugline}.toml: subjects: “{code}” is not a subject of this database"
        for story in demo.stories
        for code in story.subjects
        if code not in found
    ]
    if unknown:
        raise BadDemo(unknown)
    return found


def _drawings(demo: Demo) -> dict[str, bytes]:
    """A picture for each story that has one, by slugline. Stories with the same scene get different ones."""
    used: Counter[str] = Counter()
    drawings = {}
    for story in sorted(demo.stories, key=lambda story: (-story.days_ago, story.time, story.slugline)):
        if story.picture:
            file = BytesIO()
            draw(story.picture, seed=used[story.picture]).save(file, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
            drawings[story.slugline] = file.getvalue()
            used[story.picture] += 1
    return drawings


def _set_up_agency(demo: Demo) -> None:
    texts, agency = demo.agency.texts, Agency.load()
    agency.names, agency.full_names, agency.taglines = texts["name"], texts["full_name"], texts["tagline"]
    agency.abouts, agency.rights_notices, agency.usage_terms = texts["about"], texts["rights_notice"], texts["terms"]
    agency.imprints = {language: f"{text}\n\n{texts['contact'][language]}" for language, text in texts["imprint"].items()}
    agency.channel_names = texts["tv_name"]
    agency.mail, agency.security_contact = demo.agency.mail, demo.agency.security_mail
    agency.save()


@dataclass(frozen=True)
class _Newsroom:
    """What stories refer to, by the word that the files use for it; pictures by slugline."""

    sections: Mapping[str, Section]
    authors: Mapping[str, Author]
    dossiers: Mapping[str, Dossier]
    subjects: Mapping[str, Subject]
    pictures: Mapping[str, Picture]


def _newsroom(demo: Demo, subjects: Mapping[str, Subject], drawings: Mapping[str, bytes]) -> _Newsroom:
    sections = {s.slug: Section.objects.update_or_create(slug=s.slug, defaults=_fields(s))[0] for s in demo.sections}
    authors = {a.slug: Author.objects.update_or_create(slug=a.slug, defaults=_fields(a))[0] for a in demo.authors}
    dossiers = {s.slug: Dossier.objects.update_or_create(slug=s.slug, defaults=_fields(s))[0] for s in demo.series}
    credit = demo.agency.texts["picture_credit"]
    pictures = {s.slugline: _picture(s, drawings[s.slugline], credit) for s in demo.stories if s.picture}
    return _Newsroom(sections, authors, dossiers, subjects, pictures)


def _fields(told: DemoSection | DemoAuthor | DemoSeries) -> dict[str, Any]:
    """The model fields of what the files tell: they have the same names."""
    return {name: value for name, value in vars(told).items() if name != "slug"}


def _picture(story: DemoStory, drawing: bytes, credit: Texts) -> Picture:
    alt_texts = {language: text.alt for language, text in story.texts.items()}
    file = ImageFile(BytesIO(drawing), name=f"{story.slugline}.jpg")
    return Picture.objects.create(title=story.slugline, file=file, credit_lines=credit, alt_texts=alt_texts)


# --- a month of work ----------------------------------------------------------------------------------------------------


class _Step(StrEnum):
    PUBLISH = "publish"
    UPDATE = "update"
    CORRECT = "correct"
    KILL = "kill"


@dataclass(frozen=True)
class _Event:
    """Something that happens to a story in all its languages. text: for each of them; empty for PUBLISH."""

    at: datetime
    step: _Step
    story: DemoStory
    text: Texts


def _events(stories: Sequence[DemoStory], newest_day: date) -> list[_Event]:
    """Everything that happens, in the order of time."""
    events = []
    for story in stories:
        out = _published(story, newest_day)
        events.append(_Event(out, _Step.PUBLISH, story, dict.fromkeys(story.texts, "")))
        for step, sequel in ((_Step.UPDATE, story.update), (_Step.CORRECT, story.correction), (_Step.KILL, story.kill)):
            if sequel:
                events.append(_Event(out + timedelta(minutes=sequel.after_minutes), step, story, sequel.texts))
    return sorted(events, key=lambda event: (event.at, event.story.slugline))


def _live_through(events: Sequence[_Event], newsroom: _Newsroom) -> _Versions:
    """Do everything that happens to the stories; how they stand in the end."""
    versions: _Versions = {}
    for event in events:
        identity = uuid4()
        for language in event.story.texts:
            key, text = (event.story.slugline, language), event.text[language]
            if event.step == _Step.PUBLISH:
                versions[key] = _draft(event.story, language, identity, newsroom)
                publishing.publish(versions[key], at=event.at)
            elif event.step == _Step.UPDATE:
                versions[key].body += from_plain(text)
                publishing.update(versions[key], at=event.at)
            elif event.step == _Step.CORRECT:
                publishing.correct(versions[key], at=event.at, note=text)
            else:
                publishing.kill(versions[key], at=event.at, reason=text, public_reason=text)
    return versions


def _draft(story: DemoStory, language: str, identity: UUID, newsroom: _Newsroom) -> Story:
    """One language version, ready to go out."""
    text = story.texts[language]
    draft = Story(
        identity=identity,
        language=language,
        live=False,
        slugline=story.slugline,
        headline=text.headline,
        lead=text.lead,
        body=from_plain(text.body),
        dateline=text.dateline,
        section=newsroom.sections[story.section],
        dossier=newsroom.dossiers[story.series] if story.series else None,
        urgency=story.urgency,
    )
    draft.save()
    draft.authors.set([newsroom.authors[slug] for slug in story.authors])
    draft.subjects.set([newsroom.subjects[code] for code in story.subjects])
    draft.sources.set([StorySource(role=source.role, name=source.names[language]) for source in story.sources])
    if story.picture:
        picture = newsroom.pictures[story.slugline]
        draft.pictures.set([StoryPicture(picture=picture, caption=text.caption, alt_text=text.alt)])
    return draft


def _let_read(events: Sequence[_Event], versions: _Versions, *, at: datetime) -> int:
    """Let readers come to every version, from its first minute to its last or to `at`; how many views that makes."""
    ends = {event.story.slugline: event.at for event in events if event.step == _Step.KILL}
    past: list[PastViews] = []
    for event in events:
        if event.step == _Step.PUBLISH:
            past += _readers(event, ends.get(event.story.slugline, at), versions)
    added = add_past_views(past)
    slide_windows(at)
    return added


def _readers(event: _Event, until: datetime, versions: _Versions) -> Iterator[PastViews]:
    story, rng = event.story, Random(event.story.slugline)  # noqa: S311 - invented readers, no secret
    for language, views in audience.by_language(story.views, list(story.texts), rng).items():
        hours = audience.by_hour(views, since=event.at, until=until, zone=get_default_timezone(), rng=rng)
        for hour, number in hours.items():
            yield PastViews(versions[story.slugline, language].pk, language, hour, number)
