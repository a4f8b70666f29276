"""The board and the flash as an editor uses them: by keyboard alone, by dragging, and while others work."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Watched
from tests.newsroom import sign_in
from tests.processes import PATIENCE_S, Running, until

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = ("", "flash/", "alerts/", "alerts/settings/", "board/help/")
PATIENCE_MS = PATIENCE_S * 1000


@pytest.fixture
def page(chrome: Browser, demo: Running) -> Iterator[Page]:
    context = chrome.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    sign_in(context, demo, "boarder", "chief_editor")
    found = context.new_page()
    watched = Watched(found, demo.address)
    yield found
    context.close()
    assert watched.faults == []


def slip_in(page: Page, lane: str, slug: str) -> Any:
    return expect(page.locator(f'[data-part="{lane}"] .slip', has_text=slug).first)


def drag(page: Page, slip: Locator, lane: str) -> None:
    """With the mouse, in steps as a hand makes them; a lane takes it at any height."""
    slip.scroll_into_view_if_needed()
    box, to = slip.bounding_box(), page.locator(f'[data-part="{lane}"]').bounding_box()
    assert box
    assert to
    page.mouse.move(box["x"] + 60, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    page.mouse.move(to["x"] + 60, box["y"] + 50, steps=10)
    page.mouse.up()


def new_text(page: Page, demo: Running, slug: str) -> None:
    """A draft of one's own that lacks nothing."""
    page.goto(f"{demo.address}/newsroom/stories/add/")
    page.locator('[name="language"]').first.select_option("en")
    page.locator('[name="section"]').first.select_option("Regions")
    page.locator('[name="slugline"]').fill(slug)
    page.locator('[name="headline"]').fill(f"A headline about {slug}")
    page.locator('#field-body [contenteditable="true"]').click()
    page.keyboard.type("The text says what happened.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url("**/edit/**")


@pytest.mark.parametrize("path", ["alerts/", "planning/", "stories/add/"])
def test_a_flash_by_keyboard_alone(page: Page, demo: Running, path: str) -> None:
    """From anywhere: a list, a screen that refreshes itself, the middle of a text."""
    headline = f"Bridge closed at {time.time_ns()}"
    page.goto(f"{demo.address}/newsroom/{path}")
    page.wait_for_function("document.body.classList.contains('ready')")
    for _step in range(60):
        if path != "stories/add/" or page.evaluate("document.activeElement.name") == "headline":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+F8")
    expect(page.locator("dialog[open] .flash-form")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.type(headline)
    page.keyboard.press("Tab")
    page.keyboard.type("Police stopped all traffic.")
    page.keyboard.press("Escape")  # put away, not lost
    page.keyboard.press("Shift+F8")
    expect(page.locator("dialog[open] .flash-form input[lang=en]").first).to_have_value(headline)
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog .flash-sent")).to_contain_text(headline, timeout=PATIENCE_MS)
    until(lambda: '<section class="flash"' in demo.get("/en/")[1] and headline in demo.get("/en/")[1])
    assert "Police stopped all traffic." in demo.get(str(page.locator("dialog .flash-sent a").first.get_attribute("href")))[1]
    until(lambda: headline in demo.get("/en/feed.rss")[1])
    until(lambda: headline in demo.get("/en/feed.json")[1])


def test_what_was_just_sent_is_taken_back_by_keyboard(page: Page, demo: Running) -> None:
    headline = f"Never mind {time.time_ns()}"
    page.goto(f"{demo.address}/newsroom/")
    page.keyboard.press("Shift+F8")
    expect(page.locator("dialog[open] .flash-form")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.type(headline)
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog .flash-sent")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")  # the focus is on “Take it back”
    said = page.locator("dialog")
    expect(said).to_contain_text("Not public in English:", timeout=PATIENCE_MS)
    until(lambda: headline not in demo.get("/en/")[1])


def test_a_slip_moves_by_key_and_by_dragging_and_the_board_follows(page: Page, demo: Running, chrome: Browser) -> None:
    slug = f"MOVED-{time.time_ns()}"
    new_text(page, demo, slug)
    page.goto(f"{demo.address}/newsroom/")
    slip_in(page, "writing", slug).to_be_visible(timeout=PATIENCE_MS)
    page.locator(".slip", has_text=slug).first.locator("h3 a").focus()
    page.keyboard.press("Shift+ArrowRight")
    slip_in(page, "review", slug).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("document.activeElement.closest('.slip')?.textContent.includes(" + repr(slug) + ")"), "the focus went along"

    colleague = chrome.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    sign_in(colleague, demo, "watcher", "editor")
    watching = colleague.new_page()
    watching.goto(f"{demo.address}/newsroom/")
    slip_in(watching, "review", slug).to_be_visible(timeout=PATIENCE_MS)
    drag(page, page.locator('[data-part="review"] .slip', has_text=slug), "ready")
    slip_in(page, "ready", slug).to_be_visible(timeout=PATIENCE_MS)
    slip_in(watching, "ready", slug).to_be_visible(timeout=PATIENCE_MS)  # without a reload
    colleague.close()

    drag(page, page.locator('[data-part="ready"] .slip', has_text=slug), "live")
    page.get_by_role("button", name="Publish it now").click()
    slip_in(page, "live", slug).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_a_refused_move_says_why_in_place_and_goes_back(page: Page, demo: Running, chrome: Browser) -> None:
    slug = f"KEPT-{time.time_ns()}"
    new_text(page, demo, slug)
    context = chrome.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    sign_in(context, demo, "reporting", "reporter")
    other = context.new_page()
    other.goto(f"{demo.address}/newsroom/")
    drag(other, other.locator('[data-part="writing"] .slip', has_text=slug), "ready")
    expect(other.locator(".board-status")).to_contain_text("right that you do not have", timeout=PATIENCE_MS)
    slip_in(other, "writing", slug).to_be_visible(timeout=PATIENCE_MS)
    context.close()


def test_without_script_everything_is_there(chrome: Browser, demo: Running) -> None:
    context = chrome.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    sign_in(context, demo, "boarder", "chief_editor")
    page = context.new_page()
    page.goto(f"{demo.address}/newsroom/")
    assert page.locator('noscript meta[http-equiv="refresh"]').count() == 1 or 'http-equiv="refresh"' in page.content()
    page.get_by_role("button", name="Mine").click()
    expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Everything").click()
    headline = f"Without script {time.time_ns()}"
    page.get_by_role("link", name="Flash").click()
    page.get_by_label("Headline").first.fill(headline)
    page.get_by_role("button", name="Send the flash").click()
    expect(page.locator(".flash-sent")).to_contain_text(headline)
    context.close()


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_screen_is_accessible_and_fits(chrome: Browser, demo: Running, language: str, scheme: str, viewport: dict[str, int]) -> None:
    context = chrome.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(context, demo, "boarder", "chief_editor", language=language)
    page = context.new_page()
    watched = Watched(page, demo.address)
    found = []
    for path in SCREENS:
        page.goto(f"{demo.address}/newsroom/{path}")
        page.wait_for_function("document.body.classList.contains('ready')")
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{path}: wider than the screen")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        found += [f"{path}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in results.response["violations"]]
    context.close()
    assert found == []
    assert watched.faults == []
