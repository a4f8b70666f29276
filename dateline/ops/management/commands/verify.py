"""`dateline verify`."""

import json
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError
from dateline.stories import releases, signing
from dateline.stories.models import SignedHead
from dateline.stories.verifying import Verification, export

EVERY_S = 0.2
LINE_EVERY = 20_000  # releases, where there is no terminal


class Command(BaseCommand):
    help = "Check that every release is as it went out and that the site shows it. Names what differs; exit code 1 then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign", action="store_true", help="afterwards, if all is in order, sign the last release now")
        parser.add_argument(
            "--heads", type=Path, metavar="FILE", help="signed heads that somebody has kept: check the log against them too"
        )
        parser.add_argument("--export", type=Path, metavar="FILE", help="write the log into FILE, a release a line, and check nothing")

    def handle(self, **options: Any) -> None:
        if options["export"]:
            self._export(options["export"])
            return
        progress = _Progress(sys.stderr, releases.head())
        walk = Verification(heads=_kept(options["heads"]) if options["heads"] else (), told=progress.show)
        count = 0
        for fault in walk.faults():
            count += 1
            progress.clear()
            self.stdout.write(str(fault))
        progress.clear()
        numbers = {"releases": walk.releases, "rate": progress.rate(walk.releases), "count": count}
        if count:
            self.stdout.write(_("%(releases)d releases checked, %(rate)d a second: %(count)d faults.") % numbers)
            sys.exit(1)
        self.stdout.write(_("%(releases)d releases checked, %(rate)d a second: all are as they went out.") % numbers)
        if options["sign"]:
            self._sign()

    def _sign(self) -> None:
        try:
            head = signing.sign_head(now())
        except DatelineError as error:
            raise CommandError(str(error)) from error
        if head:
            self.stdout.write(_("Release %(number)d is signed with key %(key)s.") % {"number": head.number, "key": head.key_id})
        else:
            self.stdout.write(_("There is nothing to sign: no release since the last signature of today."))

    def _export(self, path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8") as file:
                count = 0
                for line in export():
                    count += 1
                    file.write(f"{line}\n")
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(why)s") % {"file": path, "why": error.strerror}) from error
        self.stdout.write(_("%(releases)d releases are in %(file)s.") % {"releases": count, "file": path})


def _kept(path: Path) -> list[SignedHead]:
    """Heads from a file as the site publishes them."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["heads"]
        return [
            SignedHead(
                day=date.fromisoformat(one["day"]), at=datetime.fromisoformat(one["at"]), number=int(one["number"]), hash=one["hash"],
                key_id=one["key"], signature=one["signature"],
            )
            for one in told
        ]  # fmt: skip
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}) from error
    except (ValueError, KeyError, TypeError) as error:
        sentence = _("%(file)s holds no signed heads. Name a copy of /.well-known/dateline-signed-heads.json.")
        raise CommandError(sentence % {"file": path}) from error


class _Progress:
    """A line that is written over on a terminal; elsewhere one now and then."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream, self.total, self.terminal = stream, total, stream.isatty()
        self.began = monotonic()
        self.shown = 0.0
        self.told = 0

    def show(self, done: int) -> None:
        line = f"{done}/{max(done, self.total)} · {self.rate(done)}/s"
        if self.terminal and monotonic() - self.shown >= EVERY_S:
            self.shown = monotonic()
            self.stream.write(f"\r{line} ")
            self.stream.flush()
        elif not self.terminal and done - self.told >= LINE_EVERY:
            self.told = done
            self.stream.write(f"{line}\n")

    def rate(self, done: int) -> int:
        return round(done / max(monotonic() - self.began, 0.001))

    def clear(self) -> None:
        if self.terminal:
            self.stream.write("\r\x1b[2K")
            self.stream.flush()
