"""Dates with a time of day as agencies write them: figures or words, Kazakh, Russian or English, 24 or 12 hours, ISO 8601.

Two questions no single date can answer, so the whole page is asked: whether 05/03 is May or March, and whether the
letters right after a time are AM and PM or the beginning of a headline.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateline.ops.movein.pages import BadPage

_MONTH_STEMS: tuple[tuple[str, ...], ...] = (  # the first that begins the word decides; longer before shorter
    ("jan", "янв", "қаң"),
    ("feb", "фев", "ақп"),
    ("mar", "мар", "нау"),
    ("apr", "апр", "сәу"),
    ("may", "май", "мая", "мам"),
    ("jun", "июн", "мау"),
    ("jul", "июл", "шіл"),
    ("aug", "авг", "там"),
    ("sep", "сен", "қыр"),
    ("oct", "окт", "қаз"),
    ("nov", "ноя", "қар"),
    ("dec", "дек", "жел"),
)
_MONTHS = {stem: number for number, stems in enumerate(_MONTH_STEMS, 1) for stem in stems}
_WEEKDAYS = (  # stems too
    "mon|tue|wed|thu|fri|sat|sun|понед|вторн|сред|четв|пятн|субб|воскр|дүйсен|сейсен|сәрсен|бейсен|жұма|сенбі|жексен|пн|вт|ср|чт|пт|сб|вс"
)
_LETTER = "[A-Za-zА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"
_GAP = r"[ \t\u00a0\u202f]"
_DAY = "0?[1-9]|[12][0-9]|3[01]"
_YEAR = "(?:19|20|21)[0-9]{2}"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MONTH = f"(?i:{'|'.join(_MONTHS)}){_LETTER}{{0,8}}\\.?"
_YEAR_WORD = f"{_GAP}*(?:года|год|г\\.|жылғы|жылы|жыл|ж\\.)(?!{_LETTER})"
_WEEKDAY = f"(?:(?i:{_WEEKDAYS}){_LETTER}{{0,8}}\\.?,{_GAP}*)?"
_BETWEEN = f"{_GAP}*(?:,|\\||/|·|•|—|–|-|T(?=[0-9])|at{_GAP}|в{_GAP}|сағат{_GAP})?{_GAP}*"


def _date(side: str) -> str:
    """The pattern of a date. Its groups are named by `side`, a letter for the form, and what they hold (n: a month's name)."""
    forms = (
        f"(?P<{side}a_d>{_DAY})(?P<{side}a_s>[./-])(?P<{side}a_m>[0-9]{{1,2}})(?P={side}a_s)(?P<{side}a_y>{_YEAR})",
        f"(?P<{side}b_y>{_YEAR})(?P<{side}b_s>[./-])(?P<{side}b_m>[0-9]{{2}})(?P={side}b_s)(?P<{side}b_d>[0-9]{{2}})",
        f"(?P<{side}c_d>{_DAY})(?:st|nd|rd|th)?{_GAP}(?P<{side}c_n>{_MONTH}),?{_GAP}(?P<{side}c_y>{_YEAR})(?:{_YEAR_WORD})?",
        f"(?P<{side}d_n>{_MONTH}){_GAP}(?P<{side}d_d>{_DAY})(?:st|nd|rd|th)?,?{_GAP}(?P<{side}d_y>{_YEAR})",
        f"(?P<{side}e_y>{_YEAR}){_YEAR_WORD},?{_GAP}*(?P<{side}e_d>{_DAY}){_GAP}(?P<{side}e_n>{_MONTH})",
    )
    return f"{_WEEKDAY}(?:{'|'.join(forms)})"


def _clock(side: str, *, glued_meridiem: bool) -> str:
    """The pattern of a time of day. With `glued_meridiem`, a headline may follow AM or PM without a space."""
    stop = "[a-z]" if glued_meridiem else _LETTER
    return (
        f"(?P<{side}_H>2[0-3]|[01]?[0-9]):(?P<{side}_M>[0-5][0-9])(?::(?P<{side}_S>[0-5][0-9])(?:\\.[0-9]{{1,6}})?)?"
        f"(?:{_GAP}?(?P<{side}_ap>[AaPp](?:\\.[Mm]\\.|[Mm](?!{stop}))))?"
        f"(?:{_GAP}?(?P<{side}_Z>Z(?!{_LETTER})|(?:UTC|GMT)?[+\u2212-](?:0[0-9]|1[0-4]):?(?:00|30|45)|(?:UTC|GMT)(?!{_LETTER})))?"
    )


def _date_and_time(*, glued_meridiem: bool) -> re.Pattern[str]:
    x, y = _clock("x", glued_meridiem=glued_meridiem), _clock("y", glued_meridiem=glued_meridiem)
    return re.compile(f"{_date('x')}{_BETWEEN}{x}|{y}{_BETWEEN}{_date('y')}")


_STRICT = _date_and_time(glued_meridiem=False)
_LOOSE = _date_and_time(glued_meridiem=True)
_SLASHED = re.compile(r"(?<![0-9])([0-9]{1,2})/([0-9]{1,2})/[12][0-9]{3}")
_MERIDIEM = re.compile(f":[0-9]{{2}}{_GAP}?[AaPp](?:\\.[Mm]\\.|[Mm](?!{_LETTER}))")
_LIKE_A_DATE = re.compile(
    f"(?:[0-9]{{1,4}}[./-][0-9]{{1,2}}[./-][0-9]{{2,4}}|[0-9]{{1,2}}{_GAP}{_MONTH}{_GAP}[0-9]{{4}}|{_MONTH}{_GAP}[0-9]{{1,2}},{_GAP}[0-9]{{4}}"
    f"|[0-9]{{1,2}}:[0-9]{{2}}(?![0-9]))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date and time in a line: text[start:end]. `at` is aware. `day_text` is the day of the month as it is written."""

    start: int
    end: int
    at: datetime
    day_text: str


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one page.

    zone         of times without an offset: the agency's
    day_first    whether 05/03/2026 is in March (with dots and hyphens it always is)
    sure_of_day  False when nothing on the page decides that and it matters
    """

    zone: tzinfo
    day_first: bool = True
    sure_of_day: bool = True
    glued_meridiem: bool = False

    @classmethod
    def for_page(cls, text: str, zone: tzinfo) -> "DateReader":
        """A reader that has looked at every date of the page first. Raises BadPage when they contradict each other."""
        twelve_hours = bool(_MERIDIEM.search(text))
        first, second, doubtful = 0, 0, 0
        for match in _SLASHED.finditer(text):
            left, right = int(match[1]), int(match[2])
            first, second = first + (left > 12), second + (right > 12)
            doubtful += left <= 12 and right <= 12 and left != right
        if first and second:
            raise BadPage(1, "dates that all begin with the day, or all with the month", "both kinds")
        sure = bool(first or second or not doubtful)
        month_first = bool(second) or (not first and twelve_hours)  # who writes AM and PM with strokes writes the month first
        return cls(zone, day_first=not month_first, sure_of_day=sure, glued_meridiem=twelve_hours)

    def at_start(self, text: str) -> Found | None:
        """The date and time that `text` begins with."""
        match = self._pattern.match(text)
        return self._found(match) if match else None

    def all_in(self, text: str) -> Iterator[Found]:
        """Every date with a time in `text`, from left to right. Raises ValueError with one that no calendar has."""
        for match in self._pattern.finditer(text):
            found = self._found(match)
            if found is None:
                raise ValueError(match[0])
            yield found

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _LOOSE if self.glued_meridiem else _STRICT

    def _found(self, match: re.Match[str]) -> Found | None:
        parts = {name[1:]: value for name, value in match.groupdict().items() if value is not None}
        day, month, year = self._date(parts)
        hour = _hour(int(parts["_H"]), parts.get("_ap", ""))
        if hour is None:
            return None
        try:
            at = datetime(year, month, day, hour, int(parts["_M"]), int(parts.get("_S", 0)), tzinfo=self._offset(parts.get("_Z")))
        except ValueError:
            return None
        day_text = next(value for name, value in parts.items() if name.endswith("_d"))
        return Found(match.start(), match.end(), at, day_text)

    def _date(self, parts: dict[str, str]) -> tuple[int, int, int]:
        kind = next(name[0] for name in parts if name.endswith("_y"))
        day, year = int(parts[f"{kind}_d"]), int(parts[f"{kind}_y"])
        month = int(parts[f"{kind}_m"]) if f"{kind}_m" in parts else month_number(parts[f"{kind}_n"])
        if kind == "a" and parts["a_s"] == "/" and not self.day_first:
            day, month = month, day
        return day, month, year

    def _offset(self, written: str | None) -> tzinfo:
        if not written:
            return self.zone
        figures = re.sub(r"[^\d+-]", "", written.replace("\u2212", "-"))
        if not figures:
            return UTC
        span = timedelta(hours=int(figures[1:3]), minutes=int(figures[3:5]))
        return timezone(-span if figures[0] == "-" else span)


def looks_like_a_date(line: str) -> bool:
    """Whether `line` begins as a date would: if it cannot be read all the same, something is wrong with it."""
    return bool(_LIKE_A_DATE.match(line))


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its usual abbreviation."""
    lowered = word.lower()
    return next(number for stem, number in _MONTHS.items() if lowered.startswith(stem))


def iso_time(written: str, zone: tzinfo) -> tuple[datetime, bool] | None:
    """A machine's date and whether it has a time of day; aware, in `zone` where it names no offset."""
    trimmed = written.strip()
    try:
        at = datetime.fromisoformat(trimmed)
    except ValueError:
        return None
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)), ":" in trimmed


def _hour(hour: int, meridiem: str) -> int | None:
    """The hour of the day, or None for one that a twelve-hour clock does not have."""
    if not meridiem:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if meridiem[0] in "Pp" else 0)
