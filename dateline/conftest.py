"""Fixtures of the whole test run."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.models.sql.compiler import SQLCompiler
from django.utils import translation
from hypothesis import HealthCheck, settings

# Nothing is timed in a test: a slow machine is no fault. And a run repeats exactly, so that a red one can be looked at.
settings.register_profile("dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Let TransactionTestCase empty the tables: without the triggers that forbid it. Their own tests put them back."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:  # type: ignore[attr-defined]
        if connections["default"].vendor == "sqlite":
            for table in ("release", "audit", "stories_signedhead", "stories_signingkey"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_never_deleted")


@pytest.fixture(autouse=True)
def _sentences_are_english() -> Iterator[None]:
    """Tests read sentences as the source has them, and no test hands the language of its last request on to the next."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_cached_is_handed_on() -> None:
    """Wagtail keeps renditions in the cache under numbers that the next test gives out again."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _locks_are_those_that_postgresql_takes() -> Iterator[None]:
    """SQLite locks the file and takes any `select_for_update()`; PostgreSQL refuses to lock a row that may not be there."""
    as_sql = SQLCompiler.as_sql

    def checked(self: SQLCompiler, *arguments: Any, **named: Any) -> Any:
        found = as_sql(self, *arguments, **named)
        if self.query.select_for_update and not self.query.select_for_update_of:
            assert "LEFT OUTER JOIN" not in found[0], f'PostgreSQL refuses this lock; say select_for_update(of=("self",)): {found[0]}'
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "as_sql", checked)
        yield
