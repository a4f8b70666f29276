"""The audit log: who did what to what, and when. Written in the transaction of the act itself; never changed, never pruned."""

from collections.abc import Iterator
from typing import Any

from dateline.people.models import AuditEntry

WORDS_MAX = 4000


def record(by: Any, act: str, about: Any = None, **details: Any) -> AuditEntry:
    """Note one act.

    by       the User; None for Dateline itself
    act      `room.verb` in lower case: "story.publish", "picture.delete", "person.invite"
    about    the model instance it was done to, or None
    details  plain JSON values: what changed, from what to what, why
    """
    by_name, label = _name(by), str(about)[:300] if about is not None else ""
    return AuditEntry.objects.create(
        by=by if by is not None and getattr(by, "pk", None) else None,
        by_name=by_name,
        act=act,
        kind=about._meta.label_lower if about is not None else "",
        number=str(about.pk) if about is not None else "",
        label=label,
        details=details,
        words=" ".join([by_name, label, *_texts(details)]).casefold()[:WORDS_MAX],
    )


def _texts(value: Any) -> Iterator[str]:
    """Every value in nested details, as text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value is not None:
        yield str(value)


def _name(by: Any) -> str:
    return (by.get_full_name() or by.get_username())[:200] if by is not None and hasattr(by, "get_username") else ""
