"""How long a text is. static/desk/editor/measuring.js counts the same while somebody types."""

import math
import re
from dataclasses import dataclass

from dateline.lib.html import plain

LINE_LETTERS = 69  # of a wire's line, IPTC 7901
# Letters a minute of silent reading, spaces not counted. Trauzettel-Klosinski & Dietz (2012), "Standardized Assessment of
# Reading Performance" (IReST): 987 in English, 986 in Russian. Letters, because Kazakh and Russian words are longer.
READ_LETTERS_A_MINUTE = 987

_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class Length:
    """letters: with spaces. lines: of LINE_LETTERS. minutes: to read, at least 1 for any text."""

    words: int
    letters: int
    lines: int
    minutes: int


def measure(lead: str, body: str) -> Length:
    """The length of lead (plain) and body (clean HTML) together."""
    blocks = [block for block in (*lead.split("\n"), *plain(body).split("\n")) if block.strip()]
    black = sum(len(re.sub(r"\s", "", block)) for block in blocks)
    return Length(
        words=sum(len(_WORD.findall(block)) for block in blocks),
        letters=sum(len(block) for block in blocks),
        lines=sum(math.ceil(len(block) / LINE_LETTERS) for block in blocks),
        minutes=math.ceil(black / READ_LETTERS_A_MINUTE),
    )
