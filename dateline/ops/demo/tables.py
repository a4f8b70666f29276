"""TOML tables read strictly: every key is asked for by its name and kind, and what was not asked for is a problem too."""

import tomllib
from collections.abc import Collection, Iterator
from datetime import time
from pathlib import Path
from typing import Any

from dateline.lib.errors import Refused


class BadDemo(Refused):
    """The demo's files cannot be used; `reasons` name file, key and what was expected, one each."""

    code = "bad_demo"


class Table:
    """One table of a file. Problems are collected, not raised: whoever mends the files wants all of them at once.

    A value that is missing or wrong is read as an empty one of the right kind, so that reading goes on.
    """

    def __init__(self, values: dict[str, Any], where: str, problems: list[str]) -> None:
        self._values, self._where, self._problems = values, where, problems
        self._asked: set[str] = set()

    @classmethod
    def of_file(cls, path: Path, problems: list[str]) -> "Table":
        """The top of a TOML file; empty, with a problem, when it cannot be read."""
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{path.name}: {error}")
            values = {}
        return cls(values, f"{path.name}: ", problems)

    def problem(self, key: str, what: str) -> None:
        """Note that the value of `key` is not as it should be."""
        self._problems.append(f"{self._where}{key}: {what}")

    def has(self, key: str) -> bool:
        """Whether something stands under `key`."""
        return key in self._values

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text that is not blank, without the white space around it."""
        value = self._take(key, str, "a text", optional=optional)
        if value is None:
            return ""
        if not value.strip():
            self.problem(key, "this is empty; write a text or leave the key out")
        return str(value).strip()

    def choice(self, key: str, allowed: Collection[str], *, optional: bool = False) -> str:
        """One of `allowed`."""
        value = self.text(key, optional=optional)
        if value and value not in allowed:
            self.problem(key, f"“{value}” is not one of {', '.join(sorted(allowed))}")
        return value

    def number(self, key: str, lowest: int, highest: int) -> int:
        """A whole number from `lowest` to `highest`."""
        value = self._take(key, int, "a whole number")
        if value is None:
            return lowest
        if not lowest <= value <= highest:
            self.problem(key, f"{value} is not between {lowest} and {highest}")
        return int(value)

    def flag(self, key: str) -> bool:
        """true, or left out."""
        self._asked.add(key)
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.problem(key, "write true or leave the key out")
        return value is True

    def clock(self, key: str) -> time:
        """A time of day, written "09:54"."""
        value = self.text(key)
        try:
            return time.fromisoformat(value)
        except ValueError:
            if value:
                self.problem(key, f"“{value}” is not a time of day such as 09:54")
            return time()

    def words(self, key: str, *, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, empty when the key is left out; each one of `allowed`, when that is given."""
        values = self._take(key, list, "a list of texts", optional=True) or []
        for value in values:
            if not isinstance(value, str) or (allowed is not None and value not in allowed):
                self.problem(key, f"“{value}” is not known")
        if len(set(map(str, values))) < len(values):
            self.problem(key, "something stands here twice")
        return tuple(map(str, values))

    def table(self, key: str, *, optional: bool = False) -> "Table | None":
        """The table under `key`."""
        value = self._take(key, dict, "a table", optional=optional)
        return None if value is None else Table(value, f"{self._where}{key}.", self._problems)

    def tables(self, key: str) -> "Iterator[Table]":
        """Each table of the list under `key`; none when the key is left out."""
        values = self._take(key, list, "a list of tables", optional=True) or []
        for number, value in enumerate(values, start=1):
            if isinstance(value, dict):
                yield Table(value, f"{self._where}{key}[{number}].", self._problems)
            else:
                self.problem(key, f"number {number} is not a table")

    def texts(self, languages: Collection[str]) -> dict[str, str]:
        """The texts of this table by language, for every one of `languages`."""
        return {language: self.text(language) for language in languages}

    def done(self) -> None:
        """Say which keys nobody asked for: mistyped ones, mostly."""
        for key in self._values.keys() - self._asked:
            self.problem(key, "this key is not known here")

    def _take(self, key: str, kind: type, name: str, *, optional: bool = False) -> Any:
        self._asked.add(key)
        value = self._values.get(key)
        if value is None:
            if not optional:
                self.problem(key, "this key is missing")
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            self.problem(key, f"this is not {name}")
            return None
        return value
