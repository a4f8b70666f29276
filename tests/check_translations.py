"""Is every text translated? Compares what the program says with dateline/locale/<language>/LC_MESSAGES/django.po.

Run by `make check` as `python -m tests.check_translations`: exit code 1 with a line for each fault. With `--write` it
first adds the missing texts to the catalogues, untranslated, and drops those no longer used.

Texts are found without gettext tools: Django turns a template into Python (`templatize`), Babel reads the Python.
English has no catalogue: the texts in the source are English, in both numbers, and Django falls back on them.
An entry whose every location lies outside `dateline/` translates a text of Django or Wagtail, and stays.
Words that stand in an .html template outside every translation tag are a fault too.
"""

import argparse
import gettext
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import PoFileError, read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "dateline"
SOURCE_LANGUAGE = "en"
NOT_READ = {"tests", "migrations", "testing.py", "conftest.py"}  # names of folders and files without texts for users
TEMPLATES = {".html", ".txt", ".xml"}
LAZY = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None, **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in LAZY}}
COMMENT_TAGS = ["Translators:"]
ENOUGH = 200  # counts tried to see which of them a plural form is for

NAMES = {"Atom", "Dateline", "RSS", "Telegram", "WhatsApp"}  # written alike in every language

_KEYS = re.compile(r"<kbd>[^<]*</kbd>")  # what is engraved on a key is the same in every language
_INVISIBLE = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_READ_ALOUD = re.compile(r"\b(?:alt|aria-label|placeholder|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
# %(name)s, %s, {name}; not {{ and }}
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|(?<!%)(?:%%)*(%[sdrf])|(?<!\{)(\{\w*\})(?!\})")


def main(arguments: Sequence[str] | None = None) -> None:
    """Check the catalogues of this checkout; exit 1 with a list when something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="first add what is missing and drop what is no longer used")
    write = parser.parse_args(arguments).write
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
    from django.conf import settings

    languages = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
    wanted = texts(ROOT)
    if write:
        for language in languages:
            update(catalogue_file(ROOT, language), language, wanted)
    found = [fault for language in languages for fault in file_faults(catalogue_file(ROOT, language), language, wanted)]
    found += template_faults(ROOT)
    print("\n".join([*found, f"{len(wanted)} texts, {len(languages)} languages, {len(found)} faults."]))
    sys.exit(1 if found else 0)


def catalogue_file(root: Path, language: str) -> Path:
    """Where the translations of one language are."""
    return root / PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


# --- what the program says --------------------------------------------------------------------------------------------


def texts(root: Path) -> Catalog:
    """Every translatable text of the Python files and templates under `root`/dateline; locations without line numbers."""
    found = Catalog()
    for file in sorted((root / PACKAGE).rglob("*")):
        path = file.relative_to(root)
        if not NOT_READ.isdisjoint(path.parts) or not (file.suffix == ".py" or (file.suffix in TEMPLATES and "templates" in path.parts)):
            continue
        for message, comments, context in texts_of(file):
            found.add(message, locations=_without_lines([(path.as_posix(), 0)]), auto_comments=comments, context=context)
    return found


def texts_of(file: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        source = _flush_left(templatize(source, origin=file.as_posix()))
    options = {"encoding": "utf-8"}
    for _line, message, comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, COMMENT_TAGS, options):
        if message and message[0]:
            yield message, comments, context


def _flush_left(source: str) -> str:
    """A template as Python keeps its indentation, which means nothing there and is not valid Python either."""
    return "\n".join(line.lstrip() for line in source.split("\n"))


def template_faults(root: Path) -> list[str]:
    """The .html templates under `root`/dateline that show words outside every translation tag."""
    files = [file for file in sorted((root / PACKAGE).rglob("*.html")) if "templates" in file.parts]
    return [
        f"{file.relative_to(root).as_posix()}: not translatable: {', '.join(found)}"
        for file in files
        if (found := plain_words(file.read_text(encoding="utf-8")))
    ]


def plain_words(template: str) -> list[str]:
    """The words of a template that readers see or hear and that no translation tag has."""
    markup = _KEYS.sub(" ", _INVISIBLE.sub(" ", _outside_tags(template)))
    heard = " ".join(double or single for double, single in _READ_ALOUD.findall(markup))
    words = _WORD.findall(unescape(f"{_TAG.sub(' ', markup)} {heard}"))
    return [word for word in dict.fromkeys(words) if word not in NAMES]


def _outside_tags(template: str) -> str:
    """The template without its tags and variables, and without what blocktranslate, comment and {% block …_class %} enclose."""
    kept, until = [], ""
    for token in Lexer(template).tokenize():
        tag, *words = token.contents.split() if token.token_type == TokenType.BLOCK else [""]
        if until:
            until = "" if tag == until else until
        elif tag in ("blocktranslate", "blocktrans", "comment") or (tag == "block" and words[0].endswith("_class")):
            until = f"end{tag}"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    return "\u200b".join(kept)  # no word goes on across a tag


# --- what is wrong with a catalogue -----------------------------------------------------------------------------------


def file_faults(file: Path, language: str, wanted: Catalog) -> list[str]:
    """What is wrong with one .po file, a line each."""
    if not file.exists():
        return [f"{language}: there is no {file.name}; make it with python -m tests.check_translations --write"]
    try:
        return [f"{language}: {fault}" for fault in faults(read(file, language), wanted)]
    except PoFileError as error:
        return [f"{language}: {file.name} cannot be read: {error}"]


def faults(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What `catalogue` lacks, leaves empty, guesses, or has wrong; then what it has in excess."""
    found = [] if _has_plural_rule(catalogue) else ["the header has no usable Plural-Forms"]
    for text in entries(wanted):
        entry = catalogue.get(key(text), text.context)
        if entry is None:
            found.append(f"missing: {show(text)}")
        elif entry.id != text.id:
            found.append(f"another plural than in the source: {show(text)}")
    for entry in entries(catalogue):
        if _is_ours(entry) and wanted.get(key(entry), entry.context) is None:
            found.append(f"no longer used: {show(entry)}")
        else:
            found += [f"{fault}: {show(entry)}" for fault in _entry_faults(entry, catalogue)]
    return found


def _entry_faults(entry: Message, catalogue: Catalog) -> Iterator[str]:
    forms = each_form(entry.string)
    if entry.fuzzy:
        yield "fuzzy"
    if not any(forms):
        yield "empty"
        return
    if entry.pluralizable and (len(forms) != catalogue.num_plurals or not all(forms)):
        yield f"{sum(map(bool, forms))} of {catalogue.num_plurals} plural forms"
    for number, form in enumerate(forms):
        if form and not _placeholders_fit(entry, form, number, catalogue):
            yield f"other placeholders in “{form}”"


def _placeholders_fit(entry: Message, form: str, number: int, catalogue: Catalog) -> bool:
    """The same placeholders; a form for one single count may leave out what the English singular leaves out."""
    originals = [placeholders(original) for original in each_form(entry.id)]
    mine = placeholders(form)
    if len(originals) > 1 and _counts(catalogue, number) == 1:
        return mine in originals
    return mine == originals[-1]


def placeholders(text: str) -> list[str]:
    """The placeholders of a text, sorted: %(name)s, %s, {name}."""
    return sorted(next(part for part in (match[1], match[2], match[0]) if part) for match in _PLACEHOLDER.finditer(text))


def _counts(catalogue: Catalog, form: int) -> int:
    """For how many counts up to ENOUGH the plural rule chooses this form."""
    rule = gettext.c2py(catalogue.plural_expr)
    return sum(rule(count) == form for count in range(ENOUGH))


def _has_plural_rule(catalogue: Catalog) -> bool:
    try:
        rule = gettext.c2py(catalogue.plural_expr)
    except ValueError:
        return False
    return {rule(count) for count in range(ENOUGH)} <= set(range(catalogue.num_plurals))


# --- bringing a catalogue up to date ----------------------------------------------------------------------------------


def update(file: Path, language: str, wanted: Catalog) -> None:
    """Add to `file` what is missing, untranslated; drop what is no longer used; write the rest as it was, sorted.

    A singular that has got a plural keeps its translation as the first form. Nothing else of a translation changes.
    """
    old = read(file, language) if file.exists() else Catalog(locale=language)
    new = Catalog(locale=language, header_comment=old.header_comment if file.exists() else "")
    new.mime_headers = [("Plural-Forms", old.plural_forms)]
    for text in [*entries(wanted), *(entry for entry in entries(old) if not _is_ours(entry))]:
        known = old.get(key(text), text.context)
        new.add(
            text.id,
            _fitted(text, known, old.num_plurals),
            locations=sorted(_without_lines(text.locations)),
            flags={"fuzzy"} if known and known.fuzzy else (),
            auto_comments=text.auto_comments,
            user_comments=known.user_comments if known else (),
            context=text.context,
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(file_header(new, language) + file_body(new))


def _fitted(text: Message, known: Message | None, forms: int) -> str | tuple[str, ...]:
    old = list(each_form(known.string)) if known else []
    if not text.pluralizable:
        return old[0] if old else ""
    return tuple((old + [""] * forms)[:forms])


def file_header(catalogue: Catalog, language: str) -> bytes:
    """Only what machines need: no dates, no names, no versions, so that a diff shows translations and nothing else."""
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    comment = "".join(f"{line}\n" for line in [catalogue.header_comment.strip()] if line)
    return (comment + 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n").encode()


def file_body(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_po(target, catalogue, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return target.getvalue()


# --- entries ----------------------------------------------------------------------------------------------------------


def read(file: Path, language: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def entries(catalogue: Catalog) -> list[Message]:
    return [entry for entry in catalogue if entry.id]


def key(entry: Message) -> str:
    return each_form(entry.id)[0]


def each_form(value: str | Iterable[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(form or "" for form in value)


def _without_lines(locations: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(path, cast(int, None)) for path in dict.fromkeys(path for path, _line in locations)]  # Babel writes no number for None


def _is_ours(entry: Message) -> bool:
    return not entry.locations or any(path.startswith(f"{PACKAGE}/") for path, _line in entry.locations)


def show(entry: Message) -> str:
    where = next((path for path, _line in entry.locations), "")
    context = f" [{entry.context}]" if entry.context else ""
    return f"“{key(entry)}”{context}{f' ({where})' if where else ''}"


if __name__ == "__main__":
    main()
