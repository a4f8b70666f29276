"""What `dateline doctor` and `/health` look at. Each check is a function that returns findings; none of them changes anything."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from dateline.agency.models import Agency
from dateline.desk import scheduling, workflow
from dateline.lib.databases import COUNTING_ROOMS, COUNTS
from dateline.ops import beats, jobs
from dateline.stories import releases
from dateline.stories.models import LogCheck

LEAST_FREE_BYTES = 1_000_000_000
CHECKED_WITHIN = timedelta(hours=36)  # the log of releases
MOST_NAMED = 3  # faults in one finding
MANY_BEHIND = 500  # releases: worth a word while a follower catches up

Level = Literal["ok", "hint", "fault"]


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do. A hint is no fault: something not set up yet."""

    what: str
    level: Level
    sentence: str
    remedy: str = ""


def _databases() -> Iterator[Finding]:
    for alias in connections:
        connection = connections[alias]
        where = str(connection.settings_dict["NAME"])
        try:
            executor = MigrationExecutor(connection)
            wanted = [node for node in executor.loader.graph.leaf_nodes() if (node[0] in COUNTING_ROOMS) == (alias == COUNTS)]
            waiting = len(executor.migration_plan(wanted))
        except DatabaseError as error:
            yield Finding(_("database %s") % alias, "fault", f"{where}: {error}".strip(), _("Is the server up, is the address right?"))
            continue
        if waiting:
            yield Finding(
                _("database %s") % alias,
                "fault",
                _("%d migrations are missing.") % waiting,
                _("Start dateline run, which brings them up to date."),
            )
        else:
            yield Finding(_("database %s") % alias, "ok", f"{connection.display_name}, {where}")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    sentence = _("%(folder)s, %(free).1f GB free") % {"folder": settings.DATA, "free": free / 1e9}
    if free < LEAST_FREE_BYTES:
        yield Finding(_("data folder"), "fault", sentence, _("Make room, or move the folder and set DATELINE_DATA."))
    else:
        yield Finding(_("data folder"), "ok", sentence)
    for what, secret in ((_("secret key"), Path(settings.DATA) / "secret_key"), (_("signing key"), Path(settings.SIGNING_KEY_PATH))):
        if secret.exists() and secret.stat().st_mode & 0o077:
            yield Finding(what, "fault", _("Others on this machine can read it."), f"chmod 600 {secret}")


def _background() -> Iterator[Finding]:
    ages = beats.ages_s()
    silent = [loop.name for loop in jobs.loops() if ages.get(loop.name, float("inf")) > loop.silent_after_s()]
    if silent:
        yield Finding(
            _("background work"), "fault", _("Silent: %s.") % ", ".join(silent), _("Start it with dateline run or dateline jobs.")
        )
    else:
        yield Finding(_("background work"), "ok", _("%d loops are alive.") % len(ages))


def _followers() -> Iterator[Finding]:
    try:
        waiting = releases.waiting(releases.head())
    except DatabaseError:
        return  # the databases' own finding says why
    for one in waiting:
        what, words = _("follower %s") % one.follower, {"count": one.count, "at": localtime(one.since).isoformat(" ", "seconds")}
        if one.is_silent(now()):
            sentence = _("It has not moved since %(at)s; releases that wait for it: %(count)d.") % words
            yield Finding(what, "fault", sentence, _("Look for its errors in the log of dateline jobs."))
        elif one.count > MANY_BEHIND:
            yield Finding(what, "hint", _("It is catching up; releases that wait for it: %(count)d.") % words)


def _history() -> Iterator[Finding]:
    try:
        check = LogCheck.objects.filter(pk=1).first()
    except DatabaseError:
        return  # the databases' own finding says why
    if check is None:
        return  # not yet; should the loop never come to it, its silence is a finding
    what = _("log of releases")
    if check.faults:
        yield Finding(
            what, "fault", " ".join(check.faults[:MOST_NAMED]),
            _("dateline verify names everything that differs; docs/history.md says what to do then."),
        )  # fmt: skip
    elif now() - check.at > CHECKED_WITHIN:
        sentence = _("It was last checked at %(at)s.") % {"at": localtime(check.at).isoformat(" ", "minutes")}
        yield Finding(what, "fault", sentence, _("Look for errors in the log of dateline jobs."))
    else:
        yield Finding(what, "ok", _("%(count)d releases are as they went out.") % {"count": check.number})


