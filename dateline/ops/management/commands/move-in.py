"""`dateline move-in`."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from dateline.ops.movein.finding import Passed, pages_in
from dateline.ops.movein.importing import MoveIn
from dateline.ops.movein.options import NoSuchSection, Options
from dateline.ops.movein.progress import Progress
from dateline.ops.movein.report import PageReport

INTERRUPTED = 130


class Command(BaseCommand):
    help = "Move pages of an old site in: plain text or saved HTML, files or folders. May be stopped, resumed and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pages", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument(
            "--language", choices=settings.LANGUAGE_CODES, default="", help="of all stories; else as each page says or shows"
        )
        parser.add_argument("--section", default="", help="for stories whose page names none that exists here; else “archive” or the first")
        parser.add_argument("--seen-on", type=_day, help="the day the old site looked so, as 2026-03-05; else the newest date on each page")
        parser.add_argument(
            "--time-zone", type=_zone, default=ZoneInfo(settings.TIME_ZONE), help="of times on the pages; else the agency's"
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that read pages")

    def handle(self, **options: Any) -> None:
        given: list[Path] = options["pages"]
        passed = Passed()
        total = self._count(given, passed)
        chosen = Options(
            zone=options["time_zone"],
            language=options["language"],
            section=options["section"],
            seen_on=options["seen_on"],
            processes=options["processes"],
            dry_run=options["dry_run"],
        )
        progress = Progress(sys.stderr, total)
        try:
            run = MoveIn(chosen, at=now(), tell=lambda page: self._tell(page, progress))
        except NoSuchSection as error:
            raise CommandError(f"There is no section “{error}”. Make it in the newsroom, or leave --section away.") from error
        try:
            run.run(pages_in(given))
        except KeyboardInterrupt:
            progress.clear()
            self._sum(run, passed)
            self.stdout.write("Stopped. Nothing is half done; the same command goes on from here.")
            sys.exit(INTERRUPTED)
        progress.clear()
        self._sum(run, passed)
        if run.report.counts["not_understood"]:
            sys.exit(1)

    def _count(self, given: list[Path], passed: Passed) -> int:
        try:
            total = sum(1 for _path in pages_in(given, passed))
        except FileNotFoundError as error:
            raise CommandError(f"{error} is not there. Name files or folders that exist.") from error
        if not total:
            raise CommandError("No pages there: files that end in .txt, .html or .htm are looked for.")
        return total

    def _tell(self, page: PageReport, progress: Progress) -> None:
        lines = list(page.lines())
        if lines:
            progress.clear()
        for line in lines:
            self.stdout.write(line)
        progress.step()

    def _sum(self, run: MoveIn, passed: Passed) -> None:
        for line in run.report.lines(dry_run=run.options.dry_run):
            self.stdout.write(line)
        if passed.files:
            self.stdout.write(f"{passed.files:>9}  other files in the folders, passed by")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write the day as 2026-03-05") from error


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ArgumentTypeError("write a time zone as Asia/Almaty") from error
