"""Does every text of the libraries under Dateline exist in Kazakh and Russian, as Django will show it?

Run by `make check` as `python -m tests.check_library_words`: exit code 1 with a line for each fault. With `--write` it
first adds the missing texts, untranslated, to dateline/locale_of_libraries/<folder>/<language>/LC_MESSAGES/, and drops
those that no library says any more.

What a library says is its English catalogue; the few libraries that have none are read as our own code is. How it is
said is asked of Django itself: all catalogues merged, ours before theirs. So an entry is needed only where the library's
own translation is missing or wrong. docs/decisions/0016 says why.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from babel.messages.catalog import Catalog, Message

from tests.check_translations import (
    SOURCE_LANGUAGE,
    each_form,
    entries,
    file_body,
    file_header,
    key,
    placeholders,
    read,
    show,
    texts_of,
)

if TYPE_CHECKING:
    from django.utils.translation.trans_real import DjangoTranslation

DOMAINS = ("django", "djangojs")
FOLDERS = Path(__file__).resolve().parents[1] / "dateline" / "locale_of_libraries"
NOT_READ = {"tests", "migrations", "management", "locale"}  # folders without texts for users
NOT_SHOWN = {"allauth": re.compile(r"(templates/)?(socialaccount|idp|headless)/")}  # parts of a library that are not installed
COUNTS = (0, 1, 2, 3, 5, 10, 11, 12, 21, 22, 25, 100, 101, 111)  # every kind of plural that kk, ru and en know

# Written alike in English and in one of the other languages: names, codes, patterns.
ALIKE = {"ID", "IPv4", "IPv6", "URL", "WebAuthn"}

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_LETTER = re.compile(r"[^\W\d_]")


def main(arguments: Sequence[str] | None = None) -> None:
    """Check what the installed libraries say; exit 1 with a list when something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="first add what is missing and drop what is no longer used")
    write = parser.parse_args(arguments).write
    start_django()
    if write:
        write_missing()
    found = faults()
    print("\n".join([*found, f"{sum(1 for _ in texts())} texts, {len(languages())} languages, {len(found)} faults."]))
    sys.exit(1 if found else 0)


def start_django() -> None:
    """With the catalogues compiled as they are now."""
    from dateline.lib import catalogues

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
    catalogues.compile_all()
    import django

    django.setup()


def languages() -> list[str]:
    """The languages that the libraries must speak besides their own."""
    from django.conf import settings

    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


# --- what the libraries say -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Library:
    """One installed app that is not ours, or a package whose words stand on screens without being one."""

    name: str  # wagtail.admin
    path: Path

    @property
    def folder(self) -> str:
        """Where we keep what it lacks; Wagtail's largest part has a folder for itself."""
        if self.name.startswith("wagtail") and self.name != "wagtail.admin":
            return "wagtail_rest"
        return self.name.split(".")[0]

    def texts(self, domain: str) -> Iterator[Message]:
        """Every text that it may show, in English."""
        english = self.path / "locale" / SOURCE_LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
        if english.exists():
            yield from (text for text in entries(read(english, SOURCE_LANGUAGE)) if self._shows(text))
        elif domain == "django":
            yield from entries(self._texts_of_code())

    def _shows(self, text: Message) -> bool:
        hidden = NOT_SHOWN.get(self.name)
        return not (hidden and text.locations and all(hidden.match(place) for place, _line in text.locations))

    def _texts_of_code(self) -> Catalog:
        found = Catalog()
        for file in sorted(self.path.rglob("*.py")):
            if NOT_READ.isdisjoint(file.relative_to(self.path).parts):
                for message, _comments, context in texts_of(file):
                    found.add(message, context=context)
        return found


def libraries() -> list[Library]:
    """Installed apps first come first; then Django's own words, and those of the filters beside Wagtail's lists."""
    import django
    import django_filters
    from django.apps import apps

    installed = [Library(app.name, Path(app.path)) for app in apps.get_app_configs() if not app.name.startswith("dateline")]
    core = Library("django.conf", Path(django.__file__).parent / "conf")
    return [*installed, core, Library("django_filters", Path(django_filters.__file__).parent)]


def texts() -> Iterator[tuple[Library, str, Message]]:
    """Each text of each library once, with the domain that it belongs to."""
    for domain in DOMAINS:
        seen = set()
        for library in libraries():
            for text in library.texts(domain):
                if (key(text), text.context) not in seen:
                    seen.add((key(text), text.context))
                    yield library, domain, text


# --- how it is said ---------------------------------------------------------------------------------------------------


def merged(language: str, domain: str) -> "DjangoTranslation":
    """What Django makes of all catalogues of one language, without falling back on another language."""
    from django.apps import apps
    from django.test.utils import override_settings
    from django.utils.translation.trans_real import DjangoTranslation

    script = None if domain == "django" else [os.path.join(apps.get_app_config("wagtailadmin").path, "locale")]  # as Wagtail's view does
    with override_settings(LANGUAGE_CODE=language):
        return DjangoTranslation(language, domain=domain, localedirs=script)


