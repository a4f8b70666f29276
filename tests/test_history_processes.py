"""The log of releases on real databases, SQLite and PostgreSQL: guarded, chained by the migration, verified, signed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import PATIENCE_S, ROOT, dateline, environment, python

pytestmark = pytest.mark.processes

PUBLISH = """
from datetime import timedelta
from django.utils.timezone import now
from dateline.stories import publishing
from dateline.stories.models import Section, Story, StorySource
section = Section.objects.create(slug="regions", names={"en": "Regions"})
at = now() - timedelta(hours=1)
for number in range(4):
    story = Story.objects.create(language="kk", slugline=f"s{number}", headline=f"Су «{number}»", body="<p>Text</p>", section=section)
    publishing.publish(story, at=at)
story = Story.objects.get(slugline="s0")
story.headline = "Another"
story.sources.add(StorySource(name="Guard"))
publishing.update(story, at=at + timedelta(microseconds=1))
publishing.undo(story, at=at + timedelta(seconds=1))
publishing.correct(Story.objects.get(slugline="s1"), at=at, note="It is two.")
publishing.kill(Story.objects.get(slugline="s2"), at=at, reason="wrong")
publishing.undo(Story.objects.get(slugline="s3"), at=at)
"""
RELEASES = 9

GUARDED = """
from django.db import DatabaseError, connection, transaction
for statement in (
    "UPDATE stories_release SET reason = 'x'", "DELETE FROM stories_release WHERE number = 9",
    "UPDATE stories_signedhead SET number = 9", "DELETE FROM stories_signedhead", "UPDATE stories_signingkey SET pem = ''",
):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "is never" in str(error), error
    else:
        raise AssertionError(f"{statement} went through")
"""

FORGET_AND_CHAIN = """
from importlib import import_module
from types import SimpleNamespace
from django.apps import apps
from django.db import connection
from dateline.stories.models import ReleaseCounter
migration = import_module("dateline.stories.migrations.0009_hashes_of_earlier_releases")
with connection.cursor() as cursor:
    cursor.execute(migration.DROP[connection.vendor])
    cursor.execute("UPDATE stories_release SET content_hash = '', previous_hash = '', hash = '' WHERE number > 2")
    cursor.execute(migration.CREATE[connection.vendor])
ReleaseCounter.objects.update(hash="0" * 64)
migration.BATCH = 3
migration.forwards(apps, SimpleNamespace(connection=connection))
"""

ALTER = """
from importlib import import_module
from django.db import connection
migration = import_module("dateline.stories.migrations.0009_hashes_of_earlier_releases")
json = "::jsonb" if connection.vendor == "postgresql" else ""
with connection.cursor() as cursor:
    cursor.execute(migration.DROP[connection.vendor])
    cursor.execute("UPDATE stories_release SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3")
    cursor.execute(f"UPDATE stories_release SET snapshot = replace(CAST(snapshot AS text), 'Text', 'Test'){json} WHERE number = 4")
    cursor.execute(migration.CREATE[connection.vendor])
    cursor.execute("UPDATE stories_story SET headline = 'Altered' WHERE slugline = 's0'")
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    more = {"DATABASE_URL": request.getfixturevalue("server")} if request.param == "postgresql" else {}
    found = environment(tmp_path, **more)
    dateline("migrate", "--verbosity", "0", env=found, timeout_s=PATIENCE_S)
    return found


def run(program: str, env: dict[str, str]) -> None:
    process = python(program, env)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def test_it_is_guarded_chained_verified_and_signed(env: dict[str, str], tmp_path: Path) -> None:
    run(PUBLISH, env)
    dateline("verify", "--export", str(tmp_path / "before.jsonl"), env=env)
    assert f"Release {RELEASES} is signed" in dateline("verify", "--sign", env=env)
    run(GUARDED, env)

    run(FORGET_AND_CHAIN, env)  # as if they were older than the chain, and the migration had been broken off after two
    dateline("verify", "--export", str(tmp_path / "after.jsonl"), env=env)
    assert (tmp_path / "after.jsonl").read_text() == (tmp_path / "before.jsonl").read_text()
    assert dateline("verify", env=env).startswith(f"{RELEASES} releases checked")
    run(GUARDED, env)

    run(ALTER, env)
    words = [sys.executable, "-m", "dateline", "verify"]
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    for wanted in ("release 3, story 3, “s2”: Its number", "release 4, story 4, “s3”: Its content is not", "“s0”: The site does not show"):
        assert wanted in done.stdout
