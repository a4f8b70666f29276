"""The embedded engine: SQLite FTS5 in a file of its own.

A contentless FTS5 table a language holds the stems. Row numbers are in the order of time (`_place`), so that how old a
match is costs nothing to know. What was indexed is kept beside it, compressed: FTS5 needs it to forget a story, and
relevant news compares it. The term counts are kept too, because FTS5 has to walk a whole list to count it.

The file may be thrown away at any time: whoever writes makes it again, see `following` and `dateline reindex`.
"""

import json
import threading
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import SQLITE_CORRUPT, SQLITE_NOTADB, Connection, DatabaseError, Row, connect

from dateline.languages import stems
from dateline.search.documents import Document
from dateline.search.queries import Found, Query

STAMP = f"1.{stems.VERSION}"  # raise the first number when the tables change

ENOUGH = 10  # with fewer stories that have all the words, those with some of them follow
MOST_LOOSE = 100
HEADLINE, LEAD, BODY = 5.0, 2.0, 1.0  # weights of the columns
FRESH, FRESH_H = 0.25, 720  # a story of now weighs a quarter more; half of that is gone after 30 days

_EPOCH = datetime(1850, 1, 1, tzinfo=UTC)
_SLOT_BITS = 12

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (
    place INTEGER PRIMARY KEY, story_id INTEGER NOT NULL UNIQUE, language TEXT NOT NULL,
    published_at TEXT NOT NULL, embargoed_until INTEGER, content BLOB NOT NULL
);
CREATE INDEX under_embargo ON stories (embargoed_until) WHERE embargoed_until IS NOT NULL;
"""
_LANGUAGE_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS words_{language} USING fts5(headline, lead, body, marks, content='', tokenize='ascii');
CREATE TABLE IF NOT EXISTS frequency_{language} (term TEXT PRIMARY KEY, stories INTEGER NOT NULL) WITHOUT ROWID;
"""
_ADD = "INSERT INTO words_{language} (rowid, headline, lead, body, marks) VALUES (?, ?, ?, ?, ?)"
_FORGET = "INSERT INTO words_{language} (words_{language}, rowid, headline, lead, body, marks) VALUES ('delete', ?, ?, ?, ?, ?)"
_COUNT_TERM = """
INSERT INTO frequency_{language} (term, stories) VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET stories = stories + excluded.stories
"""
_COUNT = """
SELECT count(*) FROM words_{language} WHERE words_{language} MATCH :match
    AND rowid NOT IN (SELECT place FROM stories WHERE embargoed_until > :at)
"""
_FIND = """
SELECT stories.story_id FROM (
    SELECT rowid AS place, bm25(words_{language}, :headline, :lead, :body, 0.0)
        * (1.0 + :fresh / (1.0 + max(0, :hour - (rowid >> :slot_bits)) / :fresh_h)) AS score
    FROM words_{language} WHERE words_{language} MATCH :match
        AND rowid NOT IN (SELECT place FROM stories WHERE embargoed_until > :at)
    ORDER BY score, rowid DESC LIMIT :limit OFFSET :offset
) AS best JOIN stories USING (place) ORDER BY best.score, place DESC
"""
_SHARING = """
SELECT stories.* FROM (
    SELECT rowid AS place, bm25(words_{language}) AS score FROM words_{language} WHERE words_{language} MATCH ? ORDER BY score LIMIT ?
) AS best JOIN stories USING (place) ORDER BY best.score
"""
_FREQUENCY = "SELECT stories FROM frequency_{language} WHERE term = ?"
_FREQUENCIES = "SELECT term, stories FROM frequency_{language} WHERE term IN (SELECT value FROM json_each(?))"


@dataclass
class _Open:
    """A connection of this thread, and which file it is on."""

    db: Connection
    inode: int


_connections = threading.local()


