"""The command `dateline`. `dateline --help` lists what it can do; every command explains itself with --help."""

import os
import sys

PROGRAM = "dateline"


def main() -> None:
    """Run one command of Dateline with the words of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
    from dateline.ops.commands import run_command

    run_command([PROGRAM, *sys.argv[1:]])


if __name__ == "__main__":
    main()
