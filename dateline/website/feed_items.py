"""What a feed says, whatever its format: the newest live stories of a language, or of one section of it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import html as lxml_html

from dateline.agency.models import Agency
from dateline.media.rights import ended as rights_ended
from dateline.stories.models import Release, Section, Story, StoryQuerySet
from dateline.website.addresses import of_story
from dateline.website.legible import legible, without_controls
from dateline.website.share_pictures import SharePicture, share_pictures

ITEMS_MAX = 50

_RELATIVE = re.compile(r"""href\s*=\s*["']?(?!(?:https?|mailto|tel):)""", re.IGNORECASE)


@dataclass(frozen=True)
class FeedItem:
    """One story. Texts are plain but `content`, which is clean HTML with absolute addresses; times are aware."""

    identifier: str  # of the story in its language, for good: an IRI
    address: str
    headline: str
    lead: str
    content: str
    published_at: datetime
    modified_at: datetime
    authors: tuple[str, ...]
    section: str
    subjects: tuple[tuple[str, str], ...]  # code and name
    rights: str
    picture: SharePicture | None


@dataclass(frozen=True)
class Feed:
    """A feed as a whole. page is what it accompanies, address its own."""

    address: str
    page: str
    title: str
    description: str
    language: str
    publisher: str
    items: tuple[FeedItem, ...]

    @property
    def modified_at(self) -> datetime:
        """When the newest of its items last changed; 1970 while it is empty."""
        return max((item.modified_at for item in self.items), default=datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Freshness:
    """What tells one state of a feed from another, asked for with four small queries."""

    state: tuple[tuple[int, int], ...]  # number and version of each story, newest first
    ended: int  # pictures whose rights have ended
    modified_at: datetime | None


def freshness(language: str, section: Section | None, at: datetime) -> Freshness:
    """How the feed stands at `at`. The last release of any story dates it, so that a withdrawal does too."""
    newest = _newest(language, section, at).values_list("pk", "version", "embargoed_until")
    rows = list(newest[:ITEMS_MAX])
    released = Release.objects.order_by("-number").values_list("at", flat=True).first()
    rights = rights_ended(at)
    moments = [moment for moment in (released, rights.last_at, *(lifted for _pk, _version, lifted in rows)) if moment]
    return Freshness(tuple((pk, version) for pk, version, _lifted in rows), rights.count, max(moments, default=None))


def read_items(language: str, section: Section | None, agency: Agency, at: datetime) -> tuple[FeedItem, ...]:
    """The newest ITEMS_MAX live stories, complete. The number of queries does not depend on how many there are."""
    found = _newest(language, section, at).select_related("section")
    stories = list(found.prefetch_related("authors", "subjects", "sources", "corrections", "pictures__picture")[:ITEMS_MAX])
    pictures = share_pictures(stories, at=at)
    with override(language):
        return tuple(_item(story, pictures.get(story.pk), agency) for story in stories)


def title_of(language: str, section: Section | None, agency: Agency) -> str:
    return f"{section.name(language)} · {agency.name(language)}" if section else agency.name(language)


def _newest(language: str, section: Section | None, at: datetime) -> StoryQuerySet:
    stories = Story.objects.in_language(language).live(at)
    return (stories.filter(section=section) if section else stories).newest_first()


def _item(story: Story, picture: SharePicture | None, agency: Agency) -> FeedItem:
    published = localtime(story.published_at)  # never None: the database holds it for everything that is live
    authors = tuple(author.name(story.language) for author in story.authors.all())
    return FeedItem(
        identifier=f"{story.uri}#{story.language}",
        address=of_story(story),
        headline=legible(story.headline),
        lead=legible(story.lead),
        content=_content(story, agency, published),
        published_at=published,
        modified_at=localtime(story.updated_at) if story.updated_at else published,
        authors=tuple(legible(name) for name in ((story.byline,) if story.byline else authors)),
        section=legible(story.section.name(story.language)),
        subjects=tuple((subject.code, legible(subject.name(story.language))) for subject in story.subjects.all()),
        rights=legible(_rights(story, agency, published)),
        picture=picture,
    )


def _rights(story: Story, agency: Agency, published: datetime) -> str:
    return story.copyright_notice or agency.rights_notice(story.language, published)


def _content(story: Story, agency: Agency, published: datetime) -> str:
    """Lead, text, corrections, sources and rights notice: what must not be parted from a text that others show."""
    lead = f"<p><strong>{escape(legible(story.lead), quote=False)}</strong></p>" if story.lead.strip() else ""
    body = without_controls(story.body)
    if _RELATIVE.search(body):
        body = _with_full_addresses(body, of_story(story))
    notes = [f"{_('Corrected')}: {correction.note}" for correction in story.corrections.all()]
    if sources := [source.name for source in story.sources.all()]:
        notes.append(f"{_('Sources')}: {'; '.join(sources)}")
    if rights := _rights(story, agency, published):
        notes.append(rights)
    return lead + body + "".join(f"<p><small>{escape(legible(note), quote=False)}</small></p>" for note in notes)


def _with_full_addresses(body: str, base: str) -> str:
    """Clean HTML whose links work on another site too."""
    tree = lxml_html.fragment_fromstring(body, create_parent="div")
    tree.make_links_absolute(base, handle_failures="discard")
    inside = lxml_html.tostring(tree, encoding="unicode")
    return inside.removeprefix("<div>").removesuffix("</div>")
