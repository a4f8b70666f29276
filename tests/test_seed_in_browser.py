"""The main job from end to end: a real page of another agency is moved in and read here, with every fact right.

The page lies beside the checkout (`../shared/seed`); its sentences are not in the project, so what is expected is read
from the file here, line by line, by other means than the program's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dateline.testing import SHARED
from tests.browsing import Watched
from tests.processes import Running, dateline

SEED = SHARED / "seed"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not SEED.exists(), reason="the seed page is not beside this checkout")]

HEAD = re.compile(r"^(\d\d\.\d\d\.\d{4}), (\d\d:\d\d) (\d+)$")


@dataclass
class Expected:
    """One story of the page."""

    day: str
    time: str
    views: int
    headline: str
    credit: str = ""
    paragraphs: list[str] = field(default_factory=list)
    rights: str = ""


def expected() -> tuple[list[Expected], list[tuple[str, str, int | None, str]]]:
    """The nine stories, and the ten entries as (day, time, views or None, headline)."""
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    stories: list[Expected] = []
    for number, line in enumerate(lines):
        if head := HEAD.match(line):
            stories.append(Expected(head[1], head[2], int(head[3]), lines[number + 1]))
        elif line.startswith("Images | "):
            stories[-1].credit = line
        elif "may not be reproduced" in line:
            stories[-1].rights = line
        elif stories and not stories[-1].rights and line not in ("Tell a friend", stories[-1].headline):
            stories[-1].paragraphs.append(line)
    parts = re.split(r"(?:^| )(\d\d\.\d\d\.\d{4}), (\d\d:\d\d)", lines[-1])[1:]
    entries = []
    for day, time, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        digits = re.match(r"\d*", rest)
        assert digits
        entries.append((day, time, int(digits[0]) if digits[0] else None, rest[digits.end() :].strip()))
    return stories, entries


def digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(Path(tmp_path_factory.mktemp("seed"))) as running:
        said = dateline("move-in", str(SEED), env=running.env)
        assert "9" in said
        dateline("jobs", "--once", env=running.env)
        yield running


@pytest.fixture
def page(chrome: Browser, site: Running) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    watched = Watched(found, site.address)
    yield found
    context.close()
    assert watched.faults == []


def _open_story(page: Page, site: Running, story: Expected) -> None:
    day, month, year = story.day.split(".")
    page.goto(f"{site.address}/en/archive/{year}/{month}/{day}/")
    page.get_by_role("link", name=story.headline, exact=True).first.click()
    page.wait_for_url("**/story/**")


def test_every_story_is_read_here_with_every_fact(page: Page, site: Running) -> None:
    stories, _entries = expected()
    assert len(stories) == 9
    for story in stories:
        _open_story(page, site, story)
        article = page.locator("main > article")
        expect(article.locator("h1")).to_have_text(story.headline)
        expect(article.locator(".dateline-time")).to_have_text(story.time)
        expect(article.locator(".dateline-day")).to_contain_text(story.day)
        assert article.locator(".text p").all_text_contents() == story.paragraphs
        expect(article.locator(".rights")).to_contain_text(story.rights)
        credits = " ".join(article.locator(".credit").all_text_contents())
        assert story.credit.removeprefix("Images | ") in credits if story.credit else credits == ""


def test_the_counter_rises_by_exactly_one(chrome: Browser, site: Running) -> None:
    for number, story in enumerate(expected()[0]):
        context = chrome.new_context(user_agent=f"Mozilla/5.0 (X11; Linux x86_64) reader {number}")
        page = context.new_page()
        with page.expect_response("**/views/**"):
            _open_story(page, site, story)
        count = page.locator("main > article .views data")
        expect(count).to_have_attribute("value", str(story.views + 1))
        assert digits(count.inner_text()) == story.views + 1
        page.reload()  # the same reader within half an hour is the same view
        page.wait_for_load_state("networkidle")
        expect(count).to_have_attribute("value", str(story.views + 1))
        context.close()


def test_the_old_list_stands_on_the_archive_page_of_its_day(page: Page, site: Running) -> None:
    stories, entries = expected()
    assert len(entries) == 10
    assert entries[0][2] is None
    newest = max(stories, key=lambda story: (story.day.split(".")[::-1], story.time))
    day, month, year = newest.day.split(".")
    page.goto(f"{site.address}/en/archive/{year}/{month}/{day}/")
    for entry_day, time, views, headline in entries:
        row = page.locator(".most li", has_text=headline)
        expect(row).to_have_count(1)
        expect(row).to_contain_text(f"{entry_day}, {time}")
        expect(row.get_by_role("link")).to_have_count(0)  # a headline without a text is no story
        if views is None:
            expect(row.locator("data")).to_have_count(0)
        else:
            assert digits(row.locator("data").inner_text()) == views


def test_archived_headlines_stand_on_their_days_without_a_story(page: Page, site: Running) -> None:
    for entry_day, time, _views, headline in expected()[1]:
        day, month, year = entry_day.split(".")
        page.goto(f"{site.address}/en/archive/{year}/{month}/{day}/")
        row = page.locator(".ladder li", has_text=headline)
        expect(row).to_have_count(1)
        expect(row).to_contain_text(time)
        expect(row.get_by_role("link")).to_have_count(0)


def test_moving_in_again_changes_nothing(site: Running) -> None:
    program = (
        "from dateline.stories.models import *; print(Story.objects.count(), Release.objects.count(), ArchivedHeadline.objects.count())"
    )
    before = dateline("shell", "--no-imports", "-c", program, env=site.env)
    dateline("move-in", str(SEED), env=site.env)
    assert dateline("shell", "--no-imports", "-c", program, env=site.env) == before
    assert before.split() == ["9", "9", "10"]
