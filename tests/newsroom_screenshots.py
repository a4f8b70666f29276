"""Pictures of the newsroom for docs/roles: what each role sees, in three languages; called by `make screenshots`.

The demo's colleagues are photographed at their own work, each of them signed in with the password that the first start
printed. Pictures are WebP files of at most MAX_BYTES: the pages that show them are read on telephones.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.colleagues import sign_in
from tests.processes import PATIENCE_S, ROOT, Running, dateline, python

FOLDER = ROOT / "docs" / "screenshots" / "newsroom"
LANGUAGES = ("kk", "ru", "en")
DESK = {"width": 1440, "height": 960}
PHONE = {"width": 360, "height": 760}
MAX_BYTES = 150_000

HOUR = 20  # what the clocks of the pictures show: the demo's day is over then


def zone() -> str:
    """A time zone in which it is about HOUR now: pictures of a newsroom at night show little."""
    ahead = (HOUR - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}"  # the signs of these names are turned round


Names = dict[str, str]  # language to the colleague who works in it
REPORTERS, EDITORS = {"kk": "aigerim", "ru": "daniyar", "en": "leila"}, {"kk": "gulnar", "ru": "vera", "en": "ilyas"}


def everywhere(name: str) -> Names:
    return dict.fromkeys(LANGUAGES, name)


@dataclass(frozen=True)
class Shot:
    """One picture in each language.

    path   below the newsroom's address; {story} becomes the number of `story`, {language} the language of the picture
    story  which one, by the values of its fields
    do     what is pressed before the picture is taken
    """

    name: str
    who: Names
    path: str = ""
    size: dict[str, int] | None = None
    story: Callable[[str], dict[str, str]] | None = None
    do: Callable[[Page], object] | None = None


def _number(site: Running, **fields: str) -> str:
    """The number of the first story with these fields; of any, if none has them."""
    program = (
        "import json; from dateline.stories.models import Story; "
        f"print(Story.objects.filter(**json.loads({json.dumps(fields)!r})).order_by('pk').values_list('pk', flat=True)[0])"
    )
    return _said(site, program)


def _speak(site: Running, names: set[str], language: str) -> None:
    """Set the language of the newsroom for these colleagues, as they would in their account."""
    program = (
        "from dateline.people.models import User\n"
        f"for user in User.objects.filter(username__in={sorted(names)!r}): user.choose_language({language!r})\n"
        "print('done')"
    )
    _said(site, program)


def _said(site: Running, program: str) -> str:
    process = python(program, site.env)
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return out.strip().splitlines()[-1]


def _open_a_menu_in_review(page: Page) -> None:
    page.locator(".lane[data-lane=review] details.menu > summary").first.click()


def _by_language(**sluglines: str) -> Callable[[str], dict[str, str]]:
    return lambda language: {"slugline": sluglines[language], "language": language}


SHOTS = (
    Shot("reporter-board", REPORTERS),
    Shot(
        "reporter-editor", REPORTERS, "stories/edit/{story}/",
        story=_by_language(kk="sarybulak-wiring", ru="zharyk-mill-flour", en="tuzkol-crane-arrives"),
    ),
    Shot("reporter-my-day", REPORTERS, "planning/my-day/", PHONE),
    Shot("editor-board", EDITORS, do=_open_a_menu_in_review),
    Shot(
        "editor-review", EDITORS, "stories/edit/{story}/",
        story=_by_language(kk="bestau-maternity-ward", ru="tram-line-referendum", en="lakes-data-portal"),
    ),
    Shot("editor-flash", EDITORS, "flash/", PHONE),
    Shot("editor-languages", EDITORS, "languages/"),
    Shot(
        "editor-translation", {"kk": "gulnar", "ru": "vera", "en": "leila"}, "stories/{story}/translate/{language}/",
        story=lambda language: {
            "kk": {"slugline": "tram-line-referendum", "language": "ru"},
            "ru": {"slugline": "tasotkel-bridge-limit", "language": "kk"},
            "en": {"slugline": "regional-jobs", "language": "ru"},
        }[language],
    ),
    Shot("chief-editor-audit", everywhere("botagoz"), "audit/?act=story."),
    Shot("photo-editor-upload", everywhere("erzhan"), "pictures/upload/"),
    Shot("tv-producer-planning", everywhere("kamila"), "planning/?view=week&desk=&language="),
    Shot("client-manager-board", everywhere("dinara"), "", PHONE),
    Shot("administrator-people", everywhere("sanzhar"), "people/"),
)  # fmt: skip


def take(site: Running, chrome: Browser, only: str = "") -> None:
    """Take every picture (or those whose name begins with `only`), when the site has come to rest after its first start."""
    dateline("jobs", "--once", env=site.env, timeout_s=PATIENCE_S)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if shot.name.startswith(only)]
    for language in LANGUAGES:
        _speak(site, {shot.who[language] for shot in shots}, language)
        for name in dict.fromkeys(shot.who[language] for shot in shots):
            context = chrome.new_context(viewport=DESK, timezone_id=zone(), locale=language, reduced_motion="reduce")  # type: ignore[arg-type]
            page = context.new_page()
            sign_in(page, site, name)
            for shot in (shot for shot in shots if shot.who[language] == name):
                _take(page, site, shot, language)
            context.close()


def _take(page: Page, site: Running, shot: Shot, language: str) -> None:
    number = _number(site, **shot.story(language)) if shot.story else ""
    page.set_viewport_size(shot.size or DESK)  # type: ignore[arg-type]
    page.goto(f"{site.address}/newsroom/{shot.path.format(story=number, language=language)}")
    page.wait_for_load_state("networkidle")
    if shot.do:
        shot.do(page)
    file = FOLDER / f"{shot.name}-{language}.webp"
    file.write_bytes(_small(page.screenshot()))
    print(file.relative_to(ROOT), file.stat().st_size, file=sys.stderr)


def _small(png: bytes) -> bytes:
    """As WebP of the best quality that fits."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in (80, 65, 50, 35):
        made = BytesIO()
        picture.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= MAX_BYTES:
            break
    return made.getvalue()
