"""Pictures found again: by words, and by what they look like.

By words: every word's stem, in the languages of the house, stands in `Trace.words` between blanks; a search looks for the
beginnings of such words. That reads all rows of a slim table in the worst case (a word that no picture has: 30 ms with
100,000 pictures), and stops early in the usual one, because the newest come first.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from dateline.languages.stems import normalise, stem, words
from dateline.media import likeness

if TYPE_CHECKING:
    from dateline.media.models import Picture

MOST_WORDS = 12  # of a question
CANDIDATES_MAX = 2000
SHORT = 3  # letters: a stem this short is looked for as a whole word


def words_of(picture: "Picture") -> str:
    """All by which a picture can be found: the words as written and their stems, each between blanks."""
    translated = (picture.credit_lines, picture.captions, picture.alt_texts, picture.extended_descriptions)
    texts: list[tuple[str, Iterable[str]]] = [(text, (code,)) for of_one in translated for code, text in of_one.items()]
    plain = (picture.title, picture.creator, picture.source, picture.city, picture.country, picture.keywords, picture.taken)
    texts += [(text, settings.LANGUAGE_CODES) for text in plain]
    found = dict.fromkeys(form for text, languages in texts for form in _forms(text, languages))
    return f" {' '.join(found)} "


def _forms(text: str, languages: Iterable[str]) -> Iterable[str]:
    for language in languages:
        for word in words(text, language):
            yield normalise(word.text)
            yield stem(word.text, language)


def with_words(pictures: "QuerySet[Picture]", question: str) -> "QuerySet[Picture]":
    """Those in which every word of `question` stands, in any form. No word: all."""
    asked = [word.text for word in words(question[:300], settings.LANGUAGE_CODE)][:MOST_WORDS]
    for word in asked:
        any_form = Q()
        for form in {normalise(word), *(stem(word, language) for language in settings.LANGUAGE_CODES)}:
            if form:
                any_form |= Q(trace__words__contains=f" {form} " if len(form) <= SHORT else f" {form}")
        pictures = pictures.filter(any_form) if any_form else pictures
    return pictures


def same_as(picture: "Picture") -> "QuerySet[Picture]":
    """Other pictures with exactly the same content, oldest first."""
    from dateline.media.models import Picture

    if not picture.content_hash:
        return Picture.objects.none()
    return Picture.objects.filter(content_hash=picture.content_hash).exclude(pk=picture.pk).order_by("pk")


def that_look_like(look: str, *, besides: int | None = None) -> list[int]:
    """The numbers of the pictures that look nearly the same, the nearest first. "" looks like nothing."""
    from dateline.media.models import Trace

    if not look:
        return []
    near = Q()
    for number, part in enumerate(likeness.parts(look)):
        near |= Q(**{f"part_{number}__in": list(likeness.nearly(part))})
    rows = Trace.objects.filter(near).exclude(pk=besides).values_list("pk", "look")[:CANDIDATES_MAX]
    distances = ((likeness.distance(look, other), pk) for pk, other in rows if other)
    return [pk for bits, pk in sorted(distances) if bits <= likeness.SAME_WITHIN]
