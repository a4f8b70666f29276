"""What a saved HTML page says about itself: JSON-LD first, then Open Graph and the older meta names, then its elements."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from dateline.ops.movein.counts import standing_count
from dateline.ops.movein.dates import iso_time
from dateline.ops.movein.pages import OldPicture

ARTICLE_TYPES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
)
_MAX_JSON = 2_000_000
_MAX_NODES = 5000
_LANGUAGES = {"kk": "kk", "kz": "kk", "kaz": "kk", "qaz": "kk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
_COUNTER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:views?|viewed|viewcount|view-count|pageviews?|hits|prosmotr\w*|qaralym|karalym|korilim|eye)(?:$|[\s_-])", re.IGNORECASE
)
_VIEW_ACTIONS = ("ViewAction", "ReadAction", "WatchAction", "UserPageVisits", "UserPageViews")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")  # JSON can name characters that no database takes

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """The page's own metadata. Empty or None is “not said”."""

    headline: str = ""
    site_name: str = ""
    description: str = ""
    published: str = ""  # as written
    modified: str = ""
    language: str = ""
    address: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    byline: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    picture: OldPicture | None = None
    views: int | None = None
    differing_views: tuple[int, ...] = ()  # more than one number: nobody knows which is right
    article_body: str = ""
    is_article: bool = False
    saved_on: date | None = None


def facts_of(tree: HtmlElement, zone: tzinfo) -> Facts:
    """Everything that `tree` declares."""
    article = _json_article(tree)
    metas = _metas(tree)
    address = _address(tree, article, metas)
    views = _views(tree, article)
    return Facts(
        headline=_text(article.get("headline")) or metas.get("og:title", "") or metas.get("twitter:title", ""),
        site_name=metas.get("og:site_name", "") or _named(article.get("publisher")),
        description=_text(article.get("description")) or metas.get("og:description", "") or metas.get("description", ""),
        published=_text(article.get("datePublished"))
        or _first(metas, "article:published_time", "datepublished", "pubdate", "dc.date.issued", "date"),
        modified=_text(article.get("dateModified")) or _first(metas, "article:modified_time", "datemodified", "og:updated_time"),
        language=_language(tree, article, metas),
        address=address,
        alternates=_alternates(tree, address),
        byline=", ".join(_names(article.get("author"))) or _not_address(_first(metas, "author", "article:author")),
        section=", ".join(_names(article.get("articleSection"))[:1]) or metas.get("article:section", ""),
        keywords=_keywords(tree, article, metas),
        picture=_picture(article, metas, address),
        views=views[0] if len(views) == 1 else None,
        differing_views=views if len(views) > 1 else (),
        article_body="\n".join(map(_flat, str(article.get("articleBody") or "").splitlines())),
        is_article=bool(article) or metas.get("og:type") == "article",
        saved_on=_saved_on(tree, metas, zone),
    )


def language_code(written: str) -> str:
    """kk, ru or en for what a page calls its language (`kz` is meant as Kazakh); empty for any other."""
    return _LANGUAGES.get(re.split(r"[-_]", written.strip().lower())[0], "")


def web_address(written: str, base: str = "") -> str:
    """`written` as a full http(s) address; empty when it is none."""
    try:
        address = urljoin(base, written.strip()) if base else written.strip()
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname and len(address) <= 2000 else ""


def _json_article(tree: HtmlElement) -> Json:
    """The object of the article among everything in JSON-LD; an empty one when there is none."""
    nodes = [node for script in tree.xpath("//script[@type='application/ld+json']") for node in _nodes(_json(script.text or ""))]
    for kind in ARTICLE_TYPES:
        for node in nodes:
            if kind in _types(node):
                return node
    return {}


def _json(text: str) -> Any:
    trimmed = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    if len(trimmed) > _MAX_JSON:
        return None
    try:
        return json.loads(trimmed, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[Json]:
    """Every object in `value`, outermost first, without recursion: the page is not to be trusted with our stack."""
    waiting = [value]
    for _step in range(_MAX_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting.extend(one.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if name in one)
        elif isinstance(one, list):
            waiting.extend(one)


def _types(node: Json) -> tuple[str, ...]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(str(one).rsplit("/", 1)[-1] for one in kinds if one)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta name, property or itemprop, small letters."""
    metas: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            if name := meta.get(attribute):
                metas.setdefault(name.strip().lower(), _flat(meta.get("content") or ""))
    return metas


def _first(metas: Mapping[str, str], *names: str) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _text(value: Any) -> str:
    """A text of JSON-LD, which may be wrapped in a list or an object with a value."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return _flat(value) if isinstance(value, str) else ""


def _named(value: Any) -> str:
    return next(iter(_names(value)), "")


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for one in values[:20] if (name := _text(one)) and not web_address(name)]


def _not_address(text: str) -> str:
    return "" if web_address(text) else text


def _language(tree: HtmlElement, article: Json, metas: Mapping[str, str]) -> str:
    said = (_text(article.get("inLanguage")), tree.get("lang") or "", metas.get("og:locale", ""), metas.get("content-language", ""))
    return next((code for one in said if one and (code := language_code(one))), "")


def _address(tree: HtmlElement, article: Json, metas: Mapping[str, str]) -> str:
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    base = metas.get("og:url", "")
    links = (
        *tree.xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]/@href"),
        base,
        _text(article.get("url")),
        _text(page),
    )
    return next((found for link in links if link and (found := web_address(str(link), base))), "")


