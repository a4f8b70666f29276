"""The languages of the agency: Kazakh (Cyrillic and Latin script), Russian, English. Pure Python, no Django.

Owns what depends on a language and on nothing else: readable web addresses (`addresses`), stems for search
and relevance (`stems`), telling which language a text is in (`detection`).

To add a language write one module like `russian.py` and one line in `LANGUAGES`.
"""

from dateline.languages import english, kazakh, russian
from dateline.languages.language import Language

LANGUAGES: dict[str, Language] = {language.code: language for language in (kazakh.KAZAKH, russian.RUSSIAN, english.ENGLISH)}

__all__ = ["LANGUAGES", "Language"]
