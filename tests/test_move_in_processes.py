"""Moving in, killed and interrupted for real: nothing is half done, and the same command finishes it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.processes import ROOT, dateline, environment

PAGES = 600
FIRST = datetime(2021, 3, 1, 6, 0)  # noqa: DTZ001  as it stands on the pages


def page(number: int) -> str:
    """A page with its own story, the next one below it, and a list."""
    lines = []
    for place in (number, (number + 1) % PAGES):
        at = FIRST + timedelta(minutes=7 * place)
        text = [f"The lake at gauge {place} rose by {place + 1} centimetres.", "The next reading is due tomorrow."]
        lines += [f"{at:%d.%m.%Y, %H:%M} {place + 10}", f"Gauge {place} rises again", *text, "All rights reserved."]
    return "\n".join([*lines, "Most viewed", f"{FIRST:%d.%m.%Y, %H:%M}10Gauge 0 rises again"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(PAGES):
        (pages / f"{number:04}.txt").write_text(page(number), encoding="utf-8")
    return pages


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    made = environment(tmp_path / "data")
    for database in ("default", "counts"):
        dateline("migrate", "--database", database, "-v", "0", env=made)
    return made


def start(folder: Path, env: dict[str, str]) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "dateline", "move-in", str(folder), "--processes", "2"]
    return subprocess.Popen(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # fmt: skip  # who runs us may ignore it


def ask(env: dict[str, str], question: str, file: str = "news.sqlite3") -> list[tuple[int, ...]]:
    with sqlite3.connect(Path(env["DATELINE_DATA"], file), timeout=30) as database:
        return database.execute(question).fetchall()


def wait_for_stories(env: dict[str, str], running: "subprocess.Popen[str]") -> None:
    """Until some batches are in and some are not."""
    until = time.monotonic() + 120
    while ask(env, "SELECT count(*) FROM stories_story")[0][0] < 100:
        assert running.poll() is None, "it was over before it could be stopped"
        assert time.monotonic() < until
        time.sleep(0.005)


def check_whole(env: dict[str, str]) -> int:
    """Every story has its one release, numbers are gapless, every written page has its stories; how many stories there are."""
    [(stories,)] = ask(env, "SELECT count(*) FROM stories_story")
    assert ask(env, "SELECT count(*), coalesce(max(number), 0) FROM stories_release") == [(stories, stories)]
    assert ask(env, "SELECT count(*) FROM ops_movedstory") == [(stories,)]
    assert ask(env, "SELECT count(DISTINCT headline) FROM stories_story") == [(stories,)]
    [(pages,)] = ask(env, "SELECT count(*) FROM ops_movedpage")
    assert stories == (min(pages + 1, PAGES) if pages else 0)  # each page brings one that the page before had not
    return stories


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle_it_leaves_whole_batches_and_goes_on(folder: Path, env: dict[str, str], way: signal.Signals) -> None:
    running = start(folder, env)
    wait_for_stories(env, running)
    os.killpg(running.pid, way)
    out, _errors = running.communicate(timeout=60)
    assert running.returncode == (-9 if way == signal.SIGKILL else 130), out
    assert 100 <= check_whole(env) < PAGES
    text = dateline("move-in", str(folder), "--processes", "2", env=env)
    assert "pages that were moved in before" in text
    assert check_whole(env) == PAGES
    assert ask(env, "SELECT count(*) FROM readership_storyviews WHERE carried IS NOT NULL", "counts.sqlite3") == [(PAGES,)]
    assert ask(env, "SELECT count(*) FROM ops_movedpage WHERE state = 'done'") == [(PAGES,)]
