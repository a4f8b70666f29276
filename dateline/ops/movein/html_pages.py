"""A saved HTML page: one story with what the page declares about it, and the lists beside it."""

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline.ops.movein import charsets, labels
from dateline.ops.movein.counts import standing_count
from dateline.ops.movein.dates import DateReader
from dateline.ops.movein.html_body import Body, body_of, flat
from dateline.ops.movein.html_facts import Facts, aware, facts_of
from dateline.ops.movein.html_lists import lists_of
from dateline.ops.movein.pages import BadPage, OldHeadline, OldPage, OldPicture, OldStory, Trouble, shortened
from dateline.ops.movein.sources import sources_in
from dateline.ops.movein.text_pages import body_of as html_of

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s*=\s*["']?|\?xml[^>]{0,100}?encoding\s*=\s*["'])([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_LINES = "//*[self::time or self::span or self::div or self::p or self::small or self::li][not(*) or count(.//*)<=3]"
_MAX_LINES = 2000
_MOST = 80


def read_html_page(data: bytes, *, zone: tzinfo) -> OldPage:
    """The story and the lists of a saved page.

    zone     of times without an offset
    Raises   BadPage when it is no article: without a headline or without a date
    """
    text, encoding = charsets.decode(data, _declared(data))
    tree = _tree(text)
    facts = facts_of(tree, zone)
    reader = DateReader.for_page(_date_lines(tree), zone)
    troubles: list[Trouble] = []
    headline = _headline(tree, facts)
    published_at = _published_at(tree, facts, reader, troubles)
    views = _views(tree, facts, reader, published_at, troubles)
    body = body_of(tree, _furniture(headline, reader))
    body = _complete(body, facts, troubles)
    lists = lists_of(tree, reader, facts.address)
    relevant = tuple(replace(one, language=facts.language) for one in lists.relevant)
    own = OldHeadline(headline, published_at, views, facts.address, facts.language)
    stories = (_story(tree, facts, own, body, zone),) if body.paragraphs else ()
    headlines = relevant if stories else (own, *relevant)
    return OldPage("html", encoding, stories, headlines, lists.entries, tuple(troubles), facts.saved_on)


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else ""


def _tree(text: str) -> HtmlElement:
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return document_fromstring(_XML.sub("", text, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise BadPage(1, "an HTML page", str(error) or text[:80]) from error


def _date_lines(tree: HtmlElement) -> str:
    """The short lines that may hold dates, for the question in which order day and month stand."""
    return "\n".join(line for line, _number in _short_lines(tree))


def _short_lines(tree: HtmlElement) -> list[tuple[str, int]]:
    lines = ((flat(element.text_content()), element.sourceline or 1) for element in tree.xpath(_LINES)[:_MAX_LINES])
    return [(line, number) for line, number in lines if line and len(line) <= _MOST]


def _headline(tree: HtmlElement, facts: Facts) -> str:
    """The declared headline without the site's name behind it; else the one h1, else the title."""
    firsts = [text for element in tree.xpath("//h1") if (text := flat(element.text_content()))]
    title = flat(tree.findtext(".//title") or "")
    headline = facts.headline or (firsts[0] if len(firsts) == 1 else "") or title
    for first in firsts:
        if headline.startswith(first) and first:
            return first
    if facts.site_name:
        headline = re.sub(rf"\s*[|–—·:-]\s*{re.escape(facts.site_name)}\s*$", "", headline)
    if not headline:
        raise BadPage(1, "a headline: headline in JSON-LD, og:title, h1 or title", "none of them")
    return headline


def _published_at(tree: HtmlElement, facts: Facts, reader: DateReader, troubles: list[Trouble]) -> datetime:
    """The declared time, else that of the elements, else a date line in the text."""
    marked = tree.xpath("//*[@itemprop='datePublished']/@datetime|//time[@pubdate]/@datetime|//article//time/@datetime|//time/@datetime")
    for written in (facts.published, *map(str, marked)):
        if read := aware(written, reader.zone):
            at, has_time = read
            if not has_time:
                shown = _shown(tree, reader, at)
                if shown is not None:
                    return shown
                troubles.append(Trouble(1, "a time of day; midnight is kept", written))
            return at
    for line, number in _short_lines(tree):
        found = reader.at_start(line)
        if found and standing_count(line[found.end :]) is not None:
            if not reader.sure_of_day:
                first = "the day" if reader.day_first else "the month"
                troubles.append(Trouble(number, f"a date that shows whether day or month comes first; read as {first}", line))
            return found.at
    raise BadPage(
        1,
        "a publication date: datePublished in JSON-LD, article:published_time, <time> or a line with date and time",
        shortened(facts.published),
    )


def _shown(tree: HtmlElement, reader: DateReader, day: datetime) -> datetime | None:
    """The time of day that a line of the page gives to the declared day."""
    for line, _number in _short_lines(tree):
        found = reader.at_start(line)
        if found and found.at.date() == day.date() and standing_count(line[found.end :]) is not None:
            return found.at
    return None


def _views(tree: HtmlElement, facts: Facts, reader: DateReader, published_at: datetime, troubles: list[Trouble]) -> int | None:
    """The declared or marked count, else the number that stands after the story's own date."""
    if facts.differing_views:
        troubles.append(Trouble(1, "one view count; kept as unknown", ", ".join(map(str, facts.differing_views))))
        return None
    if facts.views is not None:
        return facts.views
    minute = published_at.replace(second=0, microsecond=0)
    for line, _number in _short_lines(tree):
        found = reader.at_start(line)
        standing = standing_count(line[found.end :]) if found and found.at.replace(second=0) == minute else None
        if standing and standing.count is not None:
            return standing.count
    return None


def _furniture(headline: str, reader: DateReader) -> "_Furniture":
    return _Furniture(headline.casefold(), reader)


class _Furniture:
    """Whether a block of the text only repeats headline or date."""

    def __init__(self, headline: str, reader: DateReader) -> None:
        self.headline, self.reader = headline, reader

    def __call__(self, text: str) -> bool:
        found = self.reader.at_start(text)
        dated = found is not None and standing_count(text[found.end :]) is not None
        return dated or text.casefold() == self.headline


def _complete(body: Body, facts: Facts, troubles: list[Trouble]) -> Body:
    """The body, or the declared text where much of it was not found in the page's elements."""
    declared = facts.article_body.strip()
    if len(declared) <= 1.5 * sum(map(len, body.paragraphs)):
        return body
    paragraphs = tuple(line for part in declared.splitlines() if (line := flat(part)))
    troubles.append(Trouble(1, "the text in the page's elements; taken from its JSON-LD", shortened(declared)))
    return Body(html_of(paragraphs), paragraphs, body.credit_line, body.rights_notice)


def _story(tree: HtmlElement, facts: Facts, own: OldHeadline, body: Body, zone: tzinfo) -> OldStory:
    modified = aware(facts.modified, zone)
    picture = _picture(tree, facts)
    credit = (picture.credit_line if picture else "") or body.credit_line or _shown_credit(tree)
    return OldStory(
        headline=own.headline,
        published_at=own.published_at,
        views=own.views,
        paragraphs=body.paragraphs,
        body=body.body,
        lead=_lead(facts.description, body.paragraphs),
        credit_line=credit,
        rights_notice=body.rights_notice,
        byline=facts.byline[:200],
        section=facts.section[:100],
        keywords=facts.keywords,
        sources=sources_in(body.paragraphs),
        language=facts.language,
        address=facts.address,
        alternates=facts.alternates,
        modified_at=modified[0] if modified and modified[0] > own.published_at else None,
        picture=picture,
    )


def _lead(description: str, paragraphs: tuple[str, ...]) -> str:
    """The description, unless it only repeats how the text begins or was cut off."""
    beginning = flat(" ".join(paragraphs))
    if not description or description.endswith(("…", "...")) or description in beginning:
        return ""
    return description


def _picture(tree: HtmlElement, facts: Facts) -> OldPicture | None:
    """The declared picture; what it does not say is taken from the first figure."""
    figures = tree.xpath("//figure[.//img[@src]]")
    if not figures:
        return facts.picture
    image = figures[0].xpath(".//img[@src]")[0]
    captions = [flat(element.text_content()) for element in figures[0].xpath(".//figcaption")]
    caption, credit = _caption(captions[0] if captions else "")
    made = facts.picture or OldPicture(image.get("src") or "")
    return replace(
        made, caption=made.caption or caption, credit_line=made.credit_line or credit, alt=made.alt or flat(image.get("alt") or "")
    )


def _caption(written: str) -> tuple[str, str]:
    """Caption and credit of “What is to be seen. Photo: who”."""
    for place in [0, *(match.end() for match in re.finditer(r"[.!?)»”]\s+|\s[|/–—]\s", written))]:
        if credit := labels.credit_in(written[place:]):
            return written[:place].rstrip(" |/–—"), credit
    return written, ""


def _shown_credit(tree: HtmlElement) -> str:
    return next((credit for line, _number in _short_lines(tree) if (credit := labels.credit_in(line))), "")
