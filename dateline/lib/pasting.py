"""What a word processor or a web page puts on the clipboard, made into the body of a story.

Word writes lists as paragraphs with a bullet in a <span>, Google Docs wraps everything in a <b> that is not bold, web
pages bring tables, pictures and tracking. Here it becomes what `lib.html` allows, and nothing that was text is lost:
a table becomes a line a row, a footnote stays where its number points. What cannot come along is said.
"""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import html as lxml_html
from lxml.etree import ParserError

from dateline.lib.html import SCHEMES, clean
from dateline.lib.tidy import tidy

MAX_LETTERS = 2_000_000  # of markup; Word writes ten letters of it for one of text

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "tbody", "thead", "tfoot", "tr", "td", "th",
    "caption", "section", "article", "header", "footer", "main", "aside", "nav", "pre", "hr", "dl", "dt", "dd", "figure", "figcaption",
    "address",
}  # fmt: skip
_INLINE = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "sub",
    "sup",
    "span",
    "br",
    "del",
    "s",
    "strike",
    "ins",
    "u",
    "font",
    "small",
    "big",
    "mark",
    "code",
}
_PICTURES = {"img", "picture", "svg", "video", "audio", "iframe", "object", "embed", "canvas"}
_SEEN = {"style", "class", "href", "id", "start"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d+)")
_NUMBERED = re.compile(r"^\W*(?:\d+|[a-zа-яё]|[ivxlc]+)[.)]\W*$", re.IGNORECASE)
_BREAKS = re.compile(r"(?:\s*<br>\s*){2,}")
_EDGES = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_SPACES = re.compile(r"[ \t\r\n\u00a0]*[ \t\r\n][ \t\r\n\u00a0]*|\u00a0{2,}")  # a lone no-break space holds a number together
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|_openstat|ysclid|_hs\w+)$", re.IGNORECASE)


class TooMuch(ValueError):
    """More than a story can be."""


@dataclass(frozen=True)
class Pasted:
    """Clean HTML, and a sentence for each kind of thing that did not come along."""

    html: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Style:
    bold: bool = False
    italic: bool = False
    raised: str = ""  # sup, sub


@dataclass
class _Block:
    """One block of the result. depth: of a list item, from 0."""

    tag: str
    text: str
    depth: int = 0
    kind: str = ""  # ul, ol


