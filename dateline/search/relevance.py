"""Relevant news: for every story the few of its language that belong with it, from the whole archive.

Computed when a story goes out, for it and for the older stories that it belongs with; read by one indexed query.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dateline.search.engine import engine
from dateline.search.models import RelevantNews
from dateline.search.resemblance import Rarity, features, most_telling, resemblance
from dateline.stories.models import Story

KEPT = 8  # of each story
LISTED = ("language", "slug", "headline", "published_at")
TERMS = 20
CANDIDATES = 40
LEAST = 0.04  # below this two stories only share common words


def relevant_news(story: Story, *, at: datetime, limit: int = 3) -> list[Story]:
    """The live stories that belong with `story`, best first. One query; what a headline with its link needs, the rest deferred."""
    found = Story.objects.live(at).filter(relevant_to__story=story).order_by("-relevant_to__score", "-pk")
    return list(found.only(*LISTED)[:limit])


def relate(story_id: int) -> None:
    """Compute the list of a story anew, and enter it into the lists of those it belongs with. Idempotent.

    A story that the index does not know leaves all lists.
    """
    scores = scores_of(story_id)
    best = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))[:KEPT]
    with transaction.atomic():
        forget([story_id])
        rows = [RelevantNews(story_id=story_id, other_id=other, score=score) for other, score in best]
        RelevantNews.objects.bulk_create(rows + _entries(story_id, scores), ignore_conflicts=True)  # another process may be as fast


def _entries(story_id: int, scores: Mapping[int, float]) -> list[RelevantNews]:
    """The places of a story in the lists of others. Whoever it beats in a full list is put out."""
    lists: dict[int, list[tuple[float, int]]] = {other: [] for other in scores}
    for row in RelevantNews.objects.filter(story_id__in=scores):
        lists[row.story_id].append((row.score, row.pk))
    full = {other: min(rows) for other, rows in lists.items() if len(rows) >= KEPT}
    welcome = [other for other, score in scores.items() if other not in full or score > full[other][0]]
    RelevantNews.objects.filter(pk__in=[full[other][1] for other in welcome if other in full]).delete()
    return [RelevantNews(story_id=other, other_id=story_id, score=scores[other]) for other in welcome]


def scores_of(story_id: int) -> dict[int, float]:
    """How much each story that comes into question has to do with this one; only those that do."""
    index = engine()
    document = index.document(story_id)
    if document is None:
        return {}
    own = features(document)
    rarity = Rarity(index.frequencies(list(own.weights), document.language))
    others = index.sharing(most_telling(own, rarity, TERMS), document.language, CANDIDATES)
    scores = {other.story_id: resemblance(own, features(other, own.weights), rarity) for other in others if other.story_id != story_id}
    known = Story.objects.filter(pk__in=[other for other, score in scores.items() if score >= LEAST]).values_list("pk", flat=True)
    return {other: scores[other] for other in known}  # the index may be ahead of the news, or behind


def forget(story_ids: Sequence[int]) -> None:
    """Take these stories out of all lists, their own among them."""
    RelevantNews.objects.filter(story_id__in=story_ids).delete()
    RelevantNews.objects.filter(other_id__in=story_ids).delete()
