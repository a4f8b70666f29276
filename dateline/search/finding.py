"""Finding stories for a reader: from what was typed to a page of results."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dateline.lib.html import paragraphs
from dateline.search.engine import engine
from dateline.search.highlighting import Part, excerpt, marked
from dateline.search.queries import Query, parse
from dateline.stories.models import Story

MOST_PAGES = 100


@dataclass(frozen=True)
class Hit:
    """A story that was found, with its headline and an excerpt in parts."""

    story: Story
    headline: tuple[Part, ...]
    excerpt: tuple[Part, ...]


@dataclass(frozen=True)
class Results:
    """One page of results.

    text      what was asked, as it was taken
    hits      best first
    total     stories in all, on all pages
    with_all  how many of them have all that was asked for; these come first, the others have some of it
    page      this page, from 1; `pages` is the last that there is
    """

    text: str
    hits: tuple[Hit, ...]
    total: int
    with_all: int
    page: int
    pages: int

    @property
    def remark(self) -> str:
        """What a reader should know about these results, a translated sentence; "" if nothing."""
        if self.total == self.with_all:
            return ""
        if self.with_all == 0:
            return _("No story has all of these words. These have some of them.")
        return _("Few stories have all of these words. After them come stories that have some.")


def find(text: str, *, language: str, at: datetime, page: int = 1, per_page: int = 20) -> Results:
    """Stories of a language for what a reader typed: plain words, "phrases", -exclusions; anything may stand there.

    at       aware; only what is live then is found
    page     from 1; beyond the last (or the hundredth) page there are no hits
    Returns  a page; it may be a little short when the index has not yet heard of a withdrawal
    """
    query = parse(text, language)
    page = max(page, 1)
    if page > MOST_PAGES:
        return Results(text, (), 0, 0, page, MOST_PAGES)
    found = engine().find(query, language=language, at=at, offset=(page - 1) * per_page, limit=per_page)
    stories = Story.objects.live(at).select_related("section").in_bulk(found.story_ids)
    hits = tuple(_hit(stories[pk], query) for pk in found.story_ids if pk in stories)
    pages = min(max(1, -(-found.total // per_page)), MOST_PAGES)
    return Results(text, hits, found.total, found.with_all, page, pages)


def _hit(story: Story, query: Query) -> Hit:
    texts = [*([story.lead] if story.lead else []), *paragraphs(story.body)]
    return Hit(story, marked(story.headline, query, story.language), excerpt(texts, query, story.language))
