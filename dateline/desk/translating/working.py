"""What the translator's screen does: take a story, save, say that a paragraph is right.

The text itself is the translation's latest revision, as everywhere in the newsroom; `TranslatedParagraph` only keeps what
it was made from. Each act is one transaction. Two who save at once lose nothing: of a paragraph that both have changed
the first text stays, the second is kept beside it until somebody has chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.models import SetAside, TranslatedParagraph, Translation, Work
from dateline.desk.translating import marks, parts
from dateline.desk.translating.parts import Part, is_block, paragraphs, parts_of
from dateline.desk.translating.rows import Kept, Row, kept_of_pair, line_up
from dateline.lib.errors import Refused
from dateline.people import audit, rights
from dateline.people.rights import Act
from dateline.stories.models import Release, Story, StoryPicture, StorySource

BURST = timedelta(minutes=10)  # saves of one person that follow each other within this time leave two revisions at most
LONGEST_HEADLINE = 300
MOST_ROWS = 900  # more fields than this Django refuses to read


# --- taking a story -----------------------------------------------------------------------------------------------------


@transaction.atomic
def take(source: Story, language: str, *, by: Any, at: datetime) -> Story:
    """Start a translation of `source` into `language` in the name of `by`, or take the one that waits. Returns it.

    Raises  PermissionDenied; Refused when somebody else has it, or when it cannot be translated
    """
    rights.require(by, Act.WRITE, desk=source.section.slug, language=language)
    Story.objects.select_for_update(of=("self",)).get(pk=source.pk)  # two who press at once come one after the other
    if source.language == language:
        raise Refused([_("The story is written in this language.")])
    found = Story.objects.filter(identity=source.identity, language=language).select_related("section").first()
    if found is not None:
        return _take_found(found, source, by, at)
    if source.state == Story.State.KILLED:
        raise Refused([_("The story is withdrawn: it is not translated any more.")])
    return _start(source, language, by, at)


def _take_found(found: Story, source: Story, by: Any, at: datetime) -> Story:
    if found.state == Story.State.KILLED:
        raise Refused([_("The story was withdrawn in this language.")])
    work = Work.objects.filter(pk=found.pk).select_related("holder").first()
    if work is not None and work.holder is not None and work.holder != by:
        raise Refused([_("%(person)s has it.") % {"person": work.holder.shown_name()}], _("Ask them, or an editor, to hand it over."))
    if work is None or work.holder is None:
        workflow.assign(found, by, by=by, at=at)
    Translation.objects.get_or_create(story=found, defaults={"source": source})
    return found


def _start(source: Story, language: str, by: Any, at: datetime) -> Story:
    text = workflow.latest(source)
    made = _carried_over(text, language)
    workflow.save(made, by=by, at=at)
    Translation.objects.create(story=made, source=source, seen_version=source.version)
    sheet = Sheet.of(source, made)
    _write_rows(sheet, [_Saved.of(row) for row in sheet.rows], by, at)
    audit.record(by, "story.translate", made, source=source.pk, language=language)
    return made


_CARRIED = ("identity", "slugline", "section", "dossier", "urgency", "usage_terms", "copyright_notice", "ednote", "embargoed_until")


def _carried_over(text: Story, language: str) -> Story:
    """An unsaved version of `text` in another language: what needs no translating, pictures and sources among it."""
    made = Story(language=language, **{name: getattr(text, name) for name in _CARRIED})
    made.authors.set(text.authors.all())
    made.subjects.set(text.subjects.all())
    made.pictures = [  # type: ignore[misc]
        StoryPicture(picture=placement.picture, credit_line=placement.credit_line, sort_order=n)
        for n, placement in enumerate(text.pictures.all())
    ]
    made.sources = [  # type: ignore[misc]
        StorySource(role=source.role, name=source.name, address=source.address, sort_order=n) for n, source in enumerate(text.sources.all())
    ]
    return made


# --- the sheet: both texts and their rows -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A source and its translation as last saved in the newsroom, side by side."""

    source: Story  # rows of the database
    target: Story
    source_text: Story  # what was last saved of them
    target_text: Story
    rows: list[Row]

    @classmethod
    def of(cls, source: Story, target: Story) -> "Sheet":
        source_text, target_text = workflow.latest(source), workflow.latest(target)
        kept = _kept(source, target) or _kept_of_public(source, target, source_text, target_text)
        rows = line_up(parts_of(source_text), parts_of(target_text), kept)
        return cls(source, target, source_text, target_text, rows)

    def left(self) -> int:
        """How many parts of the source have no translation."""
        return sum(row.is_new for row in self.rows)

    def to_look_at(self) -> int:
        return sum(row.wants_a_look for row in self.rows)


