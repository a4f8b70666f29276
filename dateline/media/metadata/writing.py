"""What every file that leaves us says about itself: credit, creator, copyright, terms, source type. And nothing about the camera."""

from dataclasses import dataclass

from dateline.media.metadata import exif, iim, xmp
from dateline.media.metadata.facts import Facts


@dataclass(frozen=True)
class Records:
    """The same facts three times, ready to be laid into a file.

    xmp   a packet, for every kind of file
    exif  tags, for every kind of file; may be empty
    iim   a whole JPEG segment; no other kind of file has a place for it
    """

    xmp: bytes
    exif: bytes
    iim: bytes


def records(facts: Facts, *, keep_position: bool = False) -> Records:
    """The position goes along only when asked for."""
    return Records(
        xmp=xmp.write(facts), exif=exif.write(facts, position=facts.position if keep_position else None), iim=iim.segment(iim.write(facts))
    )
