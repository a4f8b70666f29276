"""Every screen of the newsroom before axe: in each language, at each width, in light and in dark.

    .venv/bin/python -m tests.axe_everywhere [--only WORD] [--language kk] [--address URL --data FOLDER]

walks all combinations on a demo agency of its own (or on one that runs already), says where it is, and prints a line for
each fault. It ends with 1 when there was one. A fault is whatever axe finds against WCAG 2.2 A and AA or its own good
practices, a screen that has to be scrolled sideways (also at 320 px, WCAG 1.4.10), a focus that cannot be seen, an error
in the browser's console, and an answer with another status than the table says. `tests/test_accessibility.py` does the
same with each screen once, in its first state.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, Error, Page, Response

from tests.browsing import Watched, browser
from tests.processes import PATIENCE_S, Running, environment, python

if TYPE_CHECKING:
    from tests.newsroom_screens import Screen
    from tests.screens_cast import Cast

LANGUAGES, WIDTHS, THEMES = ("kk", "ru", "en"), (1440, 360), ("light", "dark")
REFLOW_PX = 320
HEIGHT = {1440: 1000, 360: 740}
TABS = 25  # stops of the keyboard that are looked at on each screen
PATIENCE_MS = PATIENCE_S * 1000 // 4
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
LOOK = """() => axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    resultTypes: ["violations"],
  }).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
    `${id} (${impact}) ${nodes.length}×: ${nodes[0].html.slice(0, 140)} at ${nodes[0].target.join(" ").slice(0, 120)}`))"""
READY = """() => (!document.querySelector("#wagtail-sidebar") || document.body.classList.contains("ready"))
  && [...document.querySelectorAll("[data-draftail-input]")].every(one => one.closest("form").querySelector("[contenteditable=true]"))"""
AT_REST = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map(one => one.finished));
}"""  # what fades in, or from light to dark, has no colour to be judged by yet
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one);
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
    || style.textDecorationLine !== "none" || parseFloat(style.borderTopWidth) > 0 || style.backgroundColor !== "rgba(0, 0, 0, 0)";
  return [seen, one.outerHTML.slice(0, 100)];
}"""


@dataclass(frozen=True, order=True)
class Combination:
    language: str
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.language} {self.width} {self.theme}"


ALL = [Combination(*one) for one in product(LANGUAGES, WIDTHS, THEMES)]


# --- one screen ---------------------------------------------------------------------------------------------------------


def faults_of(page: Page) -> list[str]:
    """What is wrong with the screen that `page` shows, a line each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    return [*_sideways(page), *page.evaluate(LOOK)]


