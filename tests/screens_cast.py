"""What the newsroom's screens are looked at with: people and things in every state, made in the demo of a running Dateline.

Runs in a process of its own, where Django is set up for that demo. The last line that it prints is a Cast as JSON.
"""

import json
import time
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from axes.utils import reset
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.timezone import now
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from PIL import Image

from dateline.desk import alerts, notes, workflow
from dateline.desk.editor import locks, typed
from dateline.desk.editor.form import typed_from
from dateline.desk.flash import sending
from dateline.desk.models import BoardChoice, CalendarSource, Coverage, PlannedEvent, StoryTemplate
from dateline.desk.models.alerts import Kind
from dateline.desk.pictures import acts as picture_acts
from dateline.desk.translating import working
from dateline.desk.translating.working import Sheet
from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.people import invitations
from dateline.people.duties import Row
from dateline.people.models import Author, User
from dateline.people.rights import Role
from dateline.stories.models import Dossier, Release, Section, Story
from dateline.testing import make_draft, make_user

PASSWORD = "long enough a password"  # dateline.testing's
SAMPLE = "picture-of-the-cast.jpg"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Cast:
    """Numbers and words for the variables of addresses, by name; and an open session of each person."""

    values: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Make everything and say what it is called. Numbers of what the demo has already are looked up."""
    at, cast = now(), Cast()
    people = _people(cast)
    everybody, colleague = people["all"], people["colleague"]
    section = Section.objects.get(slug="regions")
    _stories(cast.values, section, everybody, colleague, at)
    _translations(cast.values, section, everybody, at)
    _pictures(cast.values, everybody, colleague, at)
    _planning(cast.values, section, at)
    _entrance(cast.values, people, at)
    _rest(cast.values, section, everybody, at)
    print(json.dumps(asdict(cast)))


def speak(language: str) -> None:
    """Let the whole cast have the newsroom in this language, and forget what it mistyped in the one before."""
    for name in ("factor", "nobody"):
        reset(username=f"cast-{name}")
    for user in User.objects.filter(username__startswith="cast-"):
        user.choose_language(language)


# --- people -------------------------------------------------------------------------------------------------------------


def _people(cast: Cast) -> dict[str, User]:
    """all: every duty but the one that may ask for a second factor. nobody: none. alone: has nothing to do yet."""
    duties: dict[str, list[tuple[Role, str, str]]] = {
        "all": [(role, "", "") for role in Role if role != Role.TV_PRODUCER],
        "colleague": [(Role.CHIEF_EDITOR, "", "")],
        "reporter": [(Role.REPORTER, "culture", "kk")],
        "alone": [(Role.REPORTER, "", "")],
        "manager": [(Role.CLIENT_MANAGER, "", "")],
        "factor": [(Role.REPORTER, "", "")],
        "wanted": [(Role.TV_PRODUCER, "", "")],
        "nobody": [],
        "gone": [(Role.REPORTER, "", "")],
    }
    found = {}
    for name, rows in duties.items():
        user = found[name] = make_user(f"cast-{name}", first_name=name.capitalize(), last_name="Cast")
        for role, desk, language in rows:
            user.duties.create(role=role, desk=desk, language=language)
        cast.sessions[name] = _session(user)
        cast.values[f"person-{name}"] = user.pk
    User.objects.filter(pk=found["gone"].pk).update(is_active=False)
    BoardChoice.objects.create(person=found["alone"], mine=True)
    return found


def _session(user: User) -> str:
    """Signed in, and for as long as anybody may look: of those screens, too, that ask for the password every few minutes."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 24 * 3600, "reauthenticated": True}]
    session.save()
    return str(session.session_key)


# --- stories ------------------------------------------------------------------------------------------------------------


