"""Names by their capital letters."""

from unittest import TestCase

from dateline.languages.stems import stem
from dateline.search.names import JOINT, names


class NamesTests(TestCase):
    def test_a_capital_within_a_sentence_is_a_name(self) -> None:
        self.assertEqual(names("The bridge in Zharyk was opened.", "en").single, {"zharyk"})

    def test_the_first_word_of_a_sentence_is_not(self) -> None:
        self.assertEqual(names("Bridges were opened. Trams run. «Trams run» on rails.", "en").single, frozenset())

    def test_abbreviations_are_names_wherever_they_stand(self) -> None:
        self.assertEqual(names("ҚТЖ жаңа вагон алды.", "kk").single, {stem("ҚТЖ", "kk")})

    def test_names_of_several_words_are_kept_together_too(self) -> None:
        found = names("Вчера Данияра Сергеева-Ким встретили в порту.", "ru")
        self.assertIn(JOINT.join(stem(word, "ru") for word in ("Данияра", "Сергеева", "Ким")), found.full)
        found = names("Данияра Сергеева видели там.", "ru")
        self.assertEqual(found.full, {JOINT.join(stem(word, "ru") for word in ("Данияра", "Сергеева"))})

    def test_inflected_kazakh_names_are_one_name(self) -> None:
        there, here = names("Бүгін Жарық қаласында кездесті.", "kk"), names("Олар Жарықтың көпірін көрді.", "kk")
        self.assertEqual(there.single, here.single)
        self.assertTrue(here.single)

    def test_a_headline_with_capitals_on_every_word_tells_nothing(self) -> None:
        self.assertEqual(names("Night Tram Returns After Seven Long Years", "en").single, frozenset())
        self.assertEqual(names("СРОЧНО: МОСТ ОТКРЫТ СЕГОДНЯ УТРОМ", "ru").single, frozenset())
