"""One door for both forms: bytes of a page in, an `OldPage` out."""

import re
from datetime import tzinfo

from dateline.ops.movein.html_pages import read_html_page
from dateline.ops.movein.pages import OldPage
from dateline.ops.movein.text_pages import read_text_page

_MARKUP = re.compile(r"^[\ufeff\s]*<(?:!doctype|\?xml|html|head|body|!--)", re.IGNORECASE)


def read_page(data: bytes, *, zone: tzinfo) -> OldPage:
    """The page that `data` is. Times without an offset are in `zone`. Raises BadPage when it cannot be understood."""
    return read_html_page(data, zone=zone) if is_html(data) else read_text_page(data, zone=zone)


def is_html(data: bytes) -> bool:
    """Whether the bytes begin as markup does, in whatever encoding."""
    start = data[:400].replace(b"\0", b"").decode("latin-1").removeprefix("ÿþ").removeprefix("þÿ").removeprefix("ï»¿")
    return bool(_MARKUP.match(start))
