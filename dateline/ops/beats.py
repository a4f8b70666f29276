"""Heartbeats: every long-lived loop touches its file in data/run/, and its silence turns `/health` and `dateline doctor` red."""

import os
import time
from pathlib import Path

from django.conf import settings


def beat(loop: str) -> None:
    """`loop` is alive now."""
    file = _folder() / loop
    try:
        os.utime(file)
    except FileNotFoundError:
        file.touch()


def ages_s() -> dict[str, float]:
    """Seconds since each known loop was last alive."""
    now = time.time()
    return {file.name: max(0.0, now - file.stat().st_mtime) for file in sorted(_folder().iterdir()) if file.is_file()}


def forget() -> None:
    """Drop all beats, when the jobs process starts anew."""
    for file in _folder().iterdir():
        file.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.DATA) / "run"
    folder.mkdir(exist_ok=True)
    return folder