class Fts5:
    """The index in the file `path`. Instances are light: connections belong to threads, not to them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    # --- reading ---

    def find(self, query: Query, *, language: str, at: datetime, offset: int, limit: int) -> Found:
        """See `Engine.find`. Nothing is found while there is no index."""
        db = self._read()
        if db is None or query.is_empty or not _has_language(db, language):
            return Found()
        query = _finished(db, query, language)
        scope = {"at": _seconds(at), "hour": _hour(at)}
        strict = {**scope, "match": _expression(query, " AND ")}
        with_all: int = db.execute(_COUNT.format(language=language), strict).fetchone()[0]
        if with_all >= ENOUGH or len(query.words) + len(query.phrases) < 2:
            return Found(_ranked(db, language, strict, limit, offset), with_all, with_all)
        best = _ranked(db, language, strict, ENOUGH, 0)
        loose = {**scope, "match": _expression(query, " OR ")}
        ids = tuple(dict.fromkeys(best + _ranked(db, language, loose, MOST_LOOSE, 0)))
        return Found(ids[offset : offset + limit], len(ids), with_all)

    def frequencies(self, terms: Sequence[str], language: str) -> Mapping[str, int]:
        """See `Engine.frequencies`."""
        db = self._read()
        if db is None or not _has_language(db, language):
            return {}
        rows = db.execute(_FREQUENCIES.format(language=language), (json.dumps(["", *terms]),))
        return {row["term"]: row["stories"] for row in rows}

    def document(self, story_id: int) -> Document | None:
        """See `Engine.document`."""
        db = self._read()
        row = db and db.execute("SELECT * FROM stories WHERE story_id = ?", (story_id,)).fetchone()
        return _document(row) if row else None

    def sharing(self, terms: Sequence[str], language: str, limit: int) -> list[Document]:
        """See `Engine.sharing`."""
        db = self._read()
        if db is None or not terms or not _has_language(db, language):
            return []
        match = " OR ".join(f'"{term}"' for term in terms)
        return [_document(row) for row in db.execute(_SHARING.format(language=language), (match, limit))]

    def story_ids(self) -> frozenset[int]:
        """See `Engine.story_ids`."""
        db = self._read()
        return frozenset(row[0] for row in db.execute("SELECT story_id FROM stories")) if db else frozenset()

    # --- writing ---

    def is_ready(self) -> bool:
        """See `Engine.is_ready`. A file that is broken or no database is thrown away."""
        try:
            return self._read() is not None
        except DatabaseError as error:
            if error.sqlite_errorcode not in (SQLITE_CORRUPT, SQLITE_NOTADB):
                raise
            self._throw_away()
            return False

    def prepare(self) -> None:
        """See `Engine.prepare`."""
        if not self.is_ready():
            self.clear()

    def clear(self) -> None:
        """See `Engine.clear`."""
        with self._write() as db:
            for kind in ("CREATE VIRTUAL %", "CREATE TABLE %"):  # a virtual table takes its own tables with it
                for row in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE ?", (kind,)).fetchall():
                    db.execute(f'DROP TABLE "{row["name"]}"')
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES ('stamp', ?)", (STAMP,))

    def index(self, documents: Sequence[Document]) -> None:
        """See `Engine.index`. One transaction; what is as it was is passed over."""
        self.prepare()
        with self._write() as db:
            counts: dict[str, Counter[str]] = {}
            for document in documents:
                _put(db, document, counts)
            _count(db, counts)

    def remove(self, story_ids: Sequence[int]) -> None:
        """See `Engine.remove`."""
        if self._read() is None:
            return
        with self._write() as db:
            counts: dict[str, Counter[str]] = {}
            for story_id in story_ids:
                _drop(db, story_id, counts)
            _count(db, counts)

    # --- connections ---

    def _read(self) -> Connection | None:
        """This thread's connection; None while there is no index of our making."""
        db = self._connection(make=False)
        if db is None or not _has_table(db, "meta"):
            return None
        row = db.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
        return db if row and row[0] == STAMP else None

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        db = self._connection(make=True)
        assert db is not None  # noqa: S101
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _connection(self, *, make: bool) -> Connection | None:
        """The connection of this thread to the file that is there now; a file put in its place is noticed."""
        mine: dict[Path, _Open] = _connections.__dict__.setdefault("by_path", {})
        if self.path.exists():
            found = mine.get(self.path)
            if found and found.inode == self.path.stat().st_ino:
                return found.db
        elif not make:
            return None
        self._close()
        db = connect(self.path, timeout=20, isolation_level=None)
        db.row_factory = Row
        mine[self.path] = _Open(db, self.path.stat().st_ino)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "mmap_size=268435456", "cache_size=-16000"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        return db

    def _close(self) -> None:
        mine: dict[Path, _Open] = _connections.__dict__.setdefault("by_path", {})
        if stale := mine.pop(self.path, None):
            stale.db.close()

    def _throw_away(self) -> None:
        self._close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


# --- matching ---------------------------------------------------------------------------------------------------------


def _expression(query: Query, joint: str) -> str:
    """The query in FTS5's language. Stems are letters and digits, so quoting them is enough."""
    wanted = [f'"{word}"' for word in query.words]
    if query.prefix:
        wanted[-1] = f'"{query.prefix}"*'
    wanted += [_together(phrase) for phrase in query.phrases]
    expression = "{headline lead body} : (" + joint.join(wanted) + ")"
    unwanted = " OR ".join(_together(phrase) for phrase in query.excluded)
    return f"({expression}) NOT ({unwanted})" if unwanted else expression


