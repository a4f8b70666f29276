"""The libraries under Dateline speak Kazakh and Russian, and the check that says so can fail."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.test import RequestFactory
from django.utils import translation
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from wagtail.admin.views.i18n import js_catalog

from dateline.lib import catalogues
from tests import check_library_words
from tests.check_library_words import Library, faults, is_alike, merged, said, text_faults, texts, update
from tests.check_translations import entries, key, read

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def test_every_text_of_every_library_is_translated() -> None:
    assert faults() == []


def test_the_libraries_are_asked_and_not_only_wagtail() -> None:
    asked = {library.name for library, _domain, _text in texts()}
    assert asked >= {"wagtail", "wagtail.admin", "wagtail.images", "wagtail.users", "django.contrib.auth", "django.conf", "axes", "taggit"}


class TestFaults:
    page = Message("Delete %(title)s")
    pages = Message(("Delete 1 page", "Delete %(count)s pages"))

    def wrong(self, text: Message, *translations: str, counts: tuple[list[int], ...] = ([1], [0, 2, 5])) -> list[str]:
        return list(text_faults(text, dict(zip(translations, counts, strict=False))))

    def test_a_good_translation_has_none(self) -> None:
        assert self.wrong(self.page, "Жою: %(title)s") == []
        assert self.wrong(self.pages, "Бетті жою", "%(count)s бетті жою") == []

    def test_a_text_left_in_english_is_named(self) -> None:
        assert self.wrong(self.page, "Delete %(title)s") == ["not translated"]

    def test_an_empty_text_is_named(self) -> None:
        assert self.wrong(self.page, " ") == ["empty"]

    def test_another_placeholder_is_named(self) -> None:
        assert self.wrong(self.page, "Жою: %(name)s") == ["other placeholders in “Жою: %(name)s”"]

    def test_a_form_for_twenty_one_must_say_the_number(self) -> None:
        assert self.wrong(self.pages, "Удалить страницу", counts=([1, 21, 101],)) == ["other placeholders in “Удалить страницу”"]

    def test_another_tag_is_named(self) -> None:
        text = Message('Read <a href="%(url)s">more</a>')
        assert self.wrong(text, 'Толығырақ: <a href="%(url)s">оқу</a>') == []
        assert self.wrong(text, "Толығырақ: <b>%(url)s</b>") == ["other tags in “Толығырақ: <b>%(url)s</b>”"]

    def test_what_has_no_words_may_stay_alike(self) -> None:
        assert is_alike("<b>%(first)s</b> – %(last)s")
        assert not is_alike("%(count)s pages")


class TestMerging:
    """What Django makes of the folders: ours before theirs, and the right plural."""

    @pytest.mark.parametrize(("count", "words"), [(1, "1 сурет"), (2, "2 сурет"), (5, "5 сурет"), (21, "21 сурет")])
    def test_kazakh_has_one_form_for_every_count(self, count: int, words: str) -> None:
        with translation.override("kk"):
            assert ngettext("%(count)s image", "%(count)s images", count) % {"count": count} == words

    @pytest.mark.parametrize(
        ("count", "form"), [(1, "изображение"), (2, "изображения"), (5, "изображений"), (11, "изображений"), (21, "изображение")]
    )
    def test_russian_has_three(self, count: int, form: str) -> None:
        with translation.override("ru"):
            assert ngettext("Delete 1 image", "Delete %(counter)s images", count) % {"counter": count} == f"Удалить {count} {form}"

    def test_our_words_win_over_those_of_django(self) -> None:
        with translation.override("kk"):
            assert gettext("password") == "құпиясөз"

    def test_no_language_borrows_from_the_default_language(self) -> None:
        text = Message("nobody ever says this")
        assert said(merged("ru", "django"), text) == {"nobody ever says this": []}

    def test_a_span_of_time_is_kazakh(self) -> None:
        with translation.override("kk"):
            assert timesince(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, 4, tzinfo=UTC)).replace("\xa0", " ") == "2 күн, 4 сағат"

    @pytest.mark.parametrize(("language", "plurals"), [("kk", 2), ("ru", 3)])
    def test_wagtails_scripts_get_every_text_with_all_its_forms(self, rf: RequestFactory, language: str, plurals: int) -> None:
        with translation.override(language):
            script = js_catalog(rf.get("/")).content.decode()
        catalogue = json.JSONDecoder().raw_decode(script.split("const newcatalog = ", 1)[1])[0]
        for _library, domain, text in texts():
            if domain == "djangojs":
                mine = catalogue[f"{text.context}\x04{key(text)}" if text.context else key(text)]
                forms = mine if text.pluralizable else [mine]
                assert all(forms)
                assert len(forms) >= (plurals if text.pluralizable else 1)  # Wagtail's Russian has a fourth, for fractions


class TestWriting:
    library = Library("taggit", Path())

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "django.po"
        file.write_text(PO + '#: taggit\nmsgid "Tags"\nmsgstr "Тегтер"\n\nmsgid "Gone"\nmsgstr "Жоқ"\n', encoding="utf-8")
        return file

    def test_it_adds_what_is_missing_and_drops_what_nobody_says(self, file: Path) -> None:
        missing = [(self.library, Message("Tag")), (self.library, Message(("one tag", "%d tags")))]
        update(file, "kk", missing, {("Tags", None), ("Tag", None), ("one tag", None)})
        assert {key(entry): entry.string for entry in entries(read(file, "kk"))} == {"Tags": "Тегтер", "Tag": "", "one tag": ("", "")}

    def test_the_second_time_nothing_changes(self, file: Path) -> None:
        known: set[tuple[str, str | None]] = {("Tags", None)}
        update(file, "kk", [], known)
        before = file.read_bytes()
        update(file, "kk", [(self.library, Message("Tags"))], known)
        assert file.read_bytes() == before

    def test_nothing_is_written_for_a_library_that_lacks_nothing(self, tmp_path: Path) -> None:
        update(tmp_path / "kk" / "django.po", "kk", [], set())
        assert list(tmp_path.iterdir()) == []


def test_entries_that_nobody_says_or_that_differ_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, words in (("one", "Тегтер"), ("two", "Белгілер")):
        (tmp_path / folder / "kk" / "LC_MESSAGES").mkdir(parents=True)
        entry = f'#, fuzzy\nmsgid "Tags"\nmsgstr "{words}"\n\nmsgid "Gone"\nmsgstr "Жоқ"\n'
        (tmp_path / folder / "kk" / "LC_MESSAGES" / "django.po").write_text(PO + entry, encoding="utf-8")
    monkeypatch.setattr(check_library_words, "FOLDERS", tmp_path)
    said_by_somebody = [(Library("taggit", Path()), "django", Message("Tags"))]
    found = [fault.split(":")[0] for fault in check_library_words.folder_faults("kk", said_by_somebody)]
    assert found == ["fuzzy", "no longer used", "fuzzy", "said differently elsewhere", "no longer used"]


def test_a_catalogue_is_compiled_again_only_when_it_is_newer(tmp_path: Path) -> None:
    (tmp_path / "kk" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "kk" / "LC_MESSAGES" / "djangojs.po").write_text(PO + 'msgid "Tags"\nmsgstr "Тегтер"\n', encoding="utf-8")
    assert [catalogues.compile_all(tmp_path), catalogues.compile_all(tmp_path)] == [1, 0]
    assert [file.name for file in sorted((tmp_path / "kk" / "LC_MESSAGES").iterdir())] == ["djangojs.mo", "djangojs.po"]
