"""The one interface of every search engine, and the list of them.

An engine matches and ranks stems; it knows no text and decides nothing about what may be shown (`finding` does).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings

from dateline.search.documents import Document
from dateline.search.fts5 import Fts5
from dateline.search.queries import Found, Query


class Engine(Protocol):
    """What an engine must do. All changes are idempotent."""

    def is_ready(self) -> bool:
        """True if there is an index and it was made as it is made now."""
        ...

    def prepare(self) -> None:
        """Make an empty index, unless `is_ready`."""
        ...

    def clear(self) -> None:
        """Throw the index away and make an empty one."""
        ...

    def index(self, documents: Sequence[Document]) -> None:
        """Add these, each in the place of what was known of its story."""
        ...

    def remove(self, story_ids: Sequence[int]) -> None:
        """Forget these; those unknown are no error."""
        ...

    def find(self, query: Query, *, language: str, at: datetime, offset: int, limit: int) -> Found:
        """The best matches of one language, without what is under embargo at `at`."""
        ...

    def frequencies(self, terms: Sequence[str], language: str) -> Mapping[str, int]:
        """In how many stories of the language each term stands; under "" how many stories there are."""
        ...

    def document(self, story_id: int) -> Document | None:
        """What is known of a story."""
        ...

    def sharing(self, terms: Sequence[str], language: str, limit: int) -> list[Document]:
        """The stories that share most of these terms, rare ones counting more."""
        ...

    def story_ids(self) -> frozenset[int]:
        """All stories in the index."""
        ...


EMBEDDED = "fts5"
ENGINES: dict[str, Callable[[], Engine]] = {EMBEDDED: lambda: Fts5(settings.SEARCH_DB)}


def engine() -> Engine:
    """The engine of this installation."""
    return ENGINES[EMBEDDED]()