def _together(phrase: Sequence[str]) -> str:
    return '"' + " ".join(phrase) + '"'


def _finished(db: Connection, query: Query, language: str) -> Query:
    """The query without its prefix if the last word stands in some story as it is: then the reader has finished it."""
    if not query.prefix or not query.words:
        return query
    row = db.execute(_FREQUENCY.format(language=language), (query.words[-1],)).fetchone()
    return Query(query.words, query.phrases, query.excluded) if row and row[0] > 0 else query


def _ranked(db: Connection, language: str, scope: Mapping[str, object], limit: int, offset: int) -> tuple[int, ...]:
    values = {
        **scope,
        **{"headline": HEADLINE, "lead": LEAD, "body": BODY, "fresh": FRESH, "fresh_h": float(FRESH_H)},
        **{"slot_bits": _SLOT_BITS, "limit": limit, "offset": offset},
    }
    return tuple(row[0] for row in db.execute(_FIND.format(language=language), values))


def _has_language(db: Connection, language: str) -> bool:
    """True if stories of this language were ever indexed. Only then its name may stand in a statement."""
    return _has_table(db, f"words_{language}")


def _has_table(db: Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None


# --- keeping ----------------------------------------------------------------------------------------------------------


def _put(db: Connection, document: Document, counts: dict[str, Counter[str]]) -> None:
    language = document.language
    if not language.isascii() or not language.isalpha():
        raise ValueError(f"“{language}” cannot name a table")
    values = (language, document.published_at.isoformat(), _seconds(document.embargoed_until), _packed(document))
    old = db.execute("SELECT * FROM stories WHERE story_id = ?", (document.story_id,)).fetchone()
    if old and tuple(old)[2:] == values:
        return
    if old:
        _drop(db, document.story_id, counts)
    if not _has_language(db, language):
        for statement in _LANGUAGE_SCHEMA.format(language=language).split(";"):
            db.execute(statement)
    place = _place(db, document.published_at)
    db.execute("INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?)", (place, document.story_id, *values))
    db.execute(_ADD.format(language=language), (place, *_columns(document)))
    counts.setdefault(language, Counter()).update(_terms(document))


def _drop(db: Connection, story_id: int, counts: dict[str, Counter[str]]) -> None:
    row = db.execute("SELECT * FROM stories WHERE story_id = ?", (story_id,)).fetchone()
    if row is None:
        return
    document = _document(row)
    db.execute(_FORGET.format(language=document.language), (row["place"], *_columns(document)))
    db.execute("DELETE FROM stories WHERE place = ?", (row["place"],))
    counts.setdefault(document.language, Counter()).subtract(_terms(document))


def _count(db: Connection, counts: dict[str, Counter[str]]) -> None:
    for language, own in counts.items():
        db.executemany(_COUNT_TERM.format(language=language), ((term, number) for term, number in own.items() if number))


def _terms(document: Document) -> set[str]:
    """What is counted once for this story; "" counts the story itself."""
    return {"", *document.headline, *document.lead, *document.body, *document.marks}


def _columns(document: Document) -> tuple[str, str, str, str]:
    return (" ".join(document.headline), " ".join(document.lead), " ".join(document.body), " ".join(sorted(document.marks)))


def _packed(document: Document) -> bytes:
    return zlib.compress("\n".join((*_columns(document), " ".join(sorted(document.names)))).encode())


def _document(row: Row) -> Document:
    headline, lead, body, marks, names = (line.split() for line in zlib.decompress(row["content"]).decode().split("\n"))
    until = row["embargoed_until"]
    return Document(
        story_id=row["story_id"],
        language=row["language"],
        published_at=datetime.fromisoformat(row["published_at"]),
        embargoed_until=datetime.fromtimestamp(until, UTC) if until else None,
        headline=tuple(headline),
        lead=tuple(lead),
        body=tuple(body),
        names=frozenset(names),
        marks=frozenset(marks),
    )


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def _hour(moment: datetime) -> int:
    return max(0, (moment - _EPOCH) // timedelta(hours=1))


def _place(db: Connection, published_at: datetime) -> int:
    """A free row number for a story of that time: hours since 1850, then a slot; a full hour runs over into the next."""
    place = _hour(published_at) << _SLOT_BITS
    while True:
        end = place | ((1 << _SLOT_BITS) - 1)
        last = db.execute("SELECT max(place) FROM stories WHERE place BETWEEN ? AND ?", (place, end)).fetchone()[0]
        if last is None or last < end:
            return place if last is None else int(last) + 1
        place = end + 1
