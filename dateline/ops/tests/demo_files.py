"""A small demo as files, for the tests of the loader."""

import shutil
from pathlib import Path

from dateline.ops.demo.reading import FILES

_TEXTS = ("name", "full_name", "tagline", "about", "imprint", "contact", "rights_notice", "terms", "tv_name", "picture_credit")
_LANGUAGES = ("kk", "ru", "en")

_AGENCY = "\n".join(
    [
        "[agency]",
        'email = "newsroom@agency.example"',
        'security_email = "security@agency.example"',
        "founded = 1994",
        *(f"[agency.{language}]\n" + "\n".join(f'{name} = "{name} {language}"' for name in _TEXTS) for language in _LANGUAGES),
        '[[sections]]\nslug = "regions"\norder = 1\nkk = "Өңірлер"\nru = "Регионы"\nen = "Regions"',
        '[[people]]\nslug = "aigerim-tolen"\nsections = ["regions"]',
        'name = { kk = "Айгерім Төлен", ru = "Айгерим Толен", en = "Aigerim Tolen" }',
        'role = { kk = "Тілші", ru = "Корреспондент", en = "Correspondent" }',
        'bio = { kk = "Су туралы жазады.", ru = "Пишет о воде.", en = "Writes about water." }',
        '[[series]]\nslug = "flood"\nkk = "Су тасқыны"\nru = "Паводок"\nen = "The flood"',
    ]
)

GATES = """
slugline = "gates"
section = "regions"
urgency = 4
days_ago = 0
time = "09:54"
subjects = ["medtop:06000000"]
authors = ["aigerim-tolen"]
picture = "reservoir"
views = 2000
series = "flood"

[[sources]]
role = "said"
kk = "Су бөлімі"
ru = "Водхоз"
en = "Water Office"

[ru]
headline = "Открыты два затвора"
lead = "Сброс доведут до 148 кубометров."
dateline = "КАРАСОР"
caption = "Плотина."
alt = "Плотина с пятью затворами."
body = "Первый абзац."

[en]
headline = "Two gates opened"
lead = "The release is to reach 148 cubic metres."
caption = "The dam."
alt = "A dam with five gates."
body = \"\"\"
The gates cost 1\u00a0200\u00a0tenge
each.

## Downstream

Crossings are shut.
\"\"\"
"""

TRAM = """
slugline = "tram"
section = "regions"
urgency = 5
days_ago = 2
time = "16:23"
subjects = ["medtop:06000000"]
views = 300

[kk]
headline = "Трамвай жүрді"
lead = "Жаңа бағыт ашылды."
body = "Бірінші абзац."
"""


def write_demo(folder: Path, *, agency: str = _AGENCY, **stories: str) -> Path:
    """Write the files of a demo into `folder`: by default the stories `gates` and `tram`. Returns `folder`."""
    (folder / "stories").mkdir(parents=True)
    (folder / "agency.toml").write_text(agency, "utf-8")
    for slugline, text in (stories or {"gates": GATES, "tram": TRAM}).items():
        (folder / "stories" / f"{slugline}.toml").write_text(text, "utf-8")
    return folder


NEWSROOM = """
[[colleagues]]
username = "admin-of-demo"
first_name = "Санжар"
last_name = "Байтас"
language = "kk"
duties = [{ role = "administrator" }]

[[colleagues]]
username = "writer"
first_name = "Айгерім"
last_name = "Төлен"
language = "ru"
author = "aigerim-tolen"
duties = [{ role = "reporter", desk = "regions" }]

[[colleagues]]
username = "boss"
first_name = "Boss"
last_name = "Taiman"
language = "en"
duties = [{ role = "editor" }]
"""

WORK = """
slugline = "bridge"
section = "regions"
urgency = 5

[ru]
headline = "Мост открыт для всех"
lead = "Ограничение снято."
body = "Мост открыт."
steps = [
    { at = "-1 h", by = "writer", act = "write" },
    { at = "-40 min", by = "writer", act = "hand_in", note = "Проверено." },
    { at = "-20 min", by = "boss", act = "send_back", note = "Кто сказал?" },
]

[en]
headline = "The bridge is open to everybody"
lead = "The limit is gone."
body = "The bridge is open."
steps = [{ at = "-10 min", by = "writer", act = "translate", from = "ru" }]
"""


def write_newsroom(folder: Path, *, newsroom: str = NEWSROOM, work: str = WORK) -> Path:
    """Add a newsroom with three people and one work to a demo that `write_demo` has written. Returns `folder`."""
    (folder / "work").mkdir()
    (folder / "newsroom.toml").write_text(newsroom, "utf-8")
    (folder / "work" / "bridge.toml").write_text(work, "utf-8")
    return folder


def shipped_with_few_stories(folder: Path) -> Path:
    """The demo that Dateline brings, but of its public stories only those that its newsroom changes. Returns `folder`."""
    shutil.copytree(FILES / "work", folder / "work")
    (folder / "stories").mkdir()
    for name in ("zharyk-wagons", "regional-prices"):
        shutil.copy(FILES / "stories" / f"{name}.toml", folder / "stories")
    for name in ("agency.toml", "newsroom.toml"):
        shutil.copy(FILES / name, folder)
    return folder
