"""Clean HTML: what a story's body may contain, and nothing else. The cleaner is nh3 (ammonia)."""

import html
import re

import nh3

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "a", "strong", "em", "b", "i", "sub", "sup", "br", "del", "ins"}
ATTRIBUTES = {"a": {"href", "hreflang", "title"}, "*": {"lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_BETWEEN = re.compile(r"</(p|h2|h3|li|blockquote|ul|ol)>|<br\s*/?>")
_SPACES = re.compile(r"[ \t\r\n]+")  # not the no-break spaces that hold a number together
_TAG = re.compile(r"<[^>]*>")
_EMPTY = re.compile(r"<(p|h2|h3|li|blockquote)>(?:\s|&nbsp;|\u00a0|<br>)*</\1>")


def clean(markup: str) -> str:
    """`markup` with only the allowed tags, attributes and link schemes; scripts, styles and comments go with their content."""
    safe = nh3.clean(
        markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow", clean_content_tags={"script", "style"}
    )
    return _EMPTY.sub("", safe).strip()


def plain(markup: str) -> str:
    """The text of clean HTML: one line a block, entities resolved."""
    text = html.unescape(_TAG.sub("", _BETWEEN.sub("\n", markup)))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def paragraphs(markup: str) -> list[str]:
    """The blocks of clean HTML as plain text."""
    return plain(markup).split("\n") if markup.strip() else []


def from_plain(text: str) -> str:
    """Paragraphs out of plain text: blank lines separate them, `## ` makes a heading, `> ` a quotation."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(_block(_SPACES.sub(" ", block)) for block in blocks)


def _block(text: str) -> str:
    for mark, tag in (("## ", "h2"), ("> ", "blockquote")):
        if text.startswith(mark):
            inner = html.escape(text.removeprefix(mark), quote=False)
            return f"<{tag}>{inner}</{tag}>" if tag == "h2" else f"<{tag}><p>{inner}</p></{tag}>"
    return f"<p>{html.escape(text, quote=False)}</p>"
