"""The records of a picture put together.

Who wins follows the Metadata Working Group's guidelines (version 2.0, section 3): XMP, then IIM, then EXIF. Except when
the digest that Photoshop keeps of the IIM record does not fit the record: then a program that knows no XMP changed it
last, and IIM wins.
"""

import hashlib
from dataclasses import replace
from typing import Any

from PIL import Image

from dateline.languages.detection import detect
from dateline.media.metadata import exif, iim, xmp
from dateline.media.metadata.facts import Facts, first_known


def read(picture: Image.Image) -> Facts:
    """What the file of `picture` (just opened, its pixels need not be read) says about it. Broken records say nothing."""
    from_xmp = xmp.read(_packet(picture))
    record, digest = _record(picture)
    from_iim = iim.read(record)
    iim_changed_last = bool(record and digest.strip(b"\x00") and digest != hashlib.md5(record, usedforsecurity=False).digest())
    records = (from_iim, from_xmp) if iim_changed_last else (from_xmp, from_iim)
    return _with_languages(first_known(*records, exif.read(_tags(picture))))


def _packet(picture: Image.Image) -> bytes:
    packet = picture.info.get("xmp") or b""
    return packet.encode() if isinstance(packet, str) else bytes(packet)


def _record(picture: Image.Image) -> tuple[bytes, bytes]:
    """The IIM record and its digest; Pillow reads Photoshop's resources of JPEG files."""
    resources = picture.info.get("photoshop")
    if not isinstance(resources, dict):
        return b"", b""
    record, digest = resources.get(iim.RESOURCE), resources.get(iim.DIGEST)
    return record if isinstance(record, bytes) else b"", digest if isinstance(digest, bytes) else b""


def _tags(picture: Image.Image) -> Image.Exif:
    try:
        return picture.getexif()
    except Exception:  # Pillow raises whatever its parsers meet; tags that cannot be read are tags that are not there
        return Image.Exif()


def _with_languages(facts: Facts) -> Facts:
    """Texts whose language nobody named, under the language they are in."""
    named: dict[str, Any] = {name: _named(getattr(facts, name)) for name in ("captions", "alt_texts", "extended_descriptions")}
    return replace(facts, **named)


def _named(texts: dict[str, str]) -> dict[str, str]:
    known = {code: text for code, text in texts.items() if code}
    if text := texts.get(""):
        known.setdefault(detect(text) or "en", text)
    return known
