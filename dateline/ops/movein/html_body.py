"""The text of a saved HTML page: found by the page's own mark or by trafilatura, cleaned, freed of the furniture around it."""

import copy
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring, tostring

from dateline.lib.html import clean
from dateline.lib.html import paragraphs as paragraphs_of
from dateline.ops.movein import labels

_FURNITURE = (
    ".//script|.//style|.//noscript|.//figure|.//aside|.//nav|.//form|.//button|.//iframe|.//header|.//footer|.//svg|.//template"
    "|.//*[contains(@class,'share') or contains(@class,'related') or contains(@class,'banner') or contains(@class,'advert')]"
)
_TAGS = {"p": "p", "quote": "blockquote", "item": "li", "del": "del", "lb": "br"}
_HIGHLIGHT = {"#b": "strong", "#i": "em", "#sub": "sub", "#sup": "sup"}
_BLANKS = re.compile(r"\s+")
_BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote"}


@dataclass(frozen=True, slots=True)
class Body:
    """Clean HTML and what stood around it."""

    body: str
    paragraphs: tuple[str, ...]
    credit_line: str = ""
    rights_notice: str = ""


def body_of(tree: HtmlElement, is_furniture: Callable[[str], bool]) -> Body:
    """The article of `tree`. `is_furniture` knows the lines that repeat what is told elsewhere (headline, date)."""
    marked = _marked(tree)
    markup = clean(marked if marked else _extracted(tree))
    return _freed(markup, is_furniture)


def _marked(tree: HtmlElement) -> str:
    """The inside of the element that the page marks as article body, if its text stands in paragraphs."""
    found = tree.xpath("//*[@itemprop='articleBody' and not(self::meta)]")
    if len(found) != 1:
        return ""
    part = copy.deepcopy(found[0])
    for element in part.xpath(_FURNITURE):
        if element.getparent() is not None:
            element.drop_tree()
    inside = sum(len(element.text_content()) for element in part.xpath(".//p[not(ancestor::p)]|.//ul|.//ol|.//blockquote|.//h2|.//h3"))
    if inside < 0.8 * len(part.text_content().strip()):
        return ""
    return (html.escape(part.text or "", quote=False)) + "".join(tostring(child, encoding="unicode") for child in part)


def _extracted(tree: HtmlElement) -> str:
    """What trafilatura takes for the article, as HTML; empty when it finds none."""
    page = copy.deepcopy(tree)
    for element in page.xpath("//nav|//footer|//aside|//form|//template"):
        element.drop_tree()
    document = trafilatura.bare_extraction(
        page, include_links=True, include_formatting=True, include_comments=False, with_metadata=False, fast=True
    )
    body = getattr(document, "body", None)
    return "" if body is None else "".join(_markup(child) for child in body)


def _markup(element: etree._Element) -> str:
    """One element of trafilatura's own vocabulary, and what follows it, as HTML."""
    inner = html.escape(element.text or "", quote=False) + "".join(_markup(child) for child in element)
    return _wrapped(element, inner) + html.escape(element.tail or "", quote=False)


def _wrapped(element: etree._Element, inner: str) -> str:
    name = str(element.tag)
    if name == "head":
        return f"<{level}>{inner}</{level}>" if (level := "h3" if element.get("rend", "") in ("h3", "h4", "h5", "h6") else "h2") else inner
    if name == "list":
        kind = "ol" if element.get("rend") == "ol" else "ul"
        return f"<{kind}>{inner}</{kind}>"
    if name == "ref":
        return f'<a href="{html.escape(element.get("target") or "")}">{inner}</a>'
    if name == "hi":
        tag = _HIGHLIGHT.get(element.get("rend") or "")
        return f"<{tag}>{inner}</{tag}>" if tag else inner
    if name == "row":
        return f"<p>{' · '.join(' '.join(cell.itertext()).strip() for cell in element)}</p>"
    if name == "lb":
        return "<br>"
    tag = _TAGS.get(name)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _freed(markup: str, is_furniture: Callable[[str], bool]) -> Body:
    """`markup` without labels, repeated headline and date; credit and rights notice apart."""
    credit, rights = "", ""
    kept: list[str] = []
    blocks = list(_blocks(markup))
    for place, (text, block) in enumerate(blocks):
        label = labels.block_of(text)
        if label in ("relevant", "most_viewed", "tv"):
            break
        if label == "tell" or is_furniture(text):
            continue
        if named := labels.credit_in(text):
            credit = credit or named
            continue
        if labels.is_rights_notice(text) and _only_labels(blocks[place + 1 :]):
            rights = text
            break
        kept.append(block)
    body = "".join(kept) if any(_has_words(block) for block in kept) else ""
    return Body(body, tuple(paragraphs_of(body)), credit, rights)


def _has_words(block: str) -> bool:
    """Whether a block is more than links: a menu is no text."""
    root = fragment_fromstring(block, create_parent="div")
    linked = sum(len(flat(link.text_content())) for link in root.iter("a"))
    return len(flat(root.text_content())) > linked


def _only_labels(blocks: list[tuple[str, str]]) -> bool:
    return not blocks or labels.block_of(blocks[0][0]) is not None


def _blocks(markup: str) -> Iterator[tuple[str, str]]:
    """The top blocks of clean HTML as (text, markup); loose text becomes a paragraph."""
    if not markup:
        return
    loose = ""
    root = fragment_fromstring(markup, create_parent="div")
    loose = html.escape(root.text or "", quote=False)
    for child in root:
        tail = html.escape(child.tail or "", quote=False)
        child.tail = None
        if child.tag in _BLOCKS:
            yield from _paragraph(loose)
            yield flat(child.text_content()), tostring(child, encoding="unicode")
            loose = tail
        elif child.tag == "br":
            yield from _paragraph(loose)
            loose = tail
        else:
            loose += tostring(child, encoding="unicode") + tail
    yield from _paragraph(loose)


def _paragraph(inner: str) -> Iterator[tuple[str, str]]:
    text = flat(fragment_fromstring(inner, create_parent="p").text_content()) if inner.strip() else ""
    if text:
        yield text, f"<p>{inner.strip()}</p>"


def flat(text: str) -> str:
    """`text` on one line."""
    return _BLANKS.sub(" ", text).strip()
