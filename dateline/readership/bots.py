"""Who is not a reader: programs that say so, and browsers that fetch ahead in case someone might want the page."""

from collections.abc import Mapping
from functools import lru_cache

from crawleruseragents import is_crawler

from dateline.readership.models import ViewClass

_LONGEST_AGENT = 512  # no browser's is longer; it bounds the time of the search and the size of what is remembered
_AHEAD = ("prefetch", "prerender", "preview")
_PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def not_a_reader(headers: Mapping[str, str]) -> ViewClass.Kind | None:
    """PREFETCH or BOT by the request's headers (names in any case, as `request.headers` has them); None: perhaps a person."""
    if any(word in headers.get(name, "").lower() for name in _PURPOSES for word in _AHEAD):
        return ViewClass.Kind.PREFETCH
    agent = headers.get("User-Agent", "").strip()
    return ViewClass.Kind.BOT if not agent or is_bot(agent[:_LONGEST_AGENT]) else None


@lru_cache(maxsize=8192)
def is_bot(user_agent: str) -> bool:
    """Whether the public list of crawlers knows it. About 0.2 ms for a new one, then remembered."""
    return bool(is_crawler(user_agent))
