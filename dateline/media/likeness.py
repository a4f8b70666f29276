"""When two files hold the same picture: exactly, or as it looks.

Exactly: the same compressed pixels, whatever is written around them. As it looks: small differences between neighbours of
a tiny grey copy (difference hash; N. Krawetz, “Kind of Like That”, 2013), once along the rows and once down the columns,
64 bits each. Smaller, lighter or more compressed copies keep nearly all of these bits; crops and mirrored ones do not.
"""

import hashlib
from collections.abc import Iterator

from PIL import Image

from dateline.media.metadata.stripping import pixels_of_jpeg

SIDE = 8
SAME_WITHIN = 10  # bits of 128 that may differ; copies of photographs differ in 0 to 6, other pictures in 40 and more
PART_BITS, PARTS = 16, 4
FEWEST = 6  # bits that must be set, and not set, in each half: a grey wall looks like every other


def content_hash(data: bytes, picture: Image.Image) -> str:
    """SHA-256 of the picture alone. Of a JPEG its compressed pixels (nothing is decoded), else the pixels of the loaded `picture`."""
    if data.startswith(b"\xff\xd8"):
        return hashlib.sha256(pixels_of_jpeg(data)).hexdigest()
    found = hashlib.sha256(f"{picture.mode} {picture.size}".encode())
    for top in range(0, picture.height, 256):  # in strips: a copy of 100 million pixels would be 400 MB more
        found.update(picture.crop((0, top, picture.width, min(top + 256, picture.height))).tobytes())
    return found.hexdigest()


def look(picture: Image.Image) -> str:
    """The 128 bits in hexadecimal digits; "" when there are too few differences to tell it from others."""
    grey = picture.convert("L")
    across = _bits(grey.resize((SIDE + 1, SIDE), Image.Resampling.BOX, reducing_gap=2.0), 1)
    down = _bits(grey.resize((SIDE, SIDE + 1), Image.Resampling.BOX, reducing_gap=2.0), SIDE)
    return f"{across:016x}{down:016x}" if _tells(across) and _tells(down) else ""


def _bits(tiny: Image.Image, step: int) -> int:
    """One bit for each pixel: whether the one `step` behind it is brighter."""
    values, width = tiny.tobytes(), tiny.width
    found = 0
    for y in range(SIDE):
        for x in range(SIDE):
            at = y * width + x
            found = found << 1 | (values[at + step] > values[at])
    return found


def _tells(bits: int) -> bool:
    return FEWEST <= bits.bit_count() <= SIDE * SIDE - FEWEST


def distance(one: str, other: str) -> int:
    """In how many bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def parts(look: str) -> list[int]:
    """The first half of a look in PARTS numbers."""
    whole = int(look[:16], 16)
    return [whole >> PART_BITS * number & 0xFFFF for number in range(PARTS)]


def nearly(part: int) -> Iterator[int]:
    """`part`, and all that differ from it in one bit.

    If two halves differ in up to 7 bits, one of the four parts differs in one bit at most: so asking for these finds them all.
    """
    yield part
    for bit in range(PART_BITS):
        yield part ^ 1 << bit
