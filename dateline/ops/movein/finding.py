"""Which files are pages: the ones named, and in folders those that end like one. Streamed, in a stable order."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".shtml")


@dataclass(slots=True)
class Passed:
    """How many files of the folders were passed by, because they do not end like a page."""

    files: int = 0


def pages_in(given: Iterable[Path], passed: Passed | None = None) -> Iterator[Path]:
    """The pages among `given` files and folders, folders in alphabetical order. Links to folders are not followed.

    Raises FileNotFoundError for something given that is not there.
    """
    for path in given:
        if path.is_dir():
            yield from _in_folder(path, passed or Passed())
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(path)


def _in_folder(folder: Path, passed: Passed) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.lower().endswith(ENDINGS):
                yield Path(root, name)
            else:
                passed.files += 1