def _stories(values: dict[str, Any], section: Section, by: User, colleague: User, at: datetime) -> None:
    """One of each state, named after it."""
    made = {name: _draft(section, by, at, name) for name in (
        "draft", "review", "ready", "scheduled", "live", "edited", "killed", "locked", "typed", "second", "gaps", "quick",
    )}  # fmt: skip
    workflow.hand_in(made["review"], by=by, at=at, note="Look at the figures, please.")
    for name in ("ready", "scheduled"):
        workflow.hand_in(made[name], by=by, at=at)
        workflow.approve(made[name], by=colleague, at=at)
    workflow.schedule(made["scheduled"], at + timedelta(days=2), by=by, at=at)
    long_ago = at - timedelta(hours=3)
    for name in ("live", "edited", "killed"):
        workflow.publish(made[name], by=by, at=long_ago)
    workflow.kill(made["killed"], reason="It was denied.", public_reason="The ministry denies it.", by=by, at=long_ago)
    _change(made["edited"], by, at, "Three of its five gates.")
    _change(made["draft"], by, at, "Three of its five gates.")
    notes.add(made["draft"], "@Colleague look, please", by=by, at=at)
    locks.take(made["locked"], colleague, at + timedelta(days=1))
    _type(made["typed"], by, at, "Four of its five gates.")
    _type(made["second"], by, at, "Four of its five gates.")
    _change(made["second"], colleague, at, "Five of its five gates.")
    aside = typed.keep(made["typed"], _typed(made["typed"], colleague, at, "None of its gates."), by=colleague, at=at)
    values["aside"] = typed.set_aside(made["typed"], aside, because="meanwhile", at=at).pk
    gaps = made["gaps"]
    gaps.slugline = gaps.headline = gaps.body = ""
    workflow.save(gaps, by=by, at=at)
    values.update({name: story.pk for name, story in made.items()})
    values["counted"] = Release.objects.filter(story__state=Story.State.PUBLISHED).order_by("-at").values_list("story", flat=True)[0]
    values["flash"] = str(_flash(section, by, at))


def _draft(section: Section, by: User, at: datetime, name: str) -> Story:
    story: Story = make_draft(section=section, slugline=f"cast-{name}", headline=f"Reservoir opens its gates ({name})")
    workflow.save(story, by=by, at=at)
    return story


def _change(story: Story, by: User, at: datetime, lead: str) -> None:
    text = workflow.latest(Story.objects.select_related("section", "latest_revision").get(pk=story.pk))
    text.lead = lead
    workflow.save(text, by=by, at=at)


def _type(story: Story, by: User, at: datetime, lead: str) -> None:
    typed.keep(story, _typed(story, by, at, lead), by=by, at=at)


def _typed(story: Story, by: User, at: datetime, lead: str) -> QueryDict:
    story = Story.objects.select_related("section", "latest_revision").get(pk=story.pk)
    text = typed.saved_text(story)
    text.lead = lead
    sent: QueryDict = typed_from(text, user=by, at=at, base=story.latest_revision_id or 0)
    return sent


def _flash(section: Section, by: User, at: datetime) -> uuid.UUID:
    identity = uuid.uuid4()
    words = [sending.Words(code, f"Bridge closed ({code})", "Police stopped all traffic.") for code in settings.LANGUAGE_CODES]
    sending.send(words, identity=identity, section=section, by=by, at=at)
    return identity


def _translations(values: dict[str, Any], section: Section, by: User, at: datetime) -> None:
    """A translation whose source has changed since, with one paragraph done; and a story that nobody translates yet."""
    source, untouched = (_draft(section, by, at - timedelta(hours=4), name) for name in ("source", "untranslated"))
    for story in (source, untouched):
        workflow.publish(story, by=by, at=at - timedelta(hours=3))
    source = Story.objects.select_related("section", "latest_revision").get(pk=source.pk)
    target = working.take(source, "ru", by=by, at=at)
    words = {"headline": "Водохранилище открывает затворы", "lead": "Идут 148 кубометров в секунду."}
    rows = {row.key: words[row.place] for row in Sheet.of(source, target).rows if row.place in words}
    working.put(source, target, rows, by=by, at=at, machine="A machine")
    _change(source, by, at, "The release stands at 150 cubic metres a second.")
    workflow.publish(Story.objects.select_related("section", "latest_revision").get(pk=source.pk), by=by, at=at)
    values |= {"source": source.pk, "target": target.pk, "untranslated": untouched.pk}


