"""Fixtures of the whole test run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Let TransactionTestCase empty the tables: without the one trigger that forbids it. Its own test puts it back."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:  # type: ignore[attr-defined]
        if connections["default"].vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS release_is_never_deleted")


@pytest.fixture(autouse=True)
def _sentences_are_english() -> Iterator[None]:
    """Tests read sentences as the source has them, and no test hands the language of its last request on to the next."""
    with translation.override("en"):
        yield
