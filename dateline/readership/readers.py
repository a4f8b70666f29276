"""Telling readers apart for half an hour without knowing who they are: a keyed hash whose key lives one day."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connections

from dateline.lib.clients import household
from dateline.readership.counting import REPEAT_WITHIN
from dateline.readership.models import ReaderKey, RecentView

_FORGET_AT_ONCE = 5000


@dataclass(frozen=True)
class Reader:
    """A reader by today's key; `before`, by yesterday's, only in the half hour in which yesterday's views still count as recent."""

    now: bytes
    before: bytes | None


def identify(address: str, user_agent: str, at: datetime) -> Reader:
    """Both hashes of a reader that `counting.count_view` wants."""
    before = None
    if (yesterday := _day(at - REPEAT_WITHIN)) != _day(at):
        key = ReaderKey.objects.filter(day=yesterday).values_list("key", flat=True).first()
        before = None if key is None else _hash(bytes(key), address, user_agent)
    return Reader(reader_hash(address, user_agent, at), before)


def reader_hash(address: str, user_agent: str, at: datetime) -> bytes:
    """16 bytes that stay the same for one address and browser during one UTC day. The day's key is made when first asked for."""
    return _hash(_key_of(_day(at)), address, user_agent)


def forget(at: datetime) -> None:
    """Destroy keys and marks that are no longer needed. To be called every minute."""
    _destroy_keys(before=_day(at - REPEAT_WITHIN))
    old = RecentView.objects.filter(counted_at__lte=at - REPEAT_WITHIN)
    while marks := list(old.values_list("mark", flat=True)[:_FORGET_AT_ONCE]):
        old.filter(mark__in=marks).delete()


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _key_of(day: date) -> bytes:
    found = ReaderKey.objects.filter(day=day).values_list("key", flat=True).first()
    if found is None:
        _destroy_keys(before=day - timedelta(days=1))
        ReaderKey.objects.bulk_create([ReaderKey(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
        found = ReaderKey.objects.values_list("key", flat=True).get(day=day)  # perhaps another process was faster
    return bytes(found)


def _destroy_keys(before: date) -> None:
    old = ReaderKey.objects.filter(day__lt=before)
    if not old.exists():
        return
    if connections["counts"].vendor == "sqlite":
        with connections["counts"].cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # overwrite with zeros, do not just unlink
    old.delete()


def _hash(key: bytes, address: str, user_agent: str) -> bytes:
    return hashlib.blake2b(f"{household(address)}\n{user_agent}".encode(), key=key, digest_size=16).digest()
