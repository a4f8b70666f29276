"""Looking through the audit log: filters, pages by keyset, and the whole of it as a stream. Fast however long the log is.

Time is turned into numbers: entries are numbered in the order of their time. Words are looked for in a stretch of the
log at a time, because no index holds them; the answer says how far back it looked.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models

from dateline.people.models import AuditEntry

PAGE, CHUNK = 100, 2000
FEW = 10_000
STRETCH = 100_000  # how many entries one page of a search for words looks at
COLUMNS = ("number", "at", "by", "account", "act", "act_name", "kind", "kind_name", "of", "label", "details")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty fields ask for nothing. act: a whole act, or `story.` for all of its kind."""

    by: int | None = None
    act: str = ""
    kind: str = ""
    of: str = ""
    words: str = ""
    from_: datetime | None = None
    until: datetime | None = None

    def query(self) -> "models.QuerySet[AuditEntry]":
        """Without the words."""
        found = AuditEntry.objects.select_related("by").order_by("-pk")
        if self.by:
            found = found.filter(by=self.by)
        if self.act.endswith("."):
            found = _of_a_kind(found, self.act)
        elif self.act:
            found = found.filter(act=self.act)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.of:
            found = found.filter(number=self.of)
        if self.from_:
            first = _first_since(self.from_)
            found = found.filter(pk__gte=first, at__gte=self.from_) if first else found.none()
        if self.until and (beyond := _first_since(self.until)):
            found = found.filter(pk__lt=beyond)
        return found


@dataclass(frozen=True)
class Page:
    """entries: the newest first. older: where the next page begins, None at the end. searched_to: set when only a stretch was looked at."""

    entries: list[AuditEntry] = field(default_factory=list)
    older: int | None = None
    searched_to: datetime | None = None


def page(wanted: Wanted, before: int | None = None) -> Page:
    """The newest entries that fit, numbered below `before`."""
    found = wanted.query()
    if before:
        found = found.filter(pk__lt=before)
    floor = None
    if wanted.words:
        top = found.values_list("pk", flat=True).first()
        if top is None:
            return Page()
        floor = top - STRETCH
        found = _with_words(found.filter(pk__gt=floor), wanted.words)
    entries = list(found[: PAGE + 1])
    if len(entries) > PAGE:
        return Page(entries[:PAGE], entries[PAGE - 1].pk)
    if floor is not None and (rest := wanted.query().filter(pk__lte=floor).only("pk", "at", "by").first()):
        return Page(entries, floor + 1, rest.at)
    return Page(entries)


def every(wanted: Wanted) -> Iterator[AuditEntry]:
    """All that fit, the newest first, read in pieces: the log may be longer than the memory."""
    before: int | None = None
    while True:
        found = wanted.query()
        if wanted.words:
            found = _with_words(found, wanted.words)
        if before:
            found = found.filter(pk__lt=before)
        piece = list(found[:CHUNK])
        yield from piece
        if len(piece) < CHUNK:
            return
        before = piece[-1].pk


Names = Callable[[AuditEntry], tuple[str, str]]  # of its act and of its kind, as people read them: other rooms know them


def as_row(entry: AuditEntry, names: Names) -> dict[str, Any]:
    """One entry as plain data, for files: the codes, for machines and for ever, and their names."""
    act_name, kind_name = names(entry)
    values = (
        entry.pk, entry.at.isoformat(), entry.by_name, entry.by.get_username() if entry.by else "", entry.act, act_name,
        entry.kind, kind_name, entry.number, entry.label, entry.details,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def as_json_lines(entries: Iterator[AuditEntry], names: Names) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(as_row(entry, names), ensure_ascii=False) + "\n"


def as_csv(entries: Iterator[AuditEntry], names: Names) -> Iterator[str]:
    """With a byte order mark, for spreadsheets; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    line = csv.writer(_Echo())
    yield "\ufeff" + line.writerow(COLUMNS)
    for entry in entries:
        row = {**as_row(entry, names), "details": json.dumps(entry.details, ensure_ascii=False) if entry.details else ""}
        yield line.writerow([_harmless(value) for value in row.values()])


def acts() -> list[str]:
    """Every act that the log knows, by hops along the index: as many steps as there are acts, not as there are entries."""
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE found(act) AS (SELECT MIN(act) FROM {table} UNION ALL "  # noqa: S608  (our own table's name)
            f"SELECT (SELECT MIN(act) FROM {table} WHERE act > found.act) FROM found WHERE found.act IS NOT NULL) "
            "SELECT act FROM found WHERE act IS NOT NULL"
        )
        return [act for (act,) in cursor.fetchall()]


def _with_words(found: "models.QuerySet[AuditEntry]", words: str) -> "models.QuerySet[AuditEntry]":
    for word in words.casefold().split()[:5]:
        found = found.filter(words__contains=word)
    return found


def _of_a_kind(found: "models.QuerySet[AuditEntry]", prefix: str) -> "models.QuerySet[AuditEntry]":
    """Few: by the index of acts, then sorted. Many: from the newest on, because sorting them all would take long."""
    few = models.Q(act__gte=prefix, act__lt=prefix[:-1] + "/")  # the slash follows the dot
    return (
        found.filter(few) if AuditEntry.objects.filter(few).order_by()[: FEW + 1].count() <= FEW else found.filter(act__startswith=prefix)
    )


def _first_since(moment: datetime) -> int | None:
    return AuditEntry.objects.filter(at__gte=moment).order_by("at", "pk").values_list("pk", flat=True).first()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class _Echo:
    """A file that hands back what is written to it: csv wants a file, we want the line."""

    def write(self, text: str) -> str:
        return text
