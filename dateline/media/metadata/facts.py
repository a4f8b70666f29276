"""What is known about a picture, from whatever record it came. Plain data, made safe: no controls, no endless texts."""

import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

TEXT_MAX, LINE_MAX, PEOPLE_MAX, KEYWORDS_MAX = 10_000, 255, 20, 60

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)


@dataclass(frozen=True)
class Facts:
    """Empty means unknown.

    captions, alt_texts, extended_descriptions  by language; "" is a text whose language nobody named
    taken                when it was taken, see `moment`
    digital_source_type  a code of IPTC's vocabulary, without its address
    data_mining          a code of PLUS's vocabulary, without its address
    position             latitude and longitude in degrees
    """

    title: str = ""
    captions: dict[str, str] = field(default_factory=dict)
    alt_texts: dict[str, str] = field(default_factory=dict)
    extended_descriptions: dict[str, str] = field(default_factory=dict)
    credit_line: str = ""
    creators: tuple[str, ...] = ()
    source: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licensor_url: str = ""
    data_mining: str = ""
    digital_source_type: str = ""
    city: str = ""
    country: str = ""
    taken: str = ""
    keywords: tuple[str, ...] = ()
    instructions: str = ""
    position: tuple[float, float] | None = None


def first_known(*records: Facts) -> Facts:
    """Each fact from the first record that knows it."""
    return Facts(**{one.name: _first(records, one.name) for one in fields(Facts)})


def _first(records: tuple[Facts, ...], name: str) -> Any:
    values = [getattr(record, name) for record in records]
    return next((value for value in values if value), values[-1])


def tidy(text: str | None, most: int = LINE_MAX) -> str:
    """One text without controls and unpaired surrogates, at most `most` letters; line breaks stay in long texts."""
    kept = (
        letter if unicodedata.category(letter) not in ("Cc", "Cs", "Cn", "Co") else "\n" if letter in "\r\n" else " "
        for letter in (text or "")[: most * 2].replace("\r\n", "\n")
    )  # fmt: skip
    found = "".join(kept) if most > LINE_MAX else " ".join("".join(kept).split())
    return unicodedata.normalize("NFC", found.strip())[:most].strip()


def moment(text: str | None) -> str:
    """A time as ISO 8601 with what is known of it: `2026`, `2026-03`, `2026-03-12`, `2026-03-12T09:54`, with a zone or without.

    Anything that is no such time gives "". The zone is not guessed: cameras often do not know where they are.
    """
    found = _MOMENT.fullmatch((text or "").strip())
    if found is None:
        return ""
    year, month, day, clock, zone = found.group("year", "month", "day", "clock", "zone")
    try:
        datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}T{clock or '00:00'}{zone or ''}".replace("Z", "+00:00"))
    except ValueError:
        return ""
    date = "-".join(part for part in (year, month, day) if part)
    return f"{date}T{clock}{zone or ''}" if clock else date


def web_address(text: str | None) -> str:
    """An http(s) address, or ""."""
    found = tidy(text, 500)
    return found if re.fullmatch(r"https?://[^\s<>\"']+", found) else ""
