"""Sitemaps: the index, the news of the last two days, every story by language and month, and the pages around them.

Big ones are read and sent in pieces, so memory does not grow with the archive. A file of a past month keeps its ETag
until a story of that month changes, so a crawler need not fetch an archive again for each new story.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Cast, Substr
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.agency.models import Agency
from dateline.media.models import Rendition
from dateline.media.rights import ended
from dateline.people.models import Author
from dateline.stories.models import Release, Section, Story, StoryPicture, StoryQuerySet
from dateline.website import sitemap_format
from dateline.website.addresses import absolute, alternates
from dateline.website.conditional import answer, tag
from dateline.website.frame import everywhere
from dateline.website.share_pictures import JPEG_SPECS
from dateline.website.sitemap_format import Entry, News

NEWS_LAST = timedelta(days=2)  # these two are the rule of news search
NEWS_MAX = 1000
STORIES_MAX = 10_000  # in one file; 50,000 are allowed, but with alternates and images they would pass the 50 MiB that are allowed too
PIECE = 500  # stories read at once
MAX_AGE_S = 300
NEWS_MAX_AGE_S = 60


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All sitemaps."""
    at = now()
    released = Release.objects.order_by("-number").values_list("number", "at").first()
    number, released_at = released or (0, None)

    def build() -> HttpResponse:
        names = [("sitemap-news", []), ("sitemap-pages", []), *(("sitemap-stories", list(part)) for part in _parts())]
        addresses = [absolute(reverse(f"website:{name}", args=arguments)) for name, arguments in names]
        return HttpResponse(sitemap_format.index(addresses), content_type="application/xml")

    return answer(request, build, etag=tag("index", number), modified_at=released_at, at=at, max_age_s=MAX_AGE_S)


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """What was published in the last two days, in all languages, for news search."""
    at = now()
    recent = Story.objects.live(at).filter(published_at__gt=at - NEWS_LAST, published_at__lte=at).newest_first().defer("body", "ednote")
    stories = list(recent[:NEWS_MAX])
    agency = Agency.load()
    etag = tag("news", agency.names, [(story.pk, story.version) for story in stories], ended(at).count)

    def build() -> HttpResponse:
        found = _entries(stories, at)
        entries = (_with_news(entry, story, agency) for entry, story in zip(found, stories, strict=True))
        return HttpResponse(b"".join(sitemap_format.urlset(entries)), content_type="application/xml")

    return answer(request, build, etag=etag, modified_at=None, at=at, max_age_s=NEWS_MAX_AGE_S)


@require_safe
def stories(request: HttpRequest, language: str, year: int, month: int, part: int) -> HttpResponseBase:
    """One month's stories of a language, `STORIES_MAX` a file, oldest first, so that parts of past months stay as they are."""
    at = now()
    found = _of_month(language, year, month).live(at)
    state = found.aggregate(count=Count("pk"), sum=Sum(F("pk") * F("version")))  # differs after every update, kill and lifted embargo
    start = (part - 1) * STORIES_MAX
    if not 0 <= start < state["count"]:
        raise Http404

    def build() -> StreamingHttpResponse:
        pieces = _pieces(found.order_by("published_at", "pk"), start, start + STORIES_MAX)
        entries = (entry for piece in pieces for entry in _entries(piece, at))
        return StreamingHttpResponse(sitemap_format.urlset(entries), content_type="application/xml")

    etag = tag("stories", language, year, month, part, state["count"], state["sum"], ended(at).count)
    return answer(request, build, etag=etag, modified_at=None, at=at, max_age_s=MAX_AGE_S)


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """Front pages, sections and authors who have a live story, in every language."""
    at = now()
    signed = Story.objects.live(at).filter(authors=OuterRef("pk"))
    slugs = [("section", slug) for slug in Section.objects.values_list("slug", flat=True)]
    slugs += [("author", slug) for slug in Author.objects.filter(Exists(signed)).order_by("slug").values_list("slug", flat=True)]

    def build() -> HttpResponse:
        places = [everywhere("front-page"), *(everywhere(name, slug) for name, slug in slugs)]
        entries = (Entry(absolute(path), alternates=alternates(paths)) for paths in places for path in paths.values())
        return HttpResponse(b"".join(sitemap_format.urlset(entries)), content_type="application/xml")

    return answer(request, build, etag=tag("pages", slugs), modified_at=None, at=at, max_age_s=MAX_AGE_S)


