"""The front page: the first story, the latest, a few of every section, television, most viewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.readership.most_viewed import views_of
from dateline.stories import releases
from dateline.stories.models import Section, Story, StoryPicture
from dateline.website.frame import everywhere, frame, sections, show
from dateline.website.full_text import ViewCount, view_count
from dateline.website.horizon import Horizon, drawn_day, with_mark
from dateline.website.languages_in_paths import page
from dateline.website.links import LINK_FIELDS
from dateline.website.most_read import most_viewed_block
from dateline.website.pictures import Card, ShownPicture, cards, shown_pictures
from dateline.website.structured_data import page_head
from dateline.website.times import local_date

LATEST = 10
CARDS = 4  # of each section
LOOKED_THROUGH = 150  # newest stories: a section without one among them is quiet and left out
FIRST_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class FirstStory:
    story: Story
    section: str
    picture: ShownPicture | None
    views: ViewCount


@dataclass(frozen=True)
class Band:
    """A section with its newest stories."""

    section: Section
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class FrontPage:
    """first is None when nothing has been published in this language yet."""

    horizon: Horizon
    first: FirstStory | None
    latest: tuple[Story, ...]
    bands: tuple[Band, ...]
    most_viewed: SafeString


@dataclass(frozen=True)
class _Newest:
    number: int
    section: int
    urgency: int
    at: datetime


@require_safe
def to_first_language(request: HttpRequest) -> HttpResponseRedirect:
    """/ leads to the agency's first language; never to what a browser seems to prefer."""
    return redirect("website:front-page", settings.LANGUAGE_CODE)


@page
def front_page(request: HttpRequest, language: str) -> HttpResponse:
    """What is new, and what matters in it."""
    at = now()
    around = frame(language, at=at, addresses=everywhere("front-page"))
    last = releases.head()
    newest = _newest(language, at)
    first = first_of(newest, at)
    of_sections = by_section([one for one in newest if one.number != first], [section.pk for section in sections()])
    latest = [one.number for one in newest if one.number != first][:LATEST]
    in_cards = {number for numbers in of_sections.values() for number in numbers}
    stories = _stories({*latest, *in_cards, *([first] if first else [])}, at)
    pictures = {card.story.pk: card for card in cards([stories[number] for number in in_cards if number in stories], at=at)}
    today = local_date(at)
    views = views_of([first] if first else [])
    shown = FrontPage(
        horizon=with_mark(drawn_day(today, language, at=at, head=last), at),
        first=_first(stories[first], views[first].total, at) if first in stories else None,
        latest=tuple(stories[number] for number in latest if number in stories),
        bands=tuple(
            Band(section, tuple(pictures[number] for number in of_sections[section.pk] if number in pictures))
            for section in sections()
            if of_sections.get(section.pk)
        ),
        most_viewed=most_viewed_block(language, at, head=last, wide=True),
    )
    address = everywhere("front-page")
    name = around.agency.full_name(language)
    head = page_head(address[language], name, "", language=language, agency=around.agency, languages=address, front=True)
    return show(request, "front.html", around, shown, head=head)


def first_of(newest: Sequence[_Newest], at: datetime) -> int | None:
    """The story that leads: of the last day the most urgent one, of equals the newest; else simply the newest."""
    fresh = [one for one in newest if at - one.at < FIRST_WITHIN] or newest[:1]
    return min(fresh, key=lambda one: one.urgency).number if fresh else None


def by_section(newest: Sequence[_Newest], order: Sequence[int]) -> dict[int, list[int]]:
    """The newest few of each section, by the section's number."""
    found: dict[int, list[int]] = {number: [] for number in order}
    for one in newest:
        if one.section in found and len(found[one.section]) < CARDS:
            found[one.section].append(one.number)
    return found


def _newest(language: str, at: datetime) -> list[_Newest]:
    rows = Story.objects.live(at).in_language(language).newest_first().values_list("pk", "section_id", "urgency", "published_at")
    return [_Newest(number, section, urgency, published or at) for number, section, urgency, published in rows[:LOOKED_THROUGH]]


def _stories(numbers: set[int], at: datetime) -> dict[int, Story]:
    found = Story.objects.filter(pk__in=numbers).only(*LINK_FIELDS, "lead", "urgency", "section", "updated_at")
    return {story.pk: story for story in found if story.is_live(at)}


def _first(story: Story, views: int, at: datetime) -> FirstStory:
    usable = StoryPicture.objects.filter(story=story.pk).exclude(picture__rights_expire_at__lte=at)
    placements = list(usable.select_related("picture").order_by("sort_order", "pk")[:1])
    for placement in placements:
        placement.story = story
    shown = shown_pictures(placements, at=at)
    section = next((one.name(story.language) for one in sections() if one.pk == story.section_id), "")
    return FirstStory(story, section, shown[0] if shown else None, view_count(views, story.language))
