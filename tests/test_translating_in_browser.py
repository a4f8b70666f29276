"""From the board of languages to a published translation, as a translator walks it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Watched
from tests.newsroom import sign_in
from tests.processes import Running, python

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}

_PUBLISH = """
import json
from django.utils.timezone import now
from dateline.stories import publishing
from dateline.stories.models import Section, Story
words = json.loads({words!r})
story = Story(section=Section.objects.get(slug="regions"), **words)
story.save()
publishing.publish(story, at=now())
print(story.pk)
"""
_CHANGE = """
import json
from django.utils.timezone import now
from dateline.stories import publishing
from dateline.stories.models import Story
number, old, new = json.loads({words!r})
story = Story.objects.get(pk=number)
story.body = story.body.replace(old, new)
publishing.update(story, at=now())
print(story.pk)
"""
STORY = {
    "language": "kk",
    "slugline": "fish-pass",
    "headline": "Қарасорда балық жолы ашылды",
    "lead": "Бөгеттің бас инженері Марат Оспан балық жолын таныстырды.",
    "body": "<p>Балық жолының ұзындығы 40 метр.</p><h2>Келесі кезең</h2><p>Марат Оспан <b>екінші</b> жол күзде салынатынын айтты.</p>",
}


def run(demo: Running, code: str, words: Any) -> int:
    """Something that happens elsewhere in the newsroom meanwhile."""
    process = python(code.format(words=json.dumps(words)), demo.env)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return int(out.strip().splitlines()[-1])


@pytest.fixture
def page(chrome: Browser, demo: Running) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Asia/Almaty")
    sign_in(context, demo, "translator", "editor")
    found = context.new_page()
    watched = Watched(found, demo.address)
    yield found
    context.close()
    assert watched.faults == []


def pair(page: Page, source: str) -> Any:
    """The row of a paragraph of the source."""
    return page.locator(".pair").filter(has=page.locator(".source", has_text=source))


def beside(page: Page, source: str) -> Any:
    """The field beside it."""
    return pair(page, source).locator("textarea")


def test_a_story_is_taken_translated_marked_when_it_changes_and_published(page: Page, demo: Running) -> None:
    number = run(demo, _PUBLISH, STORY)
    page.goto(f"{demo.address}/newsroom/languages/")
    row = page.locator(f"#story-{number}")
    expect(row).to_contain_text("lacking")
    row.get_by_role("button", name="Take it: Русский").click()
    page.wait_for_url(f"**/stories/{number}/translate/ru/")

    headline = beside(page, STORY["headline"])
    headline.fill("В Карасоре открыли рыбоход")
    headline.press("Alt+ArrowDown")
    expect(beside(page, "таныстырды")).to_be_focused()
    page.keyboard.type("Главный инженер плотины представил рыбоход.")
    length = beside(page, "40 метр")
    length.fill("Длина рыбохода — 40 метров.")
    length.press("Control+s")
    expect(page.locator(".sheet-foot .status")).to_contain_text("Saved at")

    last = beside(page, "күзде")
    last.focus()
    expect(pair(page, "күзде").get_by_role("button", name="Insert").first).to_be_visible()
    expect(pair(page, "күзде").locator(".offers")).to_contain_text(re.compile("Марат[а-я]* Оспан"))
    last.press("Control+Alt+Digit1")
    expect(last).to_have_value(re.compile("Оспан"))
    last.press("End")
    page.keyboard.type(" сказал, что **второй** построят осенью.")
    beside(page, "Келесі").fill("Следующий этап")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Every paragraph is translated.")).to_be_visible()

    run(demo, _CHANGE, [number, "40 метр", "60 метр"])
    page.reload()
    expect(page.get_by_text("1 paragraph of the source has changed since it was translated.")).to_be_visible()
    changed = page.locator(".pair.look")
    expect(changed.locator("ins")).to_have_text("60")
    field = changed.locator("textarea")
    field.fill("Длина рыбохода — 60 метров.")
    field.press("Control+Alt+r")
    expect(page.locator(".pair.look")).to_have_count(0)

    page.get_by_role("button", name="Save and publish").click()
    page.wait_for_url("**/edit/**")
    expect(page.get_by_text("It is public.")).to_be_visible()
    page.goto(f"{demo.address}/newsroom/languages/")
    expect(page.locator(f"#story-{number} .k-out")).to_have_count(2)
    expect(page.locator(f"#story-{number} .k-lacking")).to_have_count(1)


def test_two_translators_lose_nothing(page: Page, demo: Running, chrome: Browser) -> None:
    number = run(demo, _PUBLISH, {**STORY, "slugline": "two-at-once"})
    address = f"{demo.address}/newsroom/stories/{number}/translate/en/"
    page.goto(address)
    page.get_by_role("button", name="Take it").click()
    page.wait_for_url(address)
    other = chrome.new_context()
    sign_in(other, demo, "colleague", "editor")
    theirs = other.new_page()
    theirs.goto(address)
    field = beside(page, "40 метр")
    field.fill("The fish pass is 40 metres long.")
    field.press("Control+s")
    expect(page.locator(".sheet-foot .status")).to_contain_text("Saved at")
    field = beside(theirs, "40 метр")
    field.fill("40 metres: the length of the fish pass.")
    field.press("Control+s")
    expect(theirs.locator(".sheet-foot .status")).to_contain_text("Both texts are kept")
    theirs.goto(address)
    expect(beside(theirs, "40 метр")).to_have_value("The fish pass is 40 metres long.")
    expect(theirs.locator(".second")).to_contain_text("40 metres: the length of the fish pass.")
    theirs.get_by_role("button", name="Take this text").click()
    expect(beside(theirs, "40 метр")).to_have_value("40 metres: the length of the fish pass.")
    other.close()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_its_screens_are_accessible_and_fit(chrome: Browser, demo: Running, language: str) -> None:
    number = run(demo, _PUBLISH, {**STORY, "slugline": f"seen-in-{language}"})
    faults: list[str] = []
    for scheme, viewport in (("light", {"width": 1280, "height": 900}), ("dark", PHONE)):
        context = chrome.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
        sign_in(context, demo, "translator", "chief_editor", language=language)
        page = context.new_page()
        sheet = f"stories/{number}/translate/ru/"
        page.goto(f"{demo.address}/newsroom/{sheet}")
        if page.locator("#sheet").count() == 0:
            page.get_by_role("main").locator("button.main").click()
        page.wait_for_url(f"**/{sheet}")
        for path in ("languages/", "languages/?days=30&language=kk", "languages/wanted/", sheet, f"stories/{number}/translate/en/"):
            page.goto(f"{demo.address}/newsroom/{path}")
            page.wait_for_load_state("networkidle")
            if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                faults.append(f"{path}: wider than {viewport['width']}")
            found = Axe().run(page, context=".languages", options={"runOnly": {"type": "tag", "values": WCAG}})
            faults += [f"{path} {scheme}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
        context.close()
    assert faults == []
