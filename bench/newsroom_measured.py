"""See `bench/newsroom`. Each database is measured in a process of its own, over its own archive, which is made once in a kept folder.

In the same run: a page that does nothing (robots.txt) for the screens, one row and one commit for what writes.
Over HTTP a `dateline serve` with two workers answers, another process than the one that publishes.
"""

import http.cookiejar
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import made_up
from tests.processes import ROOT, postgresql_programs

ROUNDS = 25
DISTINCT = 3000  # stories that are written one by one; the rest are copies of them, each at a time of its own
TODAY, OPEN = 200, 300  # stories of today, and texts on somebody's desk
POLL_S = 0.005


def main() -> int:
    if len(sys.argv) == 4 and sys.argv[1] == "one":
        return 0 if measured(sys.argv[2], int(sys.argv[3])) else 1
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    keep = Path(sys.argv[2]).absolute() if len(sys.argv) > 2 else None
    folder = keep or Path(tempfile.mkdtemp(prefix="dateline-bench-"))
    try:
        results = [_one("sqlite", folder / "sqlite", count, {})]
        if postgresql_programs() is None:
            print("PostgreSQL is not installed on this machine (apt-get install postgresql): measured on SQLite only")
        else:
            with _postgresql(folder / "postgresql") as addresses:
                results.append(_one("postgresql", folder / "postgresql-data", count, addresses))
        return max(results)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _one(name: str, data: Path, count: int, more: dict[str, str]) -> int:
    data.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {**os.environ, "DATELINE_DATA": str(data), "PORT": port, "SITE_URL": f"http://localhost:{port}", **more}
    words = [sys.executable, "-m", "bench.newsroom_measured", "one", name, str(count)]
    return subprocess.run(words, env=env, cwd=ROOT, check=False).returncode


