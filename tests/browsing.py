"""A headless Chromium for tests: finds it, drives it, and notes what it must not do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

QUIET = [
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def chromium() -> str | None:
    """The path of a Chromium on this machine, "" for Playwright's own, None when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        return "" if os.path.exists(playwright.chromium.executable_path) else None


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium, closed at the end."""
    with sync_playwright() as playwright:
        path = chromium_path or None
        found = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()


chromium_path = chromium()


class Watched:
    """A page that notes console errors, failed scripts and requests to other machines."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.faults: list[str] = []
        self.requests: list[str] = []
        own = urlsplit(address).netloc
        page.on("console", lambda message: self.faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("request", lambda request: self._note_stranger(request.url, own))

    def _note_stranger(self, url: str, own: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != own:
            self.faults.append(f"asked another machine: {url}")
