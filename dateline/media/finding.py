"""Pictures found again: by words, and by what they look like.

By words: every word's stem, in the languages of the house, stands in `Trace.words` between blanks; a search looks for the
beginnings of such words. That stops early in the usual case, because the newest come first, and reads all rows of a slim
table in the worst, a word that no picture has. On SQLite, with 100,000 pictures of 760 letters (those of the demo have 310):
0.3 to 0.5 s of processor time for that, 0.04 s for a word of the usual kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from dateline.languages.stems import normalise, stem, words
from dateline.media import likeness

if TYPE_CHECKING:
    from dateline.media.models import Picture

MOST_WORDS = 12  # of a question
CANDIDATES_MAX = 20_000
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


@dataclass(frozen=True)
class Copy:
    """A picture that is here already. is_exact: the same pixels; else it only looks the same."""

    picture: "Picture"
    is_exact: bool


def copies_of(pictures: "Sequence[Picture]", *, most: int = 3) -> dict[int, list[Copy]]:
    """Of each picture, by its number, older ones with the same content or look; the surest first. Four queries, however many."""
    from dateline.media.models import Picture

    hashes = {picture.content_hash for picture in pictures if picture.content_hash}
    by_hash: dict[str, list[int]] = {}
    for number, content in Picture.objects.filter(content_hash__in=hashes).order_by("pk").values_list("pk", "content_hash"):
        by_hash.setdefault(content, []).append(number)
    similar = that_look_like(looks_of(pictures))
    found: dict[int, list[tuple[int, bool]]] = {}
    for picture in pictures:
        exact = [pk for pk in by_hash.get(picture.content_hash, ()) if pk < picture.pk]
        near = [pk for pk in similar.get(picture.pk, ()) if pk < picture.pk and pk not in exact]
        found[picture.pk] = [*((pk, True) for pk in exact), *((pk, False) for pk in near)][:most]
    wanted = {pk for pairs in found.values() for pk, _exact in pairs}
    known = Picture.objects.select_related("uploaded_by_user").in_bulk(wanted)
    return {number: [Copy(known[pk], exact) for pk, exact in pairs if pk in known] for number, pairs in found.items()}


def looks_of(pictures: "Iterable[Picture]") -> dict[int, str]:
    from dateline.media.models import Trace

    return dict(Trace.objects.filter(pk__in=[picture.pk for picture in pictures]).exclude(look="").values_list("pk", "look"))


def that_look_like(looks: Mapping[int, str]) -> dict[int, list[int]]:
    """Of each look, by the number of its picture, the numbers of the other pictures that look nearly the same, the nearest first.

    One query. It finds whatever differs in up to 7 of the first 64 bits, and most of what differs in a few more.
    """
    from dateline.media.models import Trace

    if not looks:
        return {}
    asked: list[set[int]] = [set() for _part in range(likeness.PARTS)]
    for look in looks.values():
        for wanted, part in zip(asked, likeness.parts(look), strict=True):
            wanted.update(likeness.nearly(part))
    near = Q()
    for number, wanted in enumerate(asked):
        near |= Q(**{f"part_{number}__in": wanted})
    rows = [(pk, int(look, 16)) for pk, look in Trace.objects.filter(near).exclude(look="").values_list("pk", "look")[:CANDIDATES_MAX]]
    found: dict[int, list[int]] = {}
    for picture, look in looks.items():
        bits = int(look, 16)
        distances = sorted(((bits ^ other).bit_count(), pk) for pk, other in rows if pk != picture)
        found[picture] = [pk for distance, pk in distances if distance <= likeness.SAME_WITHIN]
    return found
