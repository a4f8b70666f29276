"""What a page says about itself to machines: title, canonical address, languages, link previews, linked data (schema.org).

The views make a HeadData and pass it to their template as `head`; `website/head_data.html` prints it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from dateline.agency.models import Agency
from dateline.lib.html import plain
from dateline.lib.translated import in_language
from dateline.stories.models import Story
from dateline.website.addresses import Alternate, absolute, alternates, alternates_of_versions, of_front_page, of_story
from dateline.website.share_pictures import SharePicture, share_pictures

INDEXED = "index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1"
NOT_INDEXED = "noindex, follow"
LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}  # Open Graph wants a country too
ICON_PX = 512
DESCRIPTION_MAX = 300  # search engines show less; more is only weight


@dataclass(frozen=True)
class FeedLink:
    """A feed that a reader's program may find from the page."""

    media_type: str
    title: str
    address: str


@dataclass(frozen=True)
class HeadData:
    """Everything in <head> that is for machines. Addresses are absolute.

    properties  Open Graph, in the order to print: (property, content)
    linked      JSON-LD documents, escaped so that no text can close the script element
    """

    title: str
    description: str
    canonical: str
    language: str
    robots: str = INDEXED
    card: str = "summary"
    alternates: tuple[Alternate, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    linked: tuple[SafeString, ...] = field(default=())


@dataclass(frozen=True)
class Crumb:
    """One step of the way from the front page: a name and its path."""

    name: str
    path: str


# --- the two doors ------------------------------------------------------------------------------------------------------


def story_head(story: Story, versions: Sequence[Story], agency: Agency, request: HttpRequest | None = None, *, at: datetime) -> HeadData:
    """The head of a story page.

    versions  its live language versions, itself among them
    at        now, aware
    request   not read: the page is the same for every host and reader, so that it can be stored
    """
    address, picture = of_story(story), share_pictures([story], at=at).get(story.pk)
    description = _description(story)
    section = story.section.name(story.language)
    crumbs = (
        Crumb(agency.name(story.language), of_front_page(story.language)),
        Crumb(section, reverse("website:section", args=[story.language, story.section.slug])),
        Crumb(story.headline, address),
    )
    return HeadData(
        title=f"{story.headline} · {agency.name(story.language)}",
        description=description,
        canonical=address,
        language=story.language,
        card="summary_large_image" if picture else "summary",
        alternates=alternates_of_versions(versions),
        feeds=(*language_feeds(story.language, agency), *section_feeds(story.language, story.section.slug, section, agency)),
        properties=(
            *_open_graph("article", address, story.headline, description, story.language, agency, picture),
            *_other_locales(version.language for version in versions if version.language != story.language),
            ("article:published_time", _when(story.published_at)),
            ("article:modified_time", _when(story.updated_at or story.published_at)),
            ("article:section", section),
            *(("article:tag", subject.name(story.language)) for subject in story.subjects.all()),
        ),
        linked=(ld_json(news_article(story, versions, agency, picture)), ld_json(_breadcrumbs(crumbs))),
    )


def page_head(
    path: str,
    title: str,
    description: str,
    *,
    language: str,
    agency: Agency,
    languages: Mapping[str, str] | None = None,
    section: tuple[str, str] | None = None,
    crumbs: Sequence[Crumb] = (),
    indexed: bool = True,
    front: bool = False,
) -> HeadData:
    """The head of any other page.

    path       the canonical one, without what only sorts or tracks
    title      of the page alone; the agency's name is added unless it is the front page
    languages  language code to path of the same page, itself among them
    section    slug and name, on the page of a section: adds its feeds
    crumbs     the way from the front page to here, both left out
    indexed    False on pages that search engines should not list (search results, forms)
    """
    name, address = agency.name(language), absolute(path)
    described = " ".join((description or in_language(agency.taglines, language) or agency.full_name(language)).split())[:DESCRIPTION_MAX]
    documents = [ld_json(site(language, agency))] if front else []
    if crumbs and not front:
        way = (Crumb(name, of_front_page(language)), *crumbs, Crumb(title, path))
        documents.append(ld_json(_breadcrumbs(way)))
    return HeadData(
        title=title if front or not title else f"{title} · {name}",
        description=described,
        canonical=address,
        language=language,
        robots=INDEXED if indexed else NOT_INDEXED,
        alternates=alternates(languages or {}),
        feeds=(*language_feeds(language, agency), *(section_feeds(language, *section, agency) if section else ())),
        properties=(
            *_open_graph("website", address, title or name, described, language, agency, None),
            *_other_locales(code for code in languages or {} if code != language),
        ),
        linked=tuple(documents),
    )


# --- linked data ----------------------------------------------------------------------------------------------------------


def ld_json(data: Mapping[str, Any]) -> SafeString:
    """JSON for a <script type="application/ld+json">: whatever it holds, it cannot end the element or start another."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # escaped just above


def news_article(story: Story, versions: Sequence[Story], agency: Agency, picture: SharePicture | None) -> dict[str, Any]:
    """https://schema.org/NewsArticle with what news search asks for. Nothing is said that is not known."""
    address = of_story(story)
    published = story.published_at
    notice = story.copyright_notice or (agency.rights_notice(story.language, localtime(published)) if published else "")
    known = {
        "@type": "NewsArticle",
        "@id": f"{address}#story",
        "mainEntityOfPage": address,
        "url": address,
        "identifier": story.uri,
        "headline": story.headline,
        "description": _description(story),
        "image": [_image(picture)] if picture else [],
        "datePublished": _when(published),
        "dateModified": _when(story.updated_at or published),
        "dateline": story.dateline,
        "author": _authors(story, agency),
        "publisher": organization(story.language, agency),
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "articleSection": story.section.name(story.language),
        "keywords": [subject.name(story.language) for subject in story.subjects.all()],
        "copyrightNotice": notice,
        "correction": _corrections(story),
        "workTranslation": [
            {"@type": "NewsArticle", "@id": f"{of_story(version)}#story", "url": of_story(version), "inLanguage": version.language}
            for version in versions
            if version.language != story.language
        ],
    }
    return {name: value for name, value in known.items() if value not in ("", [])}


def organization(language: str, agency: Agency) -> dict[str, Any]:
    """The agency as https://schema.org/NewsMediaOrganization, with its mark as the logo."""
    about: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#agency"),
        "name": agency.name(language),
        "url": of_front_page(language),
        "logo": {"@type": "ImageObject", "url": mark_address(), "width": ICON_PX, "height": ICON_PX},
    }
    if agency.full_name(language) != agency.name(language):
        about["legalName"] = agency.full_name(language)
    return about


