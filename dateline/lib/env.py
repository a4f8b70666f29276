"""Settings from the environment. A wrong or missing value stops the start, with its name and what to write.

Every reader takes the variable's name; `NAME_FILE` may name a file that holds the value instead (for secrets).
What was read is remembered in `READ`, so that the documentation can be checked for completeness.
"""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

_CHORD = re.compile(r"(?:(?:Ctrl|Alt|Shift|Meta)\+)*F(?:[1-9]|1[0-2])|(?:Shift\+)?(?:(?:Ctrl|Alt|Meta)\+)+(?:Shift\+)?[A-Z0-9]")

READ: dict[str, object] = {}  # variable name -> default, in the order of reading


def _raw(name: str, default: object) -> str | None:
    READ[name] = default
    if (value := os.environ.get(name)) is not None and value != "":
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return None


def text(name: str, default: str | None = None) -> str:
    """The value as it stands. Without a default the variable must be set."""
    value = _raw(name, default)
    if value is None and default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, or put its value in a file and name that in {name}_FILE."
        )
    return default if value is None else value  # type: ignore[return-value]


def flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = _raw(name, default)
    if value is None:
        return default
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”. Write 1 or 0.")


def integer(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number, not below `at_least`."""
    value = _raw(name, default)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write a whole number from {at_least}.")
    return int(value)


def seconds(name: str, default: float) -> float:
    """A duration in seconds, fractions allowed."""
    value = _raw(name, default)
    try:
        found = default if value is None else float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise ImproperlyConfigured(f"{name} is “{value}”. Write a number of seconds, for example {default:g}.")
    return found


def choice(name: str, default: str, among: Sequence[str]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write one of {', '.join(among)}.")
    return value


def time_zone(name: str, default: str) -> str:
    """A name of the IANA time zone database, Asia/Almaty for example."""
    value = text(name, default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} is “{value}”. Write the name of a time zone, for example {default}.")
    return value


def words(name: str, default: str) -> list[str]:
    """A list, separated by commas or blanks."""
    value = _raw(name, default)
    return (default if value is None else value).replace(",", " ").split()


def several(name: str, default: str, among: Sequence[str]) -> list[str]:
    """A list of some of a few words, or none of them: `none`."""
    found = [word for word in words(name, default) if word != "none"]
    if wrong := [word for word in found if word not in among]:
        raise ImproperlyConfigured(f"{name} has “{wrong[0]}”. Write some of {', '.join(among)}, or none.")
    return found


def chord(name: str, default: str) -> str:
    """A key with others held down, Shift+F8 for example; "" for the word off."""
    value = text(name, default)
    if value.lower() == "off":
        return ""
    if not _CHORD.fullmatch(value):
        raise ImproperlyConfigured(f"{name} is “{value}”. Write keys, for example {default} or Ctrl+Alt+9, or off.")
    return value


def folder(name: str, default: str) -> Path:
    """An absolute folder, made if it is not there."""
    path = Path(text(name, default)).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {path}, which cannot be made: {error.strerror}. Name a folder that you may write to."
        ) from error
    return path


def web_address(name: str, default: str) -> str:
    """An http(s) address without a path; a closing slash is dropped."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write scheme and host, for example https://news.example.org")
    return value


def secret(name: str, kept_in: Path) -> str:
    """A secret from the environment; else the one kept in a file, which is made (mode 0600) on the first start."""
    if value := _raw(name, None):
        return value
    try:
        handle = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept_in.read_text(encoding="ascii").strip()
    with open(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return kept_in.read_text(encoding="ascii").strip()


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings of one database: `postgres://user:password@host:port/name?option=value`, or our SQLite file."""
    value = _raw(name, "")
    if not value:
        return sqlite(sqlite_file)
    parts = urlsplit(value)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} is not an address of PostgreSQL. Write postgres://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as Dateline uses it: readers never wait for the writer, a writer takes its lock at BEGIN, commits are on disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;"
            ),
        },
    }
