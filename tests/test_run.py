"""`dateline run` as an administrator meets it: first start, later start, dead processes, Ctrl-C."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT, dateline, environment

pytestmark = pytest.mark.processes
PATIENCE_S = 90


class Running:
    """A started `dateline run` and what it says."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = data / "output.txt"
        self.env = environment(data, PORT=str(self.port), DEMO="0")
        with self.log.open("w") as out:
            words = [sys.executable, "-m", "dateline", "run", "--workers", "2"]
            self.process = subprocess.Popen(words, env=self.env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def children(self) -> set[int]:
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False)
        return {int(pid) for pid in found.stdout.split()}

    def stop(self) -> str:
        """Ctrl-C: the terminal sends it to every process of the group."""
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.process.wait(30) == 0
        return self.log.read_text()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    found = Running(tmp_path)
    yield found
    if found.process.poll() is None:
        os.killpg(found.process.pid, signal.SIGKILL)


def test_a_first_start_prepares_everything_and_tells_the_password_once(running: Running, tmp_path: Path) -> None:
    until(lambda: running.get("/health")[0] == 200)
    assert running.get("/en/")[0] == 200
    assert running.get("/newsroom/login/")[0] == 200
    said = running.stop()
    password = re.search(r"password: (\S+)", said)
    assert password
    assert len(password[1]) >= 16
    assert f"http://localhost:{running.port}/newsroom/" in said
    assert said.endswith("Stopped.\n")
    assert running.children() == set()

    again = Running(tmp_path)
    until(lambda: again.get("/en/")[0] == 200)
    assert "password" not in again.stop()
    for file in tmp_path.rglob("*"):  # kept nowhere
        assert not file.is_file() or password[1].encode() not in file.read_bytes() or file.name == "output.txt"


def test_a_killed_process_is_started_again(running: Running) -> None:
    until(lambda: running.get("/health")[0] == 200)
    before = running.children()
    assert len(before) == 3
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(running.children() - before) == 3)
    until(lambda: running.get("/en/")[0] == 200)
    running.stop()


def test_a_taken_port_is_said_in_one_line(running: Running) -> None:
    until(lambda: running.get("/health")[0] == 200)
    words = [sys.executable, "-m", "dateline", "run"]
    second = subprocess.run(words, env=running.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert "set PORT to another number" in second.stderr
    assert "Traceback" not in second.stderr
    running.stop()


def test_the_doctor_is_content_while_it_runs_and_not_afterwards(running: Running) -> None:
    until(lambda: running.get("/health")[0] == 200)
    assert "0 faults" in dateline("doctor", env=running.env)
    running.stop()
    for beat in (Path(running.env["DATELINE_DATA"]) / "run").iterdir():
        os.utime(beat, (0, 0))
    words = [sys.executable, "-m", "dateline", "doctor"]
    after = subprocess.run(words, env=running.env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert after.returncode == 1
    assert "Start it with dateline run" in after.stdout


def test_health_names_what_is_wrong(running: Running, tmp_path: Path) -> None:
    until(lambda: running.get("/health")[0] == 200)
    answer = json.loads(running.get("/health")[1])
    assert answer == {"status": "ok", "faults": []}
    running.stop()


def test_a_wrong_setting_stops_the_start_and_says_what_to_write(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "dateline", "doctor"]
    env = environment(tmp_path, PORT="eighty")
    found = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert found.returncode != 0
    assert "PORT is “eighty”. Write a whole number" in found.stderr
    assert "Traceback" not in found.stderr
