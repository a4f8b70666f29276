"""`dateline load-topics [FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

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
        counts = ", ".join(_counts(report))
        self.stdout.write(_("Subjects: %s.") % counts if counts else _("Subjects: none."))

    def _import(self, file: Path) -> Report:
        try:
            with file.open("rb") as content:
                return import_topics(read_iptc(content.read(MAX_BYTES + 1)))
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}) from error
        except BadVocabulary as error:
            sentence = _("%s is not a release of Media Topics:") % file
            raise CommandError("\n".join([sentence, *error.reasons, error.remedy])) from error


def _counts(report: Report) -> list[str]:
    """How many of each kind, for those that there are."""
    kinds = (
        (report.added, _("%d added")),
        (report.renamed, _("%d renamed")),
        (report.moved, _("%d moved")),
        (report.retired, _("%d retired")),
        (report.restored, _("%d restored")),
        (report.unchanged, _("%d unchanged")),
        (report.absent, _("%d absent")),
    )
    return [sentence % count for count, sentence in kinds if count]
