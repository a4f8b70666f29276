"""The lanes with their slips, complete: a fixed number of queries, however many stories there are, and no text of a body."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.desk.board import rows as _rows
from dateline.desk.board.menus import SCHEDULED, Item, Menus, moves_of
from dateline.desk.board.rows import Lane, Row, chosen, in_lane
from dateline.desk.board.wording import age, clock, clock_or_day
from dateline.desk.models import BoardChoice, EditLock, Work
from dateline.media.models import Picture
from dateline.readership.most_viewed import views_of
from dateline.stories import elsewhere
from dateline.stories.models import ChangedElsewhere, Release, Story, StoryPicture

MOST = 40  # slips of a lane; what lies below is one link away
BODY_BEGINS = 400  # letters of a body that are looked at: whether it is empty

LABELS = {Lane.WAITING: "inbox", Lane.WRITING: "writing", Lane.REVIEW: "review", Lane.READY: "scheduled", Lane.LIVE: "live"}


@dataclass(frozen=True)
class Tongue:
    """One language version of a slip's story. state: out, doing, none or killed; word says it; address: its editor, or empty."""

    code: str
    state: str
    word: str


@dataclass(frozen=True)
class Slip:
    """One story on the board, as text. held and wants: what stops it; nothing stops it when they are empty.

    stand    where it stands: a lane, or "scheduled"
    moves    where it can be moved and by which step, for the script
    """

    number: int
    stand: str
    urgency: int
    slugline: str
    headline: str
    language: str
    when: str
    when_exactly: datetime | None
    tongues: tuple[Tongue, ...]
    who: str
    end: str
    is_mine: bool
    killed: bool
    held: tuple[str, ...]
    wants: tuple[str, ...]
    menu: tuple[Item, ...]
    moves: str
    address: str
    public: str = ""


@dataclass(frozen=True)
class LaneOfSlips:
    """A lane. count: all of its stories; more: those that are not shown; why: said when it is empty."""

    key: str
    css: str
    name: str
    count: int
    note: str
    slips: tuple[Slip, ...]
    more: int
    why: str


@dataclass(frozen=True)
class Facts:
    """What the board is made of: all rows, and those that were chosen."""

    rows: tuple[Row, ...]
    chosen: tuple[Row, ...]
    head: int
    at: datetime


def facts(choice: BoardChoice, at: datetime, head: int) -> Facts:
    """Three queries."""
    found = [*_rows.open_rows(at), *_rows.live_rows(at, head)]
    return Facts(tuple(found), tuple(chosen(found, choice)), head, at)


def lanes(found: Facts, user: Any, choice: BoardChoice) -> list[LaneOfSlips]:
    """All five lanes for `user`, in their order."""
    rows = {lane: in_lane(found.chosen, lane) for lane in Lane}
    shown = {lane: rows[lane][:MOST] for lane in Lane}
    works = _works([row.number for lane in Lane if lane != Lane.LIVE for row in shown[lane]])
    stories = _stories([row.number for row in shown[Lane.LIVE]])
    maker = _SlipMaker(user, found.at, works, stories)
    filtered = bool(choice.desk or choice.language or choice.holder_id or choice.mine)
    return [
        LaneOfSlips(
            key=lane.value,
            css=LABELS[lane],
            name=_names()[lane],
            count=len(rows[lane]),
            note=_note(lane, rows[lane], user, found.at),
            slips=tuple(slip for row in shown[lane] if (slip := maker.slip(row))),
            more=max(0, len(rows[lane]) - MOST),
            why=_("Nothing here by your choice above.") if filtered else _why_empty()[lane],
        )
        for lane in Lane
    ]


def edit_address() -> str:
    """The editor's address, with 0 for the story's number."""
    return reverse(Story.snippet_viewset.get_url_name("edit"), args=[0])  # type: ignore[attr-defined]


def late_works(found: Facts) -> list[Work]:
    """Scheduled works that are late or held, whatever was chosen: everybody should see them."""
    numbers = [row.number for row in found.rows if row.lane == Lane.READY and row.scheduled_for and (row.late or row.held)]
    return list(_works(numbers[: 2 * MOST]).values()) if numbers else []


