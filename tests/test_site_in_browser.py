"""The demo agency in a real browser: every kind of page, three languages, light and dark, desktop and phone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import Watched
from tests.processes import Running

pytestmark = pytest.mark.browser
LANGUAGES = ("kk", "ru", "en")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def paths(demo: Running) -> dict[str, str]:
    """One address of every kind of page, with {language} in it."""
    front = demo.get("/en/")[1]
    story = re.search(r'href="(/en/story/\d+/[^"]+)"', front)
    assert story
    page = demo.get(story[1])[1]
    found = {
        "front": "/{language}/", "archive": "/{language}/archive/", "search": "/{language}/search/?q=", "tv": "/{language}/tv/",
        "about": "/{language}/about/", "terms": "/{language}/terms/", "missing": "/{language}/nothing-here/",
        "section": "/{language}/section/regions/", "dossier": "/{language}/dossier/karasor-flood/",
    }  # fmt: skip
    for kind in ("author", "subject"):
        link = re.search(rf'href="/en/({kind}/[^"]+)"', page) or re.search(
            rf'href="/en/({kind}/[^"]+)"', demo.get("/en/section/regions/")[1]
        )
        if link:
            found[kind] = f"/{{language}}/{link[1]}"
    return found


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def open_context(chrome: Browser, **options: object) -> BrowserContext:
    return chrome.new_context(viewport=options.pop("viewport", DESKTOP), **options)  # type: ignore[arg-type]


@pytest.fixture
def page(chrome: Browser, demo: Running) -> Iterator[Page]:
    context = open_context(chrome)
    found = context.new_page()
    watched = Watched(found, demo.address)
    yield found
    context.close()
    assert watched.faults == []


def first_story(page: Page, demo: Running, language: str = "en") -> None:
    page.goto(f"{demo.address}/{language}/")
    page.locator(".first h2 a").click()
    page.wait_for_url("**/story/**")


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)])
def test_every_kind_of_page_is_accessible_and_fits(
    chrome: Browser, demo: Running, paths: dict[str, str], language: str, scheme: str, viewport: dict[str, int]
) -> None:
    context = open_context(chrome, color_scheme=scheme, viewport=viewport)
    page = context.new_page()
    watched = Watched(page, demo.address)
    found: list[str] = []
    first_story(page, demo, language)
    for address in [page.url, *(demo.address + path.format(language=language) for path in paths.values())]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("lang") == language, address
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{address}: wider than the screen")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        found += [f"{address}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in results.response["violations"]]
    context.close()
    assert found == []
    assert [fault for fault in watched.faults if "404" not in fault] == []  # the missing page is asked for on purpose


def test_reading_on_follows_the_reader_and_counts_only_what_was_reached(page: Page, demo: Running) -> None:
    counted: list[str] = []
    page.on("request", lambda request: counted.append(request.url) if request.method == "POST" else None)
    with page.expect_response("**/views/**"):
        first_story(page, demo)
    first = page.url
    assert len(counted) == 1
    page.locator(".relevant").scroll_into_view_if_needed()
    second = page.locator(".relevant article.story").first
    expect(second).to_be_attached()
    assert len(counted) == 1  # fetched, not yet reached
    address = second.get_attribute("data-address")
    assert address
    with page.expect_response("**/views/**"):
        second.scroll_into_view_if_needed()
        second.locator(".text").scroll_into_view_if_needed()
        page.evaluate("story => story.scrollIntoView()", second.element_handle())
    page.wait_for_url(f"**{address}")
    assert counted[1].endswith(str(second.get_attribute("data-views")))
    title = second.locator("h2.story-title").inner_text()
    page.wait_for_function("title => document.title.startsWith(title)", arg=title)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_url(first)
    assert len(counted) == 2  # going back counts nothing


def test_reading_on_ends_and_the_footer_comes(page: Page, demo: Running) -> None:
    first_story(page, demo)
    headlines = page.locator(".relevant .ladder a").count()
    assert headlines >= 1
    for _step in range(30):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(60)
    expect(page.locator(".relevant article.story")).to_have_count(headlines)
    page.keyboard.press("End")
    expect(page.locator("footer")).to_be_in_viewport()


def test_without_script_the_headlines_of_relevant_news_are_links(chrome: Browser, demo: Running) -> None:
    context = open_context(chrome, java_script_enabled=False)
    page = context.new_page()
    first_story(page, demo)
    link = page.locator(".relevant .ladder a").first
    headline = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(headline)
    assert page.locator("main > article .views data").inner_text()
    context.close()


def test_the_language_switch_leads_to_the_same_story(page: Page, demo: Running) -> None:
    page.goto(f"{demo.address}/en/search/?q=gates+Karasor")
    page.locator("main a[href*='/story/']").first.click()
    page.wait_for_url("**/en/story/**")
    page.locator(".langs a[hreflang=kk]").click()
    page.wait_for_url("**/kk/story/**")
    expect(page.locator("html")).to_have_attribute("lang", "kk")


@pytest.mark.parametrize(("language_", "typed"), [("kk", "су қоймасының"), ("ru", "водохранилищем"), ("en", "reservoirs")])
def test_search_finds_inflected_words(page: Page, demo: Running, language_: str, typed: str) -> None:
    page.goto(f"{demo.address}/{language_}/search/")
    page.locator("main input[name=q]").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.locator("main a[href*='/story/']").count() >= 2


def test_everything_can_be_reached_by_keyboard(page: Page, demo: Running) -> None:
    page.goto(f"{demo.address}/en/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    assert "#" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_corrected_story_says_so_under_its_text(page: Page, demo: Running) -> None:
    page.goto(f"{demo.address}/en/search/?q=%22capacity+of+the+gates%22+620")
    page.goto(f"{demo.address}/en/dossier/karasor-flood/")
    page.get_by_role("link", name=re.compile("gates", re.I)).first.click()
    page.wait_for_url("**/story/**")
    expect(page.locator(".correction")).to_contain_text("620")
    expect(page.locator(".marks")).to_contain_text("Corrected")


def test_a_withdrawn_story_answers_410_with_its_reason(page: Page, demo: Running) -> None:
    page.goto(f"{demo.address}/en/archive/")
    days = [demo.address + str(a.get_attribute("href")) for a in page.locator("a[href*='/archive/20']").all()]
    withdrawn = None
    for day in dict.fromkeys(days):
        page.goto(day)
        if page.locator(".withdrawn").count():
            withdrawn = page.locator(".withdrawn").first.inner_text()
            break
    assert withdrawn
    assert "lorr" not in withdrawn.lower()  # the row stays, its headline does not


@pytest.mark.parametrize("language_", LANGUAGES)
def test_the_page_of_a_withdrawn_story_fits_320_pixels(chrome: Browser, demo: Running, language_: str) -> None:
    days = re.findall(r'href="(/[a-z]{2}/archive/\d+/\d+/\d+/)"', demo.get(f"/{language_}/archive/")[1])
    links = (re.search(r'href="(/[^"]+)" class="withdrawn"', demo.get(day)[1]) for day in dict.fromkeys(days))
    found = next(link[1] for link in links if link)
    context = open_context(chrome, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(demo.address + found)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width == 320


def test_on_paper_stand_text_times_credits_and_rights_and_nothing_else(page: Page, demo: Running) -> None:
    first_story(page, demo)
    page.emulate_media(media="print")
    for wanted in ("h1", ".dateline-time", ".text", ".rights"):
        assert page.locator(f"main > article {wanted}").first.is_visible(), wanted
    for selector in (".views", ".tell", ".tags", ".button", "nav", "footer", ".aside", ".relevant > header", ".rights a"):
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
    page.goto(f"{demo.address}/en/archive/")
    page.goto(demo.address + str(page.locator("table.month a").last.get_attribute("href")))
    assert page.locator(".ladder time").first.is_visible()
    for selector in (".ladder data", ".sums", ".button", "nav"):
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector


def test_tell_a_friend_writes_one_plain_letter(page: Page, demo: Running) -> None:
    from pathlib import Path

    mail = Path(demo.env["DATELINE_DATA"], "mail")
    before = set(mail.iterdir()) if mail.exists() else set()  # the newsroom writes to its people too
    first_story(page, demo)
    headline = page.locator("h1").inner_text()
    page.locator("main > article details.tell summary").first.click()
    page.locator("main > article details.tell a[href*='/tell/']").first.click()
    page.wait_for_url("**/tell/")
    fields = page.locator("main form input:visible:not([type=hidden])")
    for number, text in enumerate(["Dana", "dana@example.org", "friend@example.org"]):
        fields.nth(number).fill(text)
    page.wait_for_timeout(3200)  # faster than a person is refused
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    from email import message_from_bytes, policy

    letters = [message_from_bytes(file.read_bytes().split(b"\n-----")[0], policy=policy.default) for file in set(mail.iterdir()) - before]
    [letter] = [one for one in letters if one["To"] == "friend@example.org"]
    assert headline in letter.get_content() or headline in str(letter["Subject"])  # type: ignore[attr-defined]


def test_a_story_page_without_pictures_weighs_little(chrome: Browser, demo: Running) -> None:
    """Every asset counted, compressed as a browser gets it: at most 60 kB."""
    context = open_context(chrome)
    page = context.new_page()
    weighed = None
    for link in re.findall(
        r'href="(/en/story/\d+/[^"]+)"', demo.get("/en/archive/")[1] + demo.get("/en/")[1] + demo.get("/en/section/economy/")[1]
    ):
        if "<figure" in demo.get(link)[1]:
            continue
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event, into=sizes: into.append(event["encodedDataLength"]))
        page.goto(demo.address + link, wait_until="networkidle")
        weighed = sum(sizes)
        break
    context.close()
    assert weighed is not None, "the demo has no story without a picture"
    assert 5_000 < weighed < 60_000
