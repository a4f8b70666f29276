"""Two texts of one story, written at the same time, made into one: where they differ, somebody chooses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dateline.desk.editor.differences import Marked, mark
from dateline.lib.html import plain

THEIRS, MINE, BOTH = "theirs", "mine", "both"
_BLOCK = re.compile(r"<(p|h2|h3|ul|ol|blockquote)\b[^>]*>")


@dataclass(frozen=True)
class Stretch:
    """A stretch of the body. Where both have the same, `theirs == mine`; else `proposed` says what to take if nobody minds."""

    number: int
    theirs: tuple[str, ...]  # blocks, clean HTML
    mine: tuple[str, ...]
    proposed: str

    @property
    def same(self) -> bool:
        return self.theirs == self.mine

    @property
    def marked(self) -> Marked:
        return mark(_text(self.theirs), _text(self.mine))


def stretches(base: str, theirs: str, mine: str) -> list[Stretch]:
    """The bodies `theirs` and `mine`, stretch by stretch; `base` is what both began from (empty if not known).

    What only one of the two has changed is proposed as that one has it; what both changed, as `mine` has it.
    """
    old, one, other = (blocks(body) for body in (base, theirs, mine))
    begun_from = set(old)
    found = []
    for number, (_what, i1, i2, j1, j2) in enumerate(SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
        left, right = tuple(one[i1:i2]), tuple(other[j1:j2])
        found.append(Stretch(number, left, right, _propose(left, right, begun_from)))
    return found


def proposed_value(base: str, theirs: str, mine: str) -> str:
    """For a plain field: whose value to take if nobody minds."""
    return THEIRS if mine == base else MINE


def joined(found: Sequence[Stretch], choices: Mapping[int, str]) -> str:
    """The body that the choices make, by the numbers of the stretches; where nothing was chosen, what was proposed."""
    out: list[str] = []
    for stretch in found:
        choice = choices.get(stretch.number, stretch.proposed)
        if stretch.same or choice in (THEIRS, BOTH):
            out += stretch.theirs
        if not stretch.same and choice in (MINE, BOTH):
            out += stretch.mine
    return "".join(out)


def blocks(body: str) -> list[str]:
    """The outermost blocks of clean HTML, each as it stands there."""
    found, at = [], 0
    while at < len(body):
        opening = _BLOCK.search(body, at)
        if opening is None or opening.start() > at:  # loose text
            end = opening.start() if opening else len(body)
            if body[at:end].strip():
                found.append(body[at:end].strip())
            if opening is None:
                break
            at = end
            continue
        end = _end_of(body, opening[1], opening.end())
        found.append(body[at:end])
        at = end
    return found


def _end_of(body: str, tag: str, at: int) -> int:
    depth = 1
    for tagged in re.compile(rf"<(/?){tag}\b[^>]*>").finditer(body, at):
        depth += -1 if tagged[1] else 1
        if depth == 0:
            return tagged.end()
    return len(body)


def _propose(theirs: Sequence[str], mine: Sequence[str], begun_from: set[str]) -> str:
    if not mine:
        return MINE if set(theirs) <= begun_from else THEIRS  # I have taken it out, or they have put it in
    return THEIRS if set(mine) <= begun_from else MINE


def _text(of: Sequence[str]) -> str:
    return "\n".join(plain(block) for block in of)
