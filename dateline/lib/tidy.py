"""Text as people type and paste it, without what nobody sees and what breaks machines."""

import re
import unicodedata

# C0 and C1 controls but tab and line feed; marks that turn the direction of writing and can make a text read as what it
# is not; spaces of no width; the soft hyphen, which search would stumble over. The joiners stay: emoji are made of them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\u0085|\u2028|\u2029")


def tidy(text: str) -> str:
    """`text` in Unicode's composed form (NFC), without what is never seen; halves of characters become U+FFFD.

    What is seen stays letter for letter, also quotation marks and no-break spaces.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # also puts pairs of halves together
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", whole)))
