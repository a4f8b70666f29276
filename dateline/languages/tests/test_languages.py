"""The list of languages."""

from unittest import TestCase

from dateline.languages import LANGUAGES


class LanguagesTests(TestCase):
    def test_the_three_languages_name_themselves(self) -> None:
        self.assertEqual(
            {code: language.own_name for code, language in LANGUAGES.items()},
            {"kk": "Қазақша", "ru": "Русский", "en": "English"},
        )

    def test_every_language_writes_its_letters_in_ascii(self) -> None:
        for language in LANGUAGES.values():
            self.assertTrue("".join(language.letters.values()).isascii())

    def test_every_language_reads_left_to_right(self) -> None:
        self.assertEqual({language.direction for language in LANGUAGES.values()}, {"ltr"})
