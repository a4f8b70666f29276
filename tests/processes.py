"""Real processes and a real PostgreSQL for tests: started in a folder of their own, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 300  # slow machines are no fault


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a Dateline process with its own data folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "DATELINE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "dateline.settings",
        "LOG_LEVEL": "ERROR",
        "PICTURE_FORMATS": "webp",
        **more,
    }


def dateline(*words: str, env: dict[str, str], timeout_s: float = 120) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run([sys.executable, "-m", "dateline", *words], env=env, cwd=ROOT, capture_output=True, text=True, timeout=timeout_s)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python(program: str, env: dict[str, str]) -> "subprocess.Popen[str]":
    """Start `program` (source text) with Django set up; its output is read through pipes."""
    source = f"import django; django.setup()\n{program}"
    return subprocess.Popen([sys.executable, "-c", source], env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def postgresql_programs() -> Path | None:
    """The folder with initdb and postgres, if this machine has one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    return Path(path).parent if (path := shutil.which("initdb")) else None


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server on a socket in a temporary folder; the address of its empty database."""
    programs = postgresql_programs()
    assert programs, "ask postgresql_programs() first"
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    prefix: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, "check": True}
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(folder / "db"), "-w"]
    try:
        subprocess.run(
            [*prefix, str(programs / "initdb"), "-D", str(folder / "db"), "-U", "dateline", "-A", "trust", "-E", "UTF8"], **quiet
        )  # type: ignore[call-overload]
        subprocess.run([*control, "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "-l", str(folder / "log"), "start"], **quiet)  # type: ignore[call-overload]
        subprocess.run([*prefix, str(programs / "createdb"), "-h", str(folder), "-U", "dateline", "news"], **quiet)  # type: ignore[call-overload]
        yield f"postgres://dateline@/news?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


class Running:
    """A started `dateline run` and what it says."""

    def __init__(self, data: Path, **more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.log = data / "output.txt"
        self.env = environment(data, PORT=str(self.port), **{"DEMO": "0", **more})
        with self.log.open("w") as out:
            words = [sys.executable, "-m", "dateline", "run", "--workers", "2"]
            self.process = subprocess.Popen(words, env=self.env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)

    def __enter__(self) -> "Running":
        self.wait()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it, whatever happened; nothing is left behind."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            finally:
                if self.process.poll() is None:
                    os.killpg(self.process.pid, signal.SIGKILL)

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

    def wait(self) -> None:
        """Until it is healthy. Raises at once when it has ended instead."""

        def healthy() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            return self.get("/health")[0] == 200

        until(healthy)

    def stop(self) -> str:
        """Ctrl-C: the terminal sends it to every process of the group."""
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.process.wait(30) == 0
        return self.log.read_text()
