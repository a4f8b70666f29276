"""`dateline run` as an administrator meets it: first start, later start, dead processes, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT, Running, dateline, environment, until

pytestmark = pytest.mark.processes


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path) as found:
        yield found


def test_a_first_start_prepares_everything_and_tells_the_password_once(running: Running, tmp_path: Path) -> None:
    assert running.get("/en/")[0] == 200
    assert running.get("/newsroom/login/")[0] == 200
    said = running.stop()
    password = re.search(r"password: (\S+)", said)
    assert password
    assert len(password[1]) >= 16
    assert f"http://localhost:{running.port}/newsroom/" in said
    assert said.endswith("Stopped.\n")
    assert running.children() == set()

    with Running(tmp_path) as again:
        assert "password" not in again.stop()
    for file in tmp_path.rglob("*"):  # kept nowhere
        assert not file.is_file() or password[1].encode() not in file.read_bytes() or file.name == "output.txt"


def test_a_killed_process_is_started_again(running: Running) -> None:
    before = running.children()
    assert len(before) == 3
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(running.children() - before) == 3)
    until(lambda: running.get("/en/")[0] == 200)
    running.stop()


def test_a_taken_port_is_said_in_one_line(running: Running) -> None:
    words = [sys.executable, "-m", "dateline", "run"]
    second = subprocess.run(words, env=running.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert "set PORT to another number" in second.stderr
    assert "Traceback" not in second.stderr
    running.stop()


def test_the_doctor_is_content_while_it_runs_and_not_afterwards(running: Running) -> None:
    assert "0 faults" in dateline("doctor", env=running.env)
    running.stop()
    for beat in (Path(running.env["DATELINE_DATA"]) / "run").iterdir():
        os.utime(beat, (0, 0))
    words = [sys.executable, "-m", "dateline", "doctor"]
    after = subprocess.run(words, env=running.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert after.returncode == 1
    assert "Start it with dateline run" in after.stdout


def test_health_names_what_is_wrong(running: Running, tmp_path: Path) -> None:
    answer = json.loads(running.get("/health")[1])
    assert answer == {"status": "ok", "faults": []}
    running.stop()


def test_a_wrong_setting_stops_the_start_and_says_what_to_write(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "dateline", "doctor"]
    env = environment(tmp_path, PORT="eighty")
    found = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert found.returncode == 2
    assert "PORT is “eighty”. Write a whole number" in found.stderr
    assert "Traceback" not in found.stderr
