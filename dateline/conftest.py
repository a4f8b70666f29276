"""Fixtures of the whole test run."""

from pathlib import Path

import pytest
from django.db import connections

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Let TransactionTestCase empty the tables: without the one trigger that forbids it. Its own test puts it back."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:  # type: ignore[attr-defined]
        if connections["default"].vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS release_is_never_deleted")
