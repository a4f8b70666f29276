"""See `bench/pages`."""

import io
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import made_up

ROUNDS = 60
MOST_MS, MOST_QUERIES = 15.0, 12


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = made_up.use_data_folder(sys.argv[2] if len(sys.argv) > 2 else "")
    made_up.migrate()
    from dateline.stories.models import Story

    have = Story.objects.count()
    if have < count:
        made_up.add_stories(count - have)
        _analyze()
        _relate()
    print(f"{Story.objects.count():,} stories in {folder}")
    report(_addresses())


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _relate() -> None:
    """Search index and relevant news of everything, as the background work would do it."""
    from django.core.management import call_command

    call_command("reindex")


def _addresses() -> dict[str, list[str]]:
    from dateline.stories.models import Story

    stories = list(Story.objects.order_by("-pk")[:30]) + list(Story.objects.order_by("pk")[:30])
    day = f"/en/archive/{stories[40].published_at:%Y/%m/%d}/"
    return {
        "story": [story.get_absolute_url() for story in stories],
        "front": ["/en/"], "section": ["/en/section/economy/"], "archive": [day],
    }  # fmt: skip


def report(addresses: dict[str, list[str]]) -> None:
    """Milliseconds and queries of each kind of page, beside a page that does nothing."""
    from dateline.ops import serving

    application = serving.load()
    reference = _median_ms(application, ["/robots.txt"])
    lines = []
    for kind, paths in addresses.items():
        median, queries = _median_ms(application, paths), max(_queries(application, path) for path in paths[:8])
        print(f"{kind}: {median:.2f} ms, {queries} queries; {median / reference:.1f} times robots.txt ({reference:.2f} ms)")
        lines += [
            made_up.figure(f"{kind}_render", median, "ms", MOST_MS),
            made_up.figure(f"{kind}_queries", queries, "queries", MOST_QUERIES),
        ]
    print("\n".join(lines))


def _ask(application: Callable[..., Any], path: str) -> bytes:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "HTTP_HOST": "localhost:8000",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True, "wsgi.run_once": False, "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "",
    }  # fmt: skip
    answer = application(environ, lambda status, headers, info=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    assert said[0].startswith("200"), f"{path}: {said[0]}"
    return body


def _median_ms(application: Callable[..., Any], paths: list[str]) -> float:
    for path in paths[:5]:
        _ask(application, path)
    taken = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        _ask(application, paths[number % len(paths)])
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def _queries(application: Callable[..., Any], path: str) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as news, CaptureQueriesContext(connections["counts"]) as counts:
        _ask(application, path)
    return len(news) + len(counts)


if __name__ == "__main__":
    main()
