"""Each colleague of the demo comes to work: signs in with the printed password and sees their screens in their language."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from dateline.ops.demo.newsroom.reading import Colleague, read_newsroom
from dateline.ops.demo.reading import FILES, read_demo
from tests.browsing import Watched
from tests.colleagues import colleagues, sign_in
from tests.processes import ROOT, Running
from tests.role_docs import translation

pytestmark = pytest.mark.browser
NEWSROOM = read_newsroom(FILES, read_demo(FILES))
PAGES = ("", "planning/my-day/", "planning/", "languages/", "pictures/", "alerts/", "account/")  # everybody's
HOLE = re.compile(r"(?:%\(\w+\)[a-z]|%[sd]|\{\w*\})")
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[a-z]|%[sd]|\\\{\w*\\\}")  # as re.escape leaves them
AND_FOR = {"administrator": ("people/", "audit/"), "chief_editor": ("audit/",), "photo_editor": ("pictures/upload/",)}

READ = """() => {
  const quiet = '[lang=en], [translate=no], code, kbd, script, style, template, svg, td[data-label=act] ~ td';  // what the log keeps
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
            assert _in_english(page) == [], path


def _in_english(page: Page) -> list[str]:
    """Pieces of text that the program says in English, whatever people have written on the page."""
    return [text.strip() for text in page.evaluate(READ) if _of_the_program().fullmatch(" ".join(text.split()))]


@cache
def _of_the_program() -> re.Pattern[str]:
    """Everything that our catalogues have to translate, with up to three words in the place of a placeholder."""
    said = set()
    for file in (ROOT / "dateline").glob("locale*/**/kk/LC_MESSAGES/*.po"):
        with file.open("rb") as lines:
            said |= {text for message in read_po(lines, locale="kk") for text in _forms(message.id) if _is_english(text, message.string)}
    return re.compile("|".join(sorted(PLACEHOLDER.sub(lambda _hole: r"\S+(?: \S+){0,2}", re.escape(text)) for text in said)))


def _forms(text: object) -> list[str]:
    return [" ".join(form.split()) for form in (text if isinstance(text, list | tuple) else [text]) if isinstance(form, str)]


def _is_english(text: str, translated: object) -> bool:
    """Words, not only placeholders; not written alike in Kazakh, as names are; and not so open that it fits any headline."""
    words = HOLE.sub("", text)
    return (
        text not in _forms(translated)
        and bool(re.search("[A-Za-z]{3}", words))
        and not re.fullmatch(f"{HOLE.pattern}.*{HOLE.pattern}", text)
    )
