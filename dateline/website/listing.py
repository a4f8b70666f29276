"""Lists that go back in time: newest first, and from the last one on. Pages are found by a story, never by counting rows."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest

from dateline.stories.models import Story, StoryQuerySet
from dateline.website.pictures import Card, cards

AT_ONCE = 24


@dataclass(frozen=True)
class Listing:
    """A stretch of a list.

    cards     with pictures, newest first
    older     address of what follows; empty at the end
    is_first  the newest stretch, whose address has no `before`
    """

    cards: tuple[Card, ...]
    older: str
    is_first: bool


def listing(request: HttpRequest, stories: StoryQuerySet, *, at: datetime) -> Listing:
    """The stretch of `stories` that the address asks for: `?before=<number of a story>` goes on behind that story.

    Raises  Http404 when there is no such story
    """
    before = request.GET.get("before", "")
    wanted = stories.live(at).for_lists().newest_first()
    if before:
        last = _story(before)
        wanted = wanted.filter(published_at__lte=last.published_at).exclude(published_at=last.published_at, pk__gte=last.pk)
    found = list(wanted[: AT_ONCE + 1])
    older = f"{request.path}?before={found[AT_ONCE - 1].pk}" if len(found) > AT_ONCE else ""
    return Listing(tuple(cards(found[:AT_ONCE], at=at)), older, is_first=not before)


def _story(number: str) -> Story:
    if not (number.isascii() and number.isdigit() and len(number) < 19):  # what fits into the column
        raise Http404
    found = Story.objects.filter(pk=int(number), published_at__isnull=False).only("published_at").first()
    if found is None:
        raise Http404
    return found
