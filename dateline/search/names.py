"""Names in a text, as far as capital letters show them."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.languages.stems import Word, is_stop_word, stem, visible, words

JOINT = "·"  # between the parts of a full name; no word has it
_ENDS_SENTENCE = frozenset(".!?…:;\n")
_INSIDE_NAME = frozenset(" \u00a0\t-\u2010\u2011")


@dataclass(frozen=True)
class Names:
    """What a text names.

    single  stems of words with a capital letter that is not merely the first of a sentence
    full    names of several words, stems joined by `JOINT`
    """

    single: frozenset[str]
    full: frozenset[str]


def names(text: str, language: str) -> Names:
    """The names in a text. Lines in capitals, or with a capital on every word, tell nothing and are passed over."""
    single: set[str] = set()
    full: set[str] = set()
    for line in visible(text).split("\n"):
        if _tells(line):
            for run in _runs(line, language):
                stems = [stem(word.text, language) for word in run]
                single.update(one for one, word in zip(stems, run, strict=True) if _is_surely_name(line, word))
                full.update(JOINT.join(stems[skip:]) for skip in _beginnings(line, run) if len(stems) - skip > 1)
    return Names(frozenset(single), frozenset(full))


def _tells(line: str) -> bool:
    long_words = [word for word in line.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(long_words) < 4 or capitals < 0.7 * len(long_words)


def _runs(line: str, language: str) -> Iterator[list[Word]]:
    """Capitalised words that stand together, one list for each run."""
    run: list[Word] = []
    for word in words(line, language):
        capital = word.text[0].isupper() and not is_stop_word(word.text, language)
        if run and (not capital or not _INSIDE_NAME.issuperset(line[run[-1].end : word.start])):
            yield run
            run = []
        if capital:
            run.append(word)
    if run:
        yield run


def _beginnings(line: str, run: list[Word]) -> tuple[int, ...]:
    """Where a full name may begin in a run: at the start, and after a first word that may have its capital from the sentence."""
    return (0,) if _is_surely_name(line, run[0]) else (0, 1)


def _is_surely_name(line: str, word: Word) -> bool:
    """True unless the capital may only be there because a sentence begins."""
    if len(word.text) > 1 and word.text.isupper():
        return True
    before = line[: word.start].rstrip(" \u00a0\t\"'«“„‘(—–-")
    return bool(before) and before[-1] not in _ENDS_SENTENCE