def _alternates(tree: HtmlElement, base: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for link in tree.xpath("//link[@rel='alternate'][@hreflang][@href]"):
        code, address = language_code(link.get("hreflang") or ""), web_address(link.get("href") or "", base)
        if code and address and address != base:
            found.setdefault(code, address)
    return tuple(found.items())


def _keywords(tree: HtmlElement, article: Json, metas: Mapping[str, str]) -> tuple[str, ...]:
    said = article.get("keywords")
    words = said if isinstance(said, list) else re.split(r"[,;]", said) if isinstance(said, str) else []
    tags = [meta.get("content") or "" for meta in tree.xpath("//meta[@property='article:tag'][@content]")]
    words = [_text(word) for word in words] or tags or re.split(r"[,;]", _first(metas, "news_keywords", "keywords"))
    return tuple(dict.fromkeys(flat for word in words[:40] if (flat := _flat(word)[:100])))


def _picture(article: Json, metas: Mapping[str, str], base: str) -> OldPicture | None:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    made: Json = image if isinstance(image, dict) else {}
    link = (
        made.get("contentUrl")
        or made.get("url")
        or made.get("@id")
        or (image if isinstance(image, str) else "")
        or metas.get("og:image", "")
    )
    address = web_address(link, base) if isinstance(link, str) else ""
    if not address:
        return None
    credit = _text(made.get("creditText")) or _named(made.get("copyrightHolder")) or _named(made.get("creator"))
    return OldPicture(address, _text(made.get("caption")), credit, metas.get("og:image:alt", ""))


def _views(tree: HtmlElement, article: Json) -> tuple[int, ...]:
    """The different view counts that the page shows for its own story, the machine's first; several mean: unknown."""
    said = list(_json_views(article)) or list(_micro_views(tree)) or list(_shown_views(tree))
    return tuple(dict.fromkeys(said))


def _json_views(article: Json) -> Iterator[int]:
    statistic = article.get("interactionStatistic")
    for one in statistic if isinstance(statistic, list) else [statistic]:
        if isinstance(one, dict):
            kind = one.get("interactionType")
            kind = kind.get("@type") if isinstance(kind, dict) else kind
            if any(action in str(kind) for action in _VIEW_ACTIONS):
                yield from _count(str(one.get("userInteractionCount", "")))


def _micro_views(tree: HtmlElement) -> Iterator[int]:
    for element in tree.xpath("//*[@itemprop='interactionCount']"):
        written = element.get("content") or element.text_content()
        kind, _colon, number = written.rpartition(":")
        if not kind or any(action in kind for action in _VIEW_ACTIONS):
            yield from _count(number)


def _shown_views(tree: HtmlElement) -> Iterator[int]:
    """Counters by the class of their element; not those inside links, asides and lists, which belong to other stories."""
    for element in tree.xpath(
        "//*[@class][not(ancestor-or-self::a or ancestor::aside or ancestor::li or ancestor::nav or ancestor::footer)]"
    ):
        if _COUNTER_CLASS.search(element.get("class") or ""):
            yield from _count(_flat(element.text_content())[:60])


def _count(written: str) -> Iterator[int]:
    standing = standing_count(written)
    if standing and standing.count is not None:
        yield standing.count


def _saved_on(tree: HtmlElement, metas: Mapping[str, str], zone: tzinfo) -> date | None:
    """The day a page was made or saved, where it says so itself."""
    said = _first(metas, "dateline:seen-on", "savepage-date", "archive-date", "revised")
    at = iso_time(said, zone) if said else None
    return at[0].astimezone(zone).date() if at else None


def aware(written: str, zone: tzinfo) -> tuple[datetime, bool] | None:
    """The time that a machine's date says, and whether it has a time of day."""
    return iso_time(written, zone) if written else None