def _sideways(page: Page) -> Iterator[str]:
    """Whether it must be scrolled from side to side: as wide as it is, and where that is narrow, narrower still (WCAG 1.4.10)."""
    size = page.viewport_size
    assert size
    for width in [size["width"], REFLOW_PX] if size["width"] == min(WIDTHS) else [size["width"]]:
        page.set_viewport_size({"width": width, "height": size["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width + 1:
            yield f"scrolls sideways at {width} px: {wide} px wide"
    page.set_viewport_size(size)


def unseen_focus(page: Page) -> Iterator[str]:
    """The first stops of the keyboard: those where nobody sees that they are one."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    for _stop in range(TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            return
        if not found[0]:
            yield f"focus not visible: {found[1]}"


# --- the walk -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What was wrong with a screen in one combination."""

    screen: "Screen"
    at: Combination
    faults: list[str]


@contextmanager
def _answers(page: Page) -> Iterator[list[Response]]:
    """The answers that became the page, one after the other."""
    found: list[Response] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.frame == page.main_frame:
            found.append(answer)

    page.on("response", note)
    yield found
    page.remove_listener("response", note)


class Walk:
    """Goes from screen to screen as the cast. keyboard: looks at the focus, too, in one language and theme: it is the same in all."""

    def __init__(self, chrome: Browser, site: Any, cast: "Cast", *, keyboard: bool = False) -> None:
        self.chrome, self.site, self.cast, self.keyboard = chrome, site, cast, keyboard
        self.spoken = ""

    def look(self, wanted: "Iterable[tuple[Screen, Combination]]") -> Iterator[Look]:
        """Every screen in every combination that is wanted of it: opened once for each language and width, seen in each theme."""
        by_browser: dict[tuple[str, int, str], dict[Screen, list[str]]] = {}
        for screen, at in sorted(wanted, key=lambda one: (one[1], one[0].who)):
            by_browser.setdefault((at.language, at.width, screen.who), {}).setdefault(screen, []).append(at.theme)
        for (language, width, who), screens in by_browser.items():
            self._speak(language)
            with self._page(language, width, who) as watched:
                for screen, themes in screens.items():
                    for theme, faults in self._seen(watched, screen, themes):
                        yield Look(screen, Combination(language, width, theme), faults)

    def _seen(self, watched: Watched, screen: "Screen", themes: list[str]) -> Iterator[tuple[str, list[str]]]:
        page = watched.page
        watched.faults.clear()
        page.emulate_media(color_scheme=themes[0])  # type: ignore[arg-type]
        try:
            found = self._open(page, screen)
            for theme in themes:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.evaluate(AT_REST)
                found += faults_of(page)
                if theme == themes[-1]:
                    found += self._leave(watched, screen)
                yield theme, found
                found = []
        except Error as error:
            yield themes[0], [f"cannot be looked at: {str(error).splitlines()[0]}"]

    def _open(self, page: Page, screen: "Screen") -> list[str]:
        """Go there and press what is to be pressed; a line if something else answers than the table says."""
        with _answers(page) as answers:
            page.goto(self.site.address + screen.path(self.cast.values))
            page.wait_for_function(READY)
            if screen.do:
                screen.do(page)
                page.wait_for_function(READY)
        status, path = answers[-1].status, urlsplit(page.url).path
        found = [] if status == screen.status else [f"answered {status}, not {screen.status}"]
        return found if screen.is_at(path, self.cast.values) else [*found, f"led to {path}"]

    def _leave(self, watched: Watched, screen: "Screen") -> list[str]:
        found = [fault for fault in watched.faults if "the server responded with a status of" not in fault]
        if screen.undo:
            screen.undo(watched.page)
        elif self.keyboard and self.spoken == LANGUAGES[-1]:
            found += unseen_focus(watched.page)
        return found

    @contextmanager
    def _page(self, language: str, width: int, who: str) -> Iterator[Watched]:
        context = self.chrome.new_context(
            viewport={"width": width, "height": HEIGHT[width]}, locale=language, reduced_motion="reduce", timezone_id="Asia/Almaty"
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(path=AXE)
        if who:
            context.add_cookies([{"name": "sessionid", "value": self.cast.sessions[who], "url": self.site.address}])
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())  # to leave what was typed
        yield Watched(page, self.site.address)
        context.close()

    def _speak(self, language: str) -> None:
        if language != self.spoken:
            _said(self.site, f"from tests.screens_cast import speak; speak({language!r}); print('spoken')")
            self.spoken = language


def make_cast(site: Any) -> "Cast":
    """People and things in every state, in the demo of `site`."""
    from tests.screens_cast import Cast

    return Cast(**json.loads(_said(site, "from tests.screens_cast import main; main()")))


def _said(site: Any, program: str) -> str:
    """The last line of a program that runs in the demo's Django."""
    out, errors = (process := python(program, site.env)).communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, errors
    return out.strip().splitlines()[-1]


# --- the command --------------------------------------------------------------------------------------------------------


class _Elsewhere:
    """A Dateline that runs already."""

    def __init__(self, address: str, data: Path) -> None:
        self.address, self.env = address, environment(data)


@contextmanager
def _site(address: str, data: str) -> Iterator[Any]:
    if address:
        yield _Elsewhere(address, Path(data))
        return
    with tempfile.TemporaryDirectory() as folder, Running(Path(folder), DEMO="1", SECOND_FACTOR_FOR="tv_producer") as site:
        yield site


def main() -> int:
    """Walk the whole matrix. Returns 1 when anything was wrong."""
    asked = _asked()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings_test")
    import django

    django.setup()
    from tests.newsroom_screens import SCREENS

    screens = [one for one in SCREENS if asked.only in str(one) and (not asked.address or not one.setting or os.environ.get(one.setting))]
    todo = [(screen, one) for screen in screens for one in ALL if one.language in (asked.language or LANGUAGES)]
    faults = 0
    with _site(asked.address, asked.data) as site, browser() as chrome:
        for number, look in enumerate(Walk(chrome, site, make_cast(site), keyboard=True).look(todo), start=1):
            print(f"\r{number}/{len(todo)} {look.at} {look.screen}\033[K", end="", file=sys.stderr, flush=True)
            for fault in look.faults:
                print(f"\r\033[K{look.screen}, {look.at}: {fault}", flush=True)
            faults += len(look.faults)
    print(f"\r\033[K{len(screens)} screens, {len(todo)} looks, {faults} faults")
    return 1 if faults else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.axe_everywhere", description="Every screen of the newsroom before axe.")
    parser.add_argument("--only", default="", help="screens whose name or state holds this")
    parser.add_argument("--language", action="append", choices=LANGUAGES, help="only this language")
    parser.add_argument("--address", default="", help="of a demo agency that runs already; its data folder besides")
    parser.add_argument("--data", default="", help="the data folder of --address")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