def _counts() -> Iterator[Finding]:
    from dateline.readership.health import health

    for sentence in health():
        yield Finding(_("view counts"), "fault", sentence, _("Look for errors in the log of dateline jobs."))


def _schedule() -> Iterator[Finding]:
    for work in scheduling.late(now())[:20]:
        assert work.scheduled_for is not None  # noqa: S101  # the database holds it
        words = {"story": work.story.slugline, "when": workflow.shown(work.scheduled_for)}
        yield Finding(
            _("scheduler"), "fault", _("“%(story)s” was scheduled for %(when)s and is not out.") % words,
            work.held_because or _("Look for errors in the log of dateline jobs."),
        )  # fmt: skip


def _people() -> Iterator[Finding]:
    if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        yield Finding(_("administrator"), "fault", _("Nobody can administer."), "dateline createsuperuser")


def _address() -> Iterator[Finding]:
    if not settings.SITE_URL.startswith("https://"):
        yield Finding(
            _("address"), "hint", _("Readers reach the site at %s, without encryption.") % settings.SITE_URL,
            _("Set SITE_URL to the public https address, and put a web server with a certificate in front."),
        )  # fmt: skip
    else:
        yield Finding(_("address"), "ok", settings.SITE_URL)


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST:
        yield Finding(_("mail"), "ok", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
    else:
        yield Finding(
            _("mail"),
            "hint",
            _("Letters are written to %s instead of being sent.") % settings.EMAIL_FILE_PATH,
            _("Set MAIL_HOST and MAIL_FROM."),
        )


def _agency() -> Iterator[Finding]:
    agency = Agency.load()
    wanted: tuple[tuple[str, Any], ...] = (
        (_("name"), agency.names), (_("rights notice"), agency.rights_notices), (_("terms of use"), agency.usage_terms),
    )  # fmt: skip
    for what, texts in wanted:
        if lacking := [code for code in settings.LANGUAGE_CODES if not texts.get(code)]:
            yield Finding(
                _("agency"), "hint", _("%(what)s: nothing in %(languages)s.") % {"what": what, "languages": ", ".join(lacking)},
                _("Newsroom → Settings → Agency."),
            )  # fmt: skip
    if not (agency.security_contact or agency.mail):
        yield Finding(_("agency"), "hint", _("No address for reports of security faults."), _("Newsroom → Settings → Agency."))


def _programs() -> Iterator[Finding]:
    if shutil.which("ffmpeg"):
        yield Finding("ffmpeg", "ok", shutil.which("ffmpeg") or "")
    else:
        yield Finding("ffmpeg", "hint", _("Not found. Everything but Internet television works without it."), "apt-get install ffmpeg")


def _machine() -> Iterator[Finding]:
    from dateline.desk.translating.machine import machine

    if found := machine():
        pairs = ", ".join(f"{source} → {target}" for source, target in sorted(found.pairs))
        yield Finding(_("machine translation"), "ok", f"{found.name}: {pairs}")


HEALTH: tuple[Callable[[], Iterator[Finding]], ...] = (_databases, _disk, _background, _followers, _history, _schedule, _counts)
SETUP: tuple[Callable[[], Iterator[Finding]], ...] = (_people, _address, _mail, _agency, _programs, _machine)


def look(checks: tuple[Callable[[], Iterator[Finding]], ...]) -> list[Finding]:
    """Run the checks; one that cannot run is a fault of its own and stops no other."""
    found: list[Finding] = []
    for check in checks:
        try:
            found += check()
        except Exception as error:  # the outermost loop: a broken part must not hide the others
            found.append(Finding(check.__name__.strip("_"), "fault", str(error) or type(error).__name__))
    return found
