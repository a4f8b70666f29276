"""Readable web addresses from headlines.

The letters of Kazakh and Russian are written as BGN/PCGN does (Kazakh 1979, Russian 1947; the tables stand in
`kazakh.py` and `russian.py`) without its marks, so an address is plain ASCII. ё is yo, as in GOST 7.79-2000.
"""

import re
import unicodedata
from collections.abc import Iterator

from dateline.languages import LANGUAGES

EMPTY = "story"

_UNSEEN_OR_APOSTROPHE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff'’‘ʼ`´ʹ]")  # within words: “Sainsbury’s”, “Бəйтер\u00adек”
_BETWEEN = re.compile(r"[^a-z0-9]+")
# Latin letters that have no accent to lose.
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
_ANY_LETTERS = {letter: text for language in reversed(LANGUAGES.values()) for letter, text in language.letters.items()}


def slugify(text: str, language: str, max_length: int = 80) -> str:
    """The text as part of a web address: small ASCII letters, digits and single hyphens.

    language    decides how letters are written; letters of other languages of the house are written as there
    max_length  the result is cut between words; only a first word that is too long is cut itself
    Returns     "story" if the text has no letter or digit that can be written so; never "", never a hyphen at an end
    """
    known = LANGUAGES.get(language)
    letters = _ANY_LETTERS | _LATIN | (dict(known.letters) if known else {})
    plain = unicodedata.normalize("NFC", text.replace("İ", "i")).lower()
    plain = _UNSEEN_OR_APOSTROPHE.sub("", plain)
    written = "".join(_ascii(letter, letters) for letter in plain)
    return _cut([word for word in _BETWEEN.split(written) if word], max_length) or EMPTY[:max_length]


def _ascii(letter: str, letters: dict[str, str]) -> str:
    """One small letter or sign in ASCII; a space for what separates words."""
    if letter in letters:
        return letters[letter]
    if letter.isascii():
        return letter
    if letter.isdigit():
        return str(unicodedata.digit(letter))
    return "".join(_base_letters(letter, letters)) if letter.isalpha() else " "


def _base_letters(letter: str, letters: dict[str, str]) -> Iterator[str]:
    """The letter without its accents, in ASCII; nothing for scripts that the house does not write."""
    for part in unicodedata.normalize("NFKD", letter):
        if part.isascii():
            yield part
        elif part in letters:
            yield letters[part]


def _cut(words: list[str], max_length: int) -> str:
    """As many whole words as fit, joined by hyphens; part of the first if even that is too long."""
    if not words:
        return ""
    result = words[0][:max_length]
    for word in words[1:]:
        if len(result) + 1 + len(word) > max_length:
            break
        result += "-" + word
    return result
