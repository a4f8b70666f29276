"""How a name sounds, in plain letters: so that Қарасор, Карасор and Karasor are nearly the same."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from dateline.languages.addresses import EMPTY, slugify

# What one language writes so and another so; the longer first.
_FOLDED = (
    ("shch", "s"), ("tch", "s"), ("sch", "s"), ("dzh", "j"), ("ph", "f"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("ck", "k"),
    ("ch", "s"), ("sh", "s"), ("ts", "s"), ("ya", "a"), ("yu", "u"), ("yo", "o"), ("ia", "a"), ("iu", "u"), ("ks", "x"), ("qu", "kv"),
    ("ce", "se"), ("ci", "si"), ("oo", "u"), ("ee", "i"), ("ou", "u"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("y", "i"),
    ("j", "s"), ("h", "g"),
)  # fmt: skip
SHORTEST_SHARE = 0.4  # of the longer sound
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def sound(text: str, language: str) -> str:
    """The words of `text` as they sound, without spaces; empty when there is no letter."""
    found = slugify(text, language, 200).replace("-", "")
    if found == EMPTY and "story" not in text.casefold():
        return ""
    for written, heard in _FOLDED:
        found = found.replace(written, heard)
    return _TWICE.sub(r"\1", found)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two sounds are, from 0 to 1. What hangs on behind the shorter one counts half: endings."""
    if not one or not other:
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST_SHARE * len(longer) or 2 * len(set(one) & set(other)) < len(set(shorter)):
        return 0.0  # not worth the comparison, of which there are thousands
    head = longer[: len(shorter) + 1] if len(shorter) > 3 else longer
    return max(SequenceMatcher(None, one, other, autojunk=False).ratio(), (_ratio(shorter, head) * 2 + _ratio(one, other)) / 3)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
