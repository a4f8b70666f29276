"""One picture in all its sizes, as bytes. No database, no storage: a function from a file to files.

The original is decoded once, and a JPEG no larger than needed; each size is made from the next larger one. Two threads
encode: Pillow lets go of the interpreter meanwhile, and two is what the other work of the machine can spare.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from dateline.media.metadata.writing import Records
from dateline.media.sizes import AVIF, JPEG, QUALITY, THUMB, WEBP, Size, cut

VERSION = 1  # raise it when files come out otherwise: all are then made again
THREADS = 2
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)  # of EXIF: held upright
_SPARE = 2  # a JPEG is decoded at least this many times as wide as its largest size, so that the resizing, not the decoder, blurs
_OPTIONS: dict[str, dict[str, Any]] = {
    AVIF: {"quality": QUALITY[AVIF], "speed": 8, "max_threads": 1},  # 6 saves a quarter of the bytes and takes three times as long
    WEBP: {"quality": QUALITY[WEBP], "method": 4},
    JPEG: {"quality": QUALITY[JPEG], "optimize": True, "progressive": True},
}


@dataclass(frozen=True)
class Encoded:
    """The file of one size. Width and height in px."""

    size: Size
    width: int
    height: int
    data: bytes


def encode(data: bytes, wanted: Sequence[Size], records: Records, focus: tuple[float, float] | None) -> list[Encoded]:
    """The wanted sizes of the picture in `data`, each with the records in it.

    focus  the point that matters, as shares of width and height (0 to 1) of the upright picture; None: the middle
    Raises OSError, ValueError and what else Pillow says of broken files
    """
    with Image.open(BytesIO(data)) as original:
        original.draft("RGB", _enough(original, wanted))
        upright = ImageOps.exif_transpose(original)
        plain = _plain(upright)
    drawn = list(_drawn(plain, wanted, focus))
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda pair: _encoded(pair[0], pair[1], records), drawn))


def _enough(original: Image.Image, wanted: Sequence[Size]) -> tuple[int, int]:
    """The size below which a JPEG is not decoded: a multiple of the widest wanted, across the upright picture."""
    across = original.height if original.getexif().get(_ORIENTATION, 1) in _TURNED else original.width
    scale = min(1.0, _SPARE * max(size.width for size in wanted) / across)
    return max(1, int(original.width * scale)), max(1, int(original.height * scale))


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, on white where it was transparent. A colour profile that cannot be used is passed over."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        picture = ground
    elif picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _drawn(plain: Image.Image, wanted: Sequence[Size], focus: tuple[float, float] | None) -> Iterator[tuple[Size, Image.Image]]:
    """Each wanted size as pixels: whole ones first, each from the next larger one; cut ones from the largest whole one if that will do."""
    ready: dict[tuple[float, int, int], Image.Image] = {}
    last: dict[float, Image.Image] = {}
    for size in sorted(wanted, key=lambda one: (one.aspect, -one.width)):
        part = last.get(size.aspect)
        if part is None:
            whole = max((drawn for (aspect, *_box), drawn in ready.items() if not aspect), key=lambda drawn: drawn.width, default=plain)
            part = _part(whole, size.aspect, focus)
            if part.width < size.width:
                part = _part(plain, size.aspect, focus)
        box = _box(part, size)
        key = (size.aspect, *box)
        if key not in ready:
            ready[key] = part if part.size == box else part.resize(box, Image.Resampling.LANCZOS, reducing_gap=3.0)
        last[size.aspect] = ready[key]
        yield size, ready[key]


def _part(picture: Image.Image, aspect: float, focus: tuple[float, float] | None) -> Image.Image:
    if not aspect:
        return picture
    return picture.crop(cut(*picture.size, aspect, (focus[0] * picture.width, focus[1] * picture.height) if focus else None))


def _box(part: Image.Image, size: Size) -> tuple[int, int]:
    """Width and height of a size in px: as wide as asked, never enlarged; the thumbnail also no higher than wide."""
    scale = min(1.0, size.width / part.width)
    if size is THUMB:
        scale = min(scale, size.width / part.height)
    return max(1, round(part.width * scale)), max(1, round(part.height * scale))


def _encoded(size: Size, pixels: Image.Image, records: Records) -> Encoded:
    pixels.info.clear()  # nothing of the original's own records
    options = {**_OPTIONS[size.kind], "xmp": records.xmp, **({"exif": records.exif} if records.exif else {})}
    if size.kind == JPEG:
        options["extra"] = records.iim
    out = BytesIO()
    pixels.save(out, size.kind.upper(), **options)
    return Encoded(size, pixels.width, pixels.height, out.getvalue())