# --- how they do it -------------------------------------------------------------------------------------------------------


def _parts() -> Iterator[tuple[str, int, int, int]]:
    """Language, year, month and part of every file of stories, newest month first.

    Counted from the database's index alone, months in UTC. A story under embargo counts here too: a month that has no
    other is named, and answers 404 until the embargo is over.
    """
    month = Substr(Cast("published_at", CharField()), 1, 7)  # both databases keep UTC and write 2026-03-…
    public = Q(state=Story.State.PUBLISHED, language__in=settings.LANGUAGE_CODES)
    counted = Story.objects.filter(public).values_list("language", month).annotate(count=Count("pk"))
    for language, text, count in sorted(counted, key=lambda row: (row[1], row[0]), reverse=True):
        for part in range(1, -(-count // STORIES_MAX) + 1):
            yield language, int(text[:4]), int(text[5:7]), part


def _of_month(language: str, year: int, month: int) -> StoryQuerySet:
    """Raises Http404 when there is no such month."""
    try:
        first = datetime(year, month, 1, tzinfo=UTC)
        next_first = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    except ValueError as error:
        raise Http404 from error
    return Story.objects.in_language(language).filter(published_at__gte=first, published_at__lt=next_first)


def _pieces(ordered: StoryQuerySet, start: int, end: int) -> Iterator[list[Story]]:
    """Stories `start` to `end` of a queryset in pieces, without a body and without an open cursor between them."""
    lean = ordered.only("pk", "language", "identity", "slug", "published_at", "updated_at")
    for offset in range(start, end, PIECE):
        piece = list(lean[offset : min(offset + PIECE, end)])
        if piece:
            yield piece
        if len(piece) < PIECE:
            return


def _entries(piece: Sequence[Story], at: datetime) -> list[Entry]:
    """The entries of some stories, with three queries for all of them."""
    versions = _paths_of_versions([story.identity for story in piece], at)
    images = _images([story.pk for story in piece], at)
    return [
        Entry(
            address=absolute(story.get_absolute_url()),
            changed_at=story.updated_at or story.published_at,
            alternates=alternates(versions[story.identity]),
            images=images.get(story.pk, ()),
        )
        for story in piece
    ]


def _paths_of_versions(identities: Sequence[UUID], at: datetime) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    lean = Story.objects.live(at).filter(identity__in=identities).only("pk", "identity", "language", "slug")
    for version in lean:
        found[version.identity][version.language] = version.get_absolute_url()
    return found


def _images(stories: Sequence[int], at: datetime) -> dict[int, tuple[str, ...]]:
    """The widest JPEG of each picture of each story, where one has been made."""
    placed = list(
        StoryPicture.objects.filter(story_id__in=stories, picture__isnull=False)
        .exclude(picture__rights_expire_at__lte=at)
        .order_by("sort_order")
        .values_list("story_id", "picture_id")
    )
    made = Rendition.objects.filter(image_id__in={picture for _story, picture in placed}, filter_spec__in=JPEG_SPECS, focal_point_key="")
    widest = {rendition.image_id: absolute(rendition.file.url) for rendition in made.order_by("width")}
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for story, picture in placed:
        if picture in widest and widest[picture] not in found[story]:
            found[story] += (widest[picture],)
    return found


def _with_news(entry: Entry, story: Story, agency: Agency) -> Entry:
    published = story.published_at or now()
    about = News(agency.name(story.language), story.language, published, story.headline)
    return Entry(entry.address, entry.changed_at, entry.alternates, entry.images, about)
