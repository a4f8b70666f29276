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
    """The words that were asked for; those that only begin like the unfinished last one if it is not there itself."""
    wanted = query.stems
    candidates = list(words(text, language, beginnings=wanted | {query.prefix} if query.prefix else wanted))
    stems = [stem(word.text, language) for word in candidates]
    prefix = "" if query.words and query.words[-1] in stems else query.prefix
    return [
        word for word, one in zip(candidates, stems, strict=True) if one in wanted or (prefix and normalise(word.text).startswith(prefix))
    ]


def _cut(text: str, around: int) -> str:
    """About `EXCERPT` letters of the text with the place `around` in them, from word to word, with an ellipsis for what is left out."""
    if len(text) <= EXCERPT:
        return text
    start = 0 if around < EXCERPT // 2 else text.rfind(" ", 0, around - EXCERPT // 3) + 1
    end = text.rfind(" ", start, start + EXCERPT) if len(text) - start > EXCERPT else len(text)
    end = end if end > start else start + EXCERPT  # one endless word
    return ("… " if start else "") + text[start:end].rstrip(" ,;:–—-") + ("…" if end < len(text) else "")
