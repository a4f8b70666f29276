"""Text for places that cannot hold every character: XML, header lines of letters."""

import re

_NOT_IN_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")  # what XML 1.0 cannot hold


def legible(text: str) -> str:
    """`text` on one line, without the characters that XML cannot hold."""
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """`text` with its lines, without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
