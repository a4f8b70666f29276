"""Open the demo's newsroom: colleagues, templates, pictures, work in every stage, the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dateline.newscodes.models import Subject
from dateline.ops.demo.newsroom import pictures, planning, staffing, working
from dateline.ops.demo.newsroom.reading import Newsroom
from dateline.people.models import Author
from dateline.stories.models import Dossier, Section, Story


@dataclass(frozen=True)
class Opened:
    """Who came, and how many stories are in the making and events planned. usernames: in the order of the file."""

    usernames: tuple[str, ...]
    works: int
    events: int


def open_newsroom(newsroom: Newsroom, *, public: Mapping[tuple[str, str], Story], subjects: Mapping[str, Subject], at: datetime) -> Opened:
    """All of `newsroom`, into a database that has the demo's sections, authors and public stories.

    public  by slugline and language
    at      now, aware
    """
    people = staffing.take_in(newsroom.colleagues)
    if newsroom.colleagues:
        staffing.invite(newsroom.invited, by=people[newsroom.colleagues[0].username], at=at)
    sections = {section.slug: section for section in Section.objects.all()}
    planning.set_rules(newsroom.rules, sections)
    planning.keep_templates(newsroom.templates, people, sections)
    cast = working.Cast(
        people=people,
        sections=sections,
        authors={author.slug: author for author in Author.objects.all()},
        dossiers={dossier.slug: dossier for dossier in Dossier.objects.all()},
        subjects=subjects,
        pictures=pictures.upload(newsroom.pictures, people, at=at),
    )
    made = working.work(newsroom, public, cast, at=at)
    planning.plan(newsroom.events, people, sections, made, at=at)
    return Opened(tuple(people), len(made), len(newsroom.events))
