"""Search follows the release log: what goes out is indexed and related, what is killed is forgotten."""

from collections.abc import Sequence

from dateline.search import relevance
from dateline.search.engine import engine
from dateline.search.indexing import FOLLOWER, index
from dateline.stories import releases
from dateline.stories.models import Release


def follow(limit: int = 100) -> int:
    """Take the next releases into the index and the lists of relevant news; how many there were.

    A missing or outdated index is made anew from the beginning of the log.
    """
    if not engine().is_ready():
        releases.rewind(FOLLOWER)  # first: if we fall over in between, we come here again
        engine().prepare()
    return releases.follow(FOLLOWER, take, limit=limit)


def take(found: Sequence[Release]) -> None:
    """The effect of some releases. Idempotent, and whatever the releases say, the stories as they are now count."""
    ids = list(dict.fromkeys(release.story_id for release in found))
    public = index(ids)
    gone = [pk for pk in ids if pk not in public]
    engine().remove(gone)
    relevance.forget(gone)
    for pk in public:
        relevance.relate(pk)
