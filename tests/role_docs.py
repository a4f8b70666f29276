"""The labels that docs/roles name: are they the words of the screens?

In those pages bold means a label: a button, a field, a menu entry. In Kazakh and Russian the English text of the source
follows it in a comment, `**Сақтау**<!-- newsroom|Save -->`, with its context before the bar, if it has one. Run as
`python -m tests.role_docs` this puts the translations of today into the pages; tests/test_role_docs.py compares them.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.text import capfirst

from tests.check_translations import catalogue_file
from tests.processes import ROOT

FOLDER = Path("docs", "roles")
LANGUAGES = ("kk", "ru", "en")
SOURCE = "en"
PAGES = ("reporter", "editor", "chief-editor", "photo-editor", "tv-producer", "client-manager", "administrator")

_LABEL = re.compile(r"\*\*(?P<said>[^*\n]+)\*\*(?:<!-- (?:(?P<context>[^|>\n]+)\|)?(?P<text>[^>\n]+?) -->)?")


def main() -> None:
    """Rewrite the labels of every page that is not in English."""
    for language in LANGUAGES:
        for page in pages(ROOT, language):
            before = page.read_text("utf-8")
            after = rewritten(before, language)
            if after != before:
                page.write_text(after, "utf-8")
                print(page.relative_to(ROOT), file=sys.stderr)


def pages(root: Path, language: str) -> Iterator[Path]:
    return iter(root / FOLDER / language / f"{name}.md" for name in PAGES)


def rewritten(page: str, language: str) -> str:
    """The page with each label as the catalogue has it; what it does not have stays."""

    def said(found: re.Match[str]) -> str:
        if not found["text"]:
            return found[0]
        return found[0].replace(found["said"], _as_shown(language, found) or found["said"], 1)

    return _LABEL.sub(said, page)


def faults(root: Path) -> list[str]:
    """Labels that no screen has, and labels that a screen has in other words."""
    return [
        f"{page.relative_to(root)}: {fault}"
        for language in LANGUAGES for page in pages(root, language) for fault in page_faults(page.read_text("utf-8"), language)
    ]  # fmt: skip


def page_faults(page: str, language: str) -> list[str]:
    found = []
    for label in _LABEL.finditer(page):
        text = label["said"] if language == SOURCE else label["text"]
        if not text:
            found.append(f"**{label['said']}** has no English text behind it")
        elif not _is_known(text, label["context"], language):
            found.append(f"no screen says “{text}”")
        elif language != SOURCE and (now := _as_shown(language, label)) not in ("", label["said"]):
            found.append(f"“{label['said']}” is “{now}” on the screen; python -m tests.role_docs writes it so")
    return found


def _as_shown(language: str, label: re.Match[str]) -> str:
    """The translation, with the capital that the label of a field has on the screen."""
    said = translation(language, label["text"], label["context"])
    return capfirst(said) if label["said"][:1].isupper() else said


def translation(language: str, text: str, context: str | None) -> str:
    """What the screens say; empty when nobody has translated it yet."""
    message = catalogue(language).get(text, context)
    said = message.string if message and not message.fuzzy else ""
    return said if isinstance(said, str) else (said or [""])[0]


def _is_known(text: str, context: str | None, language: str) -> bool:
    if language != SOURCE:
        return catalogue(language).get(text, context) is not None
    return not {text, text[:1].lower() + text[1:]}.isdisjoint(_english())


@cache
def _english() -> set[str]:
    return {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue("kk") if message.id}


@cache
def catalogue(language: str) -> Catalog:
    with catalogue_file(ROOT, language).open("rb") as file:
        return read_po(file, locale=language)


if __name__ == "__main__":
    main()