def counts(found: Facts, user: Any) -> tuple[int, int, Counter[str], Counter[str], Counter[int]]:
    """All, mine, by language, by desk, by person: of everything on the board."""
    return (
        len(found.rows),
        sum(user.pk in row.people for row in found.rows),
        Counter(row.language for row in found.rows),
        Counter(row.desk for row in found.rows),
        Counter(person for row in found.rows for person in set(row.people)),
    )


# --- one query each -----------------------------------------------------------------------------------------------------

_LATEST = "story__latest_revision__content"


def _works(numbers: Sequence[int]) -> dict[int, Work]:
    """With what the latest text says of itself; of its body the beginning only, cut off in the database."""
    wanted = Work.objects.filter(pk__in=numbers).for_lists()
    wanted = wanted.annotate(
        now_headline=KeyTextTransform("headline", _LATEST),
        now_slugline=KeyTextTransform("slugline", _LATEST),
        now_urgency=KeyTextTransform("urgency", _LATEST),
        now_embargo=KeyTextTransform("embargoed_until", _LATEST),
        now_body=Substr(KeyTextTransform("body", _LATEST), 1, BODY_BEGINS),
        now_pictures=KeyTransform("pictures", _LATEST),
        row_body=Substr(F("story__body"), 1, BODY_BEGINS),
    )
    return {work.pk: work for work in wanted}


def _stories(numbers: Sequence[int]) -> dict[int, Story]:
    return {story.pk: story for story in Story.objects.filter(pk__in=numbers).for_lists()}


def _versions(stories: Iterable[Story]) -> dict[Any, dict[str, tuple[str, str | None]]]:
    """State and stage of work of each language version, by identity and language."""
    rows = Story.objects.filter(identity__in={story.identity for story in stories}).order_by()
    found: dict[Any, dict[str, tuple[str, str | None]]] = {}
    for identity, language, state, stage in rows.values_list("identity", "language", "state", "work__stage"):
        found.setdefault(identity, {})[language] = (state, stage)
    return found


def _credited(works: Iterable[Work]) -> dict[int, Picture]:
    """The pictures that the latest texts use without a credit line of their own."""
    wanted = {
        placement["picture"]
        for work in works
        for placement in (work.now_pictures or ())  # type: ignore[attr-defined]
        if placement.get("picture") and not placement.get("credit_line")
    }
    return {picture.pk: picture for picture in Picture.objects.filter(pk__in=wanted)} if wanted else {}


# --- a slip -------------------------------------------------------------------------------------------------------------


