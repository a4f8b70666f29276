"""`dateline reindex`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.search import relevance
from dateline.search.indexing import public_stories, reindex


class Command(BaseCommand):
    help = "Make the search index again from the whole archive. Meanwhile the site finds what is already in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--refresh", action="store_true", help="keep the index and only mend what differs")
        parser.add_argument("--relevant-news", action="store_true", help="compute the relevant news of every story again too (slower)")

    def handle(self, *, refresh: bool, relevant_news: bool, **options: Any) -> None:
        total = public_stories().count()
        for done in reindex(refresh=refresh):
            self._show(_("%(done)d of %(total)d indexed"), done, total)
        if relevant_news:
            for done, pk in enumerate(public_stories().values_list("pk", flat=True).iterator(), start=1):
                relevance.relate(pk)
                if done % 100 == 0 or done == total:
                    self._show(_("%(done)d of %(total)d related"), done, total)
        self.stdout.write(ngettext("%d story is in the index.", "%d stories are in the index.", total) % total)

    def _show(self, sentence: str, done: int, total: int) -> None:
        """A progress bar on a terminal; nothing in a log. `sentence` has %(done)d and %(total)d."""
        if self.stderr.isatty():
            filled = 30 * done // max(total, 1)
            self.stderr.write(f"\r[{'#' * filled:<30}] {sentence % {'done': done, 'total': total}}", ending="\n" if done >= total else "")
            self.stderr.flush()
