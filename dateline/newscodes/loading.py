"""Fill the subjects: the starter vocabulary that comes with Dateline, and IPTC's later releases.

Either may be done at any time and again. What the agency has edited stays: see `Subject.take_names`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from dateline.newscodes.errors import BadVocabulary
from dateline.newscodes.iptc import Topic, faults, read_iptc
from dateline.newscodes.models import Subject

__all__ = ["Report", "import_topics", "load_starter", "read_iptc", "starter"]

STARTER = "media_topics.csv"
LANGUAGES = ("en", "kk", "ru")
SLUG_LETTERS = 70  # of the name; the column has room for "-" and a code behind it
CHANGEABLE = ("names", "parent_id", "retired", "given_names", "given_retired", "search_text")
BATCH_ROWS = 100  # of a bulk update: one long statement each


@dataclass(frozen=True)
class Report:
    """How many subjects a load has touched; one may be renamed, moved and retired at once.

    added      new here, those included that IPTC has retired already
    renamed    a name that people see has changed, or has come
    moved      now under another topic
    retired    no longer offered
    restored   offered again, because IPTC took its retirement back
    unchanged  in the vocabulary and as it was
    absent     Media Topics here that the file does not have; left alone
    """

    added: int = 0
    renamed: int = 0
    moved: int = 0
    retired: int = 0
    restored: int = 0
    unchanged: int = 0
    absent: int = 0


@cache
def starter() -> tuple[Topic, ...]:
    """The topics that come with Dateline, broader before narrower, with names in all three languages."""
    text = resources.files("dateline.newscodes").joinpath(STARTER).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(Topic(row["code"], row["parent"] or None, {language: row[language] for language in LANGUAGES}) for row in rows)


@transaction.atomic
def load_starter() -> Report:
    """Add the topics of the starter vocabulary that are missing, and our names where the agency has not put its own.

    Of a subject that is there it touches the Kazakh and Russian names alone: its place, its English name and its
    retirement may come from a newer release of IPTC.
    """
    known = _known()
    there = [topic for topic in starter() if topic.code in known]
    before = {topic.code: _state(known[topic.code]) for topic in there}
    _add(starter(), known)
    renamed = sum([known[topic.code].take_names(_our_names(topic)) for topic in there])
    _save_changed(known, before)
    return Report(added=len(starter()) - len(there), renamed=renamed, unchanged=len(there) - renamed)


@transaction.atomic
def import_topics(topics: Sequence[Topic]) -> Report:
    """Follow a release of IPTC: new topics come, retired ones go out of use, moved and renamed ones follow.

    topics   the whole release, as `read_iptc` gives it. New topics get our Kazakh and Russian names where we have them.
    Raises   BadVocabulary if a broader topic is missing, one is there twice or above itself; then nothing is changed
    Subjects that the release does not name (the agency's own too) stay as they are.
    """
    if reasons := list(faults(topics)):
        raise BadVocabulary(reasons)
    known = _known()
    named = _with_our_names(topics)
    there = [topic for topic in named if topic.code in known]
    before = {topic.code: _state(known[topic.code]) for topic in there}
    absent = sum(code.startswith("medtop:") for code in known) - sum(topic.code in known for topic in topics)
    _add(sorted(named, key=lambda topic: topic.retired), known)  # those in use have first choice of an address
    kinds = [set(_follow(known[topic.code], topic, known)) for topic in there]
    _save_changed(known, before)
    return Report(
        added=len(named) - len(there),
        renamed=sum("renamed" in kind for kind in kinds),
        moved=sum("moved" in kind for kind in kinds),
        retired=sum("retired" in kind for kind in kinds),
        restored=sum("restored" in kind for kind in kinds),
        unchanged=sum(not kind for kind in kinds),
        absent=absent,
    )


def _known() -> dict[str, Subject]:
    """All subjects by code, locked until the transaction ends where the database can."""
    return {subject.code: subject for subject in Subject.objects.select_for_update()}


def _with_our_names(topics: Iterable[Topic]) -> list[Topic]:
    """The topics of a release with our Kazakh and Russian names, where we have them and the release has none."""
    ours = {topic.code: _our_names(topic) for topic in starter()}
    return [replace(topic, names={**ours.get(topic.code, {}), **topic.names}) for topic in topics]


def _our_names(topic: Topic) -> dict[str, str]:
    """The names that are Dateline's own: IPTC publishes no Kazakh and no Russian."""
    return {language: name for language, name in topic.names.items() if language != "en"}


def _add(topics: Iterable[Topic], known: dict[str, Subject]) -> None:
    """Write those `topics` that are not `known`, level by level, and make them known. Their broader ones must be among both."""
    waiting = [topic for topic in topics if topic.code not in known]
    slugs = _Slugs(subject.slug for subject in known.values())
    made = {topic.code: _new_subject(topic, slugs) for topic in waiting}
    while waiting:
        level = [topic for topic in waiting if topic.parent is None or topic.parent in known]
        for topic in level:
            made[topic.code].parent = known[topic.parent] if topic.parent else None
        Subject.objects.bulk_create(made[topic.code] for topic in level)
        known |= {topic.code: made[topic.code] for topic in level}
        waiting = [topic for topic in waiting if topic.code not in known]


def _new_subject(topic: Topic, slugs: "_Slugs") -> Subject:
    subject = Subject(code=topic.code, slug=slugs.take(topic), retired=topic.retired, given_retired=topic.retired)
    subject.take_names(topic.names)
    return subject


def _follow(subject: Subject, topic: Topic, known: Mapping[str, Subject]) -> Iterator[str]:
    """Make the subject what the release says, unsaved; yields the names of `Report` for what has changed."""
    if subject.take_names(topic.names):
        yield "renamed"
    parent = known[topic.parent] if topic.parent else None
    if subject.parent_id != (parent.pk if parent else None):
        subject.parent = parent
        yield "moved"
    if subject.retired == subject.given_retired != topic.retired:
        subject.retired = topic.retired
        yield "retired" if topic.retired else "restored"
    subject.given_retired = topic.retired


def _state(subject: Subject) -> dict[str, Any]:
    """What a load may change, as it is now."""
    return {name: copy(getattr(subject, name)) for name in CHANGEABLE}


def _save_changed(known: Mapping[str, Subject], before: Mapping[str, dict[str, Any]]) -> None:
    """Write the subjects whose state is no longer that of `before` (by code)."""
    changed = [known[code] for code, state in before.items() if _state(known[code]) != state]
    Subject.objects.bulk_update(changed, CHANGEABLE, batch_size=BATCH_ROWS)


class _Slugs:
    """Hands out web addresses from English names; the second topic of a name gets its number added."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def take(self, topic: Topic) -> str:
        number = topic.code.partition(":")[2]
        slug = slugify(topic.names["en"])[:SLUG_LETTERS].strip("-") or number
        if slug in self._taken:
            slug = f"{slug}-{number}"
        self._taken.add(slug)
        return slug
