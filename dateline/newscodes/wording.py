"""How names of subjects are compared: by small letters, in one spelling of ё, so that SQLite can find Cyrillic too.

SQLite's LIKE knows small and capital letters of ASCII alone; both sides of a comparison therefore go through `plain`.
"""

import unicodedata
from collections.abc import Mapping


def plain(text: str) -> str:
    """The text in small letters, with ё as е and single spaces: the same for every spelling that people hold equal.

    NUL counts as a space: PostgreSQL does not take it in a query.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").replace("\0", " ").split())


def searchable(code: str, names: Mapping[str, str]) -> str:
    """What a subject is found by: a line for each name, in the order of their languages, and one for the number of the code."""
    number = code.partition(":")[2]
    return "\n".join(plain(text) for text in (*(names[language] for language in sorted(names)), number))
