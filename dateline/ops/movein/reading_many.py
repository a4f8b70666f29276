"""Many pages, read by several processes while others are written. Never more than a few batches are in memory."""

import hashlib
import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import islice
from pathlib import Path

from dateline.languages.detection import detect
from dateline.ops.movein.charsets import MAX_BYTES
from dateline.ops.movein.pages import BadPage, OldPage, OldStory
from dateline.ops.movein.reading import read_page

log = logging.getLogger(__name__)

BATCH = 100
READER = "1"  # raise it when pages are read differently: then they are read again
_FEW = 60  # fewer pages than this are read here: starting processes would take longer
_SHARE = 10  # pages that a process is given at a time
_ENOUGH = 800  # characters that show a language
_AHEAD = 2  # batches that are read ahead

Outcome = OldPage | BadPage | None


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was found. `digest` is of its bytes and of how they are to be read."""

    path: str
    data: bytes
    digest: str


class Unreadable(BadPage):
    """The file could not be opened, or is far too large to be a page. `path` is where it is."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(1, f"a file of at most {MAX_BYTES} bytes that can be read", why)
        self.path = path


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file and what is in it. `page` None: it was not read, because it was moved in before."""

    file: File
    page: Outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages are read. `options` is everything that changes what would be written, as text."""

    zone: tzinfo
    options: str = ""
    processes: int = 1


def read_files(paths: Iterable[Path], reading: Reading, done: Callable[[Sequence[str]], set[str]]) -> Iterator[list[ReadFile]]:
    """The pages at `paths` in batches, in order.

    done   asked with digests, says which of them need not be read
    """
    remaining = iter(paths)
    first = list(islice(remaining, _FEW))
    if len(first) < _FEW or reading.processes < 2:
        for batch in _batches(first, remaining):
            files, wanted = _load(batch, reading, done)
            outcomes = iter(_read([file.data for file in wanted], reading.zone))
            yield _joined(files, wanted, outcomes)
        return
    with _pool(reading.processes) as pool:
        yield from _read_ahead(pool, _batches(first, remaining), reading, done)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Fresh processes: they inherit no database connection. The keyboard interrupts us, and we stop them."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _batches(first: list[Path], remaining: Iterator[Path]) -> Iterator[list[Path]]:
    waiting = first
    while waiting:
        yield waiting
        waiting = list(islice(remaining, BATCH))


Waiting = tuple[list["File | Unreadable"], list[File], list["Future[list[Outcome]]"]]


def _read_ahead(
    pool: ProcessPoolExecutor, batches: Iterator[list[Path]], reading: Reading, done: Callable[[Sequence[str]], set[str]]
) -> Iterator[list[ReadFile]]:
    waiting: deque[Waiting] = deque()
    try:
        for batch in batches:
            files, wanted = _load(batch, reading, done)
            shares = [[file.data for file in wanted[start : start + _SHARE]] for start in range(0, len(wanted), _SHARE)]
            waiting.append((files, wanted, [pool.submit(_read, share, reading.zone) for share in shares]))
            if len(waiting) > _AHEAD:
                yield _collect(waiting.popleft())
        while waiting:
            yield _collect(waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _collect(waiting: Waiting) -> list[ReadFile]:
    files, wanted, futures = waiting
    return _joined(files, wanted, (outcome for future in futures for outcome in future.result()))


def _load(paths: Sequence[Path], reading: Reading, done: Callable[[Sequence[str]], set[str]]) -> tuple[list[File | Unreadable], list[File]]:
    """The files, and those of them that are to be read."""
    files = [_file(path, reading.options) for path in paths]
    known = done([file.digest for file in files if isinstance(file, File)])
    return files, [file for file in files if isinstance(file, File) and file.digest not in known]


def _file(path: Path, options: str) -> File | Unreadable:
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        return Unreadable(str(path), error.strerror or str(error))
    if len(data) > MAX_BYTES:
        return Unreadable(str(path), "a larger file")
    return File(str(path), data, hashlib.blake2b(data, digest_size=16, key=f"{READER} {options}".encode()[:64]).hexdigest())


def _joined(files: Sequence[File | Unreadable], wanted: Sequence[File], outcomes: Iterator[Outcome]) -> list[ReadFile]:
    reads = dict(zip((file.digest for file in wanted), outcomes, strict=True))
    joined = []
    for file in files:
        if isinstance(file, Unreadable):
            joined.append(ReadFile(File(file.path, b"", ""), file))
        else:
            joined.append(ReadFile(file, reads.get(file.digest)))
    return joined


def _read(pages: Sequence[bytes], zone: tzinfo) -> list[Outcome]:
    """What is in each page: itself, or why it cannot be understood."""
    outcomes: list[Outcome] = []
    for data in pages:
        try:
            outcomes.append(_with_languages(read_page(data, zone=zone)))
        except BadPage as error:
            outcomes.append(error)
        except Exception as error:  # one strange page must not stop thousands
            log.warning("a page broke its reader", exc_info=True)
            outcomes.append(BadPage(1, "a page that does not break its reader", repr(error)))
    return outcomes


def _with_languages(page: OldPage) -> OldPage:
    """Each story with the language that its text shows, where the page does not declare one."""
    if all(story.language for story in page.stories):
        return page
    stories = (story if story.language else replace(story, language=detect(_beginning(story)) or "") for story in page.stories)
    return replace(page, stories=tuple(stories))


def _beginning(story: OldStory) -> str:
    return f"{story.headline}\n{' '.join(story.paragraphs)}"[:_ENOUGH]
