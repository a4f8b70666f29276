"""Publishing with real processes: two at once, and one killed in the middle; on SQLite and on PostgreSQL."""

import signal
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.processes import dateline, environment, python

pytestmark = pytest.mark.processes

PREPARE = """
from dateline.stories.models import Section, Story
section = Section.objects.create(slug="regions", names={"en": "Regions"})
for number in range(COUNT):
    Story.objects.create(language="en", slugline=f"s{number}", headline=f"Story {number}", body="<p>Text</p>", section=section)
"""

PUBLISH = """
import sys
from django.utils.timezone import now
from dateline.stories import publishing
from dateline.stories.models import Story
for story in Story.objects.filter(slugline__in=[f"s{n}" for n in range(COUNT) if n % 2 == PART]).order_by("pk"):
    release = publishing.publish(story, at=now())
    print(release.number, flush=True)
"""

LOOK = """
import json
from dateline.stories.models import Release, ReleaseCounter, Story
print(json.dumps({
    "numbers": list(Release.objects.values_list("number", flat=True)),
    "last": ReleaseCounter.objects.get().last,
    "public": Story.objects.filter(state="published").count(),
    "stories": Release.objects.values("story").distinct().count(),
    "whole": all(r.snapshot["headline"] == r.story.headline and r.story.version == 1 for r in Release.objects.select_related("story")),
}))
"""

COUNT = 60


class Agency(NamedTuple):
    env: dict[str, str]

    def run(self, program: str, part: int = 0) -> str:
        process = self.start(program, part)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return str(out)

    def start(self, program: str, part: int = 0):  # type: ignore[no-untyped-def]
        return python(f"COUNT = {COUNT}; PART = {part}\n{program}", self.env)

    def look(self) -> dict[str, object]:
        import json

        return json.loads(self.run(LOOK))  # type: ignore[no-any-return]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def agency(request: pytest.FixtureRequest, tmp_path: Path) -> Agency:
    more = {}
    if request.param == "postgresql":
        more["DATABASE_URL"] = request.getfixturevalue("server")
    found = Agency(environment(tmp_path, **more))
    if request.param == "postgresql":
        found.run(
            'from django.db import connection\nwith connection.cursor() as c: c.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")'
        )
    dateline("migrate", "--verbosity", "0", env=found.env)
    found.run(PREPARE)
    return found


def test_two_processes_at_once_give_a_gapless_sequence_in_commit_order(agency: Agency) -> None:
    processes = [agency.start(PUBLISH, part) for part in (0, 1)]
    numbers = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        numbers.append([int(line) for line in out.split()])
    assert all(part == sorted(part) for part in numbers)  # each process saw its own commits in order
    assert sorted(numbers[0] + numbers[1]) == list(range(1, COUNT + 1))
    found = agency.look()
    assert found == {"numbers": list(range(1, COUNT + 1)), "last": COUNT, "public": COUNT, "stories": COUNT, "whole": True}


def test_a_killed_process_leaves_all_or_nothing(agency: Agency) -> None:
    told: list[int] = []
    for part, lines in ((0, 5), (1, 7), (0, 9)):
        process = agency.start(
            PUBLISH.replace("COUNT) if", "COUNT) if n >= 0 and").replace(".order_by", '.filter(state="draft").order_by'), part
        )
        assert process.stdout
        told += [int(process.stdout.readline()) for _number in range(lines)]
        time.sleep(0.002 * lines)  # somewhere inside the next transaction
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split()]  # not communicate(): it forgets what readline has already fetched
        process.wait(60)
    found = agency.look()
    count = found["last"]
    assert isinstance(count, int)
    assert found == {"numbers": list(range(1, count + 1)), "last": count, "public": count, "stories": count, "whole": True}
    assert set(told) <= set(range(1, count + 1))  # what was acknowledged is there
    assert len(told) == len(set(told))
    agency.run(PUBLISH.replace(".order_by", '.filter(state="draft").order_by'), 0)  # and work goes on
