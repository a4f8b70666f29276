"""One process tree: children forked from a parent that has already loaded everything, restarted when they die.

The parent opens the socket and imports Django once, so a start costs one import and the children share its memory.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import structlog
from django.core.management.base import CommandError
from django.db import connections

logger = structlog.get_logger(__name__)
STOP_WITHIN_S = 10
CALM_AFTER_S = 10  # a child that lived this long is restarted at once, a younger one after a pause
PAUSE_S = 1.0


@dataclass(frozen=True)
class Child:
    """A process of the tree: `work` runs in it until SIGTERM or SIGINT."""

    name: str
    work: Callable[[], None]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CommandError that says what to do when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise CommandError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it, or set PORT to another number."
        ) from error
    sock.listen(1024)
    sock.set_inheritable(True)
    return sock


class Tree:
    """Starts the children, restarts those that die, stops all of them on SIGINT or SIGTERM."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.waiting: list[tuple[float, Child]] = [(0.0, child) for child in children]  # (not before, child)
        self.running: dict[int, tuple[float, Child]] = {}  # pid -> (started, child)
        self.stopping = False

    def run(self) -> None:
        """Until told to stop. Then every child has ended."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._start_due()
            self._bury()
            time.sleep(0.05)
        self._end_all()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start_due(self) -> None:
        now = time.monotonic()
        due = [child for not_before, child in self.waiting if not_before <= now]
        self.waiting = [(not_before, child) for not_before, child in self.waiting if not_before > now]
        for child in due:
            self.running[_fork(child)] = (now, child)

    def _bury(self) -> None:
        """Note every child that has ended and plan its restart."""
        for pid in list(self.running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended and not self.stopping:
                started, child = self.running.pop(pid)
                logger.warning("process ended, starting it again", process=child.name, status=os.waitstatus_to_exitcode(status))
                now = time.monotonic()
                self.waiting.append((now if now - started > CALM_AFTER_S else now + PAUSE_S, child))

    def _end_all(self) -> None:
        deadline = time.monotonic() + STOP_WITHIN_S
        self._signal_all(signal.SIGTERM)
        while self.running and time.monotonic() < deadline:
            for pid in list(self.running):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self.running[pid]
            time.sleep(0.02)
        self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: signal.Signals) -> None:
        for pid in self.running:
            os.kill(pid, number)


def _fork(child: Child) -> int:
    connections.close_all()  # a database connection must not be shared by two processes
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent passes SIGTERM on; a Ctrl-C reaches all at once
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        child.work()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        logger.exception("process failed", process=child.name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
