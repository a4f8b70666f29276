"""What a reader asked for. Whatever stands in the search field, out of it come stems and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.languages.stems import content_stems, normalise, stem, stems, visible, words

LONGEST_TEXT = 200
MOST_WORDS = 16
SHORTEST_PREFIX = 3

_QUOTED = re.compile(r"(?P<minus>(?<!\S)-)?[\"“”„«](?P<phrase>[^\"“”„«»]*)[\"“”»]")
_EXCLUDED = re.compile(r"(?<!\S)[-−–](?P<word>\w\S*)")


@dataclass(frozen=True)
class Query:
    """A query as stems; each is letters and digits only.

    words     that should be there, in the order of the query, each once
    phrases   stems that must stand together
    excluded  words and phrases that must not be there
    prefix    the beginning of the last word as typed, where the reader may not have finished it; else ""
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to look for; what must not be there finds nothing by itself."""
        return not self.words and not self.phrases

    @property
    def stems(self) -> frozenset[str]:
        """Everything that is looked for, for marking it in results."""
        return frozenset(self.words).union(*self.phrases)


@dataclass(frozen=True)
class Found:
    """What an engine found.

    story_ids  best first, those from the asked offset on
    total      how many there are in all; of those without all the words, only the best
    with_all   how many of them have everything that was asked for; they come first
    """

    story_ids: tuple[int, ...] = ()
    total: int = 0
    with_all: int = 0


def parse(text: str, language: str) -> Query:
    """Read a query: plain words, "phrases", and -words or -"phrases" that must not be there.

    Stop words are left out unless there is nothing else. Text and words beyond the limits are left out too.
    """
    rest = visible(text[:LONGEST_TEXT])
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for quoted in _QUOTED.finditer(rest):
        found = tuple(stems(quoted["phrase"], language)[:MOST_WORDS])
        if found:
            (excluded if quoted["minus"] else phrases).append(found)
    rest = _QUOTED.sub(" ", rest)
    excluded += [found for match in _EXCLUDED.finditer(rest) if (found := tuple(stems(match["word"], language)[:MOST_WORDS]))]
    rest = _EXCLUDED.sub(" ", rest)
    wanted = tuple(dict.fromkeys(content_stems(rest, language) or ([] if phrases else stems(rest, language))))[:MOST_WORDS]
    return Query(
        words=wanted,
        phrases=tuple(dict.fromkeys(phrases))[:MOST_WORDS],
        excluded=tuple(dict.fromkeys(excluded))[:MOST_WORDS],
        prefix=_prefix(rest, language, wanted),
    )


def _prefix(rest: str, language: str, wanted: Sequence[str]) -> str:
    """The last word as typed, if the text ends with it and it is the last of the wanted."""
    last = next(reversed(list(words(rest, language))), None)
    if last is None or last.end != len(rest) or not wanted or stem(last.text, language) != wanted[-1]:
        return ""
    typed = normalise(last.text)
    return typed if typed.isalnum() and len(typed) >= SHORTEST_PREFIX else ""
