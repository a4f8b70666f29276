"""Following the release log, and making the index again."""

from datetime import timedelta
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import TestCase

from dateline.search import indexing, relevance
from dateline.search.engine import engine
from dateline.search.finding import find
from dateline.search.following import follow
from dateline.search.fts5 import Fts5
from dateline.search.indexing import FOLLOWER, reindex
from dateline.search.relevance import relevant_news
from dateline.stories import publishing, releases
from dateline.stories.models import Bookmark, Story
from dateline.testing import NOON, make_story


def found(text: str) -> list[Story]:
    return [hit.story for hit in find(text, language="en", at=NOON).hits]


class FollowTests(TestCase):
    def setUp(self) -> None:
        engine().clear()

    def test_what_goes_out_is_found_and_related(self) -> None:
        one, other = make_story(headline="Pelicans of Karasor"), make_story(headline="Pelicans of Karasor again")
        self.assertEqual(follow(), 2)
        self.assertCountEqual(found("pelican"), [one, other])
        self.assertEqual(relevant_news(one, at=NOON), [other])
        self.assertEqual(follow(), 0)

    def test_an_update_replaces_and_a_kill_removes(self) -> None:
        story = make_story(headline="Pelicans return")
        follow()
        story.headline = "Herons return"
        publishing.update(story, at=NOON)
        follow()
        self.assertEqual((found("pelican"), found("heron")), ([], [story]))
        publishing.kill(story, at=NOON, reason="It was wrong.")
        follow()
        self.assertEqual(engine().story_ids(), frozenset())

    def test_it_goes_on_from_its_bookmark_in_portions(self) -> None:
        for number in range(5):
            make_story(headline=f"Pelican {number}")
        self.assertEqual([follow(2), follow(2), follow(2), follow(2)], [2, 2, 1, 0])
        self.assertEqual(len(found("pelican")), 5)

    def test_when_it_fails_the_bookmark_stays_and_doing_it_again_is_harmless(self) -> None:
        make_story(headline="Pelicans of Karasor")
        make_story(headline="Pelicans of Karasor again")
        with patch.object(relevance, "relate", side_effect=RuntimeError), self.assertRaises(RuntimeError):
            follow()
        self.assertEqual([(one.follower, one.count) for one in releases.waiting(releases.head())], [(FOLLOWER, 2)])
        follow()
        self.assertEqual(len(found("pelican")), 2)
        self.assertEqual(engine().frequencies(["pelican"], "en"), {"": 2, "pelican": 2})

    def test_a_lost_index_is_made_again_from_the_log(self) -> None:
        story = make_story(headline="Pelicans return")
        follow()
        index = engine()
        assert isinstance(index, Fts5)
        index._throw_away()
        self.assertEqual(found("pelican"), [])
        self.assertEqual(follow(), 1)
        self.assertEqual(found("pelican"), [story])


class ReindexTests(TestCase):
    def setUp(self) -> None:
        engine().clear()
        self.pelicans = make_story(headline="Pelicans of Karasor", at=NOON - timedelta(days=2))
        self.again = make_story(headline="Pelicans of Karasor again")

    def test_it_indexes_everything_that_is_public(self) -> None:
        killed = make_story(headline="Pelican error")
        publishing.kill(killed, at=NOON, reason="It was wrong.")
        with patch.object(indexing, "BATCH", 1):
            self.assertEqual(list(reindex()), [1, 2])
        self.assertEqual(engine().story_ids(), {self.pelicans.pk, self.again.pk})

    def test_it_leaves_the_bookmark_where_it_was(self) -> None:
        follow(1)
        list(reindex())
        self.assertEqual(Bookmark.objects.get(pk=FOLLOWER).number, self.pelicans.releases.get().number)

    def test_broken_off_it_leaves_the_rest_to_the_follower(self) -> None:
        follow()
        with patch.object(indexing, "BATCH", 1):
            next(reindex())
        follow()
        self.assertEqual(len(found("pelican")), 2)

    def test_a_refresh_mends_what_differs_and_forgets_what_went(self) -> None:
        follow()
        Story.objects.filter(pk=self.again.pk).update(headline="Herons")
        Story.objects.filter(pk=self.pelicans.pk).update(state=Story.State.KILLED, killed_at=NOON)
        list(reindex(refresh=True))
        self.assertEqual((found("pelican"), found("heron")), ([], [self.again]))
        self.assertEqual(engine().story_ids(), {self.again.pk})

    def test_the_command_does_it_and_says_how_many(self) -> None:
        out = StringIO()
        call_command("reindex", relevant_news=True, stdout=out)
        self.assertIn("2 stories", out.getvalue())
        self.assertEqual(relevant_news(self.pelicans, at=NOON), [self.again])

    def test_the_command_draws_a_bar_on_a_terminal_only(self) -> None:
        for terminal, drawn in ((True, True), (False, False)):
            err = StringIO()
            with patch.object(err, "isatty", return_value=terminal, create=True):
                call_command("reindex", stdout=StringIO(), stderr=err)
            self.assertEqual("2 of 2" in err.getvalue(), drawn)
