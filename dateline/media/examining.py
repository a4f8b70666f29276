"""A file from outside, looked at before anything of it is kept. It is what is in it, not what it is called, and it must be whole.

Nothing is decoded before its size is known. A JPEG is decoded in an eighth of its size: that reads all of its data, so a
cut-off one is found, in a quarter of the time and a sixtieth of the memory.
"""

import re
import threading
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dateline.media import likeness
from dateline.media.errors import Broken, Empty, HoldsMore, NoPicture, TooBig, TooManyFrames, TooManyPixels
from dateline.media.metadata import reading
from dateline.media.metadata.facts import Facts
from dateline.media.metadata.stripping import pixels_of_jpeg

KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}  # Pillow's name of the kind: our ending
MOST_FRAMES = 500
MOST_SCANS = 200  # of a progressive JPEG; encoders write about ten, each of more can cost a decoding of the whole picture
PREVIEW = 1024  # px; what is decoded of a JPEG to see that it is whole

_one_big_at_a_time = threading.Lock()  # 100 million pixels are 400 MB: not in eight threads at once
_BIG = 25_000_000

_JPEG, _SCAN, _END = b"\xff\xd8\xff", b"\xff\xda", b"\xff\xd9"
_CODE = tuple(word.encode() for word in ("<script", "<iframe", "<!doctype", "<html>", "<html ", "<?php ", "<?php\n", "<?php\r", "<?php\t"))
_ARCHIVES = (b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_DOCUMENT = b"%pdf-1."


@dataclass(frozen=True)
class Examined:
    """What a good file turned out to be.

    kind           Pillow's name, one of KINDS
    width, height  px, as it is to be seen: turned as the camera was held
    """

    kind: str
    width: int
    height: int
    facts: Facts
    content_hash: str
    look: str


def examine(file: Any, size: int) -> Examined:
    """Look at everything of `file` (open for reading, `size` bytes).

    Raises  CannotTake: Empty, TooBig, NoPicture, TooManyPixels, TooManyFrames, Broken or HoldsMore
    """
    if size == 0:
        raise Empty
    if size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise TooBig(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    file.seek(0)
    data = file.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    file.seek(0)
    try:
        return _examined(data)
    except UnidentifiedImageError as error:
        raise NoPicture(what_it_seems(data)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        told = re.search(r"\((\d+) pixels\)", str(error))
        raise TooManyPixels(int(told[1]) if told else 0, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, KeyError, TypeError) as error:  # all that Pillow says
        raise Broken(str(error) or type(error).__name__) from error


def _examined(data: bytes) -> Examined:
    with Image.open(BytesIO(data), formats=list(KINDS)) as picture:
        most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
        pixels = picture.width * picture.height
        if pixels > most:
            raise TooManyPixels(pixels, most)
        kind = "JPEG" if data.startswith(_JPEG) else picture.format or ""  # those with previews for the camera's back are called MPO
        if kind == "JPEG" and _scans(data) > MOST_SCANS:
            raise Broken(_("it has too many scans"))
        if found := foreign_content(data):
            raise HoldsMore(found)
        if kind != "JPEG":
            _count_frames(picture, pixels, most)
        facts = reading.read(picture)
        turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = (picture.height, picture.width) if turned else picture.size
        if pixels > _BIG:
            with _one_big_at_a_time:
                content_hash, look = _seen(data, picture)
        else:
            content_hash, look = _seen(data, picture)
        return Examined(kind, width, height, facts, content_hash, look)


def _seen(data: bytes, picture: Image.Image) -> tuple[str, str]:
    """Read every pixel; content hash and look."""
    picture.draft("RGB", (PREVIEW, PREVIEW))  # does nothing to kinds other than JPEG
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    return likeness.content_hash(data, picture), likeness.look(upright)


def _scans(data: bytes) -> int:
    """How often the decoder has to go over a JPEG."""
    return pixels_of_jpeg(data).partition(_END)[0].count(_SCAN)


def _count_frames(picture: Image.Image, pixels: int, most: int) -> None:
    """Raises TooManyFrames. Goes through them one by one and stops early, for some kinds only tell their number at the end."""
    if not getattr(picture, "is_animated", False):
        return
    for number in range(1, MOST_FRAMES + 1):
        if number * pixels > most:
            raise TooManyFrames
        try:
            picture.seek(number)
        except EOFError:
            picture.seek(0)
            return
    raise TooManyFrames


def foreign_content(data: bytes) -> str:
    """What is in the file that is no picture, for people; "" when there is nothing.

    Not everything behind a picture is foul: phones append moving pictures and depths. What a browser or a system might run is.
    """
    small = data.lower()  # and plain searches: a pattern takes ten times as long over 30 MB
    if _DOCUMENT in small:
        return _("a PDF document")
    if any(word in small for word in _CODE):
        return _("program code or a web page")
    return _("a packed archive") if any(mark in small for mark in _ARCHIVES) or zipfile.is_zipfile(BytesIO(data)) else ""


_SEEMS = (  # by how they begin: (bytes, where)
    (b"%PDF", 0), (b"PK\x03\x04", 0), (b"8BPS", 0), (b"II*\x00", 0), (b"MM\x00*", 0), (b"ftypheic", 4), (b"ftypheix", 4), (b"ftypmif1", 4),
    (b"ftypqt", 4), (b"ftypmp4", 4), (b"ftypisom", 4), (b"BM", 0), (b"MZ", 0),
)  # fmt: skip


def what_it_seems(data: bytes) -> str:
    """What a file that is no picture of ours seems to be, for people; "" when not known."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if re.search(rb"<svg[\s>]", head, re.IGNORECASE):
        return _("a drawing in SVG, which can carry programs")
    if re.match(rb"<(!doctype\s+html|html|head|body|script)", head, re.IGNORECASE):
        return _("a web page")
    start = next((mark for mark, at in _SEEMS if data[at : at + len(mark)] == mark), b"")
    names = {
        b"%PDF": _("a PDF document"), b"PK\x03\x04": _("a packed archive or an office document"), b"8BPS": _("a Photoshop document"),
        b"II*\x00": _("a TIFF or a camera's raw file"), b"MM\x00*": _("a TIFF or a camera's raw file"), b"BM": _("a bitmap (BMP)"),
        b"MZ": _("a program"), b"ftypqt": _("a video"), b"ftypmp4": _("a video"), b"ftypisom": _("a video"),
    }  # fmt: skip
    return names.get(start, _("a HEIC of an iPhone") if start.startswith(b"ftyp") else "")
