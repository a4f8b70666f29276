"""A story's way through the newsroom in a real browser: written, returned, mended, published, corrected, taken back, withdrawn.

Also what only a browser can show: that what is typed is kept, what is pasted is clean, and that the keyboard is enough.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browsing import Watched
from tests.newsroom import sign_in
from tests.processes import Running

pytestmark = [pytest.mark.browser, pytest.mark.processes]

expect.set_options(timeout=30_000)  # a slow machine is no fault
BODY = '#field-body [contenteditable="true"]'
WORD = (Path(__file__).parent / "pasted" / "word.html").read_text()
GOOGLE_DOCS = (Path(__file__).parent / "pasted" / "google_docs.html").read_text()
WEB_PAGE = (Path(__file__).parent / "pasted" / "web_page.html").read_text()


class Desk:
    """Somebody before the newsroom, in a browser of their own."""

    def __init__(self, chrome: Browser, running: Running, name: str, role: str, language: str = "en") -> None:
        self.running = running
        self.context: BrowserContext = chrome.new_context(locale="en-GB", viewport={"width": 1440, "height": 1000})
        sign_in(self.context, running, name, role, language=language)
        self.page: Page = self.context.new_page()
        self.watched = Watched(self.page, running.address)

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.running.address}/newsroom/{path}")
        return self.page

    def edit(self, number: int) -> Page:
        page = self.go(f"stories/edit/{number}/")
        page.locator("#story-form, .editor-reading").first.wait_for()
        if page.locator(BODY).count():
            page.wait_for_timeout(1200)  # what stands there a second after the start is what changes are compared with
        return page

    def act(self, name: str) -> None:
        self.page.locator(f'.acts button[value="{name}"]').click()
        self.page.wait_for_load_state()

    @property
    def body(self) -> Locator:
        return self.page.locator(BODY)

    def body_state(self) -> list[str]:
        return [block["text"] for block in json.loads(self.page.locator('[name="body"]').input_value())["blocks"]]

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def reporter(chrome: Browser, demo: Running) -> Iterator[Desk]:
    desk = Desk(chrome, demo, "dina", "reporter")
    yield desk
    desk.close()


@pytest.fixture
def editor(chrome: Browser, demo: Running) -> Iterator[Desk]:
    desk = Desk(chrome, demo, "marat", "editor")
    yield desk
    desk.close()


def begin(desk: Desk, headline: str, body: str = "The council votes on Friday.") -> int:
    """A new draft, written by hand; its number."""
    page = desk.go("stories/add/")
    page.locator(BODY).wait_for()
    page.select_option('[name="language"]', "en")
    page.select_option('[name="section"]', index=2)  # not Politics, which wants two persons
    page.fill('[name="slugline"]', "council-vote")
    page.fill('[name="headline"]', headline)
    desk.body.click()
    page.keyboard.type(body)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/stories/edit/*/")
    return int(page.url.rstrip("/").split("/")[-1])


def paste(page: Page, markup: str) -> None:
    """As if from the clipboard of another program."""
    page.locator(BODY).click()
    page.evaluate(
        """([selector, markup]) => {
            const data = new DataTransfer();
            data.setData("text/html", markup);
            data.setData("text/plain", "plain");
            document.querySelector(selector).dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [BODY, markup],
    )


def test_a_story_goes_its_whole_way(reporter: Desk, editor: Desk, demo: Running) -> None:
    number = begin(reporter, "Council votes on the tram")
    reporter.page.locator(".acts summary", has_text="Hand in").click()
    reporter.page.fill('.acts [name="note"]', "Please look at the figures.")
    reporter.act("hand_in")
    expect(reporter.page.get_by_text("It is in review now.")).to_be_visible()

    page = editor.edit(number)
    expect(page.get_by_text("Please look at the figures.")).to_be_visible()
    page.locator(".acts summary", has_text="Return").click()
    page.fill('.acts [name="note"]', "Whose figures are these?")
    editor.act("send_back")

    page = reporter.edit(number)
    expect(page.get_by_text("Whose figures are these?")).to_be_visible()
    page.fill('[name="lead"]', "The figures are the council's own.")
    page.locator(".acts summary", has_text="Hand in").click()
    reporter.act("hand_in")

    page = editor.edit(number)
    editor.act("approve")
    expect(page.get_by_text("It is approved, and ready to go out.")).to_be_visible()
    editor.edit(number)
    editor.act("publish")
    expect(page.get_by_text("It is public.", exact=True)).to_be_visible()
    expect(page.locator("[data-undo]")).to_be_visible()
    address = page.locator(".editor-way a", has_text="on the site").get_attribute("href")
    assert address
    assert demo.get(address)[0] == 200

    editor.edit(number)
    page.fill('[name="lead"]', "The figures are the ministry's.")
    editor.act("correct")
    expect(page.locator(".difference ins").first).to_be_visible()
    page.fill('[name="note"]', "The figures are the ministry's, not the council's.")
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_text("The correction is public.")).to_be_visible()
    page.locator("[data-undo] button").click()
    expect(page.get_by_text("The correction is taken back, with its note.")).to_be_visible()
    assert "ministry" not in demo.get(address)[1]

    editor.go(f"stories/withdraw/{number}/")
    page.fill('[name="reason"]', "The council denies it.")
    page.get_by_role("button", name="Withdraw the story").click()
    expect(page.get_by_text("The story is withdrawn.")).to_be_visible()
    assert demo.get(address)[0] == 410
    assert reporter.watched.faults == []
    assert [fault for fault in editor.watched.faults if "410" not in fault] == []