def said(translation: "DjangoTranslation", text: Message) -> dict[str, list[int]]:
    """The translations of a text, each with the counts that it is for."""
    if not text.pluralizable:
        only = translation.pgettext(text.context, key(text)) if text.context else translation.gettext(key(text))
        return {only: []}
    one, many = each_form(text.id)
    found: dict[str, list[int]] = {}
    for count in COUNTS:
        form = translation.npgettext(text.context, one, many, count) if text.context else translation.ngettext(one, many, count)
        found.setdefault(form, []).append(count)
    return found


# --- what is wrong ----------------------------------------------------------------------------------------------------


def faults() -> list[str]:
    """What the libraries would say wrongly or in English, a line each; then what our own folders have in excess."""
    wanted = list(texts())
    found = []
    for language in languages():
        translations = {domain: merged(language, domain) for domain in DOMAINS}
        for library, domain, text in wanted:
            wrong = text_faults(text, said(translations[domain], text))
            found += [f"{language}: {fault}: {library.name}: {show(text)}" for fault in wrong]
        found += [f"{language}: {fault}" for fault in folder_faults(language, wanted)]
    return found


def text_faults(text: Message, translations: dict[str, list[int]]) -> Iterator[str]:
    """What is wrong with the way one text is said."""
    originals = each_form(text.id)
    for form, counts in translations.items():
        if not form.strip():
            yield "empty"
        elif form in originals:
            if not is_alike(form):
                yield "not translated"
        else:
            fitting = originals if counts == [1] else originals[-1:]  # “one page” may do without its number
            if placeholders(form) not in [placeholders(original) for original in fitting]:
                yield f"other placeholders in “{form}”"
            if tags(form) not in [tags(original) for original in fitting]:
                yield f"other tags in “{form}”"


def is_alike(text: str) -> bool:
    """May this stand untranslated? Names may, and what has no word outside its placeholders."""
    words = _TAG.sub("", text)
    for placeholder in placeholders(text):
        words = words.replace(placeholder, "")
    return text in ALIKE or not _LETTER.search(words)


def tags(text: str) -> list[str]:
    """The HTML tags of a text, sorted."""
    return sorted(_TAG.findall(text))


def folder_faults(language: str, wanted: Iterable[tuple[Library, str, Message]]) -> Iterator[str]:
    """Entries of our own folders that are fuzzy, that no library says, or that another folder of ours says differently."""
    known = {(domain, key(text), text.context) for _library, domain, text in wanted}
    first: dict[tuple[str, str, str | None], str] = {}
    for file in sorted(FOLDERS.glob(f"*/{language}/LC_MESSAGES/*.po")):
        for entry in entries(read(file, language)):
            place = f"{show(entry)} in {file.relative_to(FOLDERS)}"
            identity = (file.stem, key(entry), entry.context)
            if entry.fuzzy:
                yield f"fuzzy: {place}"
            if identity not in known:
                yield f"no longer used: {place}"
            if first.setdefault(identity, str(entry.string)) != str(entry.string):
                yield f"said differently elsewhere: {place}"


# --- bringing the folders up to date ----------------------------------------------------------------------------------


def write_missing() -> None:
    """Add what is missing to the folder of its library, empty; drop what no library says. The rest stays as it was."""
    wanted = list(texts())
    for language in languages():
        translations = {domain: merged(language, domain) for domain in DOMAINS}
        for folder in sorted({library.folder for library, _domain, _text in wanted}):
            for domain in DOMAINS:
                file = FOLDERS / folder / language / "LC_MESSAGES" / f"{domain}.po"
                missing = [
                    (library, text)
                    for library, its_domain, text in wanted
                    if its_domain == domain and library.folder == folder and any(text_faults(text, said(translations[domain], text)))
                ]
                update(file, language, missing, {(key(text), text.context) for _, its_domain, text in wanted if its_domain == domain})


def update(file: Path, language: str, missing: list[tuple[Library, Message]], known: set[tuple[str, str | None]]) -> None:
    """One .po file: its entries that are still `known`, and the `missing` ones that it lacks."""
    old = read(file, language) if file.exists() else Catalog(locale=language)
    new = Catalog(locale=language, header_comment=old.header_comment if file.exists() else "")
    new.mime_headers = [("Plural-Forms", old.plural_forms)]
    for entry in entries(old):
        if (key(entry), entry.context) in known:
            places = [place for place, _line in entry.locations]
            _add(new, entry, entry.string, places)
    for library, text in missing:
        if new.get(key(text), text.context) is None:
            _add(new, text, ("",) * old.num_plurals if text.pluralizable else "", [library.name.replace(".", "/")])
    if entries(new) != [] or file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(file_header(new, language) + file_body(new))


def _add(catalogue: Catalog, entry: Message, string: str | tuple[str, ...] | list[str] | None, places: list[str]) -> None:
    locations = [(place, cast(int, None)) for place in places]  # Babel writes no number for None
    flags = entry.flags & {"fuzzy", "python-format", "python-brace-format"}
    catalogue.add(entry.id, string, locations=locations, flags=flags, user_comments=entry.user_comments, context=entry.context)


if __name__ == "__main__":
    main()
