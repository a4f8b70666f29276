"""`dateline --help`: Dateline's own commands first, Django's and Wagtail's only on request (`dateline help --all`)."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class
from django.utils import translation

from dateline import __version__
from dateline.lib import catalogues

ROOM_PREFIX = "dateline."
ALSO_OURS = ("createsuperuser", "changepassword", "migrate", "shell")  # Django's, but an administrator needs them


def own_commands() -> dict[str, str]:
    """Name of each command of a room, and the app it is in; sorted by name."""
    found = {name: app for name, app in get_commands().items() if isinstance(app, str) and app.startswith(ROOM_PREFIX)}
    return dict(sorted(found.items()))


def help_text() -> str:
    """All commands of Dateline, a line each."""
    lines = ["Dateline, the publishing system that a news agency runs itself.", "", "Usage: dateline COMMAND [options]", ""]
    everything = get_commands()
    for name, app in {**own_commands(), **{name: everything[name] for name in ALSO_OURS}}.items():
        first = (load_command_class(app, name) if isinstance(app, str) else app).help.strip().split(". ")[0].rstrip(".")
        lines.append(f"  {name:<18} {first}.")
    return "\n".join([*lines, "", "dateline COMMAND --help explains one; dateline help --all lists Django's commands too."])


def _speak_the_terminals_language() -> None:
    """Kazakh or Russian when LANG says so, else English: what a command prints is for the person at the terminal."""
    code = os.environ.get("LANG", "")[:2]
    translation.activate(code if code in ("kk", "ru") else "en")


def run_command(argv: list[str]) -> None:
    """Run the command that `argv` names. A wrong setting is told in one line, exit code 2."""
    if argv[1:] == ["--version"]:
        print(f"Dateline {__version__}")
        return
    asks_for_help = len(argv) == 1 or argv[1:] in (["--help"], ["-h"], ["help"])
    try:
        catalogues.compile_all()  # before Django reads them; nothing to do unless one changed
        django.setup()
        _speak_the_terminals_language()
        if asks_for_help:
            print(help_text())
            return
        ManagementUtility([argv[0], *(["help"] if argv[1:] == ["help", "--all"] else argv[1:])]).execute()
    except KeyboardInterrupt:
        print("\ndateline: Interrupted. What was not finished is done by the next start.", file=sys.stderr)
        sys.exit(130)
    except ImproperlyConfigured as error:
        print(f"dateline: {error}", file=sys.stderr)
        sys.exit(2)
