"""Which files a picture is served as. A table; `renditions` makes what stands in it.

Whole pictures in four widths, cut ones for cards, one for link previews; each as AVIF, WebP and JPEG, in the order in which
browsers choose. A picture is never enlarged: of the sizes wider than the original only one is made, as wide as the original.
"""

from dataclasses import dataclass

from django.conf import settings

WIDTHS = (360, 672, 960, 1344)  # px; a phone, the text column, and both at double density
CARD_WIDTHS, CARD_ASPECT = (360, 672), 3 / 2
SHARE_WIDTH, SHARE_ASPECT = 1200, 1.91  # what the large networks show of a link
THUMB_SIDE = 165  # the newsroom's lists; Wagtail's own name of that size, so that it makes none
PLAIN_WIDTH = 672  # what browsers without srcset load

AVIF, WEBP, JPEG = "avif", "webp", "jpeg"
ENDINGS = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}
QUALITY = {AVIF: 55, WEBP: 72, JPEG: 76}  # measured to look alike, see docs/decisions/


@dataclass(frozen=True)
class Size:
    """One file of a picture.

    spec    its name in `Rendition.filter_spec`
    width   px, at most
    aspect  width by height of a cut picture; 0: whole
    """

    spec: str
    kind: str
    width: int
    aspect: float = 0


WHOLE = tuple(Size(f"width-{width}|format-{kind}", kind, width) for kind in (AVIF, WEBP, JPEG) for width in WIDTHS)
CARDS = tuple(Size(f"card-{width}|format-{kind}", kind, width, CARD_ASPECT) for kind in (AVIF, WEBP, JPEG) for width in CARD_WIDTHS)
SHARE = Size(f"share-{SHARE_WIDTH}|format-{JPEG}", JPEG, SHARE_WIDTH, SHARE_ASPECT)
THUMB = Size(f"max-{THUMB_SIDE}x{THUMB_SIDE}", JPEG, THUMB_SIDE)
PAGE = (*WHOLE, SHARE)  # what the page of a story names
ALL = {size.spec: size for size in (*WHOLE, *CARDS, SHARE, THUMB)}


def of_picture(width: int) -> list[Size]:
    """The sizes of a picture that is `width` px wide, in the formats that the agency wants."""
    enough = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
    kinds = {JPEG, *settings.PICTURE_FORMATS}
    return [size for size in ALL.values() if size.kind in kinds and (size.aspect or size is THUMB or size.width <= enough)]


def cut(width: int, height: int, aspect: float, focus: tuple[float, float] | None) -> tuple[int, int, int, int]:
    """The largest part of a picture with this aspect, as left, top, right, bottom in px.

    focus  the point that matters, in px; it is brought to the middle as far as the picture reaches. None: the middle.
    """
    part_width, part_height = min(width, round(height * aspect)), min(height, round(width / aspect))
    x, y = focus or (width / 2, height / 2)
    left = min(max(round(x - part_width / 2), 0), width - part_width)
    top = min(max(round(y - part_height / 2), 0), height - part_height)
    return left, top, left + part_width, top + part_height
