"""Why a file cannot be taken, and what to do about it."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError


class CannotTake(DatelineError):
    """The file is refused; nothing of it is kept."""

    code = "cannot_take"


class Empty(CannotTake):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__(_("The file is empty."), _("The transfer may have broken off: send it again."))


class TooBig(CannotTake):
    code = "file_too_big"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("The file is larger than %(most)s.") % {"most": filesizeformat(most)},
            _("Save it as a JPEG of quality 90, or in fewer pixels, and send that."),
        )


class NoPicture(CannotTake):
    """what  what it seems to be, for people; "" when not known"""

    code = "no_picture"

    def __init__(self, what: str) -> None:
        sentence = _("This is not a picture that can be taken: it is %(what)s.") % {"what": what} if what else _("This is not a picture.")
        super().__init__(sentence, _("Save it as JPEG, PNG, WebP, AVIF or GIF and send that."))


class TooManyPixels(CannotTake):
    code = "too_many_pixels"

    def __init__(self, pixels: int, most: int) -> None:
        super().__init__(
            _("The picture has %(count)d million pixels; %(most)d million are the most.")
            % {"count": -(-pixels // 1_000_000), "most": most // 1_000_000},
            _("Make it smaller: 6000 pixels on the long side are enough for everything."),
        )


class TooManyFrames(CannotTake):
    code = "too_many_frames"

    def __init__(self) -> None:
        super().__init__(_("The animation is too long or too large."), _("Send a single frame of it, or a video."))


class Broken(CannotTake):
    code = "broken_picture"

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("This file is broken or cut off: %(reason)s.") % {"reason": reason.rstrip(".")},
            _("Send it again, or save it anew from the program that made it."),
        )


class HoldsMore(CannotTake):
    """what  what else is in the file, for people"""

    code = "holds_more"

    def __init__(self, what: str) -> None:
        super().__init__(
            _("Besides the picture, the file holds %(what)s.") % {"what": what},
            _("If you expected that, save the picture as a new JPEG and send it; if not, do not open it and tell your administrator."),
        )
