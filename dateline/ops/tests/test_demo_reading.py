"""Reading the demo's files: everything that is wrong with them is told, with file and key."""

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from dateline.ops.demo.reading import Demo, read_demo
from dateline.ops.demo.tables import BadDemo
from dateline.ops.tests.demo_files import GATES, TRAM, write_demo


class ReadDemoTests(TestCase):
    def setUp(self) -> None:
        self.place = Path(self.enterContext(TemporaryDirectory()))

    def read(self, **stories: str) -> Demo:
        return read_demo(write_demo(self.place / "demo", **stories))

    def problems(self, **stories: str) -> list[str]:
        with self.assertRaises(BadDemo) as caught:
            self.read(**stories)
        return caught.exception.reasons

    def test_it_reads_who_the_agency_is_and_who_writes(self) -> None:
        demo = self.read()
        self.assertEqual(demo.agency.mail, "newsroom@agency.example")
        self.assertEqual(demo.agency.texts["tagline"], {"kk": "tagline kk", "ru": "tagline ru", "en": "tagline en"})
        self.assertEqual(demo.authors[0].roles["en"], "Correspondent")
        self.assertEqual(demo.series[0].names["ru"], "Паводок")

    def test_it_reads_a_story_with_its_languages_source_and_time(self) -> None:
        gates, tram = self.read().stories
        self.assertEqual((gates.slugline, gates.time, list(gates.texts)), ("gates", time(9, 54), ["ru", "en"]))
        self.assertEqual(gates.sources[0].names["ru"], "Водхоз")
        self.assertEqual(gates.texts["ru"].dateline, "КАРАСОР")
        self.assertEqual((tram.picture, tram.series, tram.authors, tram.correction), ("", "", (), None))

    def test_a_sequel_says_how_long_after_the_publication_it_came(self) -> None:
        (story,) = self.read(tram=TRAM + '[kill]\nafter_minutes = 32\nkk = "Дерек қате."').stories
        self.assertEqual(story.last_minute(), 32)

    def test_all_problems_are_told_at_once_with_file_and_key(self) -> None:
        gates = GATES.replace('"regions"', '"weather"').replace("urgency = 4", "urgency = 14").replace('"09:54"', '"25:54"')
        tram = TRAM.replace("days_ago = 2", 'days_ago = "2"').replace("views = 300", "view = 300")
        self.assertEqual(
            self.problems(gates=gates, tram=tram),
            [
                "gates.toml: section: “weather” is not one of regions",
                "gates.toml: urgency: 14 is not between 1 and 9",
                "gates.toml: time: “25:54” is not a time of day such as 09:54",
                "tram.toml: days_ago: this is not a whole number",
                "tram.toml: views: this key is missing",
                "tram.toml: view: this key is not known here",
            ],
        )

    def test_a_picture_needs_caption_and_alternative_text_in_every_language(self) -> None:
        gates = GATES.replace('alt = "Плотина с пятью затворами."\n', "").replace('caption = "The dam."', 'caption = " "')
        self.assertEqual(
            self.problems(gates=gates),
            [
                "gates.toml: ru.alt: this key is missing",
                "gates.toml: en.caption: this is empty; write a text or leave the key out",
            ],
        )

    def test_authors_series_and_scenes_must_exist(self) -> None:
        gates = GATES.replace("aigerim-tolen", "nobody").replace('"flood"', '"drought"').replace("reservoir", "volcano")
        problems = self.problems(gates=gates)
        self.assertEqual([problem.split(":")[1].strip() for problem in problems], ["picture", "authors", "series"])

    def test_a_source_and_a_sequel_speak_every_language_of_the_story(self) -> None:
        sequel = '[correction]\nafter_minutes = 86\nru = "Правильно — 620."\n'
        self.assertEqual(
            self.problems(gates=GATES.replace('en = "Water Office"', "") + sequel),
            ["gates.toml: sources[1].en: this key is missing", "gates.toml: correction.en: this key is missing"],
        )

    def test_the_slugline_is_the_name_of_the_file(self) -> None:
        self.assertIn("tram-line.toml: slugline: write the name of the file, “tram-line”", self.problems(**{"tram-line": TRAM})[0])

    def test_a_file_that_is_not_toml_is_told_by_its_name(self) -> None:
        self.assertTrue(self.problems(tram="headline = ")[0].startswith("tram.toml: Invalid value"))

    def test_a_story_without_text_and_without_subject_is_refused(self) -> None:
        tram = TRAM.split("[kk]")[0].replace('"medtop:06000000"', "")
        problems = self.problems(tram=tram)
        self.assertIn("tram.toml: kk, ru, en: the story has no text in any language", problems)
        self.assertIn("tram.toml: subjects: a story has one to three subjects", problems)

    def test_a_folder_without_files_says_what_is_missing(self) -> None:
        with self.assertRaises(BadDemo) as caught:
            read_demo(self.place)
        self.assertIn("stories/: there is no story", caught.exception.reasons)
        self.assertTrue(any("agency.toml" in reason for reason in caught.exception.reasons))
