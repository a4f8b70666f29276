"""Screenshots of the demo agency for README and docs: `make screenshots` writes docs/screenshots/.

`python -m tests.screenshots newsroom editor` takes only those of the newsroom whose name begins with “editor”.
"""

import re
import sys
import tempfile
from pathlib import Path

from tests import newsroom_screenshots
from tests.browsing import browser
from tests.processes import ROOT, Running

FOLDER = ROOT / "docs" / "screenshots"
PLACES = {  # name: address, width, height, scheme
    "story": ("/en/dossier/karasor-flood/", 1280, 1500, "light"),  # its story about the gates
    "front-kk": ("/kk/", 1280, 1500, "light"),
    "archive-ru-phone": ("/ru/archive/", 360, 1400, "dark"),
}


def main() -> None:
    """Start a demo agency, photograph it, stop it."""
    only_newsroom, only = sys.argv[1:2] == ["newsroom"], "".join(sys.argv[2:3])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        Running(Path(data), DEMO="1", TIME_ZONE=newsroom_screenshots.zone()) as site,
        browser() as chrome,
    ):
        newsroom_screenshots.take(site, chrome, only)
        for name, (address, width, height, scheme) in {} if only_newsroom else PLACES.items():
            page = chrome.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(site.address + address)
            if name == "story":
                page.get_by_role("link", name=re.compile("gates")).first.click()
            elif name.startswith("archive"):
                page.locator(".month a").last.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/screenshots/{name}.png", file=sys.stderr)
            page.close()


if __name__ == "__main__":
    main()
