"""The audit log: who did what to what, and when. Written in the transaction of the act itself; never changed, never pruned."""

from typing import Any

from dateline.people.models import AuditEntry


def record(by: Any, act: str, about: Any = None, **details: Any) -> AuditEntry:
    """Note one act.

    by       the User; None for Dateline itself
    act      `room.verb` in lower case: "story.publish", "picture.delete", "person.invite"
    about    the model instance it was done to, or None
    details  plain JSON values: what changed, from what to what, why
    """
    return AuditEntry.objects.create(
        by=by if by is not None and getattr(by, "pk", None) else None,
        by_name=_name(by),
        act=act,
        kind=about._meta.label_lower if about is not None else "",
        number=str(about.pk) if about is not None else "",
        label=str(about)[:300] if about is not None else "",
        details=details,
    )


def _name(by: Any) -> str:
    return (by.get_full_name() or by.get_username())[:200] if by is not None and hasattr(by, "get_username") else ""
