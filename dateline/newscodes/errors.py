"""What goes wrong with vocabularies."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dateline.lib.errors import Refused

MAX_REASONS = 20


class BadVocabulary(Refused):
    """The file is not a vocabulary that can be read. `reasons` are the first twenty."""

    code = "bad_vocabulary"

    def __init__(self, reasons: Sequence[str]) -> None:
        shown = list(reasons[:MAX_REASONS])
        if more := len(reasons) - len(shown):
            shown.append(_("There are %(count)d faults more.") % {"count": more})
        super().__init__(shown, _("Nothing was changed. Download the file again, as JSON, from IPTC's page of Media Topics."))
