"""One running demo agency for all browser tests, and one Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.processes import Running, postgresql, postgresql_programs


@pytest.fixture(scope="module")  # not longer: while Playwright runs, Django refuses to touch its databases in this process
def chrome() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped and says how to get it."""
    from tests.browsing import browser, chromium_path

    if chromium_path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or .venv/bin/playwright install chromium")
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server of our own; without one the test is skipped and says how to get it."""
    if postgresql_programs() is None:
        pytest.skip("PostgreSQL is not installed on this machine (apt-get install postgresql)")
    with postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo agency as `make run` starts it, on a port of its own."""
    with Running(Path(tmp_path_factory.mktemp("demo")), DEMO="1") as found:
        yield found
