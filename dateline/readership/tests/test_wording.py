from django.test import SimpleTestCase

from dateline.readership.wording import shown_number, views_label


class WordingTests(SimpleTestCase):
    def test_numbers_are_grouped_as_each_language_does(self) -> None:
        self.assertEqual([shown_number(29_521, language) for language in ("kk", "ru", "en")], ["29\u202f521", "29\u202f521", "29,521"])
        self.assertEqual([shown_number(n, "ru") for n in (0, 999, 1000, 1_234_567)], ["0", "999", "1\u202f000", "1\u202f234\u202f567"])

    def test_russian_follows_the_last_two_digits(self) -> None:
        forms = {
            "просмотр": (1, 21, 101, 29_521, 1_001),
            "просмотра": (2, 3, 4, 22, 104, 29_522),
            "просмотров": (0, 5, 10, 11, 12, 13, 14, 15, 19, 20, 25, 111, 112, 1_011, 100, 212),
        }
        for label, numbers in forms.items():
            self.assertEqual({n: views_label(n, "ru") for n in numbers}, dict.fromkeys(numbers, label))

    def test_english_has_one_view_and_kazakh_no_plural(self) -> None:
        self.assertEqual([views_label(n, "en") for n in (0, 1, 2, 21)], ["views", "view", "views", "views"])
        self.assertEqual({views_label(n, "kk") for n in (0, 1, 2, 21)}, {"рет қаралды"})
