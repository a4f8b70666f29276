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

_HOLDERS = {"h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "strong", "b", "p", "a", "li", "summary", "button"}
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
        if block == "tv":
            continue
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


@dataclass(frozen=True, slots=True)
class Label:
    """A label on the page, and how far what follows it may reach: places are counted in the order of the document."""

    element: HtmlElement
    block: labels.Block
    window: Window
    place: int


def _labelled(tree: HtmlElement, reader: DateReader, base: str) -> Iterator[tuple[labels.Block, Window, list[Item]]]:
    """For each label its kind, its window and the items between it and the next, in the smallest element around it that has any."""
    found = list(_labels(tree))
    if not found:
        return
    places = {element: place for place, element in enumerate(tree.iter())}
    ends = [*(label.place for label in found[1:]), len(places)]
    for label, end in zip(found, ends, strict=True):
        for around in _around(label.element):
            elements = [one for one in around.xpath(_ITEMS) if label.place < places[one] < end]
            outer = set(elements)
            elements = [one for one in elements if outer.isdisjoint(one.iterancestors())]
            if items := [item for one in elements[:_MOST_ITEMS] if (item := _item(one, reader, base))]:
                yield label.block, label.window, items
                break


def _labels(tree: HtmlElement) -> Iterator[Label]:
    """The labels of lists, the outermost element of each; a window alone (“Month”) counts after a most-viewed label."""
    last: HtmlElement | None = None
    after_list = False
    for place, element in enumerate(tree.iter()):
        if element.tag not in _HOLDERS or len(element) > 2 or (last is not None and last in element.iterancestors()):
            continue
        text = flat(element.text_content())
        block = labels.block_of(text) if text else None
        if block in ("most_viewed", "relevant", "tv") or (block == "window" and after_list):
            last, after_list = element, block in ("most_viewed", "window")
            yield Label(element, "most_viewed" if block == "window" else block, labels.window_of(text), place)


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    for _step, around in zip(range(_CLIMB), element.iterancestors(), strict=False):
        if around.tag in ("body", "html"):
            return
        yield around


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
