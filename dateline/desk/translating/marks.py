"""A paragraph as a translator types it: plain text with light marks; and the same as clean HTML.

    **bold**   *italic*   [words of a link](https://example.org/)   a line break is a line break
    <sub>, <sup>, <del>, <ins> stand as they are

A backslash takes a mark's meaning away: 5 \\* 3. Reading what was written gives the same text again.
"""

import html
import re
from collections.abc import Iterator

from lxml.html import HtmlElement, fragment_fromstring

from dateline.lib.html import SCHEMES, clean
from dateline.lib.html import plain as plain_html

KEPT = ("sub", "sup", "del", "ins")  # tags that have no mark: rare, and typed as they are
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em"}
_TO_ESCAPE = re.compile(r"[\\*]|\[(?=[^\[\]]*\]\()|<(?=/?(?:sub|sup|del|ins)>)")
_TOKEN = re.compile(
    r"\\(?P<literal>[\\*\[<])|(?P<bold>\*\*)|(?P<italic>\*)|\[(?P<words>(?:\\.|[^\[\]\\])+)\]\((?P<address>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
    rf"|(?P<kept></?(?:{'|'.join(KEPT)})>)|(?P<line>\n)"
)
_ALONE = re.compile(r"(?<![*\\])\*(?!\*)")  # a mark of italics inside italics
_NOTHING = re.compile(r"<(b|i)></\1>")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r" *\n *")


def from_element(element: HtmlElement) -> str:
    """The inline content of a block, without blocks that are nested in it."""
    text = _SPACES.sub(" ", "".join(_inline(element)).replace("\n", " ").replace("\u2028", "\n"))
    return _LINES.sub("\n", text).strip()


def _inline(element: HtmlElement) -> Iterator[str]:
    yield _escape(element.text or "")
    for child in element:
        if child.tag not in _BLOCKS:
            yield _marked(child)
        yield _escape(child.tail or "")


_BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote"}


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda match: "\\" + match.group(), text.replace("\u2028", " "))


def _marked(element: HtmlElement) -> str:
    if element.tag == "br":
        return "\u2028"  # a line break that is one, while those of the source are spaces
    if not isinstance(element.tag, str):
        return ""
    inner = "".join(_inline(element))
    words = inner.strip()
    if not words:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{_around(element, words)}{after}"


def _around(element: HtmlElement, words: str) -> str:
    if element.tag in _BOLD:
        return words if "**" in words else f"**{words}**"
    if element.tag in _ITALIC:
        return words if _ALONE.search(words) else f"*{words}*"
    if element.tag == "a" and element.get("href"):
        return f"[{words}]({element.get('href', '').replace(' ', '%20')})"
    return f"<{tag}>{words}</{tag}>" if (tag := str(element.tag)) in KEPT else words


def to_html(text: str) -> str:
    """One paragraph as clean inline HTML. A mark that has no partner is a letter like any other."""
    return _NOTHING.sub("", clean(_close(_written(text))))


def _written(text: str) -> list[str]:
    """The text in pieces; the marks that open and close are pieces of their own."""
    pieces, at = [], 0
    for match in _TOKEN.finditer(text):
        pieces.append(html.escape(text[at : match.start()], quote=False))
        pieces.append(_piece(match))
        at = match.end()
    return [*pieces, html.escape(text[at:], quote=False)]


def _piece(match: re.Match[str]) -> str:
    if match["literal"]:
        return f"&#{ord(match['literal'])};"  # not the letter itself, which could find a partner
    if match["words"]:
        inner = _close(_written(match["words"]))
        return f'<a href="{html.escape(match["address"])}">{inner}</a>' if is_safe(match["address"]) else html.escape(match.group())
    if match["line"]:
        return "<br>"
    return match.group()


def _close(pieces: list[str]) -> str:
    """Every mark with a partner becomes a tag."""
    for mark, tag in (("**", "b"), ("*", "i")):
        places = [place for place, piece in enumerate(pieces) if piece == mark]
        for opening, closing in zip(places[::2], places[1::2], strict=False):
            pieces[opening], pieces[closing] = f"<{tag}>", f"</{tag}>"
    return "".join(pieces)


def is_safe(address: str) -> bool:
    """Whether a link may lead there: an address of the web, of mail or telephone, or of this site."""
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    return scheme[1].lower() in SCHEMES if scheme else address.startswith(("/", "#", "?"))


def links(text: str) -> list[str]:
    """The addresses of the links in a text, in its order."""
    return [match["address"] for match in _TOKEN.finditer(text) if match["address"]]


def plain(text: str) -> str:
    """The text without its marks, in one line."""
    return " ".join(plain_html(to_html(text)).split())


def canonical(text: str) -> str:
    """The paragraph as it comes back when it was saved and read again."""
    return from_element(fragment_fromstring(to_html(text), create_parent="p"))
