"""Each colleague of the demo comes to work: signs in with the printed password and sees their screens in their language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dateline.ops.demo.newsroom.reading import Colleague, read_newsroom
from dateline.ops.demo.reading import FILES, read_demo
from tests.browsing import Watched
from tests.colleagues import colleagues, sign_in
from tests.processes import Running
from tests.role_docs import translation

pytestmark = pytest.mark.browser
NEWSROOM = read_newsroom(FILES, read_demo(FILES))
PAGES = ("", "planning/my-day/", "planning/", "languages/", "pictures/", "alerts/", "account/")  # everybody's
AND_FOR = {"administrator": ("people/", "audit/"), "chief_editor": ("audit/",), "photo_editor": ("pictures/upload/",)}

# What may be in Latin letters: names of people and programs, formats, keys, sluglines and whatever says that it is English.
LATIN = {"Dateline", "English", "CSV", "JSON", "JPEG", "PNG", "WebP", "AVIF", "GIF", "Ctrl", "Shift", "Enter", "Alt", "IP"}
READ = """() => {
  const quiet = '[lang=en], .slug, code, kbd, script, style, template, svg, time, input, .w-sr-only[lang]';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent && !parent.closest(quiet) && parent.checkVisibility()) found.push(walk.currentNode.textContent);
  }
  return found.filter(text => text.trim());
}"""


@pytest.fixture(params=NEWSROOM.colleagues, ids=lambda one: one.username)
def colleague(request: pytest.FixtureRequest) -> Colleague:
    found: Colleague = request.param
    return found


@pytest.fixture
def page(chrome: Browser, demo: Running) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Asia/Almaty")
    found = context.new_page()
    watched = Watched(found, demo.address)
    yield found
    context.close()
    assert watched.faults == []


def test_they_sign_in_and_see_the_newsroom_in_their_language(page: Page, demo: Running, colleague: Colleague) -> None:
    assert colleague.username in colleagues(demo)
    sign_in(page, demo, colleague.username)
    expect(page.locator("html")).to_have_attribute("lang", colleague.language)
    board = translation(colleague.language, "Board", None) if colleague.language != "en" else "Board"
    expect(page.get_by_role("heading", level=1)).to_have_text(board or "Board")
    for path in (*PAGES, *(path for row in colleague.duties for path in AND_FOR.get(row.role, ()))):
        answer = page.goto(f"{demo.address}/newsroom/{path}")
        assert answer
        assert answer.status == 200, path
        if colleague.language != "en":
            assert _in_latin_letters(page) == [], path


def _in_latin_letters(page: Page) -> list[str]:
    """Pieces of text that look English."""
    names = {word for one in NEWSROOM.colleagues for word in (one.username, *one.first_name.split(), *one.last_name.split())}
    sluglines = {word for work in NEWSROOM.works for word in work.slugline.split("-")}
    allowed = LATIN | names | sluglines
    return [text.strip() for text in page.evaluate(READ) if set(re.findall(r"[A-Za-z]{3,}", _without_addresses(text))) - allowed]


def _without_addresses(text: str) -> str:
    return re.sub(r"\S+@\S+|https?://\S+|[a-z0-9]+(?:-[a-z0-9]+)+", "", text)
