"""From the letter to the newsroom, with a second factor and with a passkey, as people walk it."""

import quopri
import re
import time
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.axe_everywhere import faults_of
from tests.browsing import Watched
from tests.processes import Running, until

pytestmark = pytest.mark.browser
PERIOD_S = 30
PASSWORD = "horses on the steppe"
ABLE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An empty agency whose reporters need a second factor."""
    with Running(Path(tmp_path_factory.mktemp("people")), SECOND_FACTOR_FOR="reporter") as found:
        yield found


def code(secret: str, ahead: int = 0) -> str:
    """What the app on the telephone shows now; ahead: so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_S + ahead)))


def last_letter(agency: Running) -> str:
    """The text of the newest letter, which lies in the data folder because there is no mail server."""
    folder = Path(agency.env["DATELINE_DATA"]) / "mail"
    until(lambda: folder.exists() and any(folder.iterdir()))
    newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    letter = message_from_bytes(newest.read_bytes().split(b"\n" + b"-" * 79)[0])
    text: Any = letter.get_payload(decode=True)
    return bytes(text).decode() if text else quopri.decodestring(newest.read_bytes()).decode()


def walker(chrome: Browser, agency: Running, **more: Any) -> tuple[BrowserContext, Page, Watched]:
    context = chrome.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}, **more)
    page = context.new_page()
    return context, page, Watched(page, agency.address)


def sign_in(page: Page, agency: Running, login: str, password: str) -> None:
    page.goto(f"{agency.address}/newsroom/login/")
    page.get_by_label("Name or mail address").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, agency: Running) -> None:
    page.goto(f"{agency.address}/newsroom/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def invite(page: Page, agency: Running, email: str, role: str) -> str:
    """As the administrator whose name and password were printed. Returns the link of the letter."""
    found = re.search(r"First administrator: (\S+)\s+password: (\S+)", agency.log.read_text())
    assert found
    sign_in(page, agency, found.group(1), found.group(2))
    page.goto(f"{agency.address}/newsroom/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("First name").fill("Aigerim")
    page.get_by_label("Language of the letter").select_option("en")
    page.get_by_role("group", name="Duty 1").get_by_label("Role").select_option(role)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The invitation is on its way to {email}.")).to_be_visible()
    link = re.search(r"http://\S+/newsroom/invitation/\S+", last_letter(agency))
    assert link
    return link.group()


def accept(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()


def it_is_me(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_from_the_letter_to_signing_in_with_a_code(chrome: Browser, agency: Running) -> None:
    admin, page, seen = walker(chrome, agency)
    link = invite(page, agency, "aigerim@example.org", "reporter")
    admin.close()

    guest, page, seen_too = walker(chrome, agency, java_script_enabled=False)  # all of this works without script
    accept(page, link)
    expect(page.get_by_role("heading", name="Your role needs a second factor")).to_be_visible()
    page.get_by_role("link", name="With an app on the telephone").click()
    it_is_me(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".entrance-codes code")).to_have_count(10)
    recovery = page.locator(".entrance-codes code").first.inner_text()

    sign_out(page, agency)
    sign_in(page, agency, "Aigerim@example.org", PASSWORD)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("That did not fit.")).to_be_visible()
    page.get_by_label("Code").fill(code(secret, ahead=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{agency.address}/newsroom/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()

    sign_out(page, agency)
    sign_in(page, agency, "aigerim", PASSWORD)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{agency.address}/newsroom/account/sessions/")
    expect(page.get_by_text("this one")).to_be_visible()
    guest.close()
    assert seen.faults + seen_too.faults == []


def test_a_passkey_alone_opens_the_newsroom(chrome: Browser, agency: Running) -> None:
    admin, page, _seen = walker(chrome, agency)
    link = invite(page, agency, "dauren@example.org", "reporter")
    admin.close()

    guest, page, seen = walker(chrome, agency)
    devices = guest.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": ABLE})
    accept(page, link)
    assert faults_of(page) == []  # what `tests/test_accessibility.py` cannot see: its demo asks nobody for a second factor
    page.get_by_role("link", name="With a passkey of this device").click()
    it_is_me(page)
    page.get_by_label("What you call it").fill("Laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    sign_out(page, agency)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/newsroom/(?!login)"))
    page.goto(f"{agency.address}/newsroom/account/second-factor/passkeys/")
    expect(page.get_by_text("opens without the password")).to_be_visible()

    sign_out(page, agency)  # and besides the password
    sign_in(page, agency, "dauren", PASSWORD)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/newsroom/(?!login)"))

    page.goto(f"{agency.address}/newsroom/account/second-factor/passkeys/")
    page.get_by_role("link", name="Rename “Laptop”").click()
    if page.get_by_role("heading", name="Is it you?").is_visible():
        it_is_me(page)
    page.get_by_label("What you call it").fill("Office")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove “Office”").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkey is set up yet.")).to_be_visible()
    page.goto(f"{agency.address}/newsroom/")
    expect(page.get_by_role("heading", name="Your role needs a second factor")).to_be_visible()
    guest.close()
    assert seen.faults == []
