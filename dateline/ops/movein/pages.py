"""What was read from one page of an old site: plain, frozen, without database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Role = Literal["said", "published", "carried"]
Window = Literal["", "day", "week", "month"]  # "" when the page does not say


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something on a page that is not as it should be. `line` counts from 1, in the file as it is kept."""

    line: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"line {self.line}: expected {self.expected}; found {self.found!r}"


class BadPage(Exception):
    """The page cannot be understood. Nothing of it may be imported."""

    def __init__(self, line: int, expected: str, found: str) -> None:
        self.trouble = Trouble(line, expected, shortened(found))
        super().__init__(str(self.trouble))

    def __reduce__(self) -> tuple[type["BadPage"], tuple[int, str, str]]:
        """Pages are read in other processes; the exception has to come back whole."""
        return BadPage, (self.trouble.line, self.trouble.expected, self.trouble.found)


@dataclass(frozen=True, slots=True)
class OldSource:
    """Whose news it is: who said it, who published it first, who carried it."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class OldPicture:
    """The picture that a saved page names. `address` is as written there, made absolute where the page says how."""

    address: str
    caption: str = ""
    credit_line: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class OldStory:
    """One story with its text.

    published_at  aware
    views         None when the page gives no count: unknown, which is not nought
    paragraphs    the text, block by block, without markup; never empty
    body          the same as clean HTML
    credit_line   who is named with the pictures; empty when nobody is
    address       where the story stood, if the page says so; with `alternates` as (language, address)
    line          where it begins on the page
    """

    headline: str
    published_at: datetime
    views: int | None
    paragraphs: tuple[str, ...]
    body: str
    lead: str = ""
    credit_line: str = ""
    rights_notice: str = ""
    byline: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    sources: tuple[OldSource, ...] = ()
    language: str = ""  # as the page declares it; empty when it does not
    address: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    modified_at: datetime | None = None
    picture: OldPicture | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class OldHeadline:
    """A story of which only the headline is here: it becomes an archived headline, not a story."""

    headline: str
    published_at: datetime
    views: int | None
    address: str = ""
    language: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class OldListEntry:
    """One line of a most-viewed list. `list_number` and `position` count from 1 in the order of the page.

    published_at  aware; None where a saved page lists headlines without dates
    """

    list_number: int
    position: int
    headline: str
    published_at: datetime | None
    views: int | None
    window: Window = ""
    address: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class OldPage:
    """One page, wholly understood. `stories` begins with the page's own story."""

    form: Literal["text", "html"]
    encoding: str
    stories: tuple[OldStory, ...] = ()
    headlines: tuple[OldHeadline, ...] = ()
    entries: tuple[OldListEntry, ...] = ()
    troubles: tuple[Trouble, ...] = ()  # understood all the same; told to the administrator
    seen_on: date | None = None  # only where the page itself says when it was made

    def newest_date(self) -> datetime | None:
        """The latest time that the page names."""
        return max(self._times(), default=None)

    def items(self) -> "Iterator[OldStory | OldHeadline | OldListEntry]":
        """Everything on the page that has a headline."""
        yield from self.stories
        yield from self.headlines
        yield from self.entries

    def _times(self) -> Iterator[datetime]:
        return (item.published_at for item in self.items() if item.published_at is not None)


def shortened(text: str, most: int = 80) -> str:
    """`text` for a report: on one line and at most `most` characters long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
