"""The first thing after midnight: check what was released since the last check, and sign the head if all is in order."""

from datetime import datetime, timedelta
from itertools import islice

from django.utils.timezone import localdate

from dateline.stories import signing
from dateline.stories.models import LogCheck, SignedHead
from dateline.stories.releases import head
from dateline.stories.verifying import Verification

MOST_TOLD = 20  # faults that are kept; `dateline verify` names all
AGAIN_AFTER = timedelta(hours=1)  # when something was wrong


def check_and_sign(at: datetime) -> LogCheck | None:
    """Do it if it is due; what was found, or None when it is not. A log with faults is not signed."""
    if not _is_due(LogCheck.objects.filter(pk=1).first(), at):
        return None
    found = check(at)
    if not found.faults:
        try:
            signing.sign_head(at, only_if_due=True)
        except signing.BrokenKey as error:
            found.faults = [str(error)]
            found.save(update_fields=["faults"])
    return found


def check(at: datetime) -> LogCheck:
    """Walk from where the last check ended, the whole log the first time; the result is kept for `/health`.

    The next check begins behind what was found to be sound: a fault is found again until it is mended.
    """
    known = LogCheck.objects.filter(pk=1).first() or LogCheck(pk=1)
    walk = Verification(after=known.number, hash=known.hash)
    known.at, known.faults = at, [str(fault) for fault in islice(walk.faults(), MOST_TOLD)]
    if not known.faults:
        known.number, known.hash = walk.number, walk.hash
    known.save()
    return known


def _is_due(last: LogCheck | None, at: datetime) -> bool:
    """Once a day of the agency's time zone; at once when there is something to sign and nothing ever was."""
    if last is None or localdate(last.at) != localdate(at):
        return True
    if last.faults:
        return at - last.at >= AGAIN_AFTER
    return head() > 0 and not SignedHead.objects.exists()
