"""Does the documentation still tell the truth? Names every setting, command, room and link that is missing or dead.

Run by `make check` as `python -m tests.check_docs`. Exit code 1 when anything was found, with a line for each.
"""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
NOT_ROOMS = {"locale"}  # packages of `dateline` that hold data, not code
NOT_OURS = {".venv", "data", "build", "node_modules"}  # folders whose .md files are not ours
COMPUTED = {"SITE_URL", "MAIL_FROM"}  # settings whose default depends on another one

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_SETTING = re.compile(r"^`([A-Z][A-Z0-9_]*)`$")
_COMMAND = re.compile(r"^`dateline ([a-z][a-z0-9_-]*)`$")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
_ROOM = re.compile(r"^\|\s*\d+\s*\|\s*`([a-z_]+)`\s*\|")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """What stands between one heading of a page and the next of the same or a higher level."""

    title: str
    text: str


def main() -> None:
    """Check this checkout; exit 1 with a list when something is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
    import django

    django.setup()
    found = everything(ROOT)
    print("\n".join(found))
    sys.exit(1 if found else 0)


def everything(root: Path) -> list[str]:
    """All that is wrong with the documentation of the checkout in `root`. Django is set up."""
    from dateline.lib import env

    return [
        *setting_faults(_read(root / "docs/settings.md"), env.READ),
        *command_faults(_read(root / "docs/commands.md"), own_options(), also=django_commands()),
        *room_faults(root),
        *link_faults(root),
    ]


# --- settings ---------------------------------------------------------------------------------------------------------


def setting_faults(page: str, read: Mapping[str, object]) -> list[str]:
    """What `page` (docs/settings.md) lacks or invents. `read` is `lib.env.READ`: name to default."""
    documented = {match[1]: section.text for section in sections(page) if (match := _SETTING.match(section.title))}
    return [
        *(f"docs/settings.md: {name} is read by the settings and has no heading." for name in read if name not in documented),
        *(f"docs/settings.md: {name} is described, but nothing reads it." for name in documented if name not in read),
        *(
            f"docs/settings.md: {name} must say “{_default(read[name])}”."
            for name, text in documented.items()
            if name in read and name not in COMPUTED and _default(read[name]) not in text
        ),
    ]


def _default(value: object) -> str:
    if value is None or value == "":
        return "Default: none"
    return f"Default: `{int(value) if isinstance(value, bool) else value}`"


# --- commands ---------------------------------------------------------------------------------------------------------


def own_options() -> dict[str, set[str]]:
    """Each command of Dateline and its own long options."""
    from django.core.management import load_command_class
    from django.core.management.base import BaseCommand

    from dateline.ops.commands import own_commands

    def options(command: BaseCommand) -> set[str]:
        actions = command.create_parser("dateline", "")._actions
        return {option for action in actions for option in action.option_strings if option.startswith("--")}

    everybodys = options(BaseCommand())
    return {name: options(load_command_class(app, name)) - everybodys for name, app in own_commands().items()}


def django_commands() -> set[str]:
    """Django's commands that `dateline --help` names: they may be described."""
    from dateline.ops.commands import ALSO_OURS

    return set(ALSO_OURS)


def command_faults(page: str, commands: Mapping[str, set[str]], *, also: Iterable[str] = ()) -> list[str]:
    """What `page` (docs/commands.md) lacks or invents.

    commands  each command and its options (`--once`)
    also      other commands that may be described
    """
    documented = {match[1]: section.text for section in sections(page) if (match := _COMMAND.match(section.title))}
    found = [f"docs/commands.md: `dateline {name}` has no heading." for name in commands if name not in documented]
    for name, text in documented.items():
        if name in commands:
            named = set(_OPTION.findall(text))
            found += [f"docs/commands.md: `dateline {name}` takes {option}, which is not described." for option in commands[name] - named]
        elif name not in also:
            found.append(f"docs/commands.md: `dateline {name}` is described, but there is no such command.")
    return sorted(found)


# --- rooms ------------------------------------------------------------------------------------------------------------


def room_faults(root: Path) -> list[str]:
    """Rooms without a docstring, without a row in README's map, without an import contract; and rooms only told of."""
    rooms = {file.parent.name: file for file in sorted((root / "dateline").glob("*/__init__.py")) if file.parent.name not in NOT_ROOMS}
    mapped = {match[1] for line in _read(root / "README.md").splitlines() if (match := _ROOM.match(line))}
    guarded = _guarded(root / "pyproject.toml")
    return [
        *(f"{_name(file, root)} has no docstring." for file in rooms.values() if not ast.get_docstring(ast.parse(_read(file)))),
        *(f"README.md: the room `{room}` is missing in the map." for room in rooms if room not in mapped),
        *(f"README.md: the map names `{room}`, and there is no such room." for room in sorted(mapped) if room not in rooms),
        *(f"pyproject.toml: the room `{room}` is in no import contract." for room in rooms if room not in guarded),
    ]


def _guarded(pyproject: Path) -> set[str]:
    """The rooms that a contract of import-linter names."""
    settings = tomllib.loads(_read(pyproject)).get("tool", {}).get("importlinter", {})
    layers = [layer for contract in settings.get("contracts", []) for layer in contract.get("layers", [])]
    return {room.strip("() ") for layer in layers for room in re.split(r"[|:]", layer)}


# --- links ------------------------------------------------------------------------------------------------------------


def link_faults(root: Path) -> list[str]:
    """Every relative link in a .md file that leads nowhere: no such file, or no such heading in it."""
    return [fault for page in _pages(root) for target in _links(_read(page)) if (fault := _link_fault(page, target, root))]


def _pages(root: Path) -> list[Path]:
    def is_ours(page: Path) -> bool:
        parts = page.relative_to(root).parts
        return parts[0] not in NOT_OURS and not any(part.startswith(".") for part in parts)

    return sorted(page for page in root.rglob("*.md") if is_ours(page))


def _links(text: str) -> Iterator[str]:
    for line in _without_code(text):
        yield from (target for target in _LINK.findall(re.sub(r"`[^`]*`", "", line)) if not _OUTSIDE.match(target))


def _link_fault(page: Path, target: str, root: Path) -> str:
    path, _hash, anchor = unquote(target).partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return f"{_name(page, root)}: the link to {target} is dead."
    if anchor and file.suffix == ".md" and anchor not in anchors(_read(file)):
        return f"{_name(page, root)}: the link to {target} is dead, the page has no such heading."
    return ""


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings as GitHub makes them; repeated headings are not told apart."""
    return {re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-") for section in sections(page)}


# --- reading ----------------------------------------------------------------------------------------------------------


def sections(page: str) -> list[Section]:
    """The headings of a page with the text under them, text of lower headings included."""
    lines = page.splitlines()
    prose = {number for number, _line in _prose(lines)}
    heads = [(n, len(m[1]), m[2]) for n, line in enumerate(lines) if n in prose and (m := _HEADING.match(line))]
    found = []
    for index, (start, level, title) in enumerate(heads):
        end = next((n for n, other, _title in heads[index + 1 :] if other <= level), len(lines))
        found.append(Section(title, "\n".join(lines[start + 1 : end])))
    return found


def _without_code(text: str) -> Iterator[str]:
    return (line for _number, line in _prose(text.splitlines()))


def _prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The numbered lines that are not in a fenced block of code."""
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


if __name__ == "__main__":
    main()
