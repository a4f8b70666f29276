"""The server is killed while somebody types, and while a story goes out: all or nothing, and the text is there on return."""

import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.processes import PATIENCE_S, ROOT, Running, dateline, environment, python

pytestmark = pytest.mark.processes

PREPARE = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from dateline.people.models import User
from dateline.stories.models import Section, Story
user = User.objects.create_superuser("writer", "w@example.org", "long enough a password")
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
section = Section.objects.create(slug="regions", names={"en": "Regions"})
for number in range(COUNT):
    Story.objects.create(language="en", slugline=f"s{number}", headline=f"Story {number}", body="<p>Text</p>", section=section)
print(session.session_key)
"""
COUNT = 40

PUBLISH = """
from django.utils.timezone import now
from dateline.desk import workflow
from dateline.people.models import User
from dateline.stories.models import Story
user = User.objects.get(username="writer")
for story in Story.objects.filter(state="draft").select_related("section").order_by("pk"):
    story.headline += " mended"
    workflow.save(story, by=user, at=now())
    release = workflow.publish(Story.objects.get(pk=story.pk), by=user, at=now())
    print(release.number, flush=True)
"""

LOOK = """
import json
from dateline.desk.models import Work
from dateline.people.models import AuditEntry
from dateline.stories.models import Release, ReleaseCounter, Story
public = set(Story.objects.filter(state="published").values_list("pk", flat=True))
print(json.dumps({
    "releases": list(Release.objects.values_list("number", flat=True)),
    "last": ReleaseCounter.objects.get().last,
    "public": sorted(public),
    "released": sorted(Release.objects.values_list("story", flat=True)),
    "audited": sorted(int(n) for n in AuditEntry.objects.filter(act="story.publish").values_list("number", flat=True)),
    "worked_on": sorted(set(Work.objects.values_list("pk", flat=True)) & public),
    "mended": all(r.snapshot["headline"].endswith(" mended") for r in Release.objects.all()),
}))
"""


def run(program: str, env: dict[str, str]) -> str:
    process = python(f"COUNT = {COUNT}\n{program}", env)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, err
    return str(out)


class Person:
    """Somebody with a session, before a running newsroom; speaks HTTP like a browser without script."""

    def __init__(self, running: Running, session: str) -> None:
        self.running, self.session = running, session
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.token = ""

    def ask(self, path: str, fields: dict[str, str] | None = None) -> str:
        cookies = f"sessionid={self.session}" + (f"; csrftoken={self.token}" if self.token else "")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode() if fields else None
        request = urllib.request.Request(
            f"{self.running.address}{path}", data, {"Cookie": cookies, "Accept-Language": "en", "Referer": self.running.address}
        )
        with urllib.request.build_opener().open(request, timeout=30) as answer:
            for header in answer.headers.get_all("Set-Cookie") or []:
                if found := re.match(r"csrftoken=(\w+)", header):
                    self.token = found[1]
            return str(answer.read().decode())

    def typed(self, headline: str) -> dict[str, str]:
        return {
            "language": "en", "section": "1", "urgency": "5", "slugline": "s1", "headline": headline,
            "body-html": "<p>Typed.</p>", "base": "0",
            "sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "pictures-TOTAL_FORMS": "0", "pictures-INITIAL_FORMS": "0",
        }  # fmt: skip


def kill(running: Running) -> None:
    """kill -9 of the server and everything it has started."""
    os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait(30)


def test_what_was_typed_survives_a_killed_server(tmp_path: Path) -> None:
    env = environment(tmp_path)
    dateline("migrate", "--verbosity", "0", env=env, timeout_s=PATIENCE_S)
    session = run(PREPARE, env).strip().splitlines()[-1]
    kept = ""
    with Running(tmp_path) as first:
        writer = Person(first, session)
        writer.ask("/newsroom/stories/edit/1/")
        for number in range(6):  # as the editor does, every few seconds
            kept = f"Typed {number}"
            assert '"kept_at"' in writer.ask("/newsroom/stories/edit/1/autosave/", writer.typed(kept))
        kill(first)
        with pytest.raises((OSError, HTTPException)):
            writer.ask("/newsroom/stories/edit/1/autosave/", writer.typed("Typed into the void"))
    with Running(tmp_path) as second:
        page = Person(second, session).ask("/newsroom/stories/edit/1/")
    assert kept in page
    assert "It is kept, but not saved" in page


def test_a_publication_that_is_killed_is_whole_or_has_not_been(tmp_path: Path) -> None:
    import json

    env = environment(tmp_path)
    dateline("migrate", "--verbosity", "0", env=env, timeout_s=PATIENCE_S)
    run(PREPARE, env)
    told: list[int] = []
    for lines in (3, 5, 7):
        program = f"import django; django.setup()\n{PUBLISH}"
        process = subprocess.Popen([sys.executable, "-c", program], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        told += [int(process.stdout.readline()) for _line in range(lines)]
        process.send_signal(signal.SIGKILL)  # somewhere in the next one
        told += [int(line) for line in process.stdout.read().split()]
        process.wait(PATIENCE_S)
    found = json.loads(run(LOOK, env))
    count = found["last"]
    assert found["releases"] == list(range(1, count + 1))
    assert set(told) <= set(found["releases"])  # what was acknowledged is there
    assert found["public"] == found["released"] == found["audited"]  # text, release and audit entry: all of them or none
    assert found["worked_on"] == []
    assert found["mended"]
