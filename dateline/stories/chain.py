"""The chain of hashes that makes the log of releases evidence: each release carries the hash of the one before it.

Pure functions, no database. The recipe is in docs/history.md, word for word, so that others can repeat it without us. It
never changes: releases of ten years ago are checked with it. A new recipe would be a new column.

Canonical JSON is what `json.dumps` makes with the options below. For our values (texts, whole numbers, true, false, null,
lists, objects with ASCII names) that is RFC 8785; where the two differ, `check_plain` refuses to write.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64  # stands before the first release
_MOST = 2**53 - 1  # whole numbers beyond it are not the same in every reader of JSON


def canonical(value: Any) -> bytes:
    """`value` as JSON that is the same on every machine: sorted names, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def content_hash(snapshot: Any) -> str:
    """SHA-256 of a snapshot, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def release_hash(
    *, number: int, story: int, kind: str, version: int, at: str, by: int | None, reason: str, content: str, previous: str
) -> str:
    """SHA-256 of everything that a release is, the hash of the release before it included.

    at        as `moment` writes it
    by        number of the user, or None
    content   `content_hash` of its snapshot
    previous  the hash of the release before it; BEGINNING for the first
    """
    return content_hash(
        {
            "number": number, "story": story, "kind": kind, "version": version, "at": at, "by": by, "reason": reason,
            "content": content, "previous": previous,
        }
    )  # fmt: skip


def moment(at: datetime) -> str:
    """2026-03-12T07:00:00.000000+00:00: always UTC, always with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def check_plain(value: Any) -> None:
    """Raises TypeError for what JSON does not write the same everywhere: fractions and very big numbers. Write them as text."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not (isinstance(name, str) and name.isascii()):
                raise TypeError(f"a name in a snapshot must be ASCII text, not {name!r}")
            check_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            check_plain(inner)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > _MOST):
        raise TypeError(f"a snapshot may hold whole numbers up to {_MOST} and texts, not {value!r}")
