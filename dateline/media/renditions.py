"""The sizes in which a picture is served: made once, after publishing, never while a reader waits.

Each size exists as WebP and as JPEG. A picture is never enlarged: of the sizes wider than the original only one is
made, and it has the original's own width.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.images.models import Filter

from dateline.media.models import Picture, Rendition

WIDTHS = (360, 672, 960, 1344)  # px; a phone, the text column, and both at double density
PLAIN_WIDTH = 672  # what browsers without srcset load
WEBP_QUALITY, JPEG_QUALITY = 72, 76

_WEBP = {f"width-{width}|format-webp|webpquality-{WEBP_QUALITY}": width for width in WIDTHS}
_JPEG = {f"width-{width}|format-jpeg|jpegquality-{JPEG_QUALITY}": width for width in WIDTHS}
_ALL = [*_WEBP, *_JPEG]


@dataclass(frozen=True)
class Sized:
    """A picture as a page shows it.

    src            address of the JPEG that every browser can show
    webp, jpeg     values for `srcset`
    width, height  of the original in px; the proportions are what counts
    """

    src: str
    webp: str
    jpeg: str
    width: int
    height: int


def specs_for(width: int) -> list[str]:
    """The filter specifications of all sizes of a picture that is `width` px wide, WebP first."""
    wide_enough = next((size for size in WIDTHS if size >= width), WIDTHS[-1])
    return [spec for specs in (_WEBP, _JPEG) for spec, size in specs.items() if size <= wide_enough]


def ensure(picture: Picture) -> int:
    """Make the sizes of `picture` that are missing; how many there are now. May be called again at any time."""
    wanted = specs_for(picture.width)
    present = set(Rendition.objects.filter(image=picture, filter_spec__in=wanted).values_list("filter_spec", flat=True))
    if missing := [spec for spec in wanted if spec not in present]:
        picture.create_renditions(*[Filter(spec) for spec in missing])  # not get_renditions: that believes a cache more than the table
    return len(wanted)


def made(pictures: Iterable[Picture]) -> dict[int, list[Rendition]]:
    """The sizes that exist of each picture, by its number, narrow ones first. One query for all; makes nothing.

    They stay with the instances as Wagtail's `prefetched_renditions`: asked again for the same ones it costs nothing.
    """
    wanted = list(pictures)
    if unknown := [picture for picture in wanted if not hasattr(picture, "prefetched_renditions")]:
        found: dict[int, list[Rendition]] = defaultdict(list)
        numbers = {picture.pk for picture in unknown}
        present = Rendition.objects.filter(image_id__in=numbers, filter_spec__in=_ALL, focal_point_key="").order_by("width")
        for rendition in present.only("image", "filter_spec", "file", "width", "height"):
            found[rendition.image_id].append(rendition)
        for picture in unknown:
            picture.prefetched_renditions = found[picture.pk]
    return {picture.pk: picture.prefetched_renditions for picture in wanted}


def sized(pictures: Iterable[Picture]) -> dict[int, Sized]:
    """Every picture by its number, as pages show it. One query for all, see `made`; makes nothing.

    A picture whose sizes are not made yet is missing: it appears a second later. Its original is never served.
    """
    wanted = list(pictures)
    present = made(wanted)
    return {
        picture.pk: _sized(picture, present[picture.pk])
        for picture in wanted
        if any(one.filter_spec in _JPEG for one in present[picture.pk])
    }


def _sized(picture: Picture, present: list[Rendition]) -> Sized:
    jpegs = [rendition for rendition in present if rendition.filter_spec in _JPEG]
    webps = [rendition for rendition in present if rendition.filter_spec in _WEBP]
    plain = next((rendition for rendition in jpegs if rendition.width >= PLAIN_WIDTH), jpegs[-1])
    return Sized(src=plain.file.url, webp=_srcset(webps), jpeg=_srcset(jpegs), width=picture.width, height=picture.height)


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{rendition.file.url} {rendition.width}w" for rendition in renditions)
