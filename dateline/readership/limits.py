"""How often one reader may report views. In the memory of each worker: N workers let through up to N times as much."""

from collections import Counter
from datetime import datetime

REPORTS_A_MINUTE = 60
_MOST_READERS = 100_000  # remembered at once, some 10 MB; an attack with more than that starts the minute anew


class MinuteLimit:
    """Counts what each reader did in the running minute. For one thread at a time, or where an approximate count will do."""

    def __init__(self, most: int = REPORTS_A_MINUTE) -> None:
        self._most = most
        self._minute = -1
        self._seen: Counter[bytes] = Counter()

    def allows(self, reader: bytes, at: datetime) -> bool:
        """Take one of the reader's turns of the minute. False when none is left."""
        minute = int(at.timestamp() // 60)
        if minute != self._minute or len(self._seen) >= _MOST_READERS:
            self._minute, self._seen = minute, Counter()
        self._seen[reader] += 1
        return self._seen[reader] <= self._most