# --- pictures, planning and the rest ------------------------------------------------------------------------------------


def _pictures(values: dict[str, Any], by: User, colleague: User, at: datetime) -> None:
    """waiting: uploaded and not described; copy: the same content once more; used: in a story; expired."""
    data = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((640, 480)).save(data, "JPEG")
    waiting, copy = (picture_acts.upload(ContentFile(data.getvalue(), SAMPLE), by=by) for _number in range(2))
    theirs = picture_acts.upload(ContentFile(data.getvalue() + b"\0", SAMPLE), by=colleague)
    used = Picture.objects.filter(placements__isnull=False).order_by("pk")[0]
    expired = Picture.objects.exclude(pk=used.pk).exclude(pk__in=(waiting.pk, copy.pk, theirs.pk)).order_by("-pk")[0]
    Picture.objects.filter(pk=expired.pk).update(rights_expire_at=at - timedelta(days=1))
    values |= {
        "waiting": waiting.pk, "copy": copy.pk, "theirs": theirs.pk,
        "used": used.pk, "expired": expired.pk,
    }  # fmt: skip


def _planning(values: dict[str, Any], section: Section, at: datetime) -> None:
    coverage = Coverage.objects.select_related("event").order_by("pk")[0]
    CalendarSource.objects.create(
        name="The ministry's", address="https://calendar.example/feed.ics", language="en", section=section, read_at=at,
        problem="The address does not answer.",
    )  # fmt: skip
    values |= {
        "event": coverage.event_id,
        "coverage": coverage.pk,
        "day": PlannedEvent.objects.get(pk=coverage.event_id).starts_at.date().isoformat(),
    }


def _entrance(values: dict[str, Any], people: dict[str, User], at: datetime) -> None:
    """Links of letters, and a person with each kind of second factor."""
    factor = people["factor"]
    TOTP.activate(factor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(factor)
    made = WebAuthn.add(factor, "Laptop", _credential()).instance
    invited = invitations.invite(
        "cast-invited@example.org", [Row(Role.REPORTER)], language="en", by=people["all"], at=at, first_name="Invited", last_name="Cast",
    )  # fmt: skip
    values |= {
        "passkey": made.pk, "invitation": invitations.token(invited), "bad": "x",
        "uid": user_pk_to_url_str(people["reporter"]), "key": default_token_generator.make_token(people["reporter"]),
    }  # fmt: skip


def _credential() -> dict[str, Any]:
    """What a browser answers when it has made a passkey; nobody can sign in with it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())  # type: ignore[no-untyped-call]
    made = AttestedCredentialData.create(Aaguid.NONE, b"cast's passkey--", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 1, made)
    said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", settings.SITE_URL)
    return {
        "id": websafe_encode(made.credential_id), "rawId": websafe_encode(made.credential_id), "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }  # fmt: skip


def _rest(values: dict[str, Any], section: Section, by: User, at: datetime) -> None:
    for kind in Kind:
        alerts.tell(kind, [by], lambda: "“Reservoir opens its gates” waits for you.", at=at, story=Story.objects.get(pk=values["draft"]))
    values |= {
        "template": StoryTemplate.objects.order_by("pk")[0].pk,
        "section": section.pk,
        "author": Author.objects.order_by("pk")[0].pk,
        "dossier": Dossier.objects.order_by("pk")[0].pk,
        "subject": Subject.objects.order_by("pk")[0].pk,
    }


if __name__ == "__main__":
    main()
