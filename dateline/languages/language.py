"""What Dateline must know of a language, as one value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Language:
    """One language of the agency.

    code        BCP 47, as in addresses and `lang` attributes
    own_name    what its readers call it, for the language switch
    direction   of the script, for the `dir` attribute
    letters     small letter to ASCII, for web addresses; letters not named lose their accents
    stem        a normalised word (see `stems.normalise`) to its stem
    stop_words  normalised words too common to find anything by
    endings     what may hang on a name or number by a hyphen (“АТФ-ны”, “5-го”) and is no word
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    letters: Mapping[str, str]
    stem: Callable[[str], str]
    stop_words: frozenset[str]
    endings: frozenset[str] = frozenset()


def word_list(text: str) -> frozenset[str]:
    """The words of a text; for lists that people read and mend."""
    return frozenset(text.split())
