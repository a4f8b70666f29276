"""Pictures as pages show them: in their sizes, with alternative text, and never without the credit line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.media.renditions import Sized, sized
from dateline.media.sizes import CARDS
from dateline.stories.models import Story, StoryPicture


@dataclass(frozen=True)
class ShownPicture:
    """One placement. `sized` is None when only the credit of a picture is known (moved in from an old site)."""

    sized: Sized | None
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Card:
    """A story in a list, with its first picture where it has one."""

    story: Story
    picture: ShownPicture | None


def shown_pictures(placements: Sequence[StoryPicture], *, at: datetime) -> tuple[ShownPicture, ...]:
    """The placements of one story in their order, as they are shown at `at` (aware).

    Those with neither picture nor credit have nothing to show; a picture whose rights have ended is as if it had never been placed.
    """
    sizes = sized((placement.picture for placement in placements if placement.picture), at=at)
    return tuple(
        ShownPicture(
            sized=sizes.get(placement.picture_id or 0),
            alt=placement.description(),
            caption=placement.caption,
            credit=placement.credit(),
        )
        for placement in placements
        if (placement.picture or placement.credit()) and not (placement.picture and placement.picture.has_expired(at))
    )


def cards(stories: Sequence[Story], *, at: datetime) -> list[Card]:
    """The stories as cards. Two queries, however many."""
    first = _first_placements(stories, at)
    sizes = sized((placement.picture for placement in first.values() if placement.picture), at=at, sizes=CARDS)
    return [Card(story, _on_card(first.get(story.pk), sizes)) for story in stories]


def _first_placements(stories: Iterable[Story], at: datetime) -> dict[int, StoryPicture]:
    known = {story.pk: story for story in stories}
    first: dict[int, StoryPicture] = {}
    usable = StoryPicture.objects.filter(story__in=known, picture__isnull=False).exclude(picture__rights_expire_at__lte=at)
    placed = usable.select_related("picture").order_by("sort_order", "pk")
    for placement in placed if known else ():
        placement.story = known[placement.story_id]
        first.setdefault(placement.story_id, placement)
    return first


def _on_card(placement: StoryPicture | None, sizes: dict[int, Sized]) -> ShownPicture | None:
    if placement is None or not placement.credit() or placement.picture_id not in sizes:
        return None
    return ShownPicture(sizes[placement.picture_id], alt="", caption="", credit=placement.credit())
