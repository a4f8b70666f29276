"""EXIF (CIPA DC-008): what cameras write. Of it we want to know who, when and where; nothing about the camera."""

import contextlib
from typing import Any

from PIL import Image

from dateline.media.metadata.facts import TEXT_MAX, Facts, moment, tidy

DESCRIPTION, ARTIST, COPYRIGHT, EXIF_IFD, GPS_IFD = 0x010E, 0x013B, 0x8298, 0x8769, 0x8825
TAKEN, ZONE = 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal
_LATITUDE, _LONGITUDE = (1, 2), (3, 4)  # of GPS: which half of the earth, degrees


def read(exif: Image.Exif) -> Facts:
    """The facts of the tags; odd values say nothing."""
    caption = _text(exif.get(DESCRIPTION), TEXT_MAX)
    artist = _text(exif.get(ARTIST))
    return Facts(
        captions={"": caption} if caption else {},
        creators=tuple(name for part in artist.split(";") if (name := part.strip())),
        copyright_notice=_text(exif.get(COPYRIGHT)),
        taken=_taken(_directory(exif, EXIF_IFD)),
        position=_position(_directory(exif, GPS_IFD)),
    )


def _directory(exif: Image.Exif, number: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(number))
    except (ValueError, TypeError, KeyError, OSError, SyntaxError, AttributeError):  # what Pillow says of broken ones
        return {}


def _text(value: Any, most: int = 255) -> str:
    """A tag's text: Pillow gives bytes as Latin-1, but whoever has more letters than ASCII writes UTF-8."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    with contextlib.suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return tidy(value, most)


def _taken(tags: dict[int, Any]) -> str:
    """`2026:03:12 09:54:00` and, in newer cameras, `+05:00`."""
    date, _space, clock = _text(tags.get(TAKEN)).partition(" ")
    zone = _text(tags.get(ZONE))
    day = date.replace(":", "-")
    return moment(f"{day}T{clock}{zone}") or moment(f"{day}T{clock}") or moment(day)


def _position(tags: dict[int, Any]) -> tuple[float, float] | None:
    latitude, longitude = _degrees(tags, *_LATITUDE, negative="S"), _degrees(tags, *_LONGITUDE, negative="W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _degrees(tags: dict[int, Any], half: int, place: int, *, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in tags[place])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if found != found:  # not a number: a zero divided by zero
        return None
    return round(-found if _text(tags.get(half)).upper() == negative else found, 6)


def write(facts: Facts, *, position: tuple[float, float] | None = None) -> bytes:
    """Tags with the artist and the copyright, and the position where one is given; nothing else. "" when there is nothing to say."""
    exif = Image.Exif()
    # As bytes, because Pillow would write a question mark for every letter outside ASCII. UTF-8 is what programs read today.
    for tag, text in ((ARTIST, "; ".join(facts.creators)), (COPYRIGHT, facts.copyright_notice)):
        if text:
            exif[tag] = text.encode()
    if position:
        gps = exif.get_ifd(GPS_IFD)
        for (half, place), value, letters in ((_LATITUDE, position[0], "NS"), (_LONGITUDE, position[1], "EW")):
            gps[half] = letters[value < 0]
            gps[place] = _parts(abs(value))
    return exif.tobytes() if len(exif) or position else b""


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees * 60, 60)
    minutes = int(rest)
    return whole, float(minutes), round((rest - minutes) * 60, 4)
