"""Compiled translations: made from the .po files with Babel, so that no gettext tools need to be installed."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"  # what Dateline itself says
LIBRARIES = PACKAGE / "locale_of_libraries"  # what the libraries under it say: a folder each, see docs/decisions/0016


def folders() -> list[str]:
    """Django's LOCALE_PATHS: the first that knows a text wins, and all of them win over what a library brings along."""
    return [str(LOCALE), *(str(library) for library in sorted(LIBRARIES.iterdir()) if library.is_dir())]


def compile_all(*roots: Path) -> int:
    """Write the .mo file of every .po file under `roots` (all of ours unless given) that is newer; how many were written."""
    stale = [po for root in roots or (LOCALE, LIBRARIES) for po in sorted(root.rglob("*.po")) if _is_stale(po)]
    for po in stale:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        new = po.with_suffix(f".mo.{os.getpid()}")  # processes that start together do not write into each other's file
        with new.open("wb") as target:
            write_mo(target, catalogue)
        new.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
