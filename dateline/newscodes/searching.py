"""Find a subject by what an editor types."""

from collections.abc import Sequence

from dateline.newscodes.models import Subject
from dateline.newscodes.wording import plain

MAX_LETTERS = 100
MAX_WORDS = 8
ENDING_LETTERS = 2  # what is dropped of a word when nothing has it whole: паводок → паводки
SHORTEST_STEM_LETTERS = 4


def find_subjects(text: str, language: str, limit: int = 20) -> list[Subject]:
    """Subjects in use whose name in any language, or whose code, holds every word of `text`. At most two queries.

    language  whose names are preferred and decide the alphabetical order
    limit     how many at most
    Returns   the name itself first, then names that begin with the text, then names with a word that does, then the
              rest; each with its `parent` loaded. Nothing for an empty text. If no name has the words as typed,
              those with the words less their endings.
    """
    words = plain(text.removeprefix("medtop:")[:MAX_LETTERS]).split()[:MAX_WORDS]
    if not words:
        return []
    found = _holding(words)
    if not found:
        words = [_without_ending(word) for word in words]
        found = _holding(words)
    wanted = " ".join(words)
    return sorted(found, key=lambda subject: (_rank(subject, wanted, language), plain(subject.name(language))))[:limit]


def _holding(words: Sequence[str]) -> list[Subject]:
    found = Subject.objects.offered().select_related("parent")
    for word in words:
        found = found.filter(search_text__contains=word)
    return list(found)


def _without_ending(word: str) -> str:
    return word[: max(len(word) - ENDING_LETTERS, SHORTEST_STEM_LETTERS)]


def _rank(subject: Subject, wanted: str, language: str) -> tuple[int, bool]:
    """How near, and whether only in another language. Smaller is better."""
    own = plain(subject.names.get(language, ""))
    nearness, elsewhere = min((_nearness(name, wanted), name != own) for name in subject.search_text.split("\n"))
    return nearness, elsewhere


def _nearness(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else 3
