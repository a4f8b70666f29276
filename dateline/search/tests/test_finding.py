"""From what was typed to a page of results."""

from datetime import timedelta

from django.test import TestCase
from django.utils.translation import override

from dateline.search.engine import engine
from dateline.search.finding import Results, find
from dateline.search.indexing import index
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import NOON, make_draft, make_story


def text_of(parts: tuple[object, ...]) -> str:
    return "".join(part.text for part in parts)  # type: ignore[attr-defined]


class FindTests(TestCase):
    def setUp(self) -> None:
        engine().clear()

    def indexed(self, **fields: object) -> Story:
        story = make_story(**fields)  # type: ignore[arg-type]
        index([story.pk])
        return story

    def find(self, text: str, **options: object) -> Results:
        return find(text, **{"language": "en", "at": NOON, **options})  # type: ignore[arg-type]

    def test_it_finds_by_headline_lead_and_body(self) -> None:
        story = self.indexed(headline="Pelicans return", lead="The lake is full.", body="<p>Ornithologists <b>cheer</b>.</p>")
        for text in ("pelican", "lake", "ornithologist cheer"):
            self.assertEqual([hit.story for hit in self.find(text).hits], [story], text)

    def test_it_finds_kazakh_in_either_script(self) -> None:
        story = self.indexed(language="kk", headline="Бірқазандар көлге оралды", lead="", body="<p>Көлдің суы толды.</p>")
        for text in ("көл бірқазан", "көлдер", "kölge oraldy"):
            self.assertEqual([hit.story for hit in self.find(text, language="kk").hits], [story], text)

    def test_markup_is_no_text(self) -> None:
        self.indexed(body='<p>A <a href="https://example.org/secret">word</a>.</p>')
        self.assertEqual(self.find("secret").total, 0)

    def test_found_words_are_marked_and_nothing_is_lost(self) -> None:
        self.indexed(headline="Old gates & new gate", body="<p>It is a gate.</p>", lead="No word of it.")
        (hit,) = self.find("gates").hits
        self.assertEqual([part.text for part in hit.headline if part.marked], ["gates", "gate"])
        self.assertEqual(text_of(hit.headline), "Old gates & new gate")
        self.assertEqual(text_of(hit.excerpt), "It is a gate.")

    def test_the_excerpt_is_cut_around_what_was_found(self) -> None:
        filling = "water and wind " * 40
        self.indexed(body=f"<p>{filling} the pelican came {filling}</p>", lead="")
        (hit,) = self.find("pelicans").hits
        text = text_of(hit.excerpt)
        self.assertIn("the pelican came", text)
        self.assertLess(len(text), 240)
        self.assertTrue(text.startswith("… ") and text.endswith("…"))

    def test_an_unfinished_word_is_marked_where_it_begins(self) -> None:
        self.indexed(headline="Ornithologists cheer")
        (hit,) = self.find("ornith").hits
        self.assertEqual([part.text for part in hit.headline if part.marked], ["Ornithologists"])

    def test_a_finished_word_marks_nothing_that_only_begins_so(self) -> None:
        self.indexed(headline="Gatekeeper opens gate")
        (hit,) = self.find("gate").hits
        self.assertEqual([part.text for part in hit.headline if part.marked], ["gate"])

    def test_a_killed_story_is_not_found_though_the_index_knows_it_still(self) -> None:
        story = self.indexed(headline="Pelicans return")
        publishing.kill(story, at=NOON, reason="It was wrong.")
        self.assertEqual(self.find("pelican").hits, ())

    def test_a_draft_is_not_found(self) -> None:
        draft = make_draft(headline="Pelicans return")
        index([draft.pk])
        self.assertEqual(self.find("pelican").total, 0)

    def test_a_story_under_embargo_is_found_from_its_moment(self) -> None:
        story = self.indexed(headline="Pelicans return", embargoed_until=NOON + timedelta(hours=1))
        self.assertEqual(self.find("pelican").total, 0)
        self.assertEqual([hit.story for hit in self.find("pelican", at=NOON + timedelta(hours=1)).hits], [story])

    def test_pages_are_counted(self) -> None:
        for number in range(5):
            self.indexed(headline=f"Pelican number {number}", at=NOON - timedelta(days=number))
        results = self.find("pelican", per_page=2, page=3)
        self.assertEqual((results.total, results.pages, results.page, len(results.hits)), (5, 3, 3, 1))

    def test_pages_that_are_not_there_are_empty(self) -> None:
        self.indexed(headline="Pelicans return")
        self.assertEqual(self.find("pelican", page=2).hits, ())
        self.assertEqual(self.find("pelican", page=10**9).hits, ())
        self.assertEqual(len(self.find("pelican", page=-3).hits), 1)

    def test_it_tells_when_not_all_words_are_there(self) -> None:
        self.indexed(headline="Pelicans return")
        with override("en"):
            self.assertEqual(self.find("pelican").remark, "")
            self.assertIn("No story has all", self.find("pelican submarine").remark)
            self.indexed(headline="Pelican meets submarine")
            self.assertIn("Few stories have all", self.find("pelican submarine").remark)

    def test_nothing_asked_is_nothing_found(self) -> None:
        self.indexed()
        for text in ("", "   ", '""', "-", "\0"):
            self.assertEqual(self.find(text).total, 0)

    def test_a_page_costs_two_queries_however_many_are_found(self) -> None:
        for number in range(5):
            self.indexed(headline=f"Pelican number {number}")
        with self.assertNumQueries(1):  # the index has a file of its own
            results = self.find("pelican")
            _sections = [hit.story.section.slug for hit in results.hits]
