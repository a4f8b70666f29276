"""A Feed as RSS 2.0 (with Media RSS and the full text), Atom 1.0 and JSON Feed 1.1. Pure: no database, no request.

Django's feed generator writes the two XML formats. Its `contrib.syndication` is not used: it takes the host from the
request, asks the database item by item, and knows neither Media RSS nor JSON Feed.
"""

import json
from datetime import datetime
from html import escape
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from dateline.website.feed_items import Feed, FeedItem
from dateline.website.share_pictures import SharePicture

MEDIA_NS = "http://search.yahoo.com/mrss/"
CONTENT_NS = "http://purl.org/rss/1.0/modules/content/"
DC_NS = "http://purl.org/dc/elements/1.1/"


def rss(feed: Feed) -> bytes:
    """https://www.rssboard.org/rss-specification, Media RSS, content:encoded, dc:creator, atom:link rel=self."""
    return _written(_Rss, feed)


def atom(feed: Feed) -> bytes:
    """RFC 4287."""
    return _written(_Atom, feed)


def json_feed(feed: Feed) -> bytes:
    """https://www.jsonfeed.org/version/1.1/"""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.publisher, "url": feed.page}],
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _json_item(item: FeedItem) -> dict[str, Any]:
    known = {
        "id": item.identifier,
        "url": item.address,
        "title": item.headline,
        "summary": item.lead,
        "content_html": item.content,
        "date_published": item.published_at.isoformat(timespec="seconds"),
        "date_modified": item.modified_at.isoformat(timespec="seconds"),
        "authors": [{"name": name} for name in item.authors],
        "tags": [item.section, *(name for _code, name in item.subjects)],
        "image": item.picture.address if item.picture else "",
        "_rights": {"notice": item.rights, "picture_credit": item.picture.credit_line if item.picture else ""},
    }
    return {name: value for name, value in known.items() if value not in ("", [])}


# --- the two XML formats --------------------------------------------------------------------------------------------------


class _Dated:
    """Takes the feed's own moment, so that the same content is always the same bytes."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        return self.feed["modified_at"]  # type: ignore[no-any-return]


class _Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT_NS, "xmlns:dc": DC_NS, "xmlns:media": MEDIA_NS}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["notice"]:
            handler.addQuickElement("dc:rights", item["notice"])
        handler.addQuickElement("content:encoded", item["full_text"])
        _add_picture(handler, item["share_picture"])


class _Atom(_Dated, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": MEDIA_NS}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["full_text"], {"type": "html"})
        if item["notice"]:
            handler.addQuickElement("rights", item["notice"])
        _add_picture(handler, item["share_picture"])


def _add_picture(handler: Any, picture: SharePicture | None) -> None:
    """https://www.rssboard.org/media-rss: the picture never without its credit."""
    if picture is None:
        return
    size = {"width": str(picture.width), "height": str(picture.height)}
    handler.startElement("media:content", {"url": picture.address, "medium": "image", "type": picture.media_type, **size})
    handler.addQuickElement("media:credit", picture.credit_line)
    if text := picture.caption or picture.description:
        handler.addQuickElement("media:description", text, {"type": "plain"})
    if picture.copyright_notice:
        handler.addQuickElement("media:copyright", picture.copyright_notice)
    handler.endElement("media:content")


def _written(kind: type[_Rss] | type[_Atom], feed: Feed) -> bytes:
    """Leads are given as HTML, for both formats read them so; headlines are plain text in both."""
    document = kind(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        language=feed.language,
        feed_url=feed.address,
        feed_guid=feed.address,
        author_name=feed.publisher,
        author_link=feed.page,
        modified_at=feed.modified_at,
    )
    for item in feed.items:
        document.add_item(
            title=item.headline,
            link=item.address,
            description=escape(item.lead, quote=False),
            pubdate=item.published_at,
            updateddate=item.modified_at,
            unique_id=item.identifier,
            unique_id_is_permalink=False,
            categories=list(dict.fromkeys([item.section, *(name for _code, name in item.subjects)])),
            full_text=item.content,
            creators=item.authors,
            notice=item.rights,
            share_picture=item.picture,
        )
    return document.writeString("utf-8").encode()
