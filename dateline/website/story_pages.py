"""The page of one story, and its text alone for reading on below another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.timezone import now

from dateline.readership.most_viewed import views_of
from dateline.search.relevance import relevant_news
from dateline.stories import releases
from dateline.stories.elsewhere import told_to_readers
from dateline.stories.models import ChangedElsewhere, Story
from dateline.website.errors import taken_back, withdrawn
from dateline.website.frame import agency, frame, show
from dateline.website.full_text import FullText, full_text, with_parts
from dateline.website.horizon import Horizon, drawn_day, with_mark
from dateline.website.languages_in_paths import page
from dateline.website.links import LINK_FIELDS
from dateline.website.most_read import most_viewed_block
from dateline.website.structured_data import story_head
from dateline.website.times import local_date

READ_ON = 5  # stories that follow below one; said on the page in advance


@dataclass(frozen=True)
class StoryPage:
    """A story and what stands around it.

    previous, following  its neighbours in time, in its language
    relevant             the stories that can be read on below, best first
    """

    text: FullText
    horizon: Horizon
    relevant: tuple[Story, ...]
    most_viewed: SafeString
    previous: Story | None
    following: Story | None
    changes_elsewhere: tuple[ChangedElsewhere, ...]  # of other language versions, which readers of this one are to know


@dataclass(frozen=True)
class _Linked:
    """Stories that the page links to, found by one query."""

    versions: tuple[Story, ...]
    previous: Story | None
    following: Story | None
    changed_elsewhere: bool  # there is a note about it for readers


@page
def story(request: HttpRequest, language: str, pk: int, slug: str = "") -> HttpResponse:
    """The page of one story. A wrong slug redirects, a withdrawn story answers 410, what is not out (or was taken back) 404."""
    at = now()
    found = with_parts(Story.objects.in_language(language)).filter(pk=pk).first()
    if found and found.state == Story.State.DRAFT and found.version:
        return taken_back(request)
    found = _public_or_withdrawn(found, at)
    if found.state == Story.State.KILLED:
        return withdrawn(request, found, at=at)
    if slug != found.slug:
        return redirect(found, permanent=True)
    last = releases.head()
    linked = _linked(found, at)
    addresses = {version.language: version.get_absolute_url() for version in linked.versions}
    for_machines = story_head(found, linked.versions, agency(), at=at)
    around = frame(language, at=at, addresses=addresses, without_flash=found.pk, head=last)
    day = local_date(found.published_at or at)
    shown = StoryPage(
        text=full_text(found, around.agency, views_of([found.pk]), at=at),
        horizon=with_mark(drawn_day(day, language, at=at, head=last), found.published_at),
        relevant=tuple(relevant_news(found, at=at, limit=READ_ON)),
        most_viewed=most_viewed_block(language, at, head=last, wide=False),
        previous=linked.previous,
        following=linked.following,
        changes_elsewhere=tuple(told_to_readers(found)) if linked.changed_elsewhere else (),
    )
    return show(request, "story.html", around, shown, head=for_machines)


@page
def part(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """The text of one story without a page around it, for reading on. Search engines are asked to leave it alone."""
    at = now()
    found = _public_or_withdrawn(with_parts(Story.objects.in_language(language)).filter(pk=pk).first(), at)
    if found.state == Story.State.KILLED:
        raise Http404
    text = full_text(found, agency(), views_of([found.pk]), at=at)
    response = render(request, "website/part.html", {"text": text})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@page
def story_without_slug(request: HttpRequest, language: str, pk: int) -> HttpResponseBase:
    """/<language>/story/<pk>/ leads to the whole address."""
    return story(request, language=language, pk=pk, slug="")


def _public_or_withdrawn(found: Story | None, at: datetime) -> Story:
    """The story, with its corrections. Raises Http404 when there is none, for drafts and for what is under embargo."""
    if found is None or not (found.state == Story.State.KILLED or found.is_live(at)):
        raise Http404
    if found.version > 1:  # a first release has no corrections: spare the query
        prefetch_related_objects([found], "corrections")
    return found


def _linked(story: Story, at: datetime) -> _Linked:
    """The language versions of `story` and its neighbours, as far as they are live."""
    neighbours = (_next_to(story, at, older=True), _next_to(story, at, older=False))
    wanted = Q(identity=story.identity) | Q(pk=neighbours[0][:1]) | Q(pk=neighbours[1][:1])
    told = Exists(ChangedElsewhere.objects.filter(story=OuterRef("pk"), tell_readers=True, settled_at__isnull=True))
    found = [one for one in Story.objects.filter(wanted).only(*LINK_FIELDS).annotate(told=told) if one.is_live(at)]
    others = [one for one in found if one.language == story.language and one.pk != story.pk]
    return _Linked(
        versions=tuple(one for one in found if one.identity == story.identity),
        previous=_nearest([one for one in others if _place(one) < _place(story)], newest=True),
        following=_nearest([one for one in others if _place(one) > _place(story)], newest=False),
        changed_elsewhere=any(getattr(one, "told", False) for one in found if one.pk == story.pk),
    )


def _next_to(story: Story, at: datetime, *, older: bool) -> "QuerySet[Story, int]":
    """Numbers of the live stories before or after `story`, nearest first."""
    side, order = ("lte", ("-published_at", "-pk")) if older else ("gte", ("published_at", "pk"))
    near = Story.objects.live(at).in_language(story.language).filter(**{f"published_at__{side}": story.published_at})
    beyond = near.exclude(published_at=story.published_at, **{f"pk__{'gte' if older else 'lte'}": story.pk})
    return beyond.order_by(*order).values_list("pk", flat=True)


def _place(story: Story) -> tuple[datetime | None, int]:
    return story.published_at, story.pk


def _nearest(stories: Sequence[Story], *, newest: bool) -> Story | None:
    return (max if newest else min)(stories, key=_place, default=None)  # type: ignore[type-var]
