"""Reading what was typed."""

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.languages.stems import stem
from dateline.search.queries import MOST_WORDS, Query, parse


class ParseTests(TestCase):
    def test_words_become_stems_once_and_in_order(self) -> None:
        self.assertEqual(parse("Gates of the reservoir, gate", "en").words, ("gate", "reservoir"))

    def test_stop_words_count_when_there_is_nothing_else(self) -> None:
        self.assertEqual(parse("to be or not", "en").words, ("to", "be", "or", "not"))

    def test_quotation_marks_of_every_kind_make_phrases(self) -> None:
        for text in ('"open gate"', "«open gate»", "“open gate”", "„open gate“"):
            self.assertEqual(parse(text, "en"), Query(phrases=(("open", "gate"),)), text)

    def test_a_phrase_keeps_its_stop_words(self) -> None:
        self.assertEqual(parse('"gate of dawn"', "en").phrases, (("gate", "of", "dawn"),))

    def test_a_minus_before_a_word_or_phrase_excludes_it(self) -> None:
        query = parse('gate -river -"old town"', "en")
        self.assertEqual((query.words, query.excluded), (("gate",), (("old", "town"), (stem("river", "en"),))))

    def test_a_hyphen_within_a_word_excludes_nothing(self) -> None:
        query = parse("онлайн-сервис", "ru")
        self.assertEqual((query.words, query.excluded), (("онлайн", "сервис"), ()))

    def test_only_exclusions_look_for_nothing(self) -> None:
        self.assertTrue(parse("-gate", "en").is_empty)

    def test_an_open_quotation_is_plain_words(self) -> None:
        self.assertEqual(parse('"open gate', "en").words, ("open", "gate"))

    def test_the_last_word_may_be_unfinished(self) -> None:
        self.assertEqual(parse("old reserv", "en").prefix, "reserv")
        self.assertEqual(parse("old reserv ", "en").prefix, "")
        self.assertEqual(parse('reserv "old town"', "en").prefix, "")
        self.assertEqual(parse("old re", "en").prefix, "")
        self.assertEqual(parse("gate tram gate", "en").prefix, "")
        self.assertEqual(parse(" ".join(f"word{n}" for n in range(30)), "en").prefix, "")

    def test_syntax_of_the_engine_is_only_words(self) -> None:
        query = parse("headline:gate* AND (NEAR(a b) OR ^x) + {lead}", "en")
        self.assertEqual(query.words, ("headlin", "gate", "near", "b", "x", "lead"))

    def test_long_queries_are_cut(self) -> None:
        self.assertLessEqual(len(parse(" ".join(f"w{n}" for n in range(1000)), "en").words), MOST_WORDS)

    @settings(deadline=None)
    @given(st.text(alphabet=st.sampled_from("ab \"“”«»-*:()^{}'\\\0\nйқ1")))
    def test_whatever_is_typed_only_letters_and_digits_come_out(self, text: str) -> None:
        query = parse(text, "kk")
        for found in (*query.words, *(one for phrase in query.phrases + query.excluded for one in phrase)):
            self.assertTrue(found.isalnum(), found)
        self.assertTrue(query.prefix == "" or query.prefix.isalnum())