def _kept(source: Story, target: Story) -> list[Kept]:
    rows = TranslatedParagraph.objects.filter(story=target, source_story=source).select_related("other_by").order_by("position")
    return [
        Kept(
            one.place, one.source_text, one.text, one.pk, one.source_key, one.machine, one.other_text,
            one.other_by.shown_name() if one.other_by else "",
        )
        for one in rows
    ]  # fmt: skip


def _kept_of_public(source: Story, target: Story, source_text: Story, target_text: Story) -> list[Kept]:
    """For versions that were written elsewhere: as if the target had been made of what the source said when it last went out."""
    if not target_text.body.strip() and not target_text.headline.strip():
        return []
    then = _source_when_last_out(source, target)
    return kept_of_pair(then or parts_of(source_text), parts_of(target_text), (source.language, target.language))


def _source_when_last_out(source: Story, target: Story) -> list[Part]:
    releases = Release.objects.exclude(kind=Release.Kind.KILL)
    last = releases.filter(story=target).order_by("-version").first()
    seen = Translation.objects.filter(story=target, source=source, seen_version__gt=0).values_list("seen_version", flat=True).first()
    of_source = releases.filter(story=source).order_by("-version")
    found = of_source.filter(version__lte=seen).first() if seen else of_source.filter(number__lt=last.number).first() if last else None
    fields = ("headline", "lead", "dateline", "byline", "body")
    return parts_of(Story(**{name: found.snapshot.get(name) or "" for name in fields})) if found else []


# --- saving -------------------------------------------------------------------------------------------------------------


def digest(text: str) -> str:
    """A short name of a text: the form says by it what was there when it was filled in."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Typed:
    """What one row of the form says: the text, the digest of the text that was there before, and the source's key as shown."""

    text: str
    was: str
    saw: str


@dataclass
class _Saved:
    """A row on its way back into the database."""

    row: Row
    text: str
    source_text: str
    source_key: str
    machine: str
    other_text: str
    other_by: Any = None  # a User; None leaves who it was

    @classmethod
    def of(cls, row: Row) -> "_Saved":
        kept = row.kept
        is_known = bool(row.text) and row.was_made_from
        source_text, source_key = (kept.source_text, kept.key()) if is_known else (row.source, row.source_key)
        return cls(row, row.text, source_text, source_key, row.machine, kept.other_text)

    def differs(self) -> bool:
        kept = self.row.kept
        return (self.text, self.source_key, self.machine, self.other_text) != (
            self.row.text, kept.key() if kept.number else None, kept.machine, kept.other_text,
        )  # fmt: skip


@dataclass
class Outcome:
    """What became of a save.

    revision  the new one, or None when no text was changed
    refused   texts that could not be taken as they are: the row's key to the text and a sentence. They are nowhere else
    second    keys of rows that somebody else had changed: this text is kept beside theirs
    keys      the new key of each row by the old one, where rows were written
    sentence  why the act was not done; empty when it was
    """

    revision: Any = None
    sentence: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    second: list[str] = field(default_factory=list)


@transaction.atomic
def save(source: Story, target: Story, typed: Mapping[str, Typed], *, by: Any, at: datetime, act: str = "", about: str = "") -> Outcome:
    """Keep what was typed, row by row; then do `act` to the row `about`: see `ACTS`.

    Raises  PermissionDenied. Then nothing is saved.
    """
    workflow.require(by, Act.WRITE, target)
    Story.objects.select_for_update(of=("self",)).get(pk=target.pk)
    target.refresh_from_db()
    sheet = Sheet.of(source, target)
    outcome = Outcome()
    saved = [_taken(row, typed.get(row.key), outcome, by) for row in sheet.rows]
    saved = _with_lost(saved, typed)
    if act:
        outcome.sentence = _act(saved, act, about, typed)
    if any(one.text != one.row.text for one in saved):
        outcome.revision = _write_text(sheet, saved, by, at)
    if any(one.differs() for one in saved) or len(saved) != len(sheet.rows):
        outcome.keys = _write_rows(sheet, saved, by, at)
    _note_what_is_seen(sheet, saved)
    return outcome


def normal(text: str, place: str) -> str:
    """A text as it comes back when it was saved and read again."""
    if is_block(place):
        return "\n\n".join(filter(None, map(marks.canonical, paragraphs(text))))
    return " ".join(text.split())


def _taken(row: Row, typed: Typed | None, outcome: Outcome, by: Any) -> _Saved:
    saved = _Saved.of(row)
    if typed is None:
        return saved
    mine, before = normal(typed.text, row.place), row.text
    if mine == before or digest(mine) == typed.was:
        return saved
    if row.place == "headline" and len(mine) > LONGEST_HEADLINE:
        sentence = _("The headline has %(length)d letters; at most %(most)d are possible.") % {
            "length": len(mine),
            "most": LONGEST_HEADLINE,
        }
        outcome.refused[row.key] = (typed.text, sentence)
        return saved
    if before and digest(before) != typed.was:
        return _second(saved, mine, outcome, by)
    if not before or not row.was_made_from:
        _made_from(saved, typed.saw)
    saved.text, saved.machine = mine, ""
    return saved


