"""Two databases: `default` is the newsroom's, `counts` takes what is written all the time.

Writes of counts must neither wake the followers of the newsroom nor wait for its editors.
"""

from typing import Any

COUNTS = "counts"
COUNTING_ROOMS = ("readership", "limits")  # all their tables lie in `counts`, everything else in `default`


class CountsRouter:
    """Sends the models of the counting rooms to `counts`."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return COUNTS if model._meta.app_label in COUNTING_ROOMS else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return (app_label in COUNTING_ROOMS) == (db == COUNTS)