def site(language: str, agency: Agency) -> dict[str, Any]:
    """The site and who publishes it, for the front page."""
    search = absolute(reverse("website:search", args=[language])) + "?q={search_term_string}"
    action = {"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": search}}
    owner = organization(language, agency)
    if about := in_language(agency.abouts, language):
        owner["description"] = " ".join(plain(about).split())
    if agency.mail:
        owner["email"] = agency.mail
    website = {
        "@type": "WebSite",
        "@id": f"{of_front_page(language)}#site",
        "url": of_front_page(language),
        "name": agency.name(language),
        "inLanguage": language,
        "publisher": {"@id": owner["@id"]},
        "potentialAction": {**action, "query-input": "required name=search_term_string"},
    }
    return {"@graph": [owner, website]}


def mark_address() -> str:
    """The agency's mark as a square PNG, for those who show no SVG."""
    return absolute(static(f"website/icon-{ICON_PX}.png"))


def language_feeds(language: str, agency: Agency) -> tuple[FeedLink, ...]:
    """The feeds of everything in `language`."""
    kinds = (("application/rss+xml", "feed-rss"), ("application/atom+xml", "feed-atom"), ("application/feed+json", "feed-json"))
    return tuple(FeedLink(kind, agency.name(language), absolute(reverse(f"website:{name}", args=[language]))) for kind, name in kinds)


def section_feeds(language: str, slug: str, name: str, agency: Agency) -> tuple[FeedLink, ...]:
    """The feeds of one section."""
    title = f"{name} · {agency.name(language)}"
    kinds = (("application/rss+xml", "section-feed-rss"), ("application/atom+xml", "section-feed-atom"))
    return tuple(FeedLink(kind, title, absolute(reverse(f"website:{view}", args=[language, slug]))) for kind, view in kinds)


# --- how they do it -------------------------------------------------------------------------------------------------------


def _when(at: datetime | None) -> str:
    """ISO 8601 with the agency's offset, to the second."""
    return localtime(at).isoformat(timespec="seconds") if at else ""


def _description(story: Story) -> str:
    """The lead; without one the beginning of the text, cut at a word."""
    text = " ".join((story.lead or plain(story.body)).split())
    if len(text) <= DESCRIPTION_MAX:
        return text
    return text[: DESCRIPTION_MAX - 1].rsplit(" ", 1)[0] + "…"


def _authors(story: Story, agency: Agency) -> list[dict[str, Any]]:
    """Who wrote it: the known authors with their pages, else the byline as it stands, else the agency."""
    people = [
        {
            "@type": "Person",
            "name": author.name(story.language),
            "url": absolute(reverse("website:author", args=[story.language, author.slug])),
        }
        for author in story.authors.all()
    ]
    if people:
        return people
    if story.byline:
        return [{"@type": "Person", "name": story.byline}]
    return [{"@type": "NewsMediaOrganization", "name": agency.name(story.language), "url": of_front_page(story.language)}]


def _corrections(story: Story) -> list[dict[str, Any]]:
    if story.version < 2:  # a first release has none: spare the query
        return []
    return [{"@type": "CorrectionComment", "text": found.note, "datePublished": _when(found.at)} for found in story.corrections.all()]


def _image(picture: SharePicture) -> dict[str, Any]:
    known = {
        "@type": "ImageObject",
        "url": picture.address,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption or picture.description,
        "creditText": picture.credit_line,
        "copyrightNotice": picture.copyright_notice,
    }
    return {name: value for name, value in known.items() if value != ""}


def _breadcrumbs(way: Sequence[Crumb]) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": position, "name": crumb.name, "item": absolute(crumb.path)}
        for position, crumb in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _open_graph(
    kind: str, address: str, title: str, description: str, language: str, agency: Agency, picture: SharePicture | None
) -> tuple[tuple[str, str], ...]:
    """https://ogp.me. A page without a picture shows the agency's mark."""
    image = (
        (picture.preview_address, picture.preview_width, picture.preview_height, picture.description or picture.caption or title)
        if picture
        else (mark_address(), ICON_PX, ICON_PX, agency.name(language))
    )
    return (
        ("og:type", kind),
        ("og:site_name", agency.name(language)),
        ("og:url", address),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", LOCALES.get(language, f"{language}_{language.upper()}")),
        *zip(("og:image", "og:image:width", "og:image:height", "og:image:alt"), map(str, image), strict=True),
    )


def _other_locales(languages: Any) -> tuple[tuple[str, str], ...]:
    return tuple(("og:locale:alternate", LOCALES.get(code, f"{code}_{code.upper()}")) for code in languages)
