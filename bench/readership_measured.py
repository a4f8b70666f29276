"""See `bench/readership`. The reference is bare SQLite: one row and one synchronous commit, on the same disk in the same run."""

import io
import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import made_up

DEFAULTS = ["100000", "20"]  # stories, hours of each that have views
WINDOW_H = 720
ROUNDS = 1500  # views, beacons and commits that are timed
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main() -> int:
    stories, hours = (int(word) for word in (sys.argv[1:] + DEFAULTS[len(sys.argv) - 1 :])[:2])
    folder = made_up.use_data_folder()
    try:
        made_up.migrate()
        made_up.add_stories(50)
        return 0 if measured(folder, stories, hours) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measured(folder: Path, stories: int, hours: int) -> bool:
    from django.utils.timezone import now

    at = now()
    filled_s = timed(lambda: fill(at, stories, hours))
    print(f"{stories:,} stories, {stories * hours:,} hourly sums, written in {filled_s:.0f} s", file=sys.stderr)
    reference = bare_commits(folder / "reference.sqlite3")
    views, beacons = views_a_second(at), beacons_a_second()
    lists, slide, longest = list_ms(at), *slide_ms(at + timedelta(hours=1))
    audit_s = timed(lambda: no_difference(at))
    print(f"bare_commit {reference:.0f} commits/s (the reference)")
    return all(
        [
            told("count_view", views, f"views/s = {views / reference:.2f} of a bare commit", views / reference >= 0.3, "at least 0.30"),
            told(
                "beacon", beacons, f"answers/s = {beacons / reference:.2f} of a bare commit", beacons / reference >= 0.12, "at least 0.12"
            ),
            told("past_views", past_views_a_second(at), "hourly sums/s", True, "none"),
            told("audit", audit_s, "s", True, "none; readers and writers do not wait for it"),
            told("slide_longest_transaction", longest * reference / 1000, "bare commits", longest * reference <= 60_000, "at most 60"),
            told("slide_an_hour", slide, "ms", slide <= 3000, "at most 3000, all three windows"),
            told("most_viewed", lists, "ms", lists <= 2, f"at most 2, window of {WINDOW_H} h"),
        ]
    )


def told(name: str, value: float, unit: str, met: bool, goal: str) -> bool:
    print(f"{name} {value:.2f} {unit} (goal {goal}) {'ok' if met else 'SHORT'}")
    return met


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def a_second(work: Callable[[int], object]) -> float:
    return ROUNDS / timed(lambda: [work(number) for number in range(ROUNDS)])


# --- what is measured -------------------------------------------------------------------------------------------------


def fill(at: datetime, stories: int, hours: int) -> None:
    """A month of hourly sums, written past the windows, which are then made from them as after a mishap."""
    from django.db import connections, transaction

    from dateline.readership.hours import WINDOWS_H, hour_of, oldest_hour
    from dateline.readership.models import WindowEdge
    from dateline.readership.most_viewed import rebuild_windows

    WindowEdge.objects.bulk_create(WindowEdge(window_h=window_h, hour=oldest_hour(window_h, at), story_id=0) for window_h in WINDOWS_H)
    with transaction.atomic(using="counts"), connections["counts"].cursor() as cursor:
        rows: Any = sums(hour_of(at), stories, hours)  # made while they are written
        cursor.executemany("INSERT INTO readership_hourlyviews (hour, story_id, views) VALUES (%s, %s, %s)", rows)
        cursor.execute(
            "INSERT INTO readership_storyviews (story_id, language, own) SELECT story_id, 'en', SUM(views)"
            " FROM readership_hourlyviews GROUP BY 1"
        )
    rebuild_windows()
    with connections["counts"].cursor() as cursor:
        cursor.execute("ANALYZE")


def sums(last: int, stories: int, hours: int) -> Iterable[tuple[int, int, int]]:
    """(hour, story, views): `hours` different hours of each story within the last month; few stories have most of the views."""
    chance = random.Random(5)
    for story_id in range(1, stories + 1):
        most = 1 + int(2000 / story_id**0.5)
        yield from ((last - age, story_id, chance.randint(1, most)) for age in chance.sample(range(WINDOW_H + 1), hours))


def bare_commits(file: Path) -> float:
    """Rows that SQLite alone puts on the disk one by one."""
    with sqlite3.connect(file, isolation_level=None) as bare:
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE seen (reader BLOB, story INTEGER)")
        return a_second(lambda number: bare.execute("INSERT INTO seen VALUES (?, ?)", (number.to_bytes(16, "big"), number)))


def views_a_second(at: datetime) -> float:
    from dateline.readership.counting import count_view

    return a_second(lambda number: count_view(number % 50 + 1, reader=number.to_bytes(16, "big"), language="en", at=at))


def beacons_a_second() -> float:
    """New readers through the whole WSGI application: headers, story, reader, count, answer."""
    from dateline.stories.models import Story
    from dateline.wsgi import application

    stories = list(Story.objects.values_list("pk", flat=True))
    post(application, stories[0], 0)
    return a_second(lambda number: post(application, stories[number % len(stories)], number + 1))


def post(application: Callable[..., Any], story_id: int, reader: int) -> None:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/views/{story_id}/", "QUERY_STRING": "", "CONTENT_LENGTH": "0", "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "HTTP_HOST": "localhost:8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}", "HTTP_USER_AGENT": AGENT,
        "HTTP_ORIGIN": "http://localhost:8000", "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "cors",
        "HTTP_ACCEPT": "*/*", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "HTTP_ACCEPT_LANGUAGE": "kk,ru;q=0.7,en;q=0.5",
        "HTTP_REFERER": f"http://localhost:8000/en/story/{story_id}/-/", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environ, lambda status, headers, info=None: said.append(status))
    b"".join(answer)
    answer.close()
    assert said[0].startswith("200"), said[0]


def past_views_a_second(at: datetime) -> float:
    from dateline.readership.past_views import PastViews, add_past_views

    rows = [PastViews(number % 500 + 1, "en", at - timedelta(hours=number // 500), 3) for number in range(50_000)]
    return len(rows) / timed(lambda: add_past_views(rows))


def list_ms(at: datetime) -> float:
    from dateline.readership.most_viewed import most_viewed

    return statistics.median(timed(lambda: most_viewed(WINDOW_H, language="en", at=at, limit=12)) for _round in range(300)) * 1000


def slide_ms(at: datetime) -> tuple[float, float]:
    """An hour's turn of all windows, and its longest transaction."""
    from dateline.readership import most_viewed

    taken: list[float] = []
    once = most_viewed._slide_once

    def watched(window_h: int, oldest: int) -> int:
        started = time.perf_counter()
        left = once(window_h, oldest)
        taken.append(time.perf_counter() - started)
        return left

    most_viewed._slide_once = watched
    whole = timed(lambda: most_viewed.slide_windows(at))
    most_viewed._slide_once = once
    return whole * 1000, max(taken) * 1000


def no_difference(at: datetime) -> None:
    from dateline.readership.most_viewed import audit

    assert audit(at) == []


if __name__ == "__main__":
    sys.exit(main())
