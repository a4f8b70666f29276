"""Files that nobody knows: left by a process that was killed between writing a file and its row, or in the middle of an upload."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.storage import Storage
from django.db import models

from dateline.media.models import Picture, Rendition

logger = structlog.get_logger(__name__)
OLD_AFTER = timedelta(days=1)  # younger ones may be on their way
PIECE = 500


def sweep(at: datetime) -> int:
    """Delete what has had no row since a day before `at` (aware); how many files."""
    deleted = _sweep_uploads(at)
    for model, folder in ((Picture, "original_images"), (Rendition, "images")):
        deleted += _sweep_folder(model, model._meta.get_field("file").storage, folder, at)  # type: ignore[union-attr]
    if deleted:
        logger.info("files without a row are deleted", count=deleted)
    return deleted


def _sweep_folder(model: type[models.Model], storage: Storage, folder: str, at: datetime) -> int:
    deleted = 0
    for names in _pieces(_names(storage, folder)):
        known = set(model._default_manager.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in known and storage.get_modified_time(name) < at - OLD_AFTER:
                storage.delete(name)
                deleted += 1
    return deleted


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _names(storage, f"{folder}/{inner}")


def _pieces(names: Iterator[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    for name in names:
        piece.append(name)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _sweep_uploads(at: datetime) -> int:
    """Uploads that broke off: Django deletes its own as soon as a request ends, but not when it is killed."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR or settings.DATA / "uploads")
    if not folder.is_dir():
        return 0
    limit = (at - OLD_AFTER).timestamp()
    old = [file for file in folder.glob("*.upload*") if file.stat().st_mtime < limit]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
