"""What a picture file tells besides the picture. A camera writes where it stood; readers are not told that.

A JPEG is a row of segments: FF, a marker, a length of two bytes that counts itself, the content (ITU-T T.81, annex B).
EXIF lies in segments APP1 that begin with “Exif” (CIPA DC-008). A PNG is a row of chunks: a length of four bytes, a
type, the content, a checksum; EXIF is the chunk eXIf (W3C PNG, third edition).
"""

from io import BytesIO

_JPEG, _SCAN, _APP1, _EXIF = b"\xff\xd8", 0xDA, 0xE1, b"Exif\x00\x00"
_APP0, _APP15, _COMMENT = 0xE0, 0xEF, 0xFE
_PNG, _PIXELS, _EXIF_CHUNK = b"\x89PNG\r\n\x1a\n", b"IDAT", b"eXIf"
_AROUND_CHUNK = 12  # length, type and checksum


def without_exif(data: bytes) -> bytes:
    """The same picture to the last pixel, without EXIF; everything else (colour profile, XMP) stays.

    Neither JPEG nor PNG: unchanged. In a PNG only what stands before the pixels is looked at, as encoders write it there.
    """
    if data.startswith(_JPEG):
        return _jpeg_without_exif(data)
    if data.startswith(_PNG):
        return _png_without_exif(data)
    return data


def pixels_of_jpeg(data: bytes) -> bytes:
    """A JPEG without its application segments and comments: what is left decides what it looks like, but for the colour profile."""
    kept, at = BytesIO(), len(_JPEG)
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (_APP0 <= data[at + 1] <= _APP15 or data[at + 1] == _COMMENT):
            kept.write(data[at:end])
        at = end
    kept.write(memoryview(data)[at:])
    return kept.getvalue()


def _jpeg_without_exif(data: bytes) -> bytes:
    kept, at = BytesIO(), len(_JPEG)
    kept.write(_JPEG)
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (data[at + 1] == _APP1 and data[at + 4 : at + 10] == _EXIF):
            kept.write(data[at:end])
        at = end
    kept.write(data[at:])
    return kept.getvalue()


def _png_without_exif(data: bytes) -> bytes:
    kept, at = BytesIO(), len(_PNG)
    kept.write(_PNG)
    while at + 8 <= len(data) and (kind := data[at + 4 : at + 8]) != _PIXELS:
        end = at + _AROUND_CHUNK + int.from_bytes(data[at : at + 4], "big")
        if kind != _EXIF_CHUNK:
            kept.write(data[at:end])
        at = end
    kept.write(data[at:])
    return kept.getvalue()
