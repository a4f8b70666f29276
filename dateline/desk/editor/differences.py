"""What differs between two texts, marked word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dateline.lib.html import plain

MAX_WORDS = 2000  # of one paragraph; beyond, it is marked as a whole: comparing word by word would take seconds

_PIECES = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True)
class Marked:
    """A text before and after: escaped, what went in <del>, what came in <ins>."""

    before: SafeString
    after: SafeString

    @property
    def differs(self) -> bool:
        return "<del>" in self.before or "<ins>" in self.after


def mark(before: str, after: str) -> Marked:
    """The difference between two plain texts, in words."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if old == new:
        return Marked(escape(before), escape(after))
    if len(old) > MAX_WORDS or len(new) > MAX_WORDS:
        return Marked(_wrapped("del", before), _wrapped("ins", after))
    left, right = [], []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        left.append(escape(gone) if what == "equal" else _wrapped("del", gone))
        right.append(escape(come) if what == "equal" else _wrapped("ins", come))
    return Marked(mark_safe("".join(left)), mark_safe("".join(right)))


@dataclass(frozen=True)
class Pair:
    """Paragraphs that stand in each other's place; None where the other text has none."""

    before: str | None
    after: str | None

    @property
    def marked(self) -> Marked:
        return mark(self.before or "", self.after or "")

    @property
    def same(self) -> bool:
        return self.before == self.after


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """The paragraphs of two texts side by side."""
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for offset in range(max(i2 - i1, j2 - j1)):
            one = before[i1 + offset] if i1 + offset < i2 else None
            other = after[j1 + offset] if j1 + offset < j2 else None
            yield Pair(one, one if what == "equal" else other)


def body_pairs(before: str, after: str) -> list[Pair]:
    """The same of two bodies (clean HTML), as their text."""
    return list(pairs(plain(before).split("\n"), plain(after).split("\n")))


def _wrapped(tag: str, text: str) -> SafeString:
    return mark_safe(f"<{tag}>{escape(text)}</{tag}>") if text else mark_safe("")
