"""What `dateline run` does before it serves: databases, static files, the demo agency, the first administrator.

Each step looks first and says what it did; on a later start all of them together cost a few milliseconds.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now

from dateline import __version__
from dateline.lib.databases import COUNTING_ROOMS, COUNTS
from dateline.media import renditions
from dateline.media.models import Picture
from dateline.media.sizes import JPEG
from dateline.newscodes.loading import load_starter
from dateline.ops import followers
from dateline.ops.demo.loading import load_demo
from dateline.ops.demo.newsroom import staffing
from dateline.people.models import User
from dateline.stories import signing
from dateline.stories.models import Story

Say = Callable[[str], object]
MIGRATIONS = [("default", ()), *((COUNTS, (room,)) for room in COUNTING_ROOMS)]  # what `migrate` is told: database, words


def prepare(say: Say, *, demo: bool) -> None:
    """Bring the data folder up to date. `say` gets one line for everything that was done."""
    never_finished = not _stamp().exists()
    if _changed_since_last_start():
        migrate()
        say("Databases are up to date.")
        call_command("collectstatic", interactive=False, verbosity=0)
        say("Static files collected.")
    is_new = never_finished and not Story.objects.exists()  # also after a first start that was broken off
    colleagues: tuple[str, ...] = ()
    if is_new:
        say(f"{load_starter().added} subjects are ready.")
    if is_new and demo:
        colleagues = load_demo(at=now(), tell=say).colleagues
        followers.catch_up(but={"renditions"})
        _make_plain_pictures()
        say("Made the search index, the relevant news and the plain sizes of the pictures; the other sizes follow in the background.")
    elif is_new:
        say("An empty agency. Sign in to the newsroom and begin with its settings.")
    _make_signing_key(say)
    make_first_administrator(say, colleagues)
    _remember_start()


def _make_plain_pictures() -> None:
    """What every browser shows, so that nobody sees an empty frame; the dearer formats are made by the background work."""
    for picture in Picture.objects.all():
        renditions.ensure(picture, kinds=(JPEG,))


def _make_signing_key(say: Say) -> None:
    """The key that signs the log of releases. A broken one stops no start: the nightly check and the doctor keep saying so."""
    try:
        signing.ensure_key(now())
    except signing.BrokenKey as error:
        say(str(error))


def make_first_administrator(say: Say, colleagues: Sequence[str] = ()) -> None:
    """If nobody can administer, make `admin` with a generated password, said this once and kept nowhere.

    colleagues  accounts that the demo has made in this same start: they get that password, too
    """
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return
    password = secrets.token_urlsafe(15)
    name = next(name for name in ("admin", *(f"admin{n}" for n in range(2, 999))) if not User.objects.filter(username=name).exists())
    made = User.objects.create_superuser(name, password=password)
    say(f"First administrator: {name}   password: {password}   (shown only now; change it after signing in)")
    if colleagues:
        staffing.let_in(colleagues, like=made)
        say(f"The demo's colleagues sign in with the same password: {', '.join(colleagues)}.")


def migrate() -> None:
    """Bring both databases to the newest form, each with the tables that live in it."""
    for alias, words in MIGRATIONS:
        call_command("migrate", *words, database=alias, verbosity=0, interactive=False)


def _fingerprint() -> str:
    """Changes when the program, its migrations or its static files do."""
    seen = hashlib.blake2b(f"{__version__} {settings.STATIC_ROOT} {settings.DATABASES}".encode(), digest_size=16)
    for config in apps.get_app_configs():
        for folder in ("migrations", "static"):
            for file in sorted(Path(config.path, folder).rglob("*")):
                if file.is_file() and file.suffix != ".pyc":
                    stat = file.stat()
                    seen.update(f"{file}{stat.st_size}{stat.st_mtime_ns}".encode())
    return seen.hexdigest()


def _stamp() -> Path:
    return Path(settings.DATA) / "last_start"


def _changed_since_last_start() -> bool:
    return not _stamp().exists() or _stamp().read_text() != _fingerprint()


def _remember_start() -> None:
    _stamp().write_text(_fingerprint())
