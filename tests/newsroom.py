"""Colleagues for journeys through the newsroom of a running Dateline, signed in without typing a password."""

import json

from playwright.sync_api import BrowserContext

from tests.processes import Running, python

_MAKE = """
import json, sys
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from wagtail.users.models import UserProfile
from dateline.people.models import Duty, User
name, role, desk, spoken, language = json.loads({words!r})
user, made = User.objects.get_or_create(username=name, defaults=dict(first_name=name.capitalize(), email=name + "@example.org"))
if made:
    user.set_unusable_password()
    user.save()
if role:
    Duty.objects.get_or_create(user=user, role=role, desk=desk, language=spoken)
profile = UserProfile.get_for_user(user)
profile.preferred_language = language
profile.save()
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def sign_in(
    context: BrowserContext, running: Running, name: str, role: str = "", *, desk: str = "", spoken: str = "", language: str = "en"
) -> None:
    """Sign `name` in, in this browser context; made with the duty `role` for `desk` in `spoken` when there is no such account.

    language  of the newsroom's screens
    """
    process = python(_MAKE.format(words=json.dumps([name, role, desk, spoken, language])), running.env)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    context.add_cookies([{"name": "sessionid", "value": out.strip().splitlines()[-1], "url": running.address}])
