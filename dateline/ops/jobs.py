"""The background work: one process, one thread a loop. A loop that fails is logged and goes on; a silent one turns /health red."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import close_old_connections
from django.utils.timezone import now

from dateline.ops import beats
from dateline.ops.followers import FOLLOWERS

logger = structlog.get_logger(__name__)
PAUSE_AFTER_FAILURE_S = 2.0


@dataclass(frozen=True)
class Loop:
    """Work that is done again and again.

    step     does what is due and says whether there is more to do at once
    every_s  the pause between two steps
    """

    name: str
    step: Callable[[], bool]
    every_s: float

    def silent_after_s(self) -> float:
        """When its silence is a fault: generous, because one step may be long."""
        return max(60.0, 3 * self.every_s)


def loops() -> list[Loop]:
    """All of Dateline's background work."""
    followers = [Loop(f"follow-{name}", _more(follow), every_s=0.1) for name, follow in FOLLOWERS.items()]
    return [
        *followers,
        Loop("scheduler", _send_due, every_s=1),
        Loop("lateness", _shout, every_s=5),
        Loop("letters", _send_letters, every_s=5),
        Loop("calendars", _read_calendars, every_s=60),
        Loop("pictures", _make_sizes, every_s=0.5),
        Loop("sweep", _sweep_files, every_s=24 * 3600),
        Loop("story-templates", _make_due_stories, every_s=20),
        Loop("windows", _slide, every_s=30),
        Loop("lists", _keep_lists, every_s=60),
        Loop("tidy", _tidy, every_s=3600),
        Loop("audit", _audit, every_s=6 * 3600),
        Loop("history", _check_history, every_s=300),
    ]


def run(stop: threading.Event | None = None) -> None:
    """Every loop until SIGTERM, SIGINT or `stop`."""
    stop = stop or _stop_on_signals()
    beats.forget()
    threads = [threading.Thread(target=_turn, args=(loop, stop), name=loop.name) for loop in loops()]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=8)


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _turn(loop: Loop, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            more = loop.step()
            beats.beat(loop.name)
            stop.wait(0 if more else loop.every_s)
        except Exception:
            logger.exception("background work failed, trying again", loop=loop.name)
            stop.wait(PAUSE_AFTER_FAILURE_S)


def _more(follow: Callable[[], int]) -> Callable[[], bool]:
    return lambda: follow() > 0


def _send_due() -> bool:
    from dateline.desk.scheduling import BATCH, send_due

    return send_due(now()) == BATCH


def _shout() -> bool:
    from dateline.desk import scheduling
    from dateline.desk.planning import acts

    scheduling.shout(now())
    acts.shout(now())
    return False


def _send_letters() -> bool:
    from dateline.desk.letters import send

    send(now())
    return False


def _read_calendars() -> bool:
    from dateline.desk.planning.reading import read_due_sources

    read_due_sources(now())
    return False


def _make_due_stories() -> bool:
    from dateline.desk.templates_of_stories import make_due_stories

    make_due_stories(now())
    return False


def _slide() -> bool:
    from dateline.readership.most_viewed import slide_windows
    from dateline.readership.readers import forget

    slide_windows(now())
    forget(now())
    return False


def _keep_lists() -> bool:
    from dateline.readership.nightly_lists import keep_lists_of_the_day

    keep_lists_of_the_day(now())
    return False


def _audit() -> bool:
    from dateline.readership.most_viewed import audit

    for difference in audit(now()):
        logger.error("the windows differ from the hourly sums", difference=difference)
    return False


def _check_history() -> bool:
    from dateline.stories.nightly import check_and_sign

    found = check_and_sign(now())
    for sentence in found.faults if found else ():
        logger.error("the log of releases is not as it was written", fault=sentence)
    return False


def _make_sizes() -> bool:
    from dateline.media.renditions import make_due

    return make_due(now())


def _sweep_files() -> bool:
    from dateline.media.sweeping import sweep

    sweep(now())
    return False


def _tidy() -> bool:
    from django.core.management import call_command

    call_command("clearsessions")
    return False
