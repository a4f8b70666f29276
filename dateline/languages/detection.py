"""Which language of the house a text is in."""

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH = 4000  # letters of a text that are looked at

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0259]")
_OTHER_SCRIPT = re.compile("[^\\W\\d_]")

# Letters that Russian has not; і also stands in Ukrainian and Belarusian, which have these others besides.
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
# Common in Russian, no words of Kazakh.
_RUSSIAN_WORDS = re.compile(r"\b(?:в|и|на|что|по|с|из|для|это|как|его|от|при|за)\b", re.IGNORECASE)
_NEITHER = re.compile("[їєґўЇЄҐЎ]")
# A Kazakh text has one such letter in eight; a Russian one only in names.
_KAZAKH_SHARE = 0.04

_KAZAKH_LATIN = re.compile("[äğǵñńöūüşıýúóáÄĞǴÑŃÖŪÜŞÝÚÓÁ]|[qQ](?![uU])")
_KAZAKH_LATIN_WORDS = re.compile(
    r"\b(?:jäne|jáne|zhane|men|üşin|úshin|ushin|bolyp|boldy|bolady|dep|jyly|jyl|qazaq\w*|osy|bul|bül|būl|memleket\w*|"
    r"elimiz\w*|turaly|boiynşa|boiynsha|boıynsha|keıin|keiin|degen|astana\w*|almaty\w*)\b",
    re.IGNORECASE,
)


def detect(text: str) -> str | None:
    """The language of a text: "kk", "ru" or "en"; None if it has no word in a script of these.

    Kazakh is known by its own letters, in Cyrillic and in Latin script, and not by one name that has some.
    Where letters do not tell, py3langid chooses among the languages that the script allows.
    It does not find out that a text is in a fourth language of the same script, except by a letter of it.
    """
    text = text[:ENOUGH]
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic + latin <= len(_OTHER_SCRIPT.findall(text)) // 2:
        return None
    if cyrillic >= latin:
        return _cyrillic(text, cyrillic)
    return "kk" if _is_kazakh_latin(text, latin) else "en"


def _cyrillic(text: str, letters: int) -> str | None:
    if _NEITHER.search(text):
        return None
    share = len(_KAZAKH.findall(text)) / letters
    if share >= _KAZAKH_SHARE and not (share < 2 * _KAZAKH_SHARE and _RUSSIAN_WORDS.search(text)):
        return "kk"
    if _RUSSIAN_WORDS.search(text):
        return "ru"
    code, _ = _identifier().classify(text)
    return str(code)


def _is_kazakh_latin(text: str, letters: int) -> bool:
    own = len(_KAZAKH_LATIN.findall(text)) / letters
    words = len(set(map(str.casefold, _KAZAKH_LATIN_WORDS.findall(text))))
    return (own >= _KAZAKH_SHARE and words >= 1) or (own > 0 and words >= 2) or own >= 3 * _KAZAKH_SHARE


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["kk", "ru"])
    return identifier
