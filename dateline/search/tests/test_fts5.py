"""The embedded engine, by its interface."""

import tempfile
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import TestCase

from dateline.languages.stems import stems
from dateline.search.documents import Document
from dateline.search.fts5 import Fts5
from dateline.search.queries import Found, parse
from dateline.testing import NOON


def document(story_id: int, body: str, *, headline: str = "", language: str = "en", days_ago: float = 0, **fields: object) -> Document:
    made = Document(
        story_id=story_id,
        language=language,
        published_at=NOON - timedelta(days=days_ago),
        embargoed_until=None,
        headline=tuple(stems(headline, language)),
        lead=(),
        body=tuple(stems(body, language)),
        names=frozenset(),
        marks=frozenset(),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


class Fts5Tests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "search.sqlite3"
        self.index = Fts5(self.path)

    def found(self, text: str, *, language: str = "en", offset: int = 0, limit: int = 50) -> Found:
        return self.index.find(parse(text, language), language=language, at=NOON, offset=offset, limit=limit)

    def ids(self, text: str, **options: object) -> tuple[int, ...]:
        return self.found(text, **options).story_ids  # type: ignore[arg-type]

    def test_without_an_index_nothing_is_found_and_no_file_is_made(self) -> None:
        self.assertEqual(self.found("gate"), Found())
        self.assertFalse(self.path.exists())
        self.assertFalse(self.index.is_ready())

    def test_inflected_forms_meet(self) -> None:
        self.index.index([document(1, "Водохранилища открыли затворы", language="ru")])
        self.assertEqual(self.ids("водохранилище затвор", language="ru"), (1,))

    def test_all_words_must_be_there(self) -> None:
        self.index.index([document(n, "gate open") for n in range(1, 11)] + [document(11, "gate closed")])
        found = self.found("gate open")
        self.assertEqual((found.total, found.with_all), (10, 10))
        self.assertNotIn(11, found.story_ids)

    def test_when_few_have_all_words_those_with_some_follow(self) -> None:
        self.index.index([document(1, "gate " * 30), document(2, "gate open " + "water " * 40), document(3, "snow")])
        found = self.found("gate open")
        self.assertEqual((found.story_ids, found.total, found.with_all), ((2, 1), 2, 1))

    def test_a_phrase_must_stand_together(self) -> None:
        self.index.index([document(1, "old town hall"), document(2, "hall of the old and of the new town")])
        self.assertEqual(self.ids('"old town"'), (1,))

    def test_what_is_excluded_is_not_found_even_loosely(self) -> None:
        self.index.index([document(1, "gate river"), document(2, "gate hill"), document(3, "open river")])
        self.assertEqual(self.ids("gate open -river"), (2,))
        self.assertEqual(self.ids('gate -"gate hill"'), (1,))

    def test_the_headline_weighs_more_than_the_body(self) -> None:
        self.index.index([document(1, "tram rail", headline="snow wind"), document(2, "snow wind", headline="tram rail")])
        self.assertEqual(self.ids("tram"), (2, 1))

    def test_among_equals_the_newer_comes_first(self) -> None:
        self.index.index([document(1, "tram", days_ago=900), document(2, "tram", days_ago=1), document(3, "tram", days_ago=90)])
        self.assertEqual(self.ids("tram"), (2, 3, 1))

    def test_an_unfinished_last_word_is_completed_only_if_no_story_has_it(self) -> None:
        self.index.index([document(1, "reservoir"), document(2, "gate"), document(3, "gatekeeper")])
        self.assertEqual(self.ids("reserv"), (1,))
        self.assertEqual(self.ids("gate"), (2,))

    def test_languages_do_not_mix(self) -> None:
        self.index.index([document(1, "metro"), document(2, "metro", language="kk")])
        self.assertEqual(self.ids("metro"), (1,))
        self.assertEqual(self.ids("metro", language="kk"), (2,))
        self.assertEqual(self.ids("metro", language="de"), ())

    def test_pages_follow_each_other_without_gap(self) -> None:
        self.index.index([document(n, "tram " * (n % 7 + 1), days_ago=n) for n in range(1, 40)])
        pages = [self.ids("tram", offset=offset, limit=10) for offset in (0, 10, 20, 30)]
        self.assertEqual(sorted(sum(pages, ())), list(range(1, 40)))
        self.assertEqual(self.found("tram", limit=10).total, 39)

    def test_an_embargo_hides_until_the_moment(self) -> None:
        self.index.index([document(1, "tram", embargoed_until=NOON + timedelta(seconds=1)), document(2, "tram", embargoed_until=NOON)])
        self.assertEqual(self.found("tram"), Found((2,), 1, 1))

    def test_marks_are_no_words_of_the_text(self) -> None:
        self.index.index([document(1, "tram", marks=frozenset({"subject", "hidden"}))])
        self.assertEqual(self.ids("hidden"), ())

    def test_indexing_again_replaces(self) -> None:
        self.index.index([document(1, "tram")])
        self.index.index([document(1, "ferry", days_ago=3)])
        self.assertEqual((self.ids("tram"), self.ids("ferry")), ((), (1,)))
        self.assertEqual(self.index.frequencies(["tram", "ferri"], "en"), {"": 1, "tram": 0, "ferri": 1})

    def test_indexing_the_same_twice_in_one_batch_counts_once(self) -> None:
        self.index.index([document(1, "tram"), document(1, "tram")])
        self.assertEqual(self.index.frequencies(["tram"], "en"), {"": 1, "tram": 1})

    def test_removing_forgets_and_may_be_repeated(self) -> None:
        self.index.index([document(1, "tram"), document(2, "tram")])
        for _again in range(2):
            self.index.remove([1, 77])
        self.assertEqual(self.ids("tram"), (2,))
        self.assertEqual(self.index.frequencies(["tram"], "en"), {"": 1, "tram": 1})
        self.assertEqual(self.index.story_ids(), {2})

    def test_it_gives_back_what_it_was_given(self) -> None:
        given = document(
            5, "tram rail", headline="snow", embargoed_until=NOON, names=frozenset({"zharyk"}), marks=frozenset({"subject·medtop·1", "a·b"})
        )
        self.index.index([given])
        self.assertEqual(self.index.document(5), given)
        self.assertIsNone(self.index.document(6))

    def test_sharing_finds_by_rare_terms_first(self) -> None:
        common = [document(n, "city news", days_ago=n) for n in range(1, 20)]
        self.index.index([*common, document(30, "city pelican"), document(31, "news", marks=frozenset({"subject·own·x"}))])
        self.assertEqual(self.index.sharing(["pelican", "city"], "en", 3)[0].story_id, 30)
        self.assertEqual([found.story_id for found in self.index.sharing(["subject·own·x"], "en", 3)], [31])

    def test_more_stories_than_an_hour_has_places_for(self) -> None:
        self.index.index([document(n, "tram") for n in range(1, 4101)] + [document(5000, "tram", days_ago=-1 / 24)])
        self.assertEqual(self.found("tram", limit=1).total, 4101)
        self.assertEqual(self.ids("tram", limit=1), (5000,))

    def test_dates_before_every_archive_are_no_trouble(self) -> None:
        self.index.index([document(1, "tram", days_ago=365 * 400)])
        self.assertEqual(self.ids("tram"), (1,))

    def test_an_index_of_another_making_is_made_anew(self) -> None:
        self.index.index([document(1, "tram")])
        db = self.index._connection(make=True)
        assert db is not None
        db.execute("UPDATE meta SET value = '0.0'")
        self.assertFalse(self.index.is_ready())
        self.assertEqual(self.found("tram"), Found())
        self.index.prepare()
        self.assertTrue(self.index.is_ready())
        self.assertEqual(self.index.story_ids(), frozenset())

    def test_a_file_that_is_no_database_is_thrown_away(self) -> None:
        self.path.write_bytes(b"this is not a database, but it is long enough to be looked at" * 20)
        self.assertFalse(self.index.is_ready())
        self.index.index([document(1, "tram")])
        self.assertEqual(self.ids("tram"), (1,))

    def test_a_file_that_was_taken_away_is_noticed(self) -> None:
        self.index.index([document(1, "tram")])
        self.index._throw_away()
        self.assertEqual(self.ids("tram"), ())
        self.index.index([document(2, "tram")])
        self.assertEqual(self.ids("tram"), (2,))

    def test_every_thread_has_its_own_connection(self) -> None:
        self.index.index([document(1, "tram")])
        answers: list[tuple[int, ...]] = []
        threads = [threading.Thread(target=lambda: answers.append(self.ids("tram"))) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [(1,)] * 4)

    def test_a_failed_batch_leaves_nothing(self) -> None:
        self.index.index([document(1, "tram")])
        with self.assertRaises(ValueError):
            self.index.index([document(2, "tram"), document(3, "tram", language="x; DROP")])
        self.assertEqual(self.ids("tram"), (1,))

    def test_hostile_queries_are_only_words(self) -> None:
        self.index.index([document(1, "tram")])
        for text in (
            '"',
            "tram*",
            "tram) OR (x",
            "NEAR(tram, 1)",
            "headline:tram",
            "{marks}: tram",
            "-",
            '""',
            "tram\0",
            "^tram",
            "'; DROP TABLE stories; --",
        ):
            self.found(text)
        self.assertEqual(self.ids("tram"), (1,))
