"""Is this story here already, and which of two pages knows better.

A story is the same when its old address is; else when language, minute and headline are; else, for a headline that was
changed, when language, minute and text are. Of two pages the later seen is newer; on the same day the story's own page, then
the one with more views, for a count only rises.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from dateline.ops.models import MovedStory
from dateline.ops.movein.pages import OldStory
from dateline.website.models import OldAddress

T = TypeVar("T")

_AT_ONCE = 400  # values in one IN (...)
_PATH_MAX = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A story on its way in: what was read, and all that decides about it."""

    story: OldStory
    language: str
    section: str  # slug
    seen_on: date
    own: bool  # on its own page, not among the relevant news of another
    newer: bool = False  # the same file was moved in before with other content
    minute: int = 0
    headline_key: str = ""
    text_key: str = ""
    facts_key: str = ""
    path: str = ""

    def rank(self) -> tuple[date, bool, int]:
        """The greater, the newer."""
        return self.seen_on, self.own, -1 if self.story.views is None else self.story.views


@dataclass(slots=True)
class Row:
    """What is known of a story: in the database (`story_id`), or about to be written (`draft`)."""

    language: str
    minute: int
    headline_key: str
    text_key: str
    facts_key: str
    rank: tuple[date, bool, int]
    version: int = 1
    story_id: int | None = None
    draft: Draft | None = None
    touched: bool = False

    def number(self) -> int:
        """Of its story, which is written by now."""
        if self.story_id is None:
            raise RuntimeError(f"the story of {self.language} {self.minute} is not written yet")
        return self.story_id


@dataclass(slots=True)
class Known:
    """The stories that came from old sites, as far as the pages in hand can mean them."""

    rows: dict[tuple[str, int], list[Row]] = field(default_factory=dict)
    paths: dict[str, Row | None] = field(default_factory=dict)
    by_id: dict[int, Row] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def load(self, minutes: Iterable[int], paths: Iterable[str]) -> None:
        """Fetch what the database knows of these minutes and old addresses, once each."""
        for part in _parts(sorted(set(minutes) - self.asked)):
            for moved in MovedStory.objects.filter(minute__in=part):
                self._take(moved)
            self.asked.update(part)
        for some in _parts(sorted({path for path in paths if path} - set(self.paths))):
            self.paths.update(dict.fromkeys(some))
            found = dict(OldAddress.objects.filter(path__in=some).values_list("path", "story_id"))
            for moved in MovedStory.objects.filter(story_id__in=found.values()):
                self._take(moved)
            self.paths.update({path: self.by_id.get(story_id) for path, story_id in found.items()})

    def find(self, draft: Draft) -> Row | None:
        """The row of the same story."""
        at_address = self.paths.get(draft.path) if draft.path else None
        if at_address and at_address.language == draft.language:
            return at_address
        rows = self.rows.get((draft.language, draft.minute), [])
        same = (row for row in rows if row.headline_key == draft.headline_key)
        return next(same, None) or next((row for row in rows if row.text_key == draft.text_key), None)

    def headline(self, language: str, published_at: datetime, headline: str) -> Row | None:
        """The row of a story of which only time and headline are known."""
        rows = self.rows.get((language, minute_of(published_at)), [])
        return next((row for row in rows if row.headline_key == key_of(headline)), None)

    def add(self, draft: Draft) -> Row:
        """A row for a story that is not here yet."""
        row = Row(
            draft.language, draft.minute, draft.headline_key, draft.text_key, draft.facts_key, draft.rank(), draft=draft, touched=True
        )
        self.rows.setdefault((draft.language, draft.minute), []).append(row)
        self.name(draft, row)
        return row

    def name(self, draft: Draft, row: Row) -> bool:
        """Let the address of `draft` lead to `row`; False when it does already or is unknown."""
        if not draft.path or self.paths.get(draft.path) is not None:
            return False
        self.paths[draft.path] = row
        return True

    def _take(self, moved: MovedStory) -> Row:
        if moved.story_id not in self.by_id:
            rank = (moved.seen_on, moved.own, moved.views)
            keys = (moved.headline_key, moved.text_key, moved.facts_key)
            row = Row(moved.language, moved.minute, *keys, rank, moved.version, moved.story_id)
            self.by_id[moved.story_id] = row
            self.rows.setdefault((moved.language, moved.minute), []).append(row)
        return self.by_id[moved.story_id]


def draft_of(story: OldStory, *, language: str, section: str, seen_on: date, own: bool, newer: bool) -> Draft:
    """`story` with its keys."""
    return Draft(
        story=story,
        language=language,
        section=section,
        seen_on=seen_on,
        own=own,
        newer=newer,
        minute=minute_of(story.published_at),
        headline_key=key_of(story.headline),
        text_key=key_of(" ".join(story.paragraphs)),
        facts_key=_facts_key(story, language, section),
        path=path_of(story.address),
    )


def minute_of(at: datetime) -> int:
    """Minutes since 1970."""
    return int(at.timestamp() // 60)


def key_of(text: str) -> str:
    """The same for texts that differ only in case, spaces and marks; 24 characters."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return hashlib.blake2b(letters.encode(), digest_size=12).hexdigest()


def path_of(address: str) -> str:
    """Path and query of an old address; empty for the front page and for one too long to keep."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path not in ("", "/") and len(path) <= _PATH_MAX else ""


def _facts_key(story: OldStory, language: str, section: str) -> str:
    facts = (
        *(story.headline, story.lead, story.body, story.byline, story.credit_line, story.rights_notice, story.keywords),
        *(story.sources, story.picture, story.modified_at, language, section),
    )
    return hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()


def _parts(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
