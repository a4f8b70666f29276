"""Lists on a saved HTML page: what was most viewed, and relevant news that are only linked. One link an entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from dateline.ops.movein import labels
from dateline.ops.movein.counts import standing_count
from dateline.ops.movein.dates import DateReader, iso_time
from dateline.ops.movein.html_body import flat
from dateline.ops.movein.html_facts import web_address
from dateline.ops.movein.pages import OldHeadline, OldListEntry, Window

_HOLDERS = "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::div or self::span or self::strong or self::b or self::p or self::a or self::li]"
_ITEMS = (
    ".//li[.//a[@href]]|.//article[.//a[@href]]|.//tr[.//a[@href]]|.//*[self::div or self::p][count(.//a[@href])=1][not(.//div or .//p)]"
)
_CLIMB = 4
_MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One linked headline with what stands beside it."""

    headline: str
    address: str
    at: datetime | None
    views: int | None
    line: int


def lists_of(tree: HtmlElement, reader: DateReader, base: str) -> tuple[OldListEntry, ...]:
    """The most-viewed lists, numbered from 1 in the order of the page."""
    entries: list[OldListEntry] = []
    for number, (window, items) in enumerate(_labelled(tree, reader, base, ("most_viewed",)), 1):
        entries += (
            OldListEntry(number, position, item.headline, item.at, item.views, window, item.address, item.line)
            for position, item in enumerate(items, 1)
        )
    return tuple(entries)


def relevant_of(tree: HtmlElement, reader: DateReader, base: str) -> tuple[OldHeadline, ...]:
    """The relevant news of which headline and date are given."""
    found = (item for _window, items in _labelled(tree, reader, base, ("relevant",)) for item in items)
    return tuple(OldHeadline(item.headline, item.at, item.views, item.address, line=item.line) for item in found if item.at is not None)


def _labelled(tree: HtmlElement, reader: DateReader, base: str, wanted: tuple[str, ...]) -> Iterator[tuple[Window, list[Item]]]:
    """For each label its window and the items in the smallest element around it that has any."""
    taken: set[HtmlElement] = set()
    for holder in tree.xpath(_HOLDERS):
        own = flat(holder.text_content()) if len(holder) <= 2 else ""
        if not own or len(own) > 60 or labels.block_of(own) not in wanted:
            continue
        around = holder
        for _step in range(_CLIMB):
            around = around.getparent()
            if around is None or around.tag in ("body", "html"):
                break
            elements = [one for one in around.xpath(_ITEMS) if one not in taken and _after(holder, one)]
            elements = [one for one in elements if not any(other in one.iterancestors() for other in elements)]
            if items := [item for one in elements[:_MOST_ITEMS] if (item := _item(one, reader, base))]:
                taken.update(elements)
                yield labels.window_of(own), items
                break


def _after(label: HtmlElement, element: HtmlElement) -> bool:
    return (
        (element.sourceline or 0) >= (label.sourceline or 0)
        and label not in element.iterdescendants()
        and element not in label.iterancestors()
    )


def _item(element: HtmlElement, reader: DateReader, base: str) -> Item | None:
    """The longest link is the headline; the rest of the element says when, and how often it was viewed."""
    links = [(flat(link.text_content()), link) for link in element.xpath(".//a[@href]")]
    headline, link = max(links, key=lambda pair: len(pair[0]))
    if len(headline) < 3:
        return None
    rest = flat(" ".join(text for text in element.itertext() if text.strip())).replace(headline, " ", 1).strip()
    at = _time(element, reader)
    try:
        found = next(iter(reader.all_in(rest)), None)
    except ValueError:
        found = None
    if found is not None:
        at, rest = at or found.at, f"{rest[: found.start]} {rest[found.end :]}".strip()
    standing = standing_count(rest) if rest else None
    return Item(headline, web_address(link.get("href") or "", base), at, standing.count if standing else None, element.sourceline or 1)


def _time(element: HtmlElement, reader: DateReader) -> datetime | None:
    for time in element.xpath(".//time[@datetime]"):
        read = iso_time(time.get("datetime") or "", reader.zone)
        if read and read[1]:
            return read[0]
    return None
