"""What changes rarely is remembered for a few seconds in each process, so that a page does not ask for it again."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")

_MEMORIES: list["Memory[object]"] = []


class Memory(Generic[Value]):
    """Up to `limit` values, none older than `max_age_s`. Two threads may both ask; the later answer stays.

    A process that changed something itself may still see the old value for `max_age_s`.
    """

    def __init__(self, *, max_age_s: float, limit: int) -> None:
        self.max_age_s = max_age_s
        self.limit = limit
        self._kept: dict[Hashable, tuple[float, Value]] = {}
        _MEMORIES.append(self)  # type: ignore[arg-type]

    def recall(self, key: Hashable, ask: Callable[[], Value]) -> Value:
        """The value under `key`, asked for when it is not known or too old."""
        time = monotonic()
        if (kept := self._kept.get(key)) and time - kept[0] < self.max_age_s:
            return kept[1]
        if len(self._kept) >= self.limit:
            self._kept.clear()
        value = ask()
        self._kept[key] = (time, value)
        return value

    def forget(self) -> None:
        self._kept.clear()


def forget_all() -> None:
    """Empty every memory of this process; for tests."""
    for memory in _MEMORIES:
        memory.forget()