def test_the_body_is_saved_as_it_stands_there(reporter: Desk) -> None:
    """Draftail writes its text into the form a quarter of a second late, and "null" where there is none."""

    def save(said: str, text: str) -> None:
        """Without a moment's rest after the last letter."""
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        expect(page.get_by_text(said)).to_be_visible()
        expect(reporter.body).to_have_text(text)

    page = reporter.go("stories/add/")
    page.locator(BODY).wait_for()
    page.wait_for_timeout(1200)
    page.select_option('[name="language"]', "en")
    page.select_option('[name="section"]', index=2)
    page.fill('[name="headline"]', "Only a headline so far")
    save("Saved.", "")
    number = int(page.url.rstrip("/").split("/")[-1])
    for text in ("The council votes.", ""):
        reporter.edit(number)
        reporter.body.click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        save("Saved.", text)
        reporter.edit(number)
        save("Nothing had changed since it was last saved.", text)
    assert reporter.watched.faults == []


def test_what_was_typed_is_there_again_after_the_tab_is_closed(reporter: Desk) -> None:
    number = begin(reporter, "A tab that closes")
    page = reporter.edit(number)
    reporter.body.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And a second sentence.")
    expect(page.locator("[data-kept]")).to_contain_text("Kept at", timeout=20_000)
    page.close(run_before_unload=False)
    reporter.page = reporter.context.new_page()
    page = reporter.edit(number)
    expect(page.get_by_text("It is kept, but not saved")).to_be_visible()
    assert reporter.body_state() == ["The council votes on Friday. And a second sentence."]


def test_what_the_server_did_not_take_this_browser_keeps(reporter: Desk) -> None:
    number = begin(reporter, "A server that is away")
    page = reporter.edit(number)
    reporter.context.set_offline(True)
    page.fill('[name="headline"]', "Typed while it was away")
    expect(page.locator("[data-kept]")).to_contain_text("does not answer", timeout=20_000)
    page.close(run_before_unload=False)
    reporter.context.set_offline(False)
    reporter.page = reporter.context.new_page()
    page = reporter.edit(number)
    expect(page.locator('[name="headline"]')).to_have_value("A server that is away")
    page.get_by_role("button", name="Go on with that text").click()
    expect(page.locator('[name="headline"]')).to_have_value("Typed while it was away")


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (WORD, ["Aksu opens two gates", "First point", "Inner point", "Numbered point", "2024 | 620", "2025 | 148",
                "As said[1]", "[1] The ministry."]),
        (GOOGLE_DOCS, ["Bold plain slanted link", "one", "two", "Heading"]),
        (WEB_PAGE, ["Text one", "Text two", "loose link", "Said so."]),
    ],
    ids=["word", "google-docs", "web-page"],
)  # fmt: skip
def test_what_is_pasted_is_clean(reporter: Desk, markup: str, lines: list[str]) -> None:
    page = reporter.go("stories/add/")
    page.locator(BODY).wait_for()
    page.wait_for_timeout(1200)
    paste(page, markup)
    page.wait_for_function("last => document.querySelector('[name=body]').value.includes(last)", arg=lines[-1])
    assert reporter.body_state() == lines
    written = page.locator('[name="body"]').input_value()
    assert "mso" not in written
    assert "utm_" not in written
    assert "FONT" not in written
    assert reporter.watched.faults == []