class _SlipMaker:
    """Asks once for all slips what they show besides their own rows, then makes one after the other."""

    def __init__(self, user: Any, at: datetime, works: dict[int, Work], stories: dict[int, Story]) -> None:
        self.user, self.at, self.works, self.stories = user, at, works, stories
        everything = [*(work.story for work in works.values()), *stories.values()]
        self.versions = _versions(everything)
        self.flags = elsewhere.open_flags(everything)
        self.locks = {lock.story_id: lock for lock in EditLock.objects.filter(story__in=[*works, *stories]).select_related("person")}
        self.pictures = _credited(works.values())
        self.views = views_of(stories)
        self.menus = Menus(user)
        self.edit = edit_address()

    def slip(self, row: Row) -> Slip | None:
        """None when the story has gone since the rows were read."""
        if row.lane == Lane.LIVE:
            return self._live(row, self.stories[row.number]) if row.number in self.stories else None
        return self._open(row, self.works[row.number]) if row.number in self.works else None

    def _open(self, row: Row, work: Work) -> Slip:
        text = _text(work, self.pictures)
        stand = SCHEDULED if row.scheduled_for else row.lane.value
        return Slip(
            number=row.number,
            stand=stand,
            urgency=text.urgency,
            slugline=text.slugline,
            headline=text.headline,
            language=text.language,
            when=self._when(row),
            when_exactly=row.moment,
            tongues=self._tongues(work.story),
            who=self._who(row, work),
            end=_("in %(age)s") % {"age": age(row.moment - self.at)} if row.scheduled_for and row.moment > self.at else "",
            is_mine=work.holder_id == self.user.pk,
            killed=False,
            held=self._held(row, work, text),
            wants=self._wants(row, work, text),
            menu=self.menus.of(row.number, stand, row.desk, row.language, is_holder=work.holder_id == self.user.pk),
            moves=moves_of(stand),
            address=self._address(row),
            public=work.story.get_absolute_url() if work.story.state == Story.State.PUBLISHED else "",
        )

    def _live(self, row: Row, story: Story) -> Slip:
        killed = story.state == Story.State.KILLED
        return Slip(
            number=row.number,
            stand=row.lane.value,
            urgency=story.urgency,
            slugline=story.slugline,
            headline=story.headline,
            language=story.language,
            when=clock_or_day(row.moment, self.at),
            when_exactly=row.moment,
            tongues=self._tongues(story),
            who=_("v%(number)d") % {"number": story.version},
            end="" if killed else _views(self.views[story.pk].total),
            is_mine=self.user.pk in row.people,
            killed=killed,
            held=(_killed(story),) if killed else (),
            wants=self._changed_elsewhere(story),
            menu=(),
            moves=moves_of(row.lane.value),
            address=self._address(row),
            public=story.get_absolute_url(),
        )

    def _address(self, row: Row) -> str:
        return self.edit.replace("/0/", f"/{row.number}/")

    def _when(self, row: Row) -> str:
        """How long it waits, or the minute at which it goes out."""
        if row.scheduled_for:
            return clock_or_day(row.scheduled_for, self.at)
        return clock_or_day(row.moment, self.at) if row.lane in (Lane.WRITING, Lane.READY) else age(self.at - row.moment)

    def _who(self, row: Row, work: Work) -> str:
        lock = self.locks.get(row.number)
        if lock and not lock.is_idle(self.at) and lock.person_id != self.user.pk:
            return _("%(name)s is editing") % {"name": lock.person.shown_name()}
        if work.holder_id == self.user.pk:
            return _("You") if row.lane != Lane.REVIEW else _("for you")
        if work.holder is None:
            return _("for anyone") if row.lane == Lane.REVIEW else _("nobody has it") if row.lane == Lane.WAITING else ""
        return _("for %(name)s") % {"name": work.holder.shown_name()} if row.lane == Lane.REVIEW else work.holder.shown_name()

    def _held(self, row: Row, work: Work, text: Story) -> tuple[str, ...]:
        found = []
        if row.late:
            found.append(
                _("Late: it was due at %(when)s") % {"when": clock_or_day(row.scheduled_for or work.due_at or row.moment, self.at)}
            )
        if work.held_because:
            found.append(_("Held: %(why)s") % {"why": work.held_because})
        if text.embargoed_until and text.embargoed_until > self.at:
            found.append(_("Embargo until %(when)s") % {"when": clock_or_day(text.embargoed_until, self.at)})
        return tuple(found)

    def _wants(self, row: Row, work: Work, text: Story) -> tuple[str, ...]:
        missing = () if row.lane == Lane.WAITING else tuple(problem.sentence for problem in text.problems(pictures=text.placements))  # type: ignore[attr-defined]
        if len(missing) > 1:
            words = {"count": len(missing), "first": missing[0]}
            missing = (ngettext("%(count)d thing missing: %(first)s", "%(count)d things missing: %(first)s", len(missing)) % words,)
        update = (_("An update of what is public"),) if work.story.state == Story.State.PUBLISHED else ()
        return (*update, *missing, *self._changed_elsewhere(work.story))

    def _changed_elsewhere(self, story: Story) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_changed(flag) for flag in self.flags.get(story.pk, ())))

    def _tongues(self, story: Story) -> tuple[Tongue, ...]:
        versions = self.versions.get(story.identity, {})
        return tuple(_tongue(code, *versions.get(code, ("", None))) for code in settings.LANGUAGE_CODES)


