"""What became of the pages: of each for itself, and of all together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dateline.ops.movein.pages import Trouble

COUNTED = {  # in the order of the report
    "pages": "pages looked at",
    "skipped": "pages that were moved in before",
    "not_understood": "pages not understood; kept, nothing of them was moved in",
    "new": "stories new",
    "changed": "stories changed",
    "unchanged": "stories unchanged",
    "edited_here": "stories left as they were edited here",
    "counts": "view counts carried over",
    "unknown_counts": "stories and entries whose view count is unknown",
    "headlines": "archived headlines new",
    "entries": "entries of most-viewed lists",
    "lists": "most-viewed lists new or newer",
    "addresses": "old addresses that lead here now",
    "troubles": "things to look at",
}


@dataclass(slots=True)
class PageReport:
    """What became of one page."""

    path: str
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    bad: Trouble | None = None
    notes: list[str] = field(default_factory=list)  # newer facts that won, and what else an administrator should read

    def lines(self) -> Iterator[str]:
        """What is to be said of this page; nothing when all is as it should be."""
        if self.bad:
            yield f"{self.path}:{self.bad.line}: not understood: expected {self.bad.expected}; found “{self.bad.found}”"
        for trouble in self.troubles:
            yield f"{self.path}:{trouble.line}: expected {trouble.expected}; found “{trouble.found}”"
        for note in self.notes:
            yield f"{self.path}: {note}"

    def as_json(self) -> dict[str, Any]:
        """For the journal."""
        troubles = [[trouble.line, trouble.expected, trouble.found] for trouble in (*([self.bad] if self.bad else []), *self.troubles)]
        return {"counts": dict(self.counts), "troubles": troubles[:100], "notes": self.notes[:100]}


@dataclass(slots=True)
class Report:
    """The sums over all pages."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, page: PageReport) -> None:
        """Count `page` in."""
        self.counts.update(page.counts)
        self.counts["pages"] += 1
        self.counts["not_understood"] += page.bad is not None
        self.counts["troubles"] += len(page.troubles)

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """The sums as a table."""
        yield "What moving in would do:" if dry_run else "Moved in:"
        for name, words in COUNTED.items():
            if self.counts[name] or name in ("pages", "new"):
                yield f"{self.counts[name]:>9,}  {words}".replace(",", "\u202f")