@dataclass
class _Reading:
    """What has been read so far."""

    blocks: list[_Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    pictures: int = 0
    struck: int = 0

    def flush(self, tag: str = "p", depth: int = 0, kind: str = "") -> None:
        """The line so far becomes a block; two line breaks are a new paragraph."""
        whole = "".join(self.line)
        self.line = []
        for part in _BREAKS.split(whole) if tag == "p" else [_BREAKS.sub("<br>", whole)]:
            text = _EDGES.sub("", _SPACES.sub(" ", part))
            if re.sub(r"<[^>]*>", "", text).strip("\u00a0 "):
                self.blocks.append(_Block(tag, text, depth, kind))


def from_clipboard(markup: str) -> Pasted:
    """The body that `markup` (text/html of a clipboard) is meant to be.

    Raises  TooMuch with a sentence
    """
    if len(markup) > MAX_LETTERS:
        raise TooMuch(_("This is too much for one story. Paste it in parts, or only the part that is needed."))
    found = _FRAGMENT.search(markup)
    markup = tidy(found[1] if found else markup)
    reading = _Reading(pictures=len(re.findall(r"<(?:img|svg|video|audio|iframe|object|v:imagedata)\b", markup, re.IGNORECASE)))
    safe = nh3.clean(
        markup, tags=_BLOCKS | _INLINE, attributes={"*": _SEEN}, url_schemes=SCHEMES, link_rel=None,
        clean_content_tags={"script", "style", "title", *(_PICTURES - {"img", "embed"})},
    )  # fmt: skip
    try:
        _read(lxml_html.fragment_fromstring(safe, create_parent="div", parser=lxml_html.HTMLParser(huge_tree=True)), reading, _Style(), "p")
    except (RecursionError, ParserError):  # nested a thousand deep: no word processor did that
        return Pasted(clean(safe))
    reading.flush()
    return Pasted(clean(_joined(reading.blocks)), tuple(_remarks(reading)))


def _remarks(reading: _Reading) -> Iterator[str]:
    if reading.pictures:
        yield ngettext(
            "%(count)d picture was left out: upload it, then place it with the story.",
            "%(count)d pictures were left out: upload them, then place them with the story.",
            reading.pictures,
        ) % {"count": reading.pictures}
    if reading.struck:
        yield _("Struck-out text was left out.")


def _read(node: lxml_html.HtmlElement, reading: _Reading, style: _Style, tag: str, depth: int = -1, kind: str = "") -> None:
    """Add the content of `node` to `reading`. tag: of the block it stands in; depth, kind: of the list."""
    _say(node.text, reading, style)
    for child in node:
        if isinstance(child.tag, str):
            _read_child(child, reading, style, tag, depth, kind)
        _say(child.tail, reading, style)


def _read_child(child: lxml_html.HtmlElement, reading: _Reading, style: _Style, tag: str, depth: int, kind: str) -> None:
    name, css = str(child.tag), (child.get("style") or "").lower()
    if "display:none" in css.replace(" ", "") or "mso-list:ignore" in css.replace(" ", ""):
        return
    if name == "br":
        reading.line.append("<br>")
    elif name in ("del", "s", "strike"):
        reading.struck += 1
    elif name == "a":
        _read_link(child, reading, style, tag, depth, kind)
    elif name not in _BLOCKS:
        _read(child, reading, _styled(name, css, style), tag, depth, kind)
    elif name == "tr":
        reading.flush(tag, max(depth, 0), kind)
        reading.line.append(" | ".join(text for text in (_text(cell) for cell in child.iter("td", "th")) if text))
        reading.flush()
    else:
        _read_block(child, reading, css, tag, depth, kind)


def _read_block(child: lxml_html.HtmlElement, reading: _Reading, css: str, tag: str, depth: int, kind: str) -> None:
    name = str(child.tag)
    reading.flush(tag, max(depth, 0), kind)
    if name in ("ul", "ol"):
        _read(child, reading, _Style(), "p", depth + 1, name)
    elif name == "li":
        _read(child, reading, _Style(), "li", max(depth, 0), kind or "ul")
        reading.flush("li", max(depth, 0), kind or "ul")
    elif level := _LEVEL.search(css):
        _read(child, reading, _Style(), "li", int(level[1]) - 1, _kind_of_word_list(child))
        reading.flush("li", min(int(level[1]) - 1, 4), _kind_of_word_list(child))
    else:
        inner = _HEADINGS.get(name) or ("blockquote" if name == "blockquote" else tag if name in ("p", "div") else "p")
        _read(child, reading, _Style(), inner, depth, kind)
        reading.flush(inner, max(depth, 0), kind)


def _kind_of_word_list(paragraph: lxml_html.HtmlElement) -> str:
    """Word writes the bullet or number itself, in a span that is to be ignored."""
    for span in paragraph.iter("span"):
        if "mso-list:ignore" in (span.get("style") or "").lower().replace(" ", ""):
            return "ol" if _NUMBERED.match(_text(span)) else "ul"
    return "ul"


def _read_link(child: lxml_html.HtmlElement, reading: _Reading, style: _Style, tag: str, depth: int, kind: str) -> None:
    address = without_tracking(child.get("href") or "")
    if not address or any(inner.tag in _BLOCKS for inner in child.iter() if isinstance(inner.tag, str)):
        _read(child, reading, style, tag, depth, kind)  # to a place in the document it came from, or a whole card
        return
    reading.line.append(f'<a href="{entities.escape(address)}">')
    _read(child, reading, style, tag, depth, kind)
    reading.line.append("</a>")


def without_tracking(address: str) -> str:
    """A link without what only counts who came from where; empty when it leads nowhere on the web."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() in ("mailto", "tel"):
        return address.strip()
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    if parts.netloc.removeprefix("www.").startswith("google.") and parts.path == "/url":  # Google Docs sends every link through itself
        target = dict(query).get("q", "")
        return without_tracking(target) if target.startswith(("http:", "https:")) else ""
    kept = [(name, value) for name, value in query if not _TRACKING.match(name)]
    if len(kept) == len(query):
        return address.strip()
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _styled(name: str, css: str, style: _Style) -> _Style:
    """What an element says of its letters. Google Docs and Word say it by style, and take it back by style."""
    css = css.replace(" ", "")
    weight = re.search(r"(?<![\w-])font-weight:(\w+)", css)
    if weight:
        bold = weight[1] in ("bold", "bolder") or (weight[1].isdigit() and int(weight[1]) >= 600)
    else:
        bold = style.bold or name in ("b", "strong")
    slant = re.search(r"(?<![\w-])font-style:(\w+)", css)
    italic = slant[1] in ("italic", "oblique") if slant else style.italic or name in ("i", "em")
    raised = name if name in ("sup", "sub") else style.raised
    align = re.search(r"(?<![\w-])vertical-align:(\w+)", css)
    if align:
        raised = {"super": "sup", "sub": "sub"}.get(align[1], raised)
    return _Style(bold, italic, raised)


def _say(text: str | None, reading: _Reading, style: _Style) -> None:
    if not text:
        return
    shown = entities.escape(text, quote=False)
    if text.strip():
        for tag, on in ((style.raised, bool(style.raised)), ("i", style.italic), ("b", style.bold)):
            shown = f"<{tag}>{shown}</{tag}>" if on else shown
    reading.line.append(shown)


def _text(node: lxml_html.HtmlElement) -> str:
    return entities.escape(" ".join("".join(node.itertext()).split()), quote=False)


def _joined(blocks: list[_Block]) -> str:
    """The blocks as HTML, list items gathered into nested lists."""
    out: list[str] = []
    open_lists: list[str] = []
    for block in blocks:
        depth = block.depth + 1 if block.tag == "li" else 0
        while len(open_lists) > depth or (depth and len(open_lists) == depth and open_lists[-1] != block.kind):
            out.append(f"</li></{open_lists.pop()}>")
        if not depth:
            out.append(f"<{block.tag}>{block.text}</{block.tag}>")
            continue
        if len(open_lists) == depth:
            out.append("</li>")
        while len(open_lists) < depth:
            out.append(f"<{block.kind}>" + ("<li>" if len(open_lists) < depth - 1 else ""))
            open_lists.append(block.kind)
        out.append(f"<li>{block.text}")
    out += [f"</li></{name}>" for name in reversed(open_lists)]
    return "".join(out).replace("</b><b>", "").replace("</i><i>", "")
