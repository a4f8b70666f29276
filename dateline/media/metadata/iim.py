"""IPTC-IIM 4.2: the record that newspapers' programs wrote before XMP. In a JPEG it lies in a Photoshop resource.

A dataset is 1C, a record number, a dataset number, a length of two bytes, the value. Lengths above 32,767 (the first
bit set) are not used by anybody for these datasets; reading stops there.
"""

from collections import defaultdict
from collections.abc import Iterator

from dateline.media.metadata.facts import KEYWORDS_MAX, PEOPLE_MAX, TEXT_MAX, Facts, moment, tidy

RESOURCE, DIGEST = 0x0404, 0x0425  # of Photoshop's image resources: the record, and the MD5 it had when XMP was last written
UTF8 = b"\x1b%G"  # 1:90 when the texts are UTF-8 (ISO 2022)

TITLE, KEYWORDS, INSTRUCTIONS, DATE, TIME, BYLINE, CITY, COUNTRY, HEADLINE, CREDIT, SOURCE, COPYRIGHT, CAPTION = (
    5, 25, 40, 55, 60, 80, 90, 101, 105, 110, 115, 116, 120,
)  # fmt: skip
# The longest value in letters, by the standard.
_MOST = {TITLE: 64, KEYWORDS: 64, BYLINE: 32, CITY: 32, COUNTRY: 64, HEADLINE: 256, CREDIT: 32, SOURCE: 32, COPYRIGHT: 128, CAPTION: 2000}
_MARKER, _HEAD, _EXTENDED = 0x1C, 5, 0x8000


def read(record: bytes) -> Facts:
    """The facts of a record; a broken one says what stands before the break."""
    values: dict[int, list[bytes]] = defaultdict(list)
    is_utf8 = False
    for number, dataset, value in _datasets(record):
        if (number, dataset) == (1, 90):
            is_utf8 = value == UTF8
        elif number == 2:
            values[dataset].append(value)

    def texts(dataset: int, most: int = 255) -> list[str]:
        return [text for value in values[dataset] if (text := tidy(_decoded(value, is_utf8), most))]

    def text(dataset: int, most: int = 255) -> str:
        return next(iter(texts(dataset, most)), "")

    caption = text(CAPTION, TEXT_MAX)
    return Facts(
        title=text(HEADLINE) or text(TITLE),
        captions={"": caption} if caption else {},
        credit_line=text(CREDIT),
        creators=tuple(texts(BYLINE)[:PEOPLE_MAX]),
        source=text(SOURCE),
        copyright_notice=text(COPYRIGHT),
        city=text(CITY),
        country=text(COUNTRY),
        taken=_moment(text(DATE), text(TIME)),
        keywords=tuple(texts(KEYWORDS, 80)[:KEYWORDS_MAX]),
        instructions=text(INSTRUCTIONS, TEXT_MAX),
    )


def _datasets(record: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + _HEAD <= len(record) and record[at] == _MARKER:
        length = int.from_bytes(record[at + 3 : at + 5], "big")
        if length & _EXTENDED:
            return
        yield record[at + 1], record[at + 2], record[at + _HEAD : at + _HEAD + length]
        at += _HEAD + length


def _decoded(value: bytes, is_utf8: bool) -> str:
    """The text of a value. Without a marker: UTF-8 if it is that, else the code page of whose letters it is full.

    A text in Cyrillic is nearly all high bytes in cp1251; one in a Latin script has a few of them.
    """
    if is_utf8:
        return value.decode("utf-8", "ignore")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(byte >= 0xC0 for byte in value)
        latin = sum(byte < 0x80 and chr(byte).isalpha() for byte in value)
        return value.decode("cp1251" if high > latin else "cp1252", "replace")


def _moment(date: str, time: str) -> str:
    """From CCYYMMDD and HHMMSS±HHMM; parts that are not known are zeros."""
    if len(date) != 8 or not date.isdigit():
        return ""
    day = "-".join(part for part in (date[:4], date[4:6], date[6:]) if int(part))
    clock = time[:6] if time[:6].isdigit() and len(time) >= 6 and len(day) == 10 else ""
    zone = f"{time[6:9]}:{time[9:11]}" if len(time) == 11 else ""
    return moment(f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:]}{zone}") or moment(day) if clock else moment(day)


def write(facts: Facts) -> bytes:
    """A record in UTF-8 that agrees with the XMP packet of the same facts. Values are cut where the standard ends them."""
    values = [
        (TITLE, facts.title), (HEADLINE, facts.title), (CREDIT, facts.credit_line), (SOURCE, facts.source),
        (COPYRIGHT, facts.copyright_notice), (CITY, facts.city), (COUNTRY, facts.country),
        (CAPTION, next(iter(facts.captions.values()), "")),
        *((BYLINE, name) for name in facts.creators), *((KEYWORDS, word) for word in facts.keywords),
    ]  # fmt: skip
    datasets = [_dataset(2, dataset, _cut(text, _MOST[dataset])) for dataset, text in values if text]
    return b"".join([_dataset(1, 90, UTF8), _dataset(2, 0, b"\x00\x04"), *datasets])


def _cut(text: str, most: int) -> bytes:
    """At most `most` letters. The standard counts bytes of one-byte letters; by bytes of UTF-8, Cyrillic names would be cut in half."""
    return text[:most].encode()


def _dataset(record: int, dataset: int, value: bytes) -> bytes:
    return bytes((_MARKER, record, dataset)) + len(value).to_bytes(2, "big") + value


def segment(record: bytes) -> bytes:
    """The record as a JPEG segment APP13 (Photoshop's form: 8BIM, the number, an empty name, the length, the value, padded)."""
    resource = b"8BIM" + RESOURCE.to_bytes(2, "big") + b"\x00\x00" + len(record).to_bytes(4, "big") + record + b"\x00" * (len(record) % 2)
    content = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + (len(content) + 2).to_bytes(2, "big") + content
