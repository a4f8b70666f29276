"""Whether the log of releases is as it was written, and whether the public sees what the log says. It finds; it mends nothing.

The log is read in order and in small pieces, as plain text: what somebody has written past Django may not be readable for
Django any more, and must be found all the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.stories import chain
from dateline.stories.models import Release, ReleaseCounter, SignedHead, SigningKey, Story
from dateline.stories.shown import differences, parts_of_many
from dateline.stories.signing import is_genuine

AT_ONCE = 100  # releases in memory
Told = Callable[[int], object]


@dataclass(frozen=True)
class Fault:
    """What differs. number: of the release, story: of the story, as far as they are known."""

    sentence: str
    number: int | None = None
    story: int | None = None
    slugline: str = ""

    def __str__(self) -> str:
        where = [
            _("release %(number)s") % {"number": self.number} if self.number else "",
            _("story %(number)s") % {"number": self.story} if self.story else "",
            f"“{self.slugline}”" if self.slugline else "",
        ]
        return ": ".join(part for part in (", ".join(one for one in where if one), self.sentence) if part)


class Row(NamedTuple):
    """One release as the database has it; times and snapshot as text."""

    number: Any
    story: Any
    kind: Any
    version: Any
    at: Any
    by: Any
    reason: Any
    snapshot: Any
    content_hash: Any
    previous_hash: Any
    hash: Any


class Verification:
    """One walk along the log.

    after, hash  begin behind this release, whose hash is known to be this; the beginning of the log without them
    heads        further signed heads, for instance a copy that somebody has kept
    told         is called with the number of releases behind us, now and then
    """

    def __init__(
        self, *, after: int = 0, hash: str = chain.BEGINNING, heads: Iterable[SignedHead] = (), told: Told = lambda _count: None
    ) -> None:
        self.number, self.hash = after, hash  # the last release behind us
        self.releases = 0
        self._also = hash  # what the hash of the last release should be, where that differs
        self._after = after
        self._told = told
        self._heads = list(heads)

    def faults(self) -> Iterator[Fault]:
        """Everything that is wrong, in the order of the log."""
        head = ReleaseCounter.objects.filter(pk=1).first() or ReleaseCounter()  # first: what is released while we read is no fault
        yield from _missing_triggers()
        keys = dict(SigningKey.objects.values_list("pk", "pem"))
        signed = self._signed(keys)
        yield from signed.forged
        while rows := list(self._next_rows()):
            contents = []
            for row in rows:
                if isinstance(row, Fault):
                    yield row
                    self._pass(row.number, "", "")
                    continue
                content = _read(row.snapshot)
                yield from self._wrong_with(row, content)
                yield from signed.wrong_at(self.number, self.hash)
                if row.number == head.last and row.hash != head.hash:
                    yield self._fault(row, content, _("The counter holds another hash for this release."))
                contents.append((row, content))
            yield from _wrongly_shown(contents)
            self.releases += len(rows)
            self._told(self.releases)
        yield from self._missing_at_the_end(head)
        yield from signed.missing(self.number)
        yield from _behind_the_log()

    # --- the chain ----------------------------------------------------------------------------------------------------------

    def _wrong_with(self, row: Row, content: Any) -> Iterator[Fault]:
        """What is wrong with one release and its place in the log."""
        if row.number != self.number + 1:
            yield Fault(_gap(self.number + 1, row.number - 1), number=self.number + 1)
        elif row.previous_hash not in (self.hash, self._also) and self.hash:
            yield self._fault(row, content, _("It does not continue the release before it."))
        own = _content_hash(content)
        should_be = _release_hash(row, row.content_hash)
        if own != row.content_hash:
            if should_be != row.hash and _release_hash(row, own) == row.hash:
                yield self._fault(row, content, _("Its content hash was changed; the content itself is as it was released."))
            else:
                yield self._fault(row, content, _("Its content is not what was released."))
        if should_be != row.hash and _release_hash(row, own) != row.hash:
            yield self._fault(
                row, content, _("Its number, story, kind, version, time, person, reason or hashes are not what was released.")
            )
        self._pass(row.number, row.hash, should_be)

    def _pass(self, number: int | None, hash: str, also: str) -> None:
        self.number, self.hash, self._also = number or self.number, hash, also

    def _fault(self, row: Row, content: Any, sentence: str) -> Fault:
        said = content.get("slugline") if isinstance(content, dict) else None
        slugline = said or Story.objects.filter(pk=row.story).values_list("slugline", flat=True).first() or ""
        return Fault(sentence, number=row.number, story=row.story, slugline=str(slugline))

    def _next_rows(self) -> Iterator[Row | Fault]:
        """The next releases; one that the database cannot give back is a fault of its own."""
        next_ones = Release.objects.filter(number__gt=self.number).order_by("number").values_list("number", flat=True)[:AT_ONCE]
        numbers = [number for number in next_ones if isinstance(number, int)]  # SQLite would keep a text as well
        if not numbers:
            return
        try:
            yield from _rows(numbers[0], numbers[-1])
        except DatabaseError:
            for number in numbers:
                try:
                    yield from _rows(number, number)
                except DatabaseError as error:
                    yield Fault(_("It cannot be read: %(why)s") % {"why": error}, number=number)

    def _missing_at_the_end(self, head: ReleaseCounter) -> Iterator[Fault]:
        if head.last > self.number:
            yield Fault(_gap(self.number + 1, head.last), number=self.number + 1)
        elif ReleaseCounter.objects.filter(last__lt=self.number).exists():
            yield Fault(_("The counter stands at %(last)d, before the last release.") % {"last": head.last}, number=self.number)
        elif not self.releases and head.last == self.number and head.hash != self.hash:
            yield Fault(_("The counter holds another hash for this release."), number=self.number or None)

    # --- the signatures -----------------------------------------------------------------------------------------------------

    def _signed(self, keys: Mapping[str, str]) -> "_Signed":
        kept = SignedHead.objects.filter(number__gte=self._after)
        found = _Signed()
        for one in (*kept, *self._heads):
            found.add(one, genuine=is_genuine(one, keys))
        if self._after:
            list(found.wrong_at(self.number, self.hash))  # looked at by the walk that came so far
        return found


class _Signed:
    """The signed heads, by the release that they are about."""

    def __init__(self) -> None:
        self.forged: list[Fault] = []
        self._waiting: dict[int, dict[str, SignedHead]] = {}

    def add(self, head: SignedHead, *, genuine: bool) -> None:
        if genuine:
            self._waiting.setdefault(head.number, {})[head.hash] = head
        else:
            self.forged.append(Fault(_("The signature of %(day)s is not the agency's.") % {"day": head.day}, number=head.number))

    def wrong_at(self, number: int, hash: str) -> Iterator[Fault]:
        for head in self._waiting.pop(number, {}).values():
            if head.hash != hash:
                yield Fault(_("It is not the release that was signed on %(day)s.") % {"day": head.day}, number=number)

    def missing(self, last: int) -> Iterator[Fault]:
        for number, heads in sorted(self._waiting.items()):
            for head in heads.values():
                yield Fault(_("It was signed on %(day)s, and is not in the log.") % {"day": head.day}, number=number)


def export() -> Iterator[str]:
    """The whole log as text, a release a line, for who checks it without us: see docs/history.md."""
    for release in Release.objects.order_by("number").iterator(chunk_size=AT_ONCE):
        whole = {
            "number": release.number, "story": release.story_id, "kind": release.kind, "version": release.version,
            "at": chain.moment(release.at), "by": release.by_id, "reason": release.reason, "snapshot": release.snapshot,
            "content": release.content_hash, "previous": release.previous_hash, "hash": release.hash,
        }  # fmt: skip
        yield chain.canonical(whole).decode("utf-8")


# --- how they do it -----------------------------------------------------------------------------------------------------

_COLUMNS = 'number, story_id, kind, version, CAST("at" AS text), by_id, reason, CAST(snapshot AS text), content_hash, previous_hash, hash'
_SELECT = f"SELECT {_COLUMNS} FROM stories_release WHERE number >= %s AND number <= %s ORDER BY number"  # noqa: S608 - no value in it
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
}
_WANTED = [f"{what}_is_never_{done}" for what in ("release", "stories_signedhead", "stories_signingkey") for done in ("changed", "deleted")]
_NOT_RELEASED = """
    SELECT s.id, s.slugline FROM stories_story s LEFT JOIN stories_release r ON r.story_id = s.id AND r.version = s.version
    WHERE r.number IS NULL AND (s.version > 0 OR s.state <> 'draft') ORDER BY s.id"""
_TURNED_BACK = """
    SELECT DISTINCT s.id, s.slugline FROM stories_release r JOIN stories_story s ON s.id = r.story_id
    WHERE r.version > s.version ORDER BY s.id"""
_WITHOUT_STORY = """
    SELECT r.number, r.story_id FROM stories_release r LEFT JOIN stories_story s ON s.id = r.story_id
    WHERE s.id IS NULL ORDER BY r.number"""


def _rows(first: int, last: int) -> list[Row]:
    return [Row(*values) for values in _ask(_SELECT, [first, last])]


def _ask(statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _read(snapshot: Any) -> Any:
    try:
        return json.loads(snapshot)
    except (ValueError, TypeError, RecursionError):
        return None


def _content_hash(content: Any) -> str:
    try:
        return chain.content_hash(content)
    except (ValueError, TypeError, RecursionError):
        return ""


def _release_hash(row: Row, content: str) -> str:
    try:
        at = datetime.fromisoformat(row.at)
        return chain.release_hash(
            number=row.number,
            story=row.story,
            kind=row.kind,
            version=row.version,
            at=chain.moment(at if at.tzinfo else at.replace(tzinfo=UTC)),
            by=row.by,
            reason=row.reason,
            content=content,
            previous=row.previous_hash,
        )
    except (ValueError, TypeError):
        return ""


def _gap(first: int, last: int) -> str:
    return ngettext("It is missing.", "%(count)d releases are missing from here on.", last - first + 1) % {"count": last - first + 1}


def _missing_triggers() -> Iterator[Fault]:
    there = {name for (name,) in _ask(_TRIGGERS[connection.vendor])}
    for name in _WANTED:
        if name not in there:
            yield Fault(_("The database does not guard the log: the trigger %(name)s is missing.") % {"name": name})


def _wrongly_shown(contents: list[tuple[Row, Any]]) -> Iterator[Fault]:
    """Stories that show something else than their last release says. A story that goes on meanwhile is left to its next release."""
    versions = {row.story: (row, content) for row, content in contents if isinstance(content, dict)}
    latest = Story.objects.filter(pk__in=versions).select_related("section", "dossier")
    stories = [story for story in latest if story.version == versions[story.pk][0].version]
    parts = parts_of_many(stories)
    for story in stories:
        row, content = versions[story.pk]
        found = differences(story, parts[story.pk], str(row.kind), content)
        if found and Story.objects.filter(pk=story.pk, version=row.version).exists():
            sentence = _("The site does not show what was released: %(fields)s.") % {"fields": ", ".join(found)}
            yield Fault(sentence, number=row.number, story=story.pk, slugline=story.slugline)


def _behind_the_log() -> Iterator[Fault]:
    """Stories that say of themselves what no release says, and releases that no walk comes by."""
    if connection.vendor == "sqlite":
        for (number,) in _ask("SELECT number FROM stories_release WHERE typeof(number) <> 'integer'"):
            yield Fault(_("A release has “%(number)s” for its number.") % {"number": number})
    for story, slugline in _ask(_NOT_RELEASED):
        yield Fault(_("It says that it is public, or was; no release says so."), story=story, slugline=slugline)
    for story, slugline in _ask(_TURNED_BACK):
        yield Fault(_("It was turned back to an earlier version."), story=story, slugline=slugline)
    for number, story in _ask(_WITHOUT_STORY):
        yield Fault(_("Its story is missing."), number=number, story=story)
