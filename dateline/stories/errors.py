"""What stops a story on its way out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError, Refused


class CannotPublish(Refused):
    """The story may not go out; `reasons` are all of them."""

    code = "cannot_publish"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(reasons, _("Nothing was published. Mend this and try again."))


class CannotUndo(Refused):
    """What went out cannot be taken back any more; `reasons` are all of them."""

    code = "cannot_undo"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(reasons, _("Nothing was changed. Update, correct or withdraw the story instead."))


class KillInstead(DatelineError):
    """Someone tried to take a published story back silently."""

    code = "kill_instead"

    def __init__(self) -> None:
        super().__init__(_("A published story cannot be unpublished."), _("Withdraw it with a reason instead (kill)."))
