"""The XML of sitemaps (https://www.sitemaps.org, with Google's news and image extensions), written piece by piece."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.utils.timezone import localtime

from dateline.website.addresses import Alternate
from dateline.website.legible import legible

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class News:
    """What makes an entry one of a news sitemap."""

    publication: str
    language: str
    published_at: datetime
    headline: str


@dataclass(frozen=True)
class Entry:
    """One page. Addresses are absolute, times aware."""

    address: str
    changed_at: datetime | None = None
    alternates: tuple[Alternate, ...] = ()
    images: tuple[str, ...] = ()
    news: News | None = None


def urlset(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A sitemap, entry by entry: memory does not grow with their number."""
    yield f"{_HEAD}<urlset {_NAMESPACES}>\n".encode()
    for entry in entries:
        yield f"{_url(entry)}\n".encode()
    yield b"</urlset>\n"


def index(addresses: Iterable[str]) -> bytes:
    """The list of all sitemaps."""
    maps = "".join(f"<sitemap>{_element('loc', address)}</sitemap>\n" for address in addresses)
    return f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n'.encode()


def _url(entry: Entry) -> str:
    parts = [_element("loc", entry.address)]
    if entry.changed_at:
        parts.append(_element("lastmod", _moment(entry.changed_at)))
    if entry.news:
        parts.append(_news(entry.news))
    quote = {'"': "&quot;"}
    parts += [
        f'<xhtml:link rel="alternate" hreflang="{alternate.language}" href="{escape(alternate.address, quote)}"/>'
        for alternate in entry.alternates
    ]
    parts += [f"<image:image>{_element('image:loc', image)}</image:image>" for image in entry.images]
    return f"<url>{''.join(parts)}</url>"


def _news(news: News) -> str:
    publication = _element("news:name", legible(news.publication)) + _element("news:language", news.language)
    return (
        f"<news:news><news:publication>{publication}</news:publication>"
        f"{_element('news:publication_date', _moment(news.published_at))}{_element('news:title', legible(news.headline))}</news:news>"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _moment(at: datetime) -> str:
    return localtime(at).isoformat(timespec="seconds")
