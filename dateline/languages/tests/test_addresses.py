"""Readable addresses in three languages."""

import re
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.languages.addresses import slugify

ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugifyTests(TestCase):
    def test_every_kazakh_letter_is_written(self) -> None:
        self.assertEqual(slugify("ә ғ қ ң ө ұ ү һ і", "kk"), "a-gh-q-ng-o-u-u-h-i")
        self.assertEqual(slugify("Шығармашылық үйі ашылды", "kk"), "shygharmashylyq-uyi-ashyldy")
        self.assertEqual(slugify("Жаңа һәм ескі су құбыры", "kk"), "zhanga-ham-eski-su-qubyry")

    def test_every_russian_letter_is_written(self) -> None:
        self.assertEqual(slugify("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "ru"), "abvgdeyozhziyklmnoprstufkhtschshshchyeyuya")
        self.assertEqual(slugify("Съезд хоккеистов: щедрый подъём", "ru"), "sezd-khokkeistov-shchedryy-podyom")

    def test_both_scripts_of_kazakh_lead_to_the_same_address(self) -> None:
        self.assertEqual(slugify("Ğylym", "kk"), slugify("Ғылым", "kk"))
        self.assertEqual(slugify("Qoñyrau", "kk"), slugify("Қоңырау", "kk"))
        self.assertEqual(slugify("Ulttyq şara", "kk"), slugify("Ұлттық шара", "kk"))

    def test_kazakh_names_are_readable_in_a_russian_headline(self) -> None:
        self.assertEqual(slugify("Выставка Әсем Құлановой", "ru"), "vystavka-asem-qulanovoy")

    def test_apostrophes_and_soft_hyphens_part_no_word(self) -> None:
        self.assertEqual(slugify("The harbour’s light\u00adhouse doesn't sleep", "en"), "the-harbours-lighthouse-doesnt-sleep")

    def test_signs_part_words_once(self) -> None:
        self.assertEqual(slugify("  «Up 5%» — again…", "en"), "up-5-again")

    def test_accents_of_other_latin_languages_are_dropped(self) -> None:
        self.assertEqual(slugify("Łódź, Straße, İzmir, Tromsø", "en"), "lodz-strasse-izmir-tromso")

    def test_foreign_digits_become_ours(self) -> None:
        self.assertEqual(slugify("٢٠٢٤", "en"), "2024")

    def test_it_is_never_empty(self) -> None:
        for text in ("", "…", "中国", "ъь", "\u200b"):
            self.assertEqual(slugify(text, "ru"), "story")

    def test_it_cuts_between_words(self) -> None:
        self.assertEqual(slugify("one two three", "en", max_length=9), "one-two")
        self.assertEqual(slugify("one two three", "en", max_length=7), "one-two")

    def test_only_a_first_word_that_is_too_long_is_cut_itself(self) -> None:
        self.assertEqual(slugify("абракадабра и ещё", "ru", max_length=5), "abrak")

    def test_an_unknown_language_still_gets_ascii(self) -> None:
        self.assertEqual(slugify("Тоқ su", "xx"), "toq-su")

    @settings(deadline=None)
    @given(st.text(max_size=200), st.sampled_from(["kk", "ru", "en", "xx"]), st.integers(1, 90))
    def test_any_text_gives_a_good_address(self, text: str, language: str, max_length: int) -> None:
        slug = slugify(text, language, max_length)
        self.assertRegex(slug, f"^{ADDRESS.pattern}$")
        self.assertLessEqual(len(slug), max_length)
        self.assertEqual(slugify(slug, language, max_length), slug)
