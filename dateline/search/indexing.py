"""Bringing stories into the index: some, or the whole archive."""

from collections.abc import Iterator, Sequence
from itertools import islice

from dateline.search.documents import document_of
from dateline.search.engine import engine
from dateline.stories import releases
from dateline.stories.models import Bookmark, Story, StoryQuerySet

FOLLOWER = "search"  # our bookmark in the release log
BATCH = 200


def public_stories() -> StoryQuerySet:
    """What belongs into the index: all that is published, also under embargo, in the order of time."""
    return Story.objects.filter(state=Story.State.PUBLISHED).order_by("published_at", "pk")


def index(ids: Sequence[int]) -> list[int]:
    """Index those of these stories that are published; which these were, in the order of time."""
    stories = public_stories().filter(pk__in=ids).select_related(None).prefetch_related("subjects")
    documents = [document_of(story) for story in stories]
    engine().index(documents)
    return [document.story_id for document in documents]


def reindex(*, refresh: bool = False) -> Iterator[int]:
    """Index the whole archive in batches; after each, how many stories are done.

    refresh  keep what is there, mend what differs and forget what is no longer public; else begin with nothing

    Should it be broken off, the follower of the log does the rest.
    """
    bookmark = Bookmark.objects.filter(pk=FOLLOWER).values_list("number", flat=True).first() or 0
    if not refresh:
        releases.rewind(FOLLOWER)
        engine().clear()
    engine().prepare()
    ids = public_stories().values_list("pk", flat=True).iterator()
    done = 0
    while batch := list(islice(ids, BATCH)):
        index(batch)
        done += len(batch)
        yield done
    if refresh:
        _forget_what_went()
    Bookmark.objects.filter(pk=FOLLOWER, number__lt=bookmark).update(number=bookmark)


def _forget_what_went() -> None:
    """Take out of the index what is not public any more."""
    known = sorted(engine().story_ids())
    for start in range(0, len(known), BATCH):
        batch = known[start : start + BATCH]
        public = set(public_stories().filter(pk__in=batch).values_list("pk", flat=True))
        engine().remove([pk for pk in batch if pk not in public])
