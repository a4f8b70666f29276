"""The page of a story that is not out yet, for the newsroom alone. `ops.previewing` sees to who may."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from dateline.readership.most_viewed import views_of
from dateline.search.relevance import relevant_news
from dateline.stories import releases
from dateline.stories.models import Story
from dateline.website.frame import frame, show
from dateline.website.full_text import full_text
from dateline.website.horizon import drawn_day, with_mark
from dateline.website.most_read import most_viewed_block
from dateline.website.story_pages import READ_ON, StoryPage
from dateline.website.times import local_date


def as_readers_will_see_it(request: HttpRequest, story: Story, *, at: datetime) -> HttpResponse:
    """The page of `story` as it stands in hand, saved or not. It says nothing to machines, and no script counts it."""
    head = releases.head()
    around = frame(story.language, at=at, addresses={}, without_flash=story.pk, head=head)
    shown = StoryPage(
        text=full_text(story, around.agency, views_of([story.pk]), at=at),
        horizon=with_mark(drawn_day(local_date(story.published_at or at), story.language, at=at, head=head), story.published_at),
        relevant=tuple(relevant_news(story, at=at, limit=READ_ON)),
        most_viewed=most_viewed_block(story.language, at, head=head, wide=False),
        previous=None,
        following=None,
        changes_elsewhere=(),
    )
    return show(request, "preview.html", around, shown)
