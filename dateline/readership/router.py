"""Keeps the counts in their own database: their writes must not wake the newsroom's followers or block its editors."""

from typing import Any


class CountsRouter:
    """Models of `readership` live in the database `counts`, all others in `default`."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return "counts" if model._meta.app_label == "readership" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return (app_label == "readership") == (db == "counts")
