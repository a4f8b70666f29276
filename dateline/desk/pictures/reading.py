"""What the list of pictures shows. The same few queries for any number of pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dateline.desk.pictures.uses import Use, uses_of
from dateline.media import finding, renditions
from dateline.media.finding import Copy
from dateline.media.models import Picture, Rendition
from dateline.media.sizes import THUMB
from dateline.media.vocabularies import MADE_BY_AI
from dateline.stories.models import StoryPicture

AT_ONCE = 48
SOON = timedelta(days=30)

Filter = Callable[[Any, datetime], Q]
# What `?show=` may say: its name, and the condition.
FILTERS: dict[str, tuple[Any, Filter]] = {
    "mine": (pgettext_lazy("pictures", "Mine"), lambda user, at: Q(uploaded_by_user=user)),
    "gaps": (_("Something is missing"), lambda user, at: Q(credit_lines={}) | Q(alt_texts={}) | Q(captions={})),
    "ending": (_("Rights end soon"), lambda user, at: Q(rights_expire_at__gt=at, rights_expire_at__lte=at + SOON)),
    "ended": (_("Rights have ended"), lambda user, at: Q(rights_expire_at__lte=at)),
    "ai": (_("Made by AI"), lambda user, at: Q(digital_source_type__in=MADE_BY_AI)),
    "unused": (_("In no story"), lambda user, at: ~Exists(StoryPicture.objects.filter(picture=OuterRef("pk")))),  # type: ignore[dict-item, return-value]
}


@dataclass(frozen=True)
class Row:
    """One picture in a list.

    thumb    its small size; None while it is being made
    gaps     what is missing, a sentence each
    uses     the stories that it left because its rights have ended, else nothing
    is_copy  another picture has the same content
    """

    picture: Picture
    thumb: Rendition | None
    gaps: list[str]
    has_expired: bool
    expires_soon: bool
    stories: int
    uses: list[Use]
    is_copy: bool


@dataclass(frozen=True)
class Found:
    """A stretch of the list, newest first. before: the number to go on from; None at the end."""

    rows: list[Row]
    before: int | None


def look_for(user: Any, *, question: str = "", show: str = "", before: int | None = None, at: datetime) -> Found:
    pictures: QuerySet[Picture] = Picture.objects.order_by("-pk")
    if show in FILTERS:
        pictures = pictures.filter(FILTERS[show][1](user, at))
    if before:
        pictures = pictures.filter(pk__lt=before)
    found = list(finding.with_words(pictures, question).select_related("uploaded_by_user")[: AT_ONCE + 1])
    return Found(rows_of(found[:AT_ONCE], at), found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None)


def rows_of(pictures: Sequence[Picture], at: datetime) -> list[Row]:
    """The pictures with what is said of each."""
    numbers = [picture.pk for picture in pictures]
    thumbs = renditions.made(pictures, (THUMB,))
    counts = dict(StoryPicture.objects.filter(picture__in=numbers).values_list("picture").annotate(Count("story", distinct=True)))
    ended = [picture.pk for picture in pictures if picture.has_expired(at)]
    uses = uses_of(ended) if ended else {}
    hashes = Picture.objects.filter(content_hash__in={one.content_hash for one in pictures} - {""}).values_list("content_hash")
    twice = {content for (content,) in hashes.annotate(number=Count("pk")).filter(number__gt=1).values_list("content_hash")}
    return [
        Row(
            picture=picture,
            thumb=next(iter(thumbs[picture.pk]), None),
            gaps=gaps_of(picture),
            has_expired=picture.has_expired(at),
            expires_soon=bool(picture.rights_expire_at and at < picture.rights_expire_at <= at + SOON),
            stories=counts.get(picture.pk, 0),
            uses=uses.get(picture.pk, []),
            is_copy=picture.content_hash in twice,
        )
        for picture in pictures
    ]


def gaps_of(picture: Picture) -> list[str]:
    """What is missing, a translated sentence each. The first stops a story."""
    wanted = (
        (picture.credit_lines, _("No credit line: it cannot be published.")),
        (picture.alt_texts, _("No description for who cannot see it.")),
        (picture.captions, _("No caption.")),
    )
    return [str(sentence) for texts, sentence in wanted if not any(texts.values())]


@dataclass(frozen=True)
class CopyShown:
    """A picture that is here already, as it is offered."""

    copy: Copy
    thumb: Rendition | None
    stories: int


def copies_shown(pictures: Sequence[Picture]) -> dict[int, list[CopyShown]]:
    """What each picture may be a copy of, by its number."""
    found = finding.copies_of(pictures)
    others = {one.picture.pk: one.picture for copies in found.values() for one in copies}
    thumbs = renditions.made(others.values(), (THUMB,))
    counts = dict(StoryPicture.objects.filter(picture__in=others).values_list("picture").annotate(Count("story", distinct=True)))
    return {
        number: [CopyShown(one, next(iter(thumbs[one.picture.pk]), None), counts.get(one.picture.pk, 0)) for one in copies]
        for number, copies in found.items()
    }