def _text(work: Work, pictures: dict[int, Picture]) -> Story:
    """The story as its latest text has it, as far as a slip shows it; its body is the beginning. `placements`: its pictures."""
    said: Any = work  # with what the query has added
    row = work.story
    newest = said.now_headline is not None
    text = Story(
        pk=row.pk,
        language=row.language,
        section_id=row.section_id,
        headline=said.now_headline if newest else row.headline,
        slugline=(said.now_slugline or "") if newest else row.slugline,
        urgency=int(said.now_urgency or row.urgency) if newest else row.urgency,
        body=(said.now_body or "") if newest else said.row_body,
        embargoed_until=(parse_datetime(said.now_embargo) if said.now_embargo else None) if newest else row.embargoed_until,
    )
    text.placements = [  # type: ignore[attr-defined]
        StoryPicture(story=text, picture=pictures.get(one.get("picture")), credit_line=one.get("credit_line") or "")
        for one in (said.now_pictures or ())
        if one.get("picture") in pictures
    ]
    return text


def _tongue(code: str, state: str, stage: str | None) -> Tongue:
    name = code.upper()
    if state == Story.State.KILLED:
        return Tongue(name, "killed", _("withdrawn"))
    if state == Story.State.PUBLISHED:
        return Tongue(name, "out", _("public, with edits under way") if stage else _("public"))
    if not state:
        return Tongue(name, "none", _("not yet"))
    return Tongue(name, "doing", str(Work.Stage(stage).label) if stage else _("draft"))


def _changed(flag: ChangedElsewhere) -> str:
    words = {"language": dict(settings.LANGUAGES).get(flag.cause.story.language, flag.cause.story.language)}
    killed = flag.cause.kind == Release.Kind.KILL
    return (
        _("Withdrawn in %(language)s: look at this one too") if killed else _("Corrected in %(language)s: look at this one too")
    ) % words


def _killed(story: Story) -> str:
    return _("Withdrawn at %(when)s") % {"when": clock(story.killed_at)} if story.killed_at else _("Withdrawn")


def _views(count: int) -> str:
    from django.utils.formats import number_format

    return ngettext("%(count)s view", "%(count)s views", count) % {"count": number_format(count, use_l10n=True, force_grouping=True)}


# --- a lane -------------------------------------------------------------------------------------------------------------


def _names() -> dict[Lane, str]:
    return {
        Lane.WAITING: _("Waiting"),
        Lane.WRITING: _("Writing"),
        Lane.REVIEW: _("Review"),
        Lane.READY: _("Ready and scheduled"),
        Lane.LIVE: _("Live today"),
    }


def _why_empty() -> dict[Lane, str]:
    return {
        Lane.WAITING: _("Nothing waits: every story has somebody."),
        Lane.WRITING: _("Nobody is writing. Take something that waits, or begin a new story."),
        Lane.REVIEW: _("Nothing is handed in for review."),
        Lane.READY: _("Nothing is approved and waits for its time."),
        Lane.LIVE: _("Nothing has gone out since midnight."),
    }


def _note(lane: Lane, rows: Sequence[Row], user: Any, at: datetime) -> str:
    """The line under a lane's name."""
    if not rows:
        return ""
    if lane == Lane.WAITING:
        return _("oldest %(age)s") % {"age": age(at - min(row.moment for row in rows))}
    if lane == Lane.WRITING:
        mine = sum(user.pk in row.people for row in rows)
        return ngettext("%(count)d is yours", "%(count)d are yours", mine) % {"count": mine} if mine else _("none is yours")
    if lane == Lane.REVIEW:
        return _("longest wait %(age)s") % {"age": age(at - min(row.moment for row in rows))}
    if lane == Lane.READY:
        coming = [row.scheduled_for for row in rows if row.scheduled_for and row.scheduled_for > at]
        return _("next in %(age)s") % {"age": age(min(coming) - at)} if coming else _("nothing is scheduled")
    return _("last %(when)s") % {"when": clock(max(row.moment for row in rows))}
