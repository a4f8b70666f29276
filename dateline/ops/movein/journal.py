"""Which pages were moved in: the journal by which an interrupted run goes on and a second run does nothing twice."""

import gzip
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dateline.ops.models import MovedPage
from dateline.ops.movein.reading_many import File
from dateline.ops.movein.report import PageReport

_PATH_MAX = 1000
State = MovedPage.State


def done(digests: Sequence[str]) -> set[str]:
    """Those that were moved in completely."""
    return set(MovedPage.objects.filter(digest__in=digests, state=State.DONE).values_list("digest", flat=True))


def seen_before(paths: Sequence[str]) -> set[str]:
    """Paths that were moved in before; with other content, when the page is not done."""
    kept = [path[-_PATH_MAX:] for path in paths]
    return set(MovedPage.objects.filter(path__in=kept, state=State.DONE).values_list("path", flat=True))


def write(understood: Iterable[tuple[File, PageReport, date]], bad: Iterable[tuple[File, PageReport]], *, at: datetime) -> None:
    """Note pages as written, in the transaction that writes them; and those not understood, with their bytes."""
    pages = [
        MovedPage(
            digest=file.digest, path=file.path[-_PATH_MAX:], state=State.WRITTEN, seen_on=seen_on, moved_at=at, report=report.as_json()
        )
        for file, report, seen_on in understood
    ]
    pages += [
        MovedPage(
            digest=file.digest,
            path=file.path[-_PATH_MAX:],
            state=State.NOT_UNDERSTOOD,
            moved_at=at,
            report=report.as_json(),
            kept=gzip.compress(file.data, mtime=0),
        )
        for file, report in bad
        if file.digest
    ]
    once = {page.digest: page for page in pages}
    MovedPage.objects.bulk_create(
        once.values(),
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["path", "state", "seen_on", "moved_at", "report", "kept"],
    )


def finish(digests: Sequence[str]) -> None:
    """Everything of these pages is in."""
    MovedPage.objects.filter(digest__in=digests).update(state=State.DONE)


def kept_bytes(page: MovedPage) -> bytes:
    """The bytes of a page that was not understood."""
    return gzip.decompress(page.kept) if page.kept else b""
