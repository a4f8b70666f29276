"""Sessions: where somebody is signed in, with which device, since when; and ending them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from dateline.people.audit import record

# The first that is found counts: browsers name the ones that they descend from.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
           ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Session:
    """One row of the list."""

    number: int
    device: str
    address: str
    since: datetime
    last_used: datetime
    is_current: bool


def of(user: Any, *, current: str | None = None) -> list[Session]:
    """The sessions of `user` that are still alive, the last used first. current: the key of the one that asks."""
    return [
        Session(row.pk, device(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == current)
        for row in sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)
    ]


def end(session: Session, user: Any, *, by: Any) -> None:
    """End one session; the next request from there has to sign in."""
    found = UserSession.objects.filter(pk=session.number, user=user).first()
    if found is not None:
        found.end()
        record(by, "session.end", user, device=session.device, address=session.address)


def end_all(user: Any, *, by: Any) -> int:
    """End every session of `user`. Returns how many there were."""
    found = of(user)
    for session in found:
        end(session, user, by=by)
    return len(found)


def device(user_agent: str) -> str:
    """“Firefox, Windows”: as much as a browser says of itself, for people to tell their devices apart."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser or system:
        return ", ".join(word for word in (browser, system) if word)
    first = WORD.match(user_agent)
    return first.group()[:40] if first else _("unknown device")
