"""The scheduler: each second, what is due goes out, in the name of who scheduled it; and what is late is shouted about.

`send_due` and `shout` are two loops of the jobs process, so that a scheduler that hangs is reported by the other, and
`late` is what the health page and the board ask, so that a dead jobs process is seen there.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dateline.desk import alerts, workflow
from dateline.desk.models import Work
from dateline.desk.models.alerts import Kind
from dateline.desk.models.work import LATE_AFTER_S
from dateline.lib.errors import Refused
from dateline.people import audit, rights
from dateline.people.models import User
from dateline.people.rights import Act

logger = structlog.get_logger(__name__)
OUTAGE_S = 60  # a story that is later than this when its turn comes is late because we were not running
BATCH = 50


def send_due(at: datetime) -> int:
    """Publish what is due at `at`, each story in a transaction of its own; how many were looked at.

    One that may not go out (a right was taken away, a reason came up, or we were down and SCHEDULED_AFTER_OUTAGE is
    "ask") is held with the reason and shouted about at once; it stays where it is until somebody decides.
    """
    due = list(Work.objects.due(at).filter(held_because="").values_list("pk", flat=True)[:BATCH])
    for pk in due:
        _send(pk, at)
    return len(due)


def late(at: datetime) -> models.QuerySet[Work]:
    """What should have gone out more than ten seconds before `at`, held or not."""
    return Work.objects.due(at - timedelta(seconds=LATE_AFTER_S)).select_related("story__section", "scheduled_by").defer("story__body")


def shout(at: datetime) -> int:
    """Alert people, once each, to what is late: scheduled and not out, or due from a writer; how many works it was."""
    unheard = Work.objects.filter(shouted_at=None).select_related("story__section", "scheduled_by", "holder").defer("story__body")
    overdue = unheard.filter(due_at__lt=at).exclude(stage=Work.Stage.SCHEDULED)
    scheduled = unheard.filter(stage=Work.Stage.SCHEDULED, scheduled_for__lt=at - timedelta(seconds=LATE_AFTER_S))
    found = [*scheduled[:BATCH], *overdue[:BATCH]]
    for work in found:
        _shout(work, at)
    return len(found)


def _send(pk: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            work = Work.objects.select_for_update(of=("self",)).select_related("story__section", "scheduled_by").filter(pk=pk).first()
            if (
                work is None
                or work.stage != Work.Stage.SCHEDULED
                or work.held_because
                or work.scheduled_for is None
                or work.scheduled_for > at
            ):
                return  # somebody was faster, or thought better of it
            late_by = at - work.scheduled_for
            if late_by.total_seconds() > OUTAGE_S and settings.SCHEDULED_AFTER_OUTAGE == "ask":
                with override(_language(work.scheduled_by)):
                    why = _("Dateline was not running at the time it was due. Send it now, or choose another time.")
                raise Refused([why])
            workflow.publish(work.story, by=work.scheduled_by, at=at)
        if late_by.total_seconds() > LATE_AFTER_S:
            _tell_that_it_went_late(work, late_by, at)
    except (Refused, PermissionDenied) as refusal:
        _hold(pk, " ".join(refusal.reasons) if isinstance(refusal, Refused) else str(refusal), at)
    except Exception as error:  # the outermost catch of one story: the others must go out
        logger.exception("a scheduled story could not be sent", story=pk)
        _hold(pk, _("It failed with an error that Dateline does not know: %s") % type(error).__name__, at)


def _hold(pk: int, why: str, at: datetime) -> None:
    if Work.objects.filter(pk=pk, stage=Work.Stage.SCHEDULED).update(held_because=why or _("No reason was given."), shouted_at=None):
        work = Work.objects.select_related("story__section", "scheduled_by", "holder").get(pk=pk)
        audit.record(None, "story.held", work.story, why=why)
        _shout(work, at)


def _shout(work: Work, at: datetime) -> None:
    if not Work.objects.filter(pk=work.pk, shouted_at=None).update(shouted_at=at):
        return  # another process has
    words: dict[str, Any] = {"story": work.story, "why": work.held_because}
    if work.stage == Work.Stage.SCHEDULED:
        assert work.scheduled_for is not None  # noqa: S101  # the database holds it
        words["when"] = workflow.shown(work.scheduled_for)
        held = bool(work.held_because)

        def sentence() -> str:
            if held:
                return _("“%(story)s” was scheduled for %(when)s and did not go out: %(why)s") % words
            return _("“%(story)s” was scheduled for %(when)s and is not out yet.") % words

        alerts.tell(Kind.LATE, _concerned(work), sentence, at=at, story=work.story)
    else:
        people = [work.holder] if work.holder else _who_may(Act.REVIEW, work)
        alerts.tell(Kind.LATE, people, lambda: _("“%(story)s” is past the time it was due.") % words, at=at, story=work.story)


def _tell_that_it_went_late(work: Work, late_by: timedelta, at: datetime) -> None:
    minutes = max(1, round(late_by.total_seconds() / 60))
    words = {"story": work.story, "minutes": minutes}
    alerts.tell(
        Kind.LATE, _concerned(work), lambda: _("“%(story)s” went out late, by about %(minutes)d min: Dateline was not running.") % words,
        at=at, story=work.story,
    )  # fmt: skip


def _concerned(work: Work) -> list[User]:
    return [*([work.scheduled_by] if work.scheduled_by else []), *_who_may(Act.PUBLISH, work)]


def _who_may(act: Act, work: Work) -> list[User]:
    return list(rights.who_may(act, desk=work.story.section.slug, language=work.story.language))


def _language(person: User | None) -> str:
    return alerts.language_of(person) if person else str(settings.LANGUAGE_CODE)
