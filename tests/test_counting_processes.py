"""Counting with real processes: many at once, and one killed in the middle; on SQLite and on PostgreSQL."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests.processes import environment, python

pytestmark = pytest.mark.processes

BEGIN = """
from datetime import datetime, timedelta, UTC
from dateline.readership import most_viewed
from dateline.readership.counting import count_view
from dateline.readership.models import HourlyViews, StoryViews, ViewClass
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
def ready():  # all start together
    import os, time
    print("ready", flush=True)
    while not os.path.exists(os.environ["DATELINE_DATA"] + "/go"): time.sleep(0.001)
def reader(number): return number.to_bytes(16, "big")
"""

# Every process reports the same views: forty readers, three stories, at noon and again a minute later.
SAME_VIEWS = """
counted = 0
ready()
for number in range(240):
    at = NOON + timedelta(minutes=number // 120)
    counted += count_view(number % 3 + 1, reader=reader(number % 120 // 3), language="kk", at=at).counted
print(counted)
"""

# At midnight a process that knows both hashes of a reader meets one that knows the old one alone.
MIDNIGHT = """
counted = 0
ready()
for number in range(100):
    before = {"before": reader(number)} if PART else {}
    at = NOON.replace(hour=0) + timedelta(seconds=PART)
    counted += count_view(1, reader=reader(number + 1000 * PART), language="kk", at=at, **before).counted
print(counted)
"""

# Windows move on over the very hours that views come in for: a race that a clock may cause.
LATE_VIEWS = """
ready()
for number in range(150):
    count_view(number % 5 + 1, reader=reader(number + 1000 * PART), language="kk", at=NOON - timedelta(hours=24 - number // 30))
"""
SLIDE = """
most_viewed.SLIDE_AT_ONCE = 2
ready()
for number in range(60):
    most_viewed.slide_windows(NOON + timedelta(minutes=number * 5))
"""

WITHOUT_END = """
import itertools
for number in itertools.count(1000 * PART):
    count_view(number % 7, reader=reader(number), language="kk", at=NOON)
    print(number, flush=True)
"""

KEYS = """
from dateline.readership.readers import reader_hash
ready()
print(reader_hash("203.0.113.7", "Firefox", NOON).hex())
"""

LOOK = """
import json
from django.db.models import Sum
print(json.dumps({
    "own": StoryViews.objects.aggregate(n=Sum("own"))["n"] or 0,
    "hours": int(HourlyViews.objects.aggregate(n=Sum("views"))["n"] or 0),
    "repeats": ViewClass.objects.filter(kind="repeat").aggregate(n=Sum("views"))["n"] or 0,
    "differences": most_viewed.audit(NOON),
}, default=int))
"""


class Counts:
    """A counts database and the programs that are run on it."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def start(self, program: str, part: int = 0):  # type: ignore[no-untyped-def]
        return python(f"PART = {part}\n{BEGIN}{program}", self.env)

    def together(self, *programs: str) -> list[str]:
        """Run one process for each program, the ones that call `ready` all at once; what they print."""
        gate = Path(self.env["DATELINE_DATA"], "go")
        gate.unlink(missing_ok=True)
        processes = [self.start(program, part) for part, program in enumerate(programs)]
        for process in [each for each, program in zip(processes, programs, strict=True) if "ready()" in program]:
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        gate.touch()
        found = []
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
            found.append(out.strip())
        return found

    def look(self) -> dict[str, object]:
        (found,) = self.together(LOOK)
        return json.loads(found)  # type: ignore[no-any-return]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def counts(request: pytest.FixtureRequest, tmp_path: Path) -> Counts:
    more = {"DJANGO_SETTINGS_MODULE": "tests.settings_counting"}
    if request.param == "postgresql":
        more["COUNTS_DATABASE_URL"] = request.getfixturevalue("server")
    found = Counts(environment(tmp_path, **more))
    if request.param == "postgresql":
        found.together(
            'from django.db import connections\nwith connections["counts"].cursor() as c:\n'
            '    c.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")'
        )
    found.together('from django.core.management import call_command\ncall_command("migrate", "readership", database="counts", verbosity=0)')
    return found


def test_many_processes_count_each_view_once(counts: Counts) -> None:
    told = [int(line) for line in counts.together(*[SAME_VIEWS] * 3)]
    assert sum(told) == 120  # of 3 x 240 reports
    assert counts.look() == {"own": 120, "hours": 120, "repeats": 600, "differences": []}


def test_both_hashes_of_a_reader_at_midnight_count_once_in_two_processes(counts: Counts) -> None:
    told = [int(line) for line in counts.together(MIDNIGHT, MIDNIGHT)]
    assert sum(told) == 100
    assert counts.look() == {"own": 100, "hours": 100, "repeats": 100, "differences": []}


def test_windows_that_move_while_views_come_in_lose_and_double_nothing(counts: Counts) -> None:
    counts.together(LATE_VIEWS, LATE_VIEWS, SLIDE, SLIDE)
    assert counts.look() == {"own": 300, "hours": 300, "repeats": 0, "differences": []}


def test_two_processes_make_one_key_for_the_day(counts: Counts) -> None:
    assert len(set(counts.together(KEYS, KEYS))) == 1


def test_a_killed_process_keeps_what_it_acknowledged_and_leaves_nothing_half_done(counts: Counts) -> None:
    told = 0
    for part, lines in ((1, 5), (2, 17), (3, 40)):
        process = counts.start(WITHOUT_END, part)
        assert process.stdout
        for _number in range(lines):
            assert process.stdout.readline()
        time.sleep(0.0007 * lines)  # somewhere inside a later transaction
        process.send_signal(signal.SIGKILL)
        told += lines + len(process.stdout.read().split())  # not communicate(): it forgets what readline has already fetched
        process.wait(60)
    found = counts.look()
    own = found["own"]
    assert isinstance(own, int)
    assert told <= own <= told + 3  # at most the one view that each was killed before telling of
    assert found == {"own": own, "hours": own, "repeats": 0, "differences": []}
