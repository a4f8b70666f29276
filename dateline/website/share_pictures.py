"""A story's picture as it leaves the site: link previews, feeds, sitemaps, linked data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.media.models import Picture, Rendition
from dateline.media.renditions import made
from dateline.media.sizes import JPEG, SHARE, WHOLE
from dateline.stories.models import Story, StoryPicture
from dateline.website.addresses import absolute
from dateline.website.legible import legible

JPEGS = tuple(size for size in WHOLE if size.kind == JPEG)  # what every receiver can show
JPEG_SPECS = [size.spec for size in JPEGS]
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
    """A picture to show elsewhere, with what must stand beside it. Width and height in px; the credit line is never empty.

    preview_…  the same cut to the shape in which links are shown, around what matters in it
    """

    address: str
    media_type: str
    width: int
    height: int
    description: str
    caption: str
    credit_line: str
    copyright_notice: str
    preview_address: str
    preview_width: int
    preview_height: int


def share_pictures(stories: Iterable[Story], *, at: datetime) -> dict[int, SharePicture]:
    """The first picture of each story that is here, has a credit line and may be shown at `at`, in its widest JPEG, by the story's number.

    One query for all sizes; ask for the stories with `prefetch_related("pictures__picture")`. Makes nothing: one whose
    sizes are not made yet is missing, it appears a second later.
    """
    first = {story.pk: placement for story in stories if (placement := _first(story, at))}
    present = made([placement.picture for placement in first.values() if placement.picture])
    shared = {number: _share(placement, placement.picture, present) for number, placement in first.items() if placement.picture}
    return {number: picture for number, picture in shared.items() if picture}


def _first(story: Story, at: datetime) -> StoryPicture | None:
    placements = (one for one in story.pictures.all() if one.picture and not one.picture.has_expired(at) and one.credit())
    return next(placements, None)


def _share(placement: StoryPicture, picture: Picture, present: Mapping[int, Sequence[Rendition]]) -> SharePicture | None:
    whole = [one for one in present[picture.pk] if one.filter_spec in JPEG_SPECS]
    if not whole:
        return None
    shown = whole[-1]
    preview = next((one for one in present[picture.pk] if one.filter_spec == SHARE.spec), shown)
    return SharePicture(
        address=absolute(shown.file.url),
        media_type=MEDIA_TYPES.get(shown.file.name.rsplit(".", 1)[-1].lower(), "image/jpeg"),
        width=shown.width,
        height=shown.height,
        description=legible(placement.description()),
        caption=legible(placement.caption),
        credit_line=legible(placement.credit()),
        copyright_notice=legible(picture.copyright_notice),
        preview_address=absolute(preview.file.url),
        preview_width=preview.width,
        preview_height=preview.height,
    )
