"""In which stories a picture stands: in what readers have or will have, and in edits that are not out yet."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from dateline.desk.models import UnsavedText
from dateline.media.models import Picture
from dateline.stories.models import Story, StoryPicture


@dataclass(frozen=True)
class Use:
    """is_edit: only in an edit that is not out yet."""

    story: Story
    is_edit: bool

    @property
    def address(self) -> str:
        """Of the story in the newsroom."""
        return reverse(Story.snippet_viewset.get_url_name("edit"), args=[self.story.pk])  # type: ignore[attr-defined]


def uses_of(pictures: Collection[int]) -> dict[int, list[Use]]:
    """The stories of each picture, by its number, the newest first. Three queries, however many."""
    placed: dict[int, set[int]] = defaultdict(set)
    for picture, story in StoryPicture.objects.filter(picture__in=pictures).values_list("picture_id", "story_id"):
        placed[picture].add(story)
    edited = _in_edits(set(pictures))
    numbers = {story for of_one in (*placed.values(), *edited.values()) for story in of_one}
    stories = Story.objects.for_lists().in_bulk(numbers)
    return {
        picture: [
            Use(stories[number], is_edit=number not in placed[picture])
            for number in sorted(placed[picture] | edited[picture], reverse=True)
            if number in stories
        ]
        for picture in pictures
    }


def is_used(picture: Picture) -> bool:
    """Whether any story has it, be it in a text that somebody has not saved yet. Then it cannot be deleted."""
    if picture.placements.exists() or _in_edits({picture.pk})[picture.pk]:  # type: ignore[attr-defined]
        return True
    return UnsavedText.objects.filter(fields__regex=rf"-picture={picture.pk}(&|$)").exists()


def _in_edits(pictures: Collection[int]) -> dict[int, set[int]]:
    """The latest edits of stories that are not out yet: only the pictures of their revisions are read, not their texts."""
    waiting = Story.objects.filter(Q(state=Story.State.DRAFT) | Q(state=Story.State.PUBLISHED, has_unpublished_changes=True))
    rows = waiting.filter(latest_revision__isnull=False).values_list("pk", "latest_revision__content__pictures")
    found: dict[int, set[int]] = defaultdict(set)
    for story, placements in rows:
        for placement in placements or ():
            if isinstance(placement, dict) and placement.get("picture") in pictures:
                found[placement["picture"]].add(story)
    return found
