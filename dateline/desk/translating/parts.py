"""A story as the parts that a translator works on, one after the other; and a story's body made of such parts.

A part's place says what it is:

    headline, lead, dateline, byline
    2:h2, 4:ul/1:li, 5:blockquote/1:p      a block of the body, by the elements around it, each with its number
    picture:17/caption                     caption, alt or credit of the placement of picture 17
    source:0/name                          the name of the first source
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import takewhile
from typing import Any

from lxml.html import HtmlElement, fragment_fromstring

from dateline.desk.translating import marks
from dateline.lib.html import clean

FIELDS = ("headline", "lead", "dateline", "byline")
OF_PICTURES = {"caption": "caption", "alt": "alt_text", "credit": "credit_line"}
_LEAVES, _AROUND = {"p", "h2", "h3"}, {"ul", "ol", "li", "blockquote"}
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Part:
    """One part: where it stands and its text, with the marks of `translating.marks`."""

    place: str
    text: str

    @property
    def tag(self) -> str:
        return tag_of(self.place)


def tag_of(place: str) -> str:
    """The element of a block of the body; empty for other parts."""
    return place.rsplit(":", 1)[1] if is_block(place) else ""


def shape_of(place: str) -> list[str]:
    """The elements around a block, without their numbers."""
    return [step.split(":")[1] for step in place.split("/")]


def is_block(place: str) -> bool:
    return place[:1].isdigit()


def key_of(text: str) -> str:
    """The same for texts that differ only in case, spaces and signs."""
    seen = "".join(letter for letter in marks.plain(text).casefold() if letter.isalnum())
    return blake2b(seen.encode(), digest_size=16).hexdigest() if seen else ""


def paragraphs(text: str) -> list[str]:
    """The paragraphs that somebody typed into one row: an empty line is between them."""
    return [one.strip() for one in _BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n")) if one.strip()]


def parts_of(story: Any) -> list[Part]:
    """The parts of a story as the instance has them; those without a text are left out, headline and lead are not."""
    found = [Part(name, _field(getattr(story, name))) for name in FIELDS]
    return [
        *[part for part in found if part.text or part.place in ("headline", "lead")],
        *blocks(story.body),
        *_of_pictures(story),
        *[Part(f"source:{n}/name", _field(source.name)) for n, source in enumerate(story.sources.all()) if source.name],
    ]


def _field(text: str) -> str:
    """A field is text without marks: what looks like one keeps its letters."""
    return " ".join(text.split())


def _of_pictures(story: Any) -> Iterator[Part]:
    for number, placement in enumerate(story.pictures.all()):
        for name, field in OF_PICTURES.items():
            if text := _field(getattr(placement, field)):
                yield Part(f"{place_of(placement, number)}/{name}", text)


def place_of(placement: Any, number: int) -> str:
    """A picture is known by itself; one that is not here, by its number among the story's."""
    return f"picture:{placement.picture_id}" if placement.picture_id else f"picture:no{number}"


def blocks(body: str) -> list[Part]:
    """The blocks of clean HTML that hold text."""
    if not body.strip():
        return []
    root = fragment_fromstring(body, create_parent="div")
    stray = marks.from_element(root)
    return [*([Part("0:p", stray)] if stray else []), *_walk(root, "")]


def _walk(element: HtmlElement, above: str) -> Iterator[Part]:
    inner = [child for child in element if child.tag in _LEAVES | _AROUND]
    for number, child in enumerate(inner, start=1):
        place = f"{above}{number}:{child.tag!s}"
        if child.tag not in ("ul", "ol") and (text := marks.from_element(child)):
            yield Part(place, text)
        if child.tag in _AROUND:
            yield from _walk(child, f"{place}/")


def body(parts: Iterable[Part]) -> str:
    """Clean HTML of the blocks among `parts`; a part may hold several paragraphs, or none."""
    written: list[str] = []
    around: list[str] = []
    for part in parts:
        if is_block(part.place):
            for paragraph in paragraphs(part.text):
                around = _enter(written, around, part.place.split("/"))
                written.append(marks.to_html(paragraph))
    _leave(written, around, 0)
    return clean("".join(written))


def _enter(written: list[str], around: list[str], wanted: Sequence[str]) -> list[str]:
    """Close the elements that are not around the next paragraph, open those that are; its own is always a new one."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(around, wanted, strict=False))))
    same = min(same, len(wanted) - 1)
    _leave(written, around, same)
    written += [f"<{one.split(':')[1]}>" for one in wanted[same:]]
    return list(wanted)


def _leave(written: list[str], around: list[str], until: int) -> None:
    written += [f"</{one.split(':')[1]}>" for one in reversed(around[until:])]
