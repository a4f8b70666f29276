"""Texts of results with the found words marked. Templates escape the parts; no markup is made here."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.languages.stems import Word, normalise, stem, visible, words
from dateline.search.queries import Query

EXCERPT = 220  # letters, about


@dataclass(frozen=True)
class Part:
    """A piece of text, plain; `marked` if it is a word that was asked for."""

    text: str
    marked: bool = False


def marked(text: str, query: Query, language: str) -> tuple[Part, ...]:
    """The whole text in parts."""
    text = visible(text)
    parts: list[Part] = []
    end = 0
    for word in _hits(text, query, language):
        if word.start > end:
            parts.append(Part(text[end : word.start]))
        parts.append(Part(word.text, marked=True))
        end = word.end
    return (*parts, Part(text[end:])) if end < len(text) else tuple(parts)


def excerpt(paragraphs: Sequence[str], query: Query, language: str) -> tuple[Part, ...]:
    """The paragraph that has most of what was asked for, cut around it; the first paragraph if none has any."""
    if not paragraphs:
        return ()
    texts = [visible(text) for text in paragraphs]
    hits = [list(_hits(text, query, language)) for text in texts]
    best = max(range(len(texts)), key=lambda index: (len({stem(hit.text, language) for hit in hits[index]}), -index))
    start = hits[best][0].start if hits[best] else 0
    return marked(_cut(texts[best], start), query, language)


def _hits(text: str, query: Query, language: str) -> list[Word]:
    wanted = query.stems
    candidates = words(text, language, beginnings=wanted | {query.prefix} if query.prefix else wanted)
    return [word for word in candidates if stem(word.text, language) in wanted or _is_begun(word, query)]


def _is_begun(word: Word, query: Query) -> bool:
    return bool(query.prefix) and normalise(word.text).startswith(query.prefix)


def _cut(text: str, around: int) -> str:
    """About `EXCERPT` letters of the text with the place `around` in them, from word to word, with an ellipsis for what is left out."""
    if len(text) <= EXCERPT:
        return text
    start = 0 if around < EXCERPT // 2 else text.rfind(" ", 0, around - EXCERPT // 3) + 1
    end = text.rfind(" ", start, start + EXCERPT) if len(text) - start > EXCERPT else len(text)
    end = end if end > start else start + EXCERPT  # one endless word
    return ("… " if start else "") + text[start:end].rstrip(" ,;:–—-") + ("…" if end < len(text) else "")