def _second(saved: _Saved, mine: str, outcome: Outcome, by: Any) -> _Saved:
    """Somebody else has changed it meanwhile: their text stays, this one stands beside it."""
    if mine:
        kept = saved.row.kept
        is_same_person = not kept.other_text or kept.other_by == by.shown_name()
        saved.other_text = mine if is_same_person else f"{kept.other_text}\n\n{mine}"
        saved.other_by = by
        outcome.second.append(saved.row.key)
    return saved


def _made_from(saved: _Saved, saw: str) -> None:
    """It is made from the source as it was shown; when that has changed since, the row is marked at once."""
    row = saved.row
    if saw in ("", row.source_key):
        saved.source_text, saved.source_key = row.source, row.source_key
    elif row.kept.key() == saw:
        saved.source_text, saved.source_key = row.kept.source_text, saw
    else:
        saved.source_text, saved.source_key = "", saw


def _with_lost(saved: list[_Saved], typed: Mapping[str, Typed]) -> list[_Saved]:
    """Texts for rows that are gone since the form was shown are added as rows of their own, where they stood."""
    known = {one.row.key: one for one in saved}
    found, after = list(saved), -1
    for key, one in typed.items():
        if key in known:
            after = found.index(known[key])
            continue
        text = normal(one.text, "0:p")
        if text and digest(text) != one.was:
            after = min(max(after + 1, _first_block(found)), len(found))
            place = found[after - 1].row.place if after and is_block(found[after - 1].row.place) else "0:p"
            found.insert(after, _Saved(Row(place, "", ""), text, "", "", "", ""))
    return found


def _first_block(saved: Sequence[_Saved]) -> int:
    return next((n for n, one in enumerate(saved) if ":" in one.row.place), len(saved))


# --- acts on one row ----------------------------------------------------------------------------------------------------


def _right(one: _Saved) -> None:
    """It is right for the source as it is now, or without it."""
    one.source_text, one.source_key, one.machine = one.row.source, one.row.source_key, ""


def _copy(one: _Saved) -> None:
    """Begin with the source's own words."""
    if not one.text:
        one.text = one.row.source
        _made_from(one, "")


def _leave_out(one: _Saved) -> None:
    one.text, one.machine = "", ""


def _take_other(one: _Saved) -> None:
    """The text that came second replaces the first."""
    one.text, one.other_text, one.machine = one.other_text or one.text, "", ""


def _drop_other(one: _Saved) -> None:
    one.other_text = ""


ACTS = {"right": _right, "copy": _copy, "leave-out": _leave_out, "take-other": _take_other, "drop-other": _drop_other}


def _act(saved: Sequence[_Saved], act: str, about: str, typed: Mapping[str, Typed]) -> str:
    """Do it, or say why not."""
    one = next((one for one in saved if one.row.key == about), None)
    if one is None or act not in ACTS:
        return _("This paragraph is not there any more. Look at the page again; what you typed is saved.")
    if act == "right" and about in typed and typed[about].saw != one.row.source_key:
        return _("The source has changed once more. Read the paragraph again; what you typed is saved.")
    ACTS[act](one)
    return ""


@transaction.atomic
def put(source: Story, target: Story, texts: Mapping[str, str], *, by: Any, at: datetime, machine: str) -> int:
    """Put texts of a machine into rows that are still empty, by their keys; how many. Nobody's text is replaced."""
    workflow.require(by, Act.WRITE, target)
    Story.objects.select_for_update(of=("self",)).get(pk=target.pk)
    target.refresh_from_db()
    sheet = Sheet.of(source, target)
    saved = [_Saved.of(row) for row in sheet.rows]
    count = 0
    for one in saved:
        text = normal(texts.get(one.row.key, ""), one.row.place)
        if text and not one.text:
            one.text, one.machine = text[:LONGEST_HEADLINE] if one.row.place == "headline" else text, machine
            _made_from(one, "")
            count += 1
    if count:
        _write_text(sheet, saved, by, at)
        _write_rows(sheet, saved, by, at)
    return count


# --- writing ------------------------------------------------------------------------------------------------------------


def _write_text(sheet: Sheet, saved: Sequence[_Saved], by: Any, at: datetime) -> Any:
    """The translation with these texts, as its latest revision; the ones of this burst before it go."""
    story = sheet.target_text
    for one in saved:
        if one.text != one.row.text and not is_block(one.row.place):
            _write_field(story, sheet.source_text, one.row.place, one.text)
    if any(one.text != one.row.text for one in saved if is_block(one.row.place)):
        story.body = parts.body(Part(one.row.place, one.text) for one in saved)
    of_burst = _burst(sheet.target, by, at)
    revision = workflow.save(story, by=by, at=at, log_action=not of_burst)
    _thin_out(sheet.target, of_burst)
    Translation.objects.filter(pk=sheet.target.pk).update(burst=[*of_burst[-1:], revision.pk])
    return revision


