"""Telling the language of a text."""

import gzip
import json
from pathlib import Path
from unittest import TestCase, skipUnless

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.languages.detection import detect

NEWS = Path(__file__).resolve().parents[4] / "shared" / "data" / "news"


class DetectTests(TestCase):
    def test_sentences_of_the_three_languages(self) -> None:
        self.assertEqual(detect("Жаңа кітапхана бүгін оқырмандарға есігін ашты."), "kk")
        self.assertEqual(detect("Новая библиотека сегодня открыла двери для читателей."), "ru")
        self.assertEqual(detect("The new library opened its doors to readers today."), "en")

    def test_one_kazakh_name_does_not_make_a_russian_text_kazakh(self) -> None:
        self.assertEqual(detect("Художница Әсел Өмірбек открыла в музее выставку, на которой показаны её новые работы."), "ru")

    def test_foreign_names_do_not_make_a_kazakh_text_english(self) -> None:
        self.assertEqual(detect("Blue Harbour компаниясы жаңа өнімін таныстырды"), "kk")

    def test_kazakh_without_its_own_letters(self) -> None:
        self.assertEqual(detect("Балалар мен аналар арнайы алаңда жиналды"), "kk")

    def test_kazakh_in_latin_script(self) -> None:
        self.assertEqual(detect("Jaña kıtaphana bügın oqyrmandarğa esıgın aşty"), "kk")
        self.assertEqual(detect("Qazaqstan teatry men orkestr"), "kk")

    def test_a_borrowed_letter_does_not_make_english_kazakh(self) -> None:
        self.assertEqual(detect("The café in Köln and the naïve señor from Qatar"), "en")

    def test_nothing_to_read_is_no_language(self) -> None:
        for text in ("", "  12.03.2031, 14:05", "中国新闻", "أخبار اليوم"):
            self.assertIsNone(detect(text))

    def test_ukrainian_is_none_of_ours(self) -> None:
        self.assertIsNone(detect("Її подорож до Києва"))

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_is_answered(self, text: str) -> None:
        self.assertIn(detect(text), ("kk", "ru", "en", None))

    @skipUnless(NEWS.is_dir(), "needs the shared test data")
    def test_it_is_right_on_sentences_of_real_news(self) -> None:
        right, total = 0, 0
        for line in (NEWS / "ntrex_en_ru_kk.jsonl").read_text("utf-8").splitlines():
            article = json.loads(line)
            for code in ("en", "ru", "kk"):
                sentences = [article[code]["title"], *article[code]["sentences"]]
                right += sum(detect(sentence) == code for sentence in sentences)
                total += len(sentences)
        self.assertGreater(right / total, 0.99)
        with gzip.open(NEWS / "kk_sentences.jsonl.gz", "rt", encoding="utf-8") as lines:
            spoken = [detect(json.loads(line)["text"]) for line in list(lines)[::5]]
        self.assertGreater(spoken.count("kk") / len(spoken), 0.98)
