"""The texts that are shipped: whole, of the right length, and each in its own language and script."""

import re
from collections.abc import Iterator
from unittest import TestCase

from dateline.languages.detection import detect
from dateline.newscodes.loading import starter
from dateline.ops.demo.reading import FILES, LANGUAGES, Demo, DemoStory, DemoText, read_demo

_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_WRONG_QUOTES = {"kk": '”"', "ru": '”"', "en": '«»„"'}  # „…“ stands inside «…»
_PLAIN_SPACE_IN_NUMBER = re.compile(r"\d \d{3}\b")


class ShippedDemoTests(TestCase):
    demo: Demo

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.demo = read_demo(FILES)  # fails with every problem of the files

    def test_there_are_about_sixty_stories_most_of_them_in_all_languages(self) -> None:
        whole = [story for story in self.demo.stories if set(story.texts) == set(LANGUAGES)]
        self.assertGreaterEqual(len(self.demo.stories), 55)
        self.assertGreater(len(whole), len(self.demo.stories) * 0.8)

    def test_one_was_corrected_one_updated_one_withdrawn_and_a_series_runs_through_them(self) -> None:
        for sequel in ("correction", "update", "kill"):
            self.assertTrue(any(getattr(story, sequel) for story in self.demo.stories), sequel)
        series = [story.series for story in self.demo.stories if story.series]
        for told in self.demo.series:
            self.assertGreaterEqual(series.count(told.slug), 3, told.slug)

    def test_every_section_and_every_author_has_work(self) -> None:
        sections = {story.section for story in self.demo.stories}
        authors = {slug for story in self.demo.stories for slug in story.authors}
        self.assertEqual(sections, {section.slug for section in self.demo.sections})
        self.assertEqual(authors, {author.slug for author in self.demo.authors})

    def test_headlines_leads_and_bodies_have_the_length_that_pages_are_made_for(self) -> None:
        for name, text in self.texts():
            with self.subTest(name):
                self.assertTrue(30 <= len(text.headline) <= 100, f"headline: {len(text.headline)} characters")
                self.assertTrue(70 <= len(text.lead) <= 230, f"lead: {len(text.lead)} characters")
                self.assertTrue(35 <= len(text.body.split()) <= 600, f"body: {len(text.body.split())} words")
                self.assertFalse(text.headline.endswith("."), text.headline)

    def test_the_texts_are_in_the_language_that_they_stand_under(self) -> None:
        for story in self.demo.stories:
            for language, text in story.texts.items():
                self.assertEqual(detect(text.body), language, story.slugline)

    def test_no_word_mixes_scripts(self) -> None:
        for name, text in self.all_strings():
            mixed = [word for word in _WORD.findall(text) if _LATIN.search(word) and _CYRILLIC.search(word)]
            self.assertEqual(mixed, [], name)

    def test_no_kazakh_letter_strays_into_russian_or_cyrillic_into_english(self) -> None:
        for story in self.demo.stories:
            for language, text in story.texts.items():
                whole = f"{text.headline} {text.lead} {text.body} {text.caption} {text.alt}"
                if language == "ru":
                    self.assertEqual(_KAZAKH.findall(whole), [], story.slugline)
                if language == "en":
                    self.assertEqual(_CYRILLIC.findall(whole), [], story.slugline)

    def test_quotation_marks_are_those_of_the_language(self) -> None:
        for story in self.demo.stories:
            for language, text in story.texts.items():
                wrong = [mark for mark in _WRONG_QUOTES[language] if mark in text.headline + text.lead + text.body]
                self.assertEqual(wrong, [], f"{story.slugline} {language}")

    def test_numbers_do_not_break_at_the_end_of_a_line(self) -> None:
        for name, text in self.all_strings():
            self.assertEqual(_PLAIN_SPACE_IN_NUMBER.findall(text), [], name)

    def test_pictures_are_described_in_other_words_than_their_caption(self) -> None:
        for name, text in self.texts():
            if text.caption:
                self.assertNotEqual(text.caption, text.alt, name)

    def test_subjects_are_those_that_dateline_brings_names_for(self) -> None:
        known = {topic.code for topic in starter()}
        for story in self.demo.stories:
            self.assertLessEqual(set(story.subjects), known, story.slugline)

    def test_headlines_are_not_used_twice(self) -> None:
        headlines = [text.headline for _name, text in self.texts()]
        self.assertEqual(len(headlines), len(set(headlines)))

    def texts(self) -> Iterator[tuple[str, DemoText]]:
        for story in self.demo.stories:
            for language, text in story.texts.items():
                yield f"{story.slugline} {language}", text

    def all_strings(self) -> Iterator[tuple[str, str]]:
        for name, text in self.texts():
            for field, value in vars(text).items():
                yield f"{name} {field}", value
        for story in self.demo.stories:
            yield from ((f"{story.slugline} source", text) for source in story.sources for text in source.names.values())
            yield from ((f"{story.slugline} sequel", text) for text in self.sequel_texts(story))

    @staticmethod
    def sequel_texts(story: DemoStory) -> list[str]:
        return [text for sequel in (story.correction, story.update, story.kill) if sequel for text in sequel.texts.values()]
