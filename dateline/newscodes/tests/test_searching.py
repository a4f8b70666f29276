"""Finding subjects by what an editor types."""

from django.test import TestCase

from dateline.newscodes.loading import load_starter
from dateline.newscodes.models import Subject
from dateline.newscodes.searching import find_subjects
from dateline.newscodes.wording import plain


class FindTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_starter()

    def names(self, text: str, language: str = "ru", limit: int = 20) -> list[str]:
        return [subject.name(language) for subject in find_subjects(text, language, limit)]

    def test_capital_letters_make_no_difference_in_any_alphabet(self) -> None:
        for text in ("ЖЕР СІЛК", "жер сілк", "ЗЕМЛЕТР", "Землетр", "EARTHQ", "earthq"):
            self.assertEqual(self.names(text, "kk"), ["жер сілкінісі"], text)

    def test_the_name_itself_comes_first_then_beginnings_then_words_then_the_rest(self) -> None:
        found = self.names("спорт", limit=100)
        ranks = [0 if name == "спорт" else 1 if name.startswith("спорт") else 2 if " спорт" in name else 3 for name in found]
        self.assertEqual(ranks, sorted(ranks))
        self.assertEqual(set(ranks), {0, 1, 2, 3})  # транспорт comes last

    def test_names_of_one_rank_stand_in_alphabetical_order(self) -> None:
        beginnings = [name for name in self.names("меди", limit=50) if name.startswith("медиц")]
        self.assertGreater(len(beginnings), 3)
        self.assertEqual(beginnings, sorted(beginnings, key=plain))

    def test_it_finds_by_names_of_other_languages(self) -> None:
        self.assertEqual(self.names("flood", "kk"), ["су тасқыны"])
        self.assertEqual(self.names("тасқын", "en"), ["flood"])

    def test_the_language_asked_for_goes_before_others(self) -> None:
        Subject.objects.create(code="own:a", slug="a", names={"ru": "тамга", "en": "stone"})
        Subject.objects.create(code="own:b", slug="b", names={"ru": "а", "en": "тамга"})
        self.assertEqual([subject.code for subject in find_subjects("тамга", "ru")], ["own:a", "own:b"])
        self.assertEqual([subject.code for subject in find_subjects("тамга", "en")], ["own:b", "own:a"])

    def test_yo_may_be_written_as_ye(self) -> None:
        self.assertEqual(self.names("легкая"), ["лёгкая атлетика"])
        self.assertEqual(self.names("лёгкая"), ["лёгкая атлетика"])

    def test_all_words_are_wanted_in_any_order(self) -> None:
        self.assertEqual(self.names("погоды прогноз"), ["прогноз погоды"])
        self.assertEqual(self.names("прогноз землетрясений"), [])

    def test_another_ending_is_found_when_nothing_has_the_word_as_typed(self) -> None:
        self.assertEqual(self.names("паводок"), ["паводки и наводнения"])
        self.assertEqual(self.names("землетрясение"), ["землетрясения"])

    def test_a_code_is_found_with_and_without_its_prefix(self) -> None:
        for text in ("medtop:20000154", "20000154"):
            self.assertEqual(self.names(text), ["паводки и наводнения"])

    def test_signs_of_the_database_are_plain_letters_here(self) -> None:
        for text in ("%", "_", "\\", '"', "\x00"):
            self.assertEqual(self.names(text), [], text)

    def test_nothing_is_found_for_nothing_and_endless_text_does_no_harm(self) -> None:
        self.assertEqual(self.names(" \n"), [])
        self.assertEqual(self.names("ы " * 100_000), self.names("ы ы ы"))

    def test_retired_subjects_are_not_offered(self) -> None:
        Subject.objects.filter(code="medtop:20000154").update(retired=True)
        self.assertEqual(self.names("flood"), [])

    def test_the_limit_holds(self) -> None:
        self.assertEqual(len(self.names("а", limit=5)), 5)

    def test_a_saved_name_is_found_at_once_and_the_old_one_no_more(self) -> None:
        flood = Subject.objects.get(code="medtop:20000154")
        flood.names = {**flood.names, "ru": "Половодье"}
        flood.save(update_fields=["names"])
        self.assertEqual(self.names("половодье"), ["Половодье"])
        self.assertEqual(self.names("наводнения"), [])

    def test_it_asks_the_database_twice_parents_included_and_once_more_for_endings(self) -> None:
        with self.assertNumQueries(2):
            self.assertTrue(all(subject.parent is None or subject.parent.name("ru") for subject in find_subjects("вод", "ru")))
        with self.assertNumQueries(3):
            find_subjects("паводок", "ru")
