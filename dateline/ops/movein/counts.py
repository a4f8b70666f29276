"""View counts as old pages write them, alone or run together with the headline that follows.

`18:4097561Kazakhstan` is 18:40 and 97561. `18:40975615 reasons` is not so clear: the headline may begin with a figure. What
can be told from the characters alone is told here; what only the rest of the list can tell is left open, as candidates.
"""

import re
from dataclasses import dataclass

from dateline.ops.movein import labels

THOUSANDS = " \u00a0\u202f\u2009,.'’"
_GROUPED = rf"[0-9]{{1,3}}(?P<mark>[{THOUSANDS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*"
_COUNT = re.compile(rf"(?:{_GROUPED}|[0-9]+)")
_RUN = re.compile(rf"[0-9](?:[0-9{THOUSANDS}]*[0-9])?")
_NOTHING = re.compile(r"[\s\u00a0\u202f—–-]*|n/?a", re.IGNORECASE)
_ROUNDED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[\s\u00a0]*(?:[kKmMкКмМ]|тыс\.?|млн\.?|мың)\+?")
_EXPLICIT = re.compile(r"[\s\u00a0]*[|·•\t\n][\s\u00a0]*")
_OPENING = "«“„\"'‘(["
_FIGURE_WORDS = {"g", "d", "k", "к", "с", "c", "xbet", "gis", "гис", "д", "p", "x", "х"}  # 5G, 3D, 4K, 1С, 1XBET, 2GIS
_WORD = re.compile(r"[^\W\d_]+")
_MAX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Split:
    """One way to divide the text after a date. `count` None means that the text is the headline alone."""

    count: int | None
    headline: str
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the characters alone tell: `sure`, or the `candidates` (never both). `number_first`: the headline alone could begin so."""

    sure: Split | None = None
    candidates: tuple[Split, ...] = ()
    number_first: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A count that stands by itself, or why there is none: `rounded` when the page gives only “29K”."""

    count: int | None
    rounded: bool = False


def standing_count(text: str) -> Standing | None:
    """The count that `text` is, with or without a label; None when it is something else. An empty text is an unknown count."""
    trimmed = text.strip(" \t\u00a0\u202f()[]|·•,;").removeprefix("—").removeprefix("–").strip()
    if _NOTHING.fullmatch(trimmed):
        return Standing(None)
    start = labels.skip_before_count(trimmed)
    end = _longest(trimmed, start)
    if end > start:
        rest = trimmed[end:]
        if not rest or labels.skip_after_count(rest) == len(rest):
            return Standing(value(trimmed[start:end]))
    return Standing(None, rounded=True) if _ROUNDED.fullmatch(trimmed[start:]) else None


def value(written: str) -> int:
    """The number that figures with thousands separators say."""
    return int(re.sub(r"[^0-9]", "", written))


def divide(text: str) -> Reading:
    """What can be said of the text after a date in a list, without looking at the rest of the list."""
    if (parted := _by_marks(text)) is not None:
        return Reading(sure=parted)
    start = labels.skip_before_count(text)
    if not text[start : start + 1].isascii() or not text[start : start + 1].isdigit():
        return Reading(sure=Split(None, text))
    if (labelled := _by_label(text, start)) is not None:
        return Reading(sure=labelled)
    candidates = _candidates(text, start)
    sure = _evident(text, start, candidates)
    if sure is not None:
        return Reading(sure=sure)
    return Reading(candidates=candidates, number_first=start == 0 and _may_begin_a_headline(text))


def _by_marks(text: str) -> Split | None:
    """Fields between marks: the first or the last is the count."""
    fields = _EXPLICIT.split(text)
    if len(fields) < 2:
        return None
    first, last = standing_count(fields[0]), standing_count(fields[-1])
    if first is not None and fields[0]:
        return Split(first.count, text[len(fields[0]) :].lstrip(" \t\n\u00a0|·•"))
    if last is not None and fields[-1]:
        return Split(last.count, text[: -len(fields[-1])].rstrip(" \t\n\u00a0|·•"))
    return Split(None, text)


def _by_label(text: str, start: int) -> Split | None:
    """“97 561 views Headline”: the label says where the count ends."""
    end = _longest(text, start)
    bracketed = start > 0 and text[start - 1] in "([" and text[end : end + 1] in (")", "]")
    skip = 1 if bracketed else labels.skip_after_count(text[end:])
    return Split(value(text[start:end]), text[end + skip :].lstrip(" \u00a0:|—–-")) if skip and text[end + skip :].strip() else None


def _longest(text: str, start: int) -> int:
    run = _RUN.match(text, start)
    stop = min(run.end(), start + 2 * _MAX_DIGITS) if run else start
    ends = (end for end in range(stop, start, -1) if _is_count(text, start, end))
    return next(ends, start)


def _is_count(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a well-formed number that a counter could have reached."""
    return bool(_COUNT.fullmatch(text, start, end)) and sum(map(str.isdigit, text[start:end])) <= _MAX_DIGITS


def _candidates(text: str, start: int) -> tuple[Split, ...]:
    """Every way to cut a well-formed number off the front, the longest first, that leaves something like a headline."""
    run = _RUN.match(text, start)
    stop = min(run.end() if run else start, start + 2 * _MAX_DIGITS)
    found = []
    for end in range(stop, start, -1):
        rest = text[end:]
        headline = rest.lstrip(" \u00a0\u202f")
        if _is_count(text, start, end) and _like_a_headline(headline):
            found.append(Split(value(text[start:end]), headline, spaced=headline != rest))
    return tuple(found)


def _like_a_headline(text: str) -> bool:
    return bool(text) and text[0] not in ",.;:!?%’)]}-–—/" and not re.match(r"(?:st|nd|rd|th|й|я|е|ші|шы|летие|летний|го|ми|жыл)\b", text)


def _evident(text: str, start: int, candidates: tuple[Split, ...]) -> Split | None:
    """The split that needs no second opinion: a whole run of figures right before a capital or a quotation mark."""
    if not candidates:
        return None
    first = candidates[0]
    if first.headline[0].isdigit() or not (first.headline[0].isupper() or first.headline[0] in _OPENING):
        return None
    word = _WORD.match(first.headline)
    if not first.spaced:
        return None if word and word[0].casefold() in _FIGURE_WORDS else first
    written = text[start:].split(first.headline)[0].strip()
    single = not any(other.spaced for other in candidates[1:])
    return first if single and (start or len(written) >= 5) else None


def _may_begin_a_headline(text: str) -> bool:
    """Whether a headline could begin with this number: up to four figures, or more with separators."""
    end = _longest(text, 0)
    plain = re.match(r"[0-9]+", text)
    return len(plain[0] if plain else "") <= 4 and not text[end : end + 1].isdigit()
