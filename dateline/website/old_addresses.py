"""Which story stood at an address of an old site."""

from datetime import datetime
from urllib.parse import unquote

from dateline.stories.models import Story
from dateline.website.models import OldAddress

PATH_MAX = 1000  # longer ones are not kept


def story_at(full_path: str, *, at: datetime) -> Story | None:
    """The story that `full_path` (path and query) led to; None when it is not known or not public at `at`.

    Asked with the query first, then without. Old sites wrote letters as they are or percent-encoded, with or without a
    closing slash: each spelling counts. A withdrawn story is found too; its page says so.
    """
    spellings = _spellings(full_path)
    kept = OldAddress.objects.filter(path__in=spellings).select_related("story")
    by_path = {address.path: address.story for address in kept.defer("story__body", "story__ednote")}
    found = next((by_path[path] for path in spellings if path in by_path), None)
    return found if found and (found.is_live(at) or found.state == Story.State.KILLED) else None


def _spellings(full_path: str) -> list[str]:
    """Every way the address may have been written, the most exact first."""
    path, _mark, query = full_path.partition("?")
    bare = path.rstrip("/") or "/"
    paths = [path, f"{bare}/" if bare != "/" else "/", bare]
    exact = [f"{one}?{query}" for one in paths] if query else []
    wanted = [spelling for one in exact + paths for spelling in (one, unquote(one))]
    return [one for one in dict.fromkeys(wanted) if len(one) <= PATH_MAX and "\0" not in one and one != "/"]
