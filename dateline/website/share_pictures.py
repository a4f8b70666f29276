"""A story's picture as it leaves the site: link previews, feeds, sitemaps, linked data."""

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.media.models import Picture, Rendition
from dateline.media.renditions import WIDTHS, made, specs_for
from dateline.stories.models import Story, StoryPicture
from dateline.website.addresses import absolute
from dateline.website.legible import legible

JPEG_SPECS = [spec for spec in specs_for(WIDTHS[-1]) if "|format-jpeg|" in spec]  # what every receiver can show
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}


@dataclass(frozen=True)
class SharePicture:
    """A picture to show elsewhere, with what must stand beside it. Width and height in px; the credit line is never empty."""

    address: str
    media_type: str
    width: int
    height: int
    description: str
    caption: str
    credit_line: str
    copyright_notice: str


def share_pictures(stories: Iterable[Story]) -> dict[int, SharePicture]:
    """The first picture of each story that is here and has a credit line, in its widest JPEG, by the story's number.

    One query for all sizes; ask for the stories with `prefetch_related("pictures__picture")`. Makes nothing: while no
    size has been made, the original is named.
    """
    first = {story.pk: placement for story in stories if (placement := _first(story))}
    widest = _widest([placement.picture for placement in first.values() if placement.picture])
    return {number: _share(placement, placement.picture, widest) for number, placement in first.items() if placement.picture}


def _first(story: Story) -> StoryPicture | None:
    return next((placement for placement in story.pictures.all() if placement.picture and placement.credit()), None)


def _widest(pictures: Iterable[Picture]) -> dict[int, Rendition]:
    """The widest JPEG of each picture that has one, by the picture's number."""
    jpegs = {number: [one for one in present if one.filter_spec in JPEG_SPECS] for number, present in made(pictures).items()}
    return {number: present[-1] for number, present in jpegs.items() if present}


def _share(placement: StoryPicture, picture: Picture, widest: dict[int, Rendition]) -> SharePicture:
    shown = widest.get(picture.pk, picture)
    return SharePicture(
        address=absolute(shown.file.url),
        media_type=MEDIA_TYPES.get(shown.file.name.rsplit(".", 1)[-1].lower(), "image/jpeg"),
        width=shown.width,
        height=shown.height,
        description=legible(placement.description()),
        caption=legible(placement.caption),
        credit_line=legible(placement.credit()),
        copyright_notice=legible(picture.copyright_notice),
    )