def _burst(target: Story, by: Any, at: datetime) -> list[int]:
    """The revisions that this screen made in the burst that goes on now, the older first; none when one begins."""
    made: list[int] = Translation.objects.filter(pk=target.pk).values_list("burst", flat=True).first() or []
    last = target.latest_revision
    goes_on = last and made and last.pk == made[-1] and last.user_id == by.pk and at - last.created_at < BURST
    return made if goes_on else []


def _thin_out(target: Story, of_burst: list[int]) -> None:
    """Of a burst the last two stay: who has just read the story may still hold the one before the last in hand."""
    gone = Revision.objects.for_instance(target).filter(pk__in=of_burst[:-1]).exclude(pk=target.live_revision_id)
    for revision in gone.exclude(pk__in=SetAside.objects.filter(pk__in=of_burst).values("pk")):
        revision.delete()


def _write_field(story: Story, source: Story, place: str, text: str) -> None:
    what, _slash, name = place.partition("/")
    kind, _colon, number = what.partition(":")
    if kind == "picture":
        _write_of_picture(story, source, what, parts.OF_PICTURES[name], text)
    elif kind == "source":
        _write_source(story, source, int(number), text)
    else:
        setattr(story, place, text)


def _write_of_picture(story: Story, source: Story, what: str, name: str, text: str) -> None:
    """Into the placement of that picture; it is placed here too when it was not."""
    placements = list(story.pictures.all())
    for number, placement in enumerate(placements):
        if parts.place_of(placement, number) == what:
            setattr(placement, name, text)
            story.pictures = placements  # type: ignore[misc]
            return
    for number, placement in enumerate(source.pictures.all()):
        if parts.place_of(placement, number) == what:
            new = StoryPicture(picture=placement.picture, sort_order=len(placements), **{name: text})
            story.pictures = [*placements, new]  # type: ignore[misc]


def _write_source(story: Story, source: Story, number: int, text: str) -> None:
    sources, theirs = list(story.sources.all()), list(source.sources.all())
    if number < len(sources):
        sources[number].name = text[:200]
    elif number < len(theirs) and text:
        sources.append(StorySource(role=theirs[number].role, address=theirs[number].address, name=text[:200], sort_order=len(sources)))
    story.sources = sources  # type: ignore[misc]


def _write_rows(sheet: Sheet, saved: Sequence[_Saved], by: Any, at: datetime) -> dict[str, str]:
    """One TranslatedParagraph a row; those that stay keep their number, which is their name in open forms.

    Returns  which key in the form each row has from now on, by the one it had
    """
    mine = TranslatedParagraph.objects.filter(story=sheet.target)
    there = {one.pk: one for one in mine}
    old: list[TranslatedParagraph] = []
    new: list[TranslatedParagraph] = []
    entries: list[TranslatedParagraph] = []
    for position, one in enumerate(saved):
        entry = there.pop(one.row.kept.number, None)
        is_touched = entry is None or entry.text != one.text
        entry = entry or TranslatedParagraph(story=sheet.target)
        (old if entry.pk else new).append(entry)
        entries.append(entry)
        entry.source_story, entry.position, entry.place = sheet.source, position, one.row.place
        entry.source_text, entry.source_key, entry.text = one.source_text, one.source_key, one.text
        entry.machine, entry.other_text = one.machine, one.other_text
        entry.other_by = one.other_by or (entry.other_by if one.other_text else None)
        if is_touched:
            entry.by, entry.at = by, at
    mine.filter(pk__in=there).delete()
    mine.update(position=F("position") + 1_000_000)  # out of the way: no two may have one place
    fields = ["source_story", "position", "place", "source_text", "source_key", "text", "machine", "other_text", "other_by", "by", "at"]
    TranslatedParagraph.objects.bulk_update(old, fields, batch_size=50)
    TranslatedParagraph.objects.bulk_create(new)
    return {one.row.key: f"p{entry.pk}" for one, entry in zip(saved, entries, strict=True)}


def _note_what_is_seen(sheet: Sheet, saved: Sequence[_Saved]) -> None:
    """When no paragraph waits for a look any more, the translation is up to its source."""
    if any(one.text and one.source_key != one.row.source_key for one in saved):
        return
    version = sheet.source.version
    Translation.objects.filter(story=sheet.target, source=sheet.source).exclude(seen_version=version, behind_since=None).update(
        seen_version=version, behind_since=None
    )


__all__ = ["ACTS", "MOST_ROWS", "Outcome", "Sheet", "Typed", "digest", "normal", "put", "save", "take"]
