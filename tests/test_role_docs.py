"""The pages for each role: there are all of them, and they call things as the screens do."""

import re

from tests import role_docs
from tests.processes import ROOT
from tests.role_docs import FOLDER, LANGUAGES, PAGES, page_faults, pages, rewritten


def test_every_role_has_a_page_in_every_language_with_the_same_parts() -> None:
    for name in PAGES:
        shapes = set()
        for language in LANGUAGES:
            page = (ROOT / FOLDER / language / f"{name}.md").read_text("utf-8")
            headings, pictures = re.findall(r"^#+ ", page, re.MULTILINE), re.findall(r"newsroom/([a-z-]+)-\w\w\.webp", page)
            shapes.add((tuple(headings), tuple(pictures)))
            assert f"-{language}.webp" in page or "![" not in page, f"{language}/{name}: pictures of another language"
        assert len(shapes) == 1, f"{name}: {shapes}"


def test_the_index_leads_to_all_of_them() -> None:
    index = (ROOT / FOLDER / "README.md").read_text("utf-8")
    for language in LANGUAGES:
        for page in pages(ROOT, language):
            assert f"({language}/{page.name})" in index


def test_the_labels_are_those_of_the_screens() -> None:
    assert role_docs.faults(ROOT) == []


def test_a_label_that_no_screen_has_is_found() -> None:
    assert page_faults("Press **Make it so**.", "en") == ["no screen says “Make it so”"]
    assert page_faults("**Солай болсын**<!-- Make it so -->", "kk") == ["no screen says “Make it so”"]
    assert page_faults("**Солай болсын** дегенді басыңыз", "kk") == ["**Солай болсын** has no English text behind it"]


def test_a_label_in_other_words_is_found_and_rewritten() -> None:
    page = "Сначала **Что-то**<!-- The headline is empty. -->."
    assert len(page_faults(page, "ru")) == 1
    mended = rewritten(page, "ru")
    assert mended == "Сначала **Заголовок не заполнен.**<!-- The headline is empty. -->."
    assert page_faults(mended, "ru") == []
