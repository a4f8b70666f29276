"""Find a subject by what an editor types."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.lib.translated import in_language
from dateline.newscodes.models import Subject
from dateline.newscodes.wording import plain

MAX_LETTERS = 100
MAX_WORDS = 8
ENDING_LETTERS = 2  # what is dropped of a word when nothing has it whole: паводок → паводки
SHORTEST_STEM_LETTERS = 4


class Candidate(NamedTuple):
    """As much of a subject as its rank needs: a whole one costs ten times the time, and one letter is in almost all."""

    pk: int
    search_text: str
    names: Mapping[str, str]


def find_subjects(text: str, language: str, limit: int = 20) -> list[Subject]:
    """Subjects in use whose name in any language, or whose code, holds every word of `text`. Two queries, at most three.

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
    best = sorted(found, key=lambda candidate: _rank(candidate, wanted, language))[:limit]
    subjects = Subject.objects.select_related("parent").in_bulk([candidate.pk for candidate in best])
    return [subjects[candidate.pk] for candidate in best if candidate.pk in subjects]  # one may just have been deleted


def _holding(words: Sequence[str]) -> list[Candidate]:
    found = Subject.objects.offered()
    for word in words:
        found = found.filter(search_text__contains=word)
    return [Candidate(*row) for row in found.order_by("code").values_list("pk", "search_text", "names")]


def _without_ending(word: str) -> str:
    return word[: max(len(word) - ENDING_LETTERS, SHORTEST_STEM_LETTERS)]


def _rank(candidate: Candidate, wanted: str, language: str) -> tuple[int, bool, str]:
    """How near, whether only in another language, and the place in the alphabet. Smaller is better."""
    own = plain(candidate.names.get(language, ""))
    nearness, elsewhere = min((_nearness(name, wanted), name != own) for name in candidate.search_text.split("\n"))
    return nearness, elsewhere, plain(in_language(candidate.names, language))


def _nearness(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else 3
