"""`dateline load-topics [FILE]`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dateline.newscodes.errors import BadVocabulary
from dateline.newscodes.iptc import MAX_BYTES
from dateline.newscodes.loading import Report, import_topics, load_starter, read_iptc


class Command(BaseCommand):
    help = (
        "Load the subjects: the starter vocabulary, or a release of IPTC's Media Topics from FILE. "
        "May be done at any time and again; what the agency has edited stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="IPTC's Media Topics as JSON; without it, the starter vocabulary")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        report = load_starter() if file is None else self._import(file)
        counts = ", ".join(f"{count} {kind}" for kind, count in asdict(report).items() if count)
        self.stdout.write(f"Subjects: {counts or 'none'}.")

    def _import(self, file: Path) -> Report:
        try:
            with file.open("rb") as content:
                return import_topics(read_iptc(content.read(MAX_BYTES + 1)))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except BadVocabulary as error:
            raise CommandError("\n".join([f"{file} is not a release of Media Topics:", *error.reasons, error.remedy])) from error
