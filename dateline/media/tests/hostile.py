"""Files that somebody might send, made by code."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photograph(width: int = 96, height: int = 64, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture with features: a slope, a glow, and edges between them."""
    slope = Image.linear_gradient("L").resize((width, height))
    glow = Image.radial_gradient("L").resize((width, height)).transpose(Image.Transpose.ROTATE_180)
    bars = Image.new("L", (width, height))
    for left in range(0, width, max(width // 5, 1)):
        bars.paste(200, (left, height // 4, left + width // 10, height * 3 // 4))
    data = BytesIO()
    Image.merge("RGB", (slope, glow, bars)).save(data, kind, **options)
    return data.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A hundred bytes that say they are width × height pixels (a decompression bomb)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def animation(frames: int, side: int = 8) -> bytes:
    data = BytesIO()
    pictures = [Image.new("P", (side, side), number % 7) for number in range(frames)]
    pictures[0].save(data, "GIF", save_all=True, append_images=pictures[1:], optimize=False)
    return data.getvalue()


def archive() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("run.sh", "echo")
    return data.getvalue()


def many_scans(count: int) -> bytes:
    """A progressive JPEG with `count` scans."""
    whole = photograph(progressive=True)
    first = whole.index(b"\xff\xda")
    return whole[:-2] + whole[first : first + 40] * count + b"\xff\xd9"


REFUSED: dict[str, tuple[str, bytes]] = {  # what: (error code, file)
    "empty": ("empty_file", b""),
    "SVG": ("no_picture", SVG),
    "SVG without script": ("no_picture", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "page": ("no_picture", b"<html><script>alert(1)</script></html>"),
    "program": ("no_picture", b"MZ\x90\x00" + bytes(200)),
    "document": ("no_picture", b"%PDF-1.7\n"),
    "text": ("no_picture", "Мен сурет емеспін".encode()),
    "TIFF": ("no_picture", b"II*\x00" + bytes(100)),
    "bomb": ("too_many_pixels", png_that_claims(60_000, 60_000)),
    "101 megapixels": ("too_many_pixels", png_that_claims(10_100, 10_000)),
    "cut off": ("broken_picture", photograph(400, 300)[:-400]),
    "head alone": ("broken_picture", photograph(400, 300)[:300]),
    "cut-off PNG": ("broken_picture", photograph(kind="PNG")[:-200]),
    "cut-off WebP": ("broken_picture", photograph(kind="WEBP")[:-100]),
    "cut-off AVIF": ("broken_picture", photograph(kind="AVIF")[:-100]),
    "GIF without a size": ("no_picture", b"GIF89a" + bytes(50)),
    "archive behind": ("holds_more", photograph() + archive()),
    "script in a comment": ("holds_more", photograph(comment=b"<script>alert(1)</script>")),
    "PHP behind": ("holds_more", photograph() + b"<?php system('id');"),
    "script in a GIF": ("holds_more", photograph(kind="GIF", comment=b"/*<script src=x>*/")),
    "document behind": ("holds_more", photograph() + b"%PDF-1.4"),
    "long animation": ("too_many_frames", animation(501)),
    "many scans": ("broken_picture", many_scans(300)),
}
