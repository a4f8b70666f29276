"""Puts the tallies of `website.limits` beside the counts: they are written often and must not wake the newsroom."""

from typing import Any

TALLY = "website.tally"


class TallyRouter:
    """`website.Tally` lives in the database `counts`; asked before the other routers, it has no opinion on anything else."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return "counts" if model._meta.label_lower == TALLY else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool | None:
        return db == "counts" if f"{app_label}.{model_name}" == TALLY else None
