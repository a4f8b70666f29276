"""The demo's colleagues, as the first start names them and lets them in."""

import re

from playwright.sync_api import Page

from tests.processes import Running


def password(site: Running) -> str:
    """What the first start has printed, once."""
    found = re.search(r"password: (\S+)", site.log.read_text())
    assert found, site.log.read_text()
    return found[1]


def colleagues(site: Running) -> list[str]:
    """The demo's colleagues, as the first start has named them."""
    found = re.search(r"sign in with the same password: (.+)\.$", site.log.read_text(), re.MULTILINE)
    assert found, site.log.read_text()
    return found[1].split(", ")


def sign_in(page: Page, site: Running, name: str) -> None:
    """By the form, as people do."""
    page.goto(f"{site.address}/newsroom/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password(site))
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site.address}/newsroom/")
