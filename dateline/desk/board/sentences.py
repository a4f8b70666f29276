"""What stands above the lanes, as sentences: what is late, what was held and why, who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dateline.desk.board.wording import age, clock
from dateline.desk.models import Work
from dateline.stories import releases

MOST = 8  # sentences of a kind; the rest is in the lane


@dataclass(frozen=True)
class Sentence:
    """said: what is wrong, in bold; more: why, and what to do; address: where."""

    said: str
    more: str = ""
    address: str = ""


def about_schedule(works: Iterable[Work], edit_address: str) -> list[Sentence]:
    """Scheduled stories that are late or were held. edit_address: of the editor, with 0 for the story's number."""
    found = []
    for work in works:
        words = {"story": work.story.slugline, "when": clock(work.scheduled_for) if work.scheduled_for else ""}
        said = _("“%(story)s” was scheduled for %(when)s and is not out.") % words
        more = work.held_because or _("The scheduler does not seem to run. An administrator can look at “dateline doctor”.")
        found.append(Sentence(said, more, edit_address.replace("/0/", f"/{work.pk}/")))
    return found[:MOST]


def about_followers(head: int, at: datetime) -> list[Sentence]:
    """Followers of the release log (search, picture sizes, …) that have stopped: one query when all is well."""
    found = []
    for one in releases.waiting(head):
        if one.is_silent(at):
            words = {"name": one.follower, "age": age(at - one.since), "count": one.count}
            said = _("“%(name)s” has been silent for %(age)s.") % words
            more = _("%(count)d releases wait for it. Stories are public; an administrator can look at “dateline doctor”.") % words
            found.append(Sentence(said, more))
    return found[:MOST]
