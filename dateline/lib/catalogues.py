"""Compiled translations: made from the .po files with Babel, so that no gettext tools need to be installed."""

from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_all(folder: Path = LOCALE) -> int:
    """Write the .mo file of every .po file that is newer; how many were written."""
    stale = [po for po in sorted(folder.rglob("*.po")) if _is_stale(po)]
    for po in stale:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        new = po.with_suffix(".mo.new")
        with new.open("wb") as target:
            write_mo(target, catalogue)
        new.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
