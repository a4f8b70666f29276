"""Chain the releases that are there already.

In batches, each in a transaction that takes the trigger away and puts it back, so that nobody else ever meets the log
without it. May be broken off: the next start goes on behind the last release that has a hash.
"""

import sys
from importlib import import_module
from typing import Any

from django.db import migrations, transaction

from dateline.stories import chain

BATCH = 1000
READ_AT_ONCE = 50  # snapshots in memory
TOLD_FROM = 5000  # releases; fewer take no time

_log = import_module("dateline.stories.migrations.0002_the_log_is_immutable")
DROP = {"sqlite": "DROP TRIGGER release_is_never_changed", "postgresql": "DROP TRIGGER release_is_never_changed ON stories_release"}
CREATE = {"sqlite": _log.SQLITE[0], "postgresql": _log.POSTGRESQL[1]}
UPDATE = "UPDATE stories_release SET content_hash = %s, previous_hash = %s, hash = %s WHERE number = %s"


def forwards(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    releases = apps.get_model("stories", "Release").objects.using(connection.alias)
    counter = apps.get_model("stories", "ReleaseCounter").objects.using(connection.alias)
    total = releases.filter(hash="").count()
    done = 0
    while done < total:
        with transaction.atomic(using=connection.alias):
            done += _chain_next(connection, releases)
        if total >= TOLD_FROM:
            print(f"\rchained {min(done, total)} of {total} releases", end="", file=sys.stderr, flush=True)
    if total >= TOLD_FROM:
        print(file=sys.stderr)
    if last := releases.order_by("number").values_list("hash", flat=True).last():
        counter.filter(pk=1).update(hash=last)


def _chain_next(connection: Any, releases: Any) -> int:
    """Chain the next releases; how many these are."""
    before = releases.exclude(hash="").order_by("number").values_list("number", "hash").last()
    number, previous = before or (0, chain.BEGINNING)
    columns = ("number", "story_id", "kind", "version", "at", "by_id", "reason", "snapshot")
    rows = releases.filter(number__gt=number).order_by("number").values_list(*columns)[:BATCH]
    written = []
    for number, story, kind, version, at, by, reason, snapshot in rows.iterator(chunk_size=READ_AT_ONCE):
        content = chain.content_hash(snapshot)
        found = chain.release_hash(
            number=number, story=story, kind=kind, version=version, at=chain.moment(at), by=by, reason=reason,
            content=content, previous=previous,
        )
        written.append((content, previous, found, number))
        previous = found
    with connection.cursor() as cursor:
        cursor.execute(DROP[connection.vendor])
        cursor.executemany(UPDATE, written)
        cursor.execute(CREATE[connection.vendor])
    return len(written)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("stories", "0008_the_log_is_chained")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
