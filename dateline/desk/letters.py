"""Alerts by mail. The jobs process sends them; each at least once, also when it is killed in between."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from dateline.desk.alerts import language_of
from dateline.desk.models import Alert
from dateline.stories.models import Story

logger = structlog.get_logger(__name__)
BATCH = 50
GIVE_UP_S = 24 * 3600  # a letter that could not be sent for a day is not news any more


def address_of(alert: Alert) -> str:
    """The newsroom path that an alert leads to."""
    if alert.address or alert.story_id is None:
        return alert.address or reverse("wagtailadmin_home")
    return reverse(Story.snippet_viewset.get_url_name("edit"), args=[alert.story_id])  # type: ignore[attr-defined]


def send(at: datetime) -> int:
    """Send the letters that wait; how many were sent. A mail server that does not answer stops the round: we come again."""
    Alert.objects.filter(by_mail=True, mailed_at=None, at__lt=at - _day()).update(by_mail=False)
    waiting = list(
        Alert.objects.filter(by_mail=True, mailed_at=None).order_by("pk").select_related("person", "person__wagtail_userprofile")[:BATCH]
    )
    if not waiting:
        return 0
    connection = get_connection()
    sent = 0
    for alert in waiting:
        if not alert.person.email:
            Alert.objects.filter(pk=alert.pk).update(by_mail=False)
            continue
        try:
            connection.send_messages([_letter(alert)])
        except OSError as error:  # smtplib's errors are OSErrors, too
            logger.warning("letters wait: the mail server does not take them", error=str(error))
            break
        Alert.objects.filter(pk=alert.pk).update(mailed_at=at)
        sent += 1
    return sent


def _letter(alert: Alert) -> EmailMessage:
    with override(language_of(alert.person)):
        subject = _("Newsroom: %(sentence)s") % {"sentence": " ".join(alert.sentence.split())[:150]}
        settings_address = settings.SITE_URL + reverse("wagtailadmin_account")
        words = {"alert": alert, "link": settings.SITE_URL + address_of(alert), "settings": settings_address}
        return EmailMessage(subject, render_to_string("desk/mail/alert.txt", words), to=[alert.person.email])


def _day() -> timedelta:
    return timedelta(seconds=GIVE_UP_S)