@contextmanager
def _postgresql(folder: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL server whose data stay in `folder`, durable as it comes; the addresses of its two databases."""
    programs = postgresql_programs()
    assert programs
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    prefix: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        for path in (folder, sockets):
            shutil.chown(path, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": sockets}
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(folder / "db"), "-w"]
    if not (folder / "db").exists():
        subprocess.run(
            [*prefix, str(programs / "initdb"), "-D", str(folder / "db"), "-U", "dateline", "-A", "trust", "-E", "UTF8"],
            check=True,
            **quiet,
        )
    try:
        started = f"-k {sockets} -c listen_addresses='' -c shared_buffers=256MB"
        subprocess.run([*control, "-o", started, "-l", str(folder / "log"), "start"], check=True, **quiet)
        for name in ("news", "counts"):  # there already the second time
            subprocess.run([*prefix, str(programs / "createdb"), "-h", str(sockets), "-U", "dateline", name], check=False, **quiet)
        address = "postgres://dateline@/{}?host=" + str(sockets)
        yield {"DATABASE_URL": address.format("news"), "COUNTS_DATABASE_URL": address.format("counts")}
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], check=False, **quiet)
        shutil.rmtree(sockets, ignore_errors=True)


# --- the archive ----------------------------------------------------------------------------------------------------------


def made_archive(count: int) -> None:
    """`count` published stories of the last years, today's, and texts in every stage; what is there already is kept."""
    from dateline.stories.models import Story

    if Story.objects.count() < count:
        made_up.add_stories(DISTINCT)
        _multiply(count)
    _add_today()
    _add_open()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _multiply(count: int) -> None:
    """Copy stories and their releases in the database, a year's worth at a time further back, until there are `count`."""
    from django.db import connection, transaction

    from dateline.stories.models import Release, ReleaseCounter, Story

    fields = [
        field.column
        for field in Story._meta.concrete_fields
        if field.column not in ("id", "identity", "published_at", "first_published_at", "last_published_at")
    ]
    columns = ", ".join(fields)
    released = ", ".join(field.column for field in Release._meta.concrete_fields if field.column not in ("number", "story_id"))
    sqlite = connection.vendor == "sqlite"
    identity = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    back = "strftime('%%Y-%%m-%%d %%H:%%M:%%f', published_at, '-{} days')" if sqlite else "published_at - interval '{} days'"
    step = DISTINCT // 100
    for copy in range(1, count // DISTINCT + 1):
        have = Story.objects.count()
        if have >= count:
            break
        top, number = Story.objects.order_by("-pk").values_list("pk", flat=True)[0], ReleaseCounter.objects.get().last
        first = Story.objects.order_by("pk").values_list("pk", flat=True)[0]
        moment = back.format(step * copy)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO stories_story (id, identity, published_at, first_published_at, last_published_at, {columns})"
                f" SELECT id - %s + 1 + %s, {identity}, {moment}, {moment}, {moment}, {columns} FROM stories_story WHERE id < %s",
                [first, top, first + DISTINCT],
            )
            cursor.execute(
                f"INSERT INTO stories_release (number, story_id, {released})"
                f" SELECT number - (SELECT MIN(number) FROM stories_release) + 1 + %s, story_id - %s + 1 + %s, {released}"
                " FROM stories_release WHERE story_id < %s",
                [number, first, top, first + DISTINCT],
            )
            cursor.execute("UPDATE stories_releasecounter SET last = (SELECT MAX(number) FROM stories_release)")
        if not sqlite:
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('stories_story', 'id'), (SELECT MAX(id) FROM stories_story))")
        print(f"\r{have + DISTINCT:,} of {count:,} stories", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _add_today() -> None:
    from django.utils.timezone import localtime, now

    from dateline.stories.models import Story

    at = now()
    begin = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = max(5, int((at - begin).total_seconds() / 60))
    have = Story.objects.filter(language="ru", state="published", published_at__gte=begin).count()
    if have < TODAY:
        made_up.add_stories(TODAY - have, language="ru", newest=at, per_day=max(1, int(TODAY * 1440 / minutes)))


def _add_open() -> None:
    """Texts on somebody's desk, as their revisions, in every stage."""
    from datetime import timedelta

    from django.utils.timezone import now

    from dateline.desk import workflow
    from dateline.desk.models import Work
    from dateline.people.models import Duty, User
    from dateline.stories.models import Section, Story

    people = [User.objects.get_or_create(username=f"writer-{n}", defaults={"first_name": f"Writer {n}"})[0] for n in range(12)]
    for person in people:
        Duty.objects.get_or_create(user=person, role="editor", desk="", language="")
    sections, at = list(Section.objects.all()), now()
    body = Story.objects.order_by("pk").values_list("body", flat=True)[0]
    for number in range(Work.objects.count(), OPEN):
        story = Story(
            language=("kk", "ru", "en")[number % 3], section=sections[number % len(sections)], slugline=f"open-{number}",
            headline=f"A text in the making, number {number}", lead="A sentence or two about it.", body=body,
        )  # fmt: skip
        workflow.save(story, by=people[number % len(people)], at=at)
        stage = ("writing", "writing", "review", "ready", "scheduled")[number % 5]
        Work.objects.filter(pk=story.pk).update(
            stage=stage, holder=None if number % 7 == 0 else people[number % len(people)],
            scheduled_for=at + timedelta(hours=5) if stage == "scheduled" else None,
        )  # fmt: skip
    Work.objects.filter(stage="scheduled").update(scheduled_for=at + timedelta(hours=5), held_because="")  # also on a later day


# --- what is measured -----------------------------------------------------------------------------------------------------


def measured(name: str, count: int) -> bool:
    made_up.use_data_folder(os.environ["DATELINE_DATA"])
    made_up.migrate()
    made_archive(count)
    from dateline.ops import serving
    from dateline.stories.models import Story

    serving.load()  # sets the garbage collector as in service
    print(f"{name}: {Story.objects.count():,} stories, load of the machine {os.getloadavg()[0]:.1f}")
    told = Told(name)
    screens(told)
    writing(told)
    over_http(told)
    return told.all_met


class Told:
    """Prints one figure after the other, each with its ratio to the reference of its kind."""

    def __init__(self, name: str) -> None:
        self.name, self.all_met, self.references = name, True, dict[str, float]()

    def reference(self, kind: str, value_ms: float, what: str) -> None:
        self.references[kind] = value_ms
        print(f"{self.name}_{kind} {value_ms:.3g} ms (reference: {what})")

    def figure(self, name: str, value_ms: float, goal_ms: float, kind: str, note: str = "") -> None:
        self.all_met &= value_ms <= goal_ms
        line = made_up.figure(f"{self.name}_{name}", value_ms, "ms", goal_ms)
        print(f"{line} = {value_ms / self.references[kind]:.1f} {kind}{f'; {note}' if note else ''}", flush=True)


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for number in range(rounds + 2):
        began = time.perf_counter()
        work()
        if number > 1:
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def signed_in() -> Any:
    """A client of the whole program, middleware included, signed in as an editor; its requests run in this process."""
    from django.test import Client

    from dateline.people.models import User

    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(User.objects.get(username="writer-1"), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _processor_ms(work: Callable[[], object]) -> float:
    """What this process itself computes for it: the figure that does not depend on who else uses the machine."""
    taken = []
    for _round in range(7):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def _queries(work: Callable[[], object]) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as news, CaptureQueriesContext(connections["counts"]) as counts:
        work()
    return len(news) + len(counts)


def screens(told: Told) -> None:
    from dateline.desk.models import Work

    client = signed_in()

    def get(path: str, **headers: str) -> Callable[[], Any]:
        def ask() -> Any:
            answer = client.get(path, headers=headers)
            assert answer.status_code in (200, 304), f"{path}: {answer.status_code}"
            return answer

        return ask

    told.reference("nothing", median_ms(get("/robots.txt")), "a page that does nothing")
    changes = "/newsroom/board/changes/"
    for name, ask, goal_ms in (
        ("board", get("/newsroom/"), 300.0),
        ("board_changed", get(changes), 300.0),
        ("list", get("/newsroom/stories/"), 300.0),
        ("editor", get(f"/newsroom/stories/edit/{Work.objects.filter(stage='writing').latest('pk').pk}/"), 300.0),
    ):
        told.figure(name, median_ms(ask), goal_ms, "nothing", f"{_queries(ask)} queries, {_processor_ms(ask):.0f} ms of processor")
    tag = ""

    def unchanged() -> None:
        nonlocal tag
        answer = client.get(changes, headers={"If-None-Match": tag})
        tag = answer.headers["ETag"]  # with a new minute it is another one

    told.figure(
        "board_unchanged",
        median_ms(unchanged),
        5.0,
        "nothing",
        f"{_queries(unchanged)} queries, {_processor_ms(unchanged):.1f} ms of processor",
    )


def writing(told: Told) -> None:
    from django.db import connection
    from django.utils.timezone import now

    from dateline.desk import workflow
    from dateline.desk.models import Work
    from dateline.people.models import AuditEntry, User
    from dateline.stories.models import Story

    writer = User.objects.get(username="writer-1")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_commit (number integer)")
        told.reference("commit", median_ms(lambda: cursor.execute("INSERT INTO bench_commit VALUES (1)"), 100), "one row and one commit")
        cursor.execute("DROP TABLE bench_commit")
    client = signed_in()
    work = Work.objects.filter(stage="writing", holder=writer).first() or Work.objects.filter(stage="writing").first()
    assert work is not None
    page = client.get(f"/newsroom/stories/edit/{work.pk}/").content.decode()
    form = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    form |= {
        "headline": "A text in the making",
        "slugline": "open",
        "body": work.story.body,
        "language": work.story.language,
        "section": work.story.section_id,
    }

    def autosave() -> None:
        answer = client.post(f"/newsroom/stories/edit/{work.pk}/autosave/", form)
        assert answer.status_code == 200, answer.content[:200]

    told.figure("autosave", median_ms(autosave), 100.0, "commit")
    story = Story.objects.select_related("section").get(pk=work.pk)
    told.figure("save", median_ms(lambda: workflow.save(story, by=writer, at=now())), 100.0, "commit")
    drafts = iter([_draft(number, writer) for number in range(ROUNDS + 2)])
    told.figure("publish", median_ms(lambda: workflow.publish(next(drafts), by=writer, at=now())), 60.0, "commit")
    assert AuditEntry.objects.exists()


def _draft(number: int, writer: Any, language: str = "en") -> Any:
    from django.utils.timezone import now

    from dateline.desk import workflow
    from dateline.stories.models import Section, Story

    body = Story.objects.order_by("pk").values_list("body", flat=True)[0]
    story = Story(
        language=language,
        section=Section.objects.all()[0],
        slugline=f"bench-{number}",
        headline=f"Measured {number} {time.time_ns()}",
        body=body,
    )
    workflow.save(story, by=writer, at=now())
    return Story.objects.select_related("section").get(pk=story.pk)


def over_http(told: Told) -> None:
    """`dateline serve` in processes of its own; this one publishes and asks it."""
    from django.conf import settings

    port = int(os.environ["PORT"])
    assert port == settings.PORT
    words = [sys.executable, "-m", "dateline", "serve", "--workers", "2"]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        _until(lambda: _get(f"{address}/en/") != "", 120)
        told.reference("request", median_ms(lambda: _get(f"{address}/robots.txt")), "robots.txt over HTTP")
        told.figure(
            "published_to_served", statistics.median(_served_ms(address) for _round in range(10)), 250.0, "request", "publishing included"
        )
        site, feed = zip(*(_flash_ms(address) for _round in range(5)), strict=True)
        told.figure("flash_to_site", max(site), 2000.0, "request", "the slowest of five, sending included")
        told.figure("flash_to_feed", max(feed), 2000.0, "request", "the slowest of five, sending included")
    finally:
        server.terminate()
        server.wait(30)


def _served_ms(address: str) -> float:
    """From the order to publish until the story's page is served, over HTTP."""
    from django.utils.timezone import now

    from dateline.desk import workflow
    from dateline.people.models import User
    from dateline.stories.models import Story

    writer = User.objects.get(username="writer-1")
    draft = _draft(0, writer)
    began = time.perf_counter()
    workflow.publish(draft, by=writer, at=now())
    path = Story.objects.get(pk=draft.pk).get_absolute_url()
    _until(lambda: draft.headline in _get(address + path), 30)
    return (time.perf_counter() - began) * 1000


def _flash_ms(address: str) -> tuple[float, float]:
    """From pressing “Send the flash” until it is on the front page of every language's site and in the feed: the form over HTTP."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    session = signed_in().cookies["sessionid"].value
    opener.addheaders = [("Cookie", f"sessionid={session}")]
    with opener.open(f"{address}/newsroom/flash/") as answer:
        page = answer.read().decode()
        token = next(word.split(";")[0] for word in answer.headers.get_all("Set-Cookie") if word.startswith("csrftoken"))
    opener.addheaders = [("Cookie", f"sessionid={session}; {token}")]
    form = dict(re.findall(r'name="(csrfmiddlewaretoken|ticket)" value="([^"]+)"', page))
    section = re.search(r'<option value="(\d+)"', page)
    assert section
    headline = f"Measured flash {time.time_ns()}"
    form |= {"section": section[1], "headline-en": headline, "line-en": "One line."}
    _get(f"{address}/en/")  # what a process remembers, it remembers from just before
    began = time.perf_counter()
    opener.open(
        urllib.request.Request(
            f"{address}/newsroom/flash/", urllib.parse.urlencode(form).encode(), {"Referer": f"{address}/newsroom/flash/"}
        )
    )
    _until(
        lambda: '<section class="flash"' in (page := _get(f"{address}/en/")) and headline in page.split('<section class="flash"')[1][:600],
        30,
    )
    site_ms = (time.perf_counter() - began) * 1000
    _until(lambda: headline in _get(f"{address}/en/feed.rss"), 30)
    return site_ms, (time.perf_counter() - began) * 1000


def _get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _until(true: Callable[[], bool], patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(POLL_S)


if __name__ == "__main__":
    sys.exit(main())
