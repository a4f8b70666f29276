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

_HOLDERS = "|".join(f"//{tag}" for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "strong", "b", "p", "a", "li"))
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


@dataclass(frozen=True, slots=True)
class PageLists:
    """The lists of a page: what was most viewed, and the relevant news of which headline and date are given."""

    entries: tuple[OldListEntry, ...]
    relevant: tuple[OldHeadline, ...]


def lists_of(tree: HtmlElement, reader: DateReader, base: str) -> PageLists:
    """All lists under a label, most-viewed lists numbered from 1 in the order of the page."""
    entries: list[OldListEntry] = []
    relevant: list[OldHeadline] = []
    number = 0
    for block, window, items in _labelled(tree, reader, base):
        if block == "relevant":
            relevant += (
                OldHeadline(item.headline, item.at, item.views, item.address, line=item.line) for item in items if item.at is not None
            )
            continue
        number += 1
        entries += (
            OldListEntry(number, position, item.headline, item.at, item.views, window, item.address, item.line)
            for position, item in enumerate(items, 1)
        )
    return PageLists(tuple(entries), tuple(relevant))


def _labelled(tree: HtmlElement, reader: DateReader, base: str) -> Iterator[tuple[labels.Block, Window, list[Item]]]:
    """For each label its kind, its window and the items in the smallest element around it that has any."""
    taken: set[HtmlElement] = set()
    for holder in tree.xpath(_HOLDERS):
        own = flat(holder.text_content()) if len(holder) <= 2 else ""
        block = labels.block_of(own) if own else None
        if block not in ("most_viewed", "relevant"):
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
                yield block, labels.window_of(own), items
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
