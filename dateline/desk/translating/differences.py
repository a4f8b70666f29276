"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST_WORDS = 4000  # of both texts; longer ones are shown whole


@dataclass(frozen=True)
class Piece:
    """Words that are in both texts, only in the old one, or only in the new one."""

    kind: Literal["same", "gone", "new"]
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The way from `old` to `new`, in order."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(a) + len(b) > MOST_WORDS:
        return [Piece("gone", old), Piece("new", new)]
    found = []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(a[i:j])))
            continue
        found += [Piece("gone", "".join(a[i:j]))] if j > i else []
        found += [Piece("new", "".join(b[k:m]))] if m > k else []
    return found