def test_a_correction_by_keyboard_alone(editor: Desk) -> None:
    number = begin(editor, "By keyboard")
    page = editor.edit(number)
    page.keyboard.press("Control+Enter")  # the next step on the way: publish
    expect(page.get_by_text("It is public.", exact=True)).to_be_visible()
    page = editor.edit(number)
    page.keyboard.press("Tab")
    for _step in range(60):
        if page.evaluate("document.activeElement?.name") == "lead":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "lead"
    page.keyboard.type("It was wrong.")
    page.keyboard.press("Control+Alt+c")
    page.wait_for_url("**/correct/*/")
    for _step in range(60):
        if page.evaluate("document.activeElement?.name") == "note":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("It is right now.")
    for _step in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent") == "Publish the correction":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("The correction is public.")).to_be_visible()


def test_subjects_are_found_by_name_and_chosen_by_key(reporter: Desk) -> None:
    number = begin(reporter, "About water")
    page = reporter.edit(number)
    field = page.locator("#id_subjects_search")
    field.click()
    page.keyboard.type("погода")
    expect(page.locator("#id_subjects_search-options [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('#field-subjects input[type="checkbox"]')).to_have_count(1)
    page.keyboard.press("Control+s")
    page.wait_for_load_state()
    expect(page.locator('#field-subjects input[type="checkbox"]')).to_have_count(1)


def test_two_who_type_at_once_are_told_and_neither_loses(reporter: Desk, editor: Desk) -> None:
    number = begin(reporter, "Two at once")
    mine, theirs = reporter.edit(number), editor.edit(number)
    mine.fill('[name="lead"]', "Hers.")
    expect(mine.locator("[data-kept]")).to_contain_text("Kept at", timeout=20_000)
    theirs.fill('[name="lead"]', "His.")
    expect(theirs.get_by_text("is writing since")).to_be_visible(timeout=20_000)
    editor.act("save")
    expect(theirs.get_by_text("Somebody else was faster.")).to_be_visible()
    theirs.get_by_role("button", name="Take over").click()
    expect(theirs.locator('[name="lead"]')).to_have_value("His.")
    expect(theirs.get_by_text("typed another text until")).to_be_visible()


def test_the_editor_works_without_script(chrome: Browser, demo: Running) -> None:
    context = chrome.new_context(java_script_enabled=False, locale="en-GB", viewport={"width": 360, "height": 800})
    sign_in(context, demo, "aliya", "editor")
    page = context.new_page()
    page.goto(f"{demo.address}/newsroom/stories/add/")
    page.select_option('[name="language"]', "en")
    page.select_option('[name="section"]', index=2)  # not Politics, which wants two persons
    page.fill('[name="slugline"]', "plain")
    page.fill('[name="headline"]', "Without script")
    page.fill('[name="body-html"]', "<p>Plain <b>HTML</b>.</p>")
    page.fill('[name="subjects-search"]', "weather")
    page.locator('button[value="find:subjects"]').click()
    page.locator(".choosing-found input").first.check()
    page.locator('.acts button[value="publish"]').click()
    expect(page.locator("[data-undo]")).to_be_visible()
    page.locator("[data-undo] button").click()
    expect(page.get_by_text("It is taken back")).to_be_visible()
    expect(page.locator('#field-subjects input[type="checkbox"]')).to_have_count(1)
    context.close()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_screens_are_accessible(chrome: Browser, demo: Running, language: str) -> None:
    desk = Desk(chrome, demo, f"look-{language}", "chief_editor", language)
    number = begin(desk, "A look at the screens")
    desk.edit(number)
    desk.page.fill('[name="remark"]', "@Marat look")
    desk.page.locator('button[value="note"]').click()
    for path in (
        "stories/add/", f"stories/edit/{number}/", f"stories/withdraw/{number}/", f"stories/history/{number}/",
        f"stories/preview/{number}/",
        "stories/templates/", "stories/templates/new/", f"stories/delete/{number}/", "stories/",
    ):  # fmt: skip
        for width, scheme in ((1440, "light"), (360, "dark")):
            desk.page.set_viewport_size({"width": width, "height": 900})
            desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            desk.go(path)
            if "edit" in path or path.endswith(("add/", "new/")):
                desk.page.locator(BODY).wait_for()
                desk.page.wait_for_timeout(400)
            found = Axe().run(desk.page, context={"include": [".editor" if path != "stories/" else "#main"]},
                              options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})  # fmt: skip
            faults = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found.response["violations"]]
            assert faults == [], (path, width, faults)
            assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    desk.close()
