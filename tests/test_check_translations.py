"""Each check of the translations can fail, and bringing a catalogue up to date changes only what it must."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.check_translations import catalogue_file, file_faults, placeholders, plain_words, template_faults, texts, update

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
_("Good morning, %(name)s.")
label = gettext_lazy("Stands under every story of {year}.")
ngettext("one story", "%(count)d stories", 3)
month = pgettext_lazy("month", "May")
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Front page" %}</h1> {{ name|default:_("Unsigned") }}
{# Translators: stands under the headline #}
{% blocktranslate count seen=views trimmed %}
  {{ seen }} view
{% plural %}
  {{ seen }} views
{% endblocktranslate %}
{% translate "Post" context "letter" %}
"""
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small checkout with one module and one template."""
    (tmp_path / "dateline/website/templates/website").mkdir(parents=True)
    (tmp_path / "dateline/website/views.py").write_text(CODE)
    (tmp_path / "dateline/website/templates/website/front.html").write_text(TEMPLATE)
    return tmp_path


def one(identity: str | tuple[str, str], context: str | None = None) -> Catalog:
    wanted = Catalog()
    wanted.add(identity, context=context)
    return wanted


def faults_of(tmp_path: Path, wanted: Catalog, entries: str, *, header: str = HEADER, language: str = "ru") -> list[str]:
    file = tmp_path / "django.po"
    file.write_text(header + entries, encoding="utf-8")
    return file_faults(file, language, wanted)


class TestFinding:
    def test_it_finds_the_texts_of_code_and_templates(self, root: Path) -> None:
        found = {(entry.id, entry.context) for entry in texts(root) if entry.id}
        assert found == {
            ("Good morning, %(name)s.", None),
            ("Stands under every story of {year}.", None),
            (("one story", "%(count)d stories"), None),
            ("May", "month"),
            ("Front page", None),
            ("Unsigned", None),
            (("%(seen)s view", "%(seen)s views"), None),
            ("Post", "letter"),
        }

    def test_it_reads_a_template_whose_tags_stand_anywhere(self, root: Path) -> None:
        template = '      {% if a %}\n            {% translate "Deep" %}\n    {% else %}\n{% translate "Flat" %}\n  {% endif %}\n'
        (root / "dateline/website/templates/website/odd.html").write_text("{% load i18n %}\n<p>\n" + template + "</p>\n")
        found = texts(root)
        assert [found.get("Deep") is None, found.get("Flat") is None] == [False, False]

    def test_it_passes_over_tests_and_migrations(self, root: Path) -> None:
        for folder in ("tests", "migrations"):
            (root / "dateline/website" / folder).mkdir()
            (root / "dateline/website" / folder / "any.py").write_text('_("nobody reads this")')
        assert texts(root).get("nobody reads this") is None

    def test_a_text_used_twice_names_both_places_without_lines(self, root: Path) -> None:
        (root / "dateline/website/feeds.py").write_text('_("Front page")')
        entry = texts(root).get("Front page")
        assert entry is not None
        assert [path for path, _line in entry.locations] == ["dateline/website/feeds.py", "dateline/website/templates/website/front.html"]


class TestChecking:
    def test_a_complete_catalogue_has_no_faults(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, one("Front page"), 'msgid "Front page"\nmsgstr "Главная"\n') == []

    def test_a_missing_text_is_named(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, one("Front page"), "") == ["ru: missing: “Front page”"]

    def test_the_same_text_in_another_context_is_missing(self, tmp_path: Path) -> None:
        found = faults_of(tmp_path, one("May", "month"), 'msgid "May"\nmsgstr "Можно"\n')
        assert found == ["ru: missing: “May” [month]", "ru: no longer used: “May”"]

    def test_an_empty_text_is_named(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, one("Front page"), 'msgid "Front page"\nmsgstr ""\n') == ["ru: empty: “Front page”"]

    def test_a_fuzzy_text_is_named(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, one("Front page"), '#, fuzzy\nmsgid "Front page"\nmsgstr "Первая"\n') == ["ru: fuzzy: “Front page”"]

    def test_a_text_that_nothing_uses_is_named(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, Catalog(), 'msgid "Back page"\nmsgstr "Задняя"\n') == ["ru: no longer used: “Back page”"]

    def test_a_text_of_django_may_be_translated_too(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path, Catalog(), '#: django/forms/fields.py\nmsgid "Enter a number."\nmsgstr "Введите число."\n') == []

    @pytest.mark.parametrize("translation", ["Привет.", "Привет, %(nome)s.", "Привет, %(name)s и %(name)s."])
    def test_other_placeholders_are_named(self, tmp_path: Path, translation: str) -> None:
        found = faults_of(tmp_path, one("Hello, %(name)s."), f'msgid "Hello, %(name)s."\nmsgstr "{translation}"\n')
        assert found == [f"ru: other placeholders in “{translation}”: “Hello, %(name)s.”"]

    def test_a_missing_plural_form_is_named(self, tmp_path: Path) -> None:
        entry = 'msgid "%(n)s view"\nmsgid_plural "%(n)s views"\nmsgstr[0] "%(n)s просмотр"\nmsgstr[1] "%(n)s просмотра"\n'
        found = faults_of(tmp_path, one(("%(n)s view", "%(n)s views")), entry)
        assert found == ["ru: 2 of 3 plural forms: “%(n)s view”"]

    def test_a_form_too_many_is_named(self, tmp_path: Path) -> None:
        entry = 'msgid "view"\nmsgid_plural "views"\n' + "".join(f'msgstr[{n}] "просмотр"\n' for n in range(4))
        assert "cannot be read" in faults_of(tmp_path, one(("view", "views")), entry)[0]

    def test_a_plural_that_is_not_translated_as_one_is_named(self, tmp_path: Path) -> None:
        found = faults_of(tmp_path, one(("view", "views")), 'msgid "view"\nmsgstr "просмотр"\n')
        assert found == ["ru: another plural than in the source: “view”"]

    def test_a_form_for_the_count_one_alone_may_leave_the_number_out(self, tmp_path: Path) -> None:
        header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        entry = 'msgid "one view"\nmsgid_plural "%(n)s views"\nmsgstr[0] "бір қаралым"\nmsgstr[1] "%(n)s қаралым"\n'
        assert faults_of(tmp_path, one(("one view", "%(n)s views")), entry, header=header, language="kk") == []

    def test_a_form_for_many_counts_may_not(self, tmp_path: Path) -> None:
        forms = ("один просмотр", "%(n)s просмотра", "%(n)s просмотров")  # the first one stands for 21, 31, … too
        entry = 'msgid "one view"\nmsgid_plural "%(n)s views"\n' + "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))
        found = faults_of(tmp_path, one(("one view", "%(n)s views")), entry)
        assert found == ["ru: other placeholders in “один просмотр”: “one view”"]

    def test_a_catalogue_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        assert "there is no django.po" in file_faults(tmp_path / "django.po", "ru", Catalog())[0]


def test_placeholders_of_both_kinds_are_seen_and_escaped_ones_are_not() -> None:
    assert placeholders("%(name)s %d %s {year} 100%% {{ no }}") == ["%(name)s", "%d", "%s", "{year}"]


class TestTemplates:
    def test_words_outside_translation_tags_are_named(self, root: Path) -> None:
        (root / "dateline/website/templates/website/day.html").write_text("<p>{{ day }} was <b>calm</b></p>")
        assert template_faults(root) == ["dateline/website/templates/website/day.html: not translatable: was, calm"]

    def test_what_is_engraved_on_keys_is_no_word(self) -> None:
        assert plain_words("<kbd>Ctrl</kbd> + <kbd>Enter</kbd> sends") == ["sends"]

    def test_words_that_are_read_aloud_count(self) -> None:
        assert plain_words('<img alt="a dam" src="dam.png" class="wide">') == ["dam"]

    def test_names_of_classes_do_not_count_but_other_blocks_do(self) -> None:
        assert plain_words("{% block main_class %}sheet{% endblock %}{% block main %}calm{% endblock %}") == ["calm"]

    def test_what_nobody_reads_does_not_count(self) -> None:
        assert (
            plain_words("{% comment %}why{% endcomment %}<!-- how --><script>let it</script>{% if a > b %}<i lang=kk>5 × 4 &nbsp;</i>")
            == []
        )


class TestWriting:
    def test_what_is_missing_is_added_and_what_is_unused_goes(self, root: Path) -> None:
        file = catalogue_file(root, "ru")
        file.parent.mkdir(parents=True)
        file.write_text(
            HEADER + '# said on the radio\nmsgid "Front page"\nmsgstr "Главная"\n\nmsgid "Back page"\nmsgstr "Задняя"\n\n'
            '#: django/forms/fields.py\nmsgid "Enter a number."\nmsgstr "Введите число."\n',
            encoding="utf-8",
        )
        update(file, "ru", texts(root))
        written = file.read_text(encoding="utf-8")
        assert 'msgid "Front page"\nmsgstr "Главная"' in written
        assert "# said on the radio\n#: dateline/website/templates/website/front.html\n" in written
        assert 'msgid "Unsigned"\nmsgstr ""' in written
        assert "Введите число." in written
        assert "Back page" not in written

    def test_the_second_time_nothing_changes(self, root: Path) -> None:
        file = catalogue_file(root, "kk")
        update(file, "kk", texts(root))
        once = file.read_bytes()
        update(file, "kk", texts(root))
        assert file.read_bytes() == once

    def test_what_it_writes_lacks_nothing_but_translations(self, root: Path) -> None:
        file = catalogue_file(root, "ru")
        update(file, "ru", texts(root))
        found = file_faults(file, "ru", texts(root))
        assert len(found) == len(texts(root))
        assert all(fault.startswith("ru: empty: ") for fault in found)

    def test_a_fuzzy_translation_stays_fuzzy(self, root: Path) -> None:
        file = catalogue_file(root, "ru")
        file.parent.mkdir(parents=True)
        file.write_text(HEADER + '#, fuzzy\nmsgid "Front page"\nmsgstr "Первая"\n', encoding="utf-8")
        update(file, "ru", texts(root))
        assert "ru: fuzzy: “Front page” (dateline/website/templates/website/front.html)" in file_faults(file, "ru", texts(root))

    def test_a_text_that_gets_a_plural_keeps_its_translation(self, root: Path) -> None:
        file = catalogue_file(root, "ru")
        file.parent.mkdir(parents=True)
        file.write_text(HEADER + 'msgid "one story"\nmsgstr "один материал"\n', encoding="utf-8")
        update(file, "ru", texts(root))
        assert 'msgstr[0] "один материал"\nmsgstr[1] ""\nmsgstr[2] ""' in file.read_text(encoding="utf-8")
