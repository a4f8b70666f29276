"""From the calendar to the story, as an editor walks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Watched
from tests.newsroom import sign_in
from tests.processes import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chrome: Browser, demo: Running) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Almaty")
    sign_in(context, demo, "planner", "editor")
    found = context.new_page()
    watched = Watched(found, demo.address)
    yield found
    context.close()
    assert watched.faults == []


def test_an_event_becomes_a_story(page: Page, demo: Running) -> None:
    page.goto(f"{demo.address}/newsroom/planning/")
    page.get_by_role("link", name="New event").click()
    page.get_by_label("English").first.fill("Opening of the fish pass")
    start = datetime.now() + timedelta(hours=2)  # noqa: DTZ005  # as typed
    page.get_by_label("Begins").fill(start.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Place").fill("Karasor")
    page.get_by_label("Section").select_option("Regions")
    row = page.get_by_role("group", name="Coverage 1")
    row.get_by_label("Language").select_option("en")
    row.get_by_label("Slugline").fill("FISH-PASS")
    row.get_by_label("Who goes").select_option("Planner")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Opening of the fish pass” is saved.")).to_be_visible()

    page.get_by_role("button", name="Start the story").click()
    expect(page.locator('input[name="slugline"]')).to_have_value("FISH-PASS")
    expect(page.locator('[name="headline"]')).to_have_value("Opening of the fish pass")

    page.goto(f"{demo.address}/newsroom/planning/my-day/")
    expect(page.get_by_text("Opening of the fish pass").first).to_be_visible()
    page.goto(f"{demo.address}/newsroom/planning/?view=day&day={start:%Y-%m-%d}")
    expect(page.get_by_role("article").filter(has_text="Opening of the fish pass")).to_contain_text("Planner")


def test_the_calendar_fits_a_phone(page: Page, demo: Running) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("", "my-day/", "event/", "calendars/"):
        page.goto(f"{demo.address}/newsroom/planning/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
