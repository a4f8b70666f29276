from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.test import TestCase
from django.utils.timezone import now

from dateline.stories import releases
from dateline.stories.models import Bookmark
from dateline.testing import NOON, make_story


class FollowTests(TestCase):
    def test_a_follower_sees_each_release_in_order_and_goes_on_where_it_was(self) -> None:
        seen: list[int] = []
        for _number in range(5):
            make_story()
        self.assertEqual(releases.follow("test", lambda found: seen.extend(r.number for r in found), limit=3), 3)
        self.assertEqual(releases.follow("test", lambda found: seen.extend(r.number for r in found), limit=3), 2)
        self.assertEqual(releases.follow("test", lambda found: seen.extend(r.number for r in found), limit=3), 0)
        self.assertEqual(seen, [1, 2, 3, 4, 5])
        self.assertEqual(releases.waiting(releases.head()), [])

    def test_a_failing_effect_leaves_the_bookmark(self) -> None:
        make_story()

        def fails(_found: object) -> None:
            raise OSError("disk full")

        with self.assertRaises(OSError):
            releases.follow("test", fails)
        self.assertEqual([(one.follower, one.count) for one in releases.waiting(releases.head())], [("test", 1)])


class WaitingTests(TestCase):
    """How long a follower has stood still while there was something to do."""

    def at(self, at: datetime) -> Any:
        return mock.patch("dateline.stories.releases.now", return_value=at)

    def waiting(self) -> list[releases.Waiting]:
        return releases.waiting(releases.head())

    def bookmark(self, kept_up_at: datetime) -> None:
        Bookmark.objects.create(follower="test", number=releases.head(), kept_up_at=kept_up_at)

    def test_old_news_that_was_loaded_just_now_has_not_waited_for_days(self) -> None:
        make_story(at=NOON - timedelta(days=10))
        Bookmark.objects.create(follower="test", kept_up_at=NOON)
        (found,) = self.waiting()
        self.assertEqual((found.follower, found.count, found.since), ("test", 1, NOON))
        self.assertFalse(found.is_silent(NOON + timedelta(seconds=60)))
        self.assertTrue(found.is_silent(NOON + timedelta(seconds=61)))

    def test_a_new_follower_begins_to_wait_when_it_is_first_asked(self) -> None:
        make_story(at=NOON - timedelta(days=10))
        before = now()
        with self.assertRaises(OSError):
            releases.follow("test", self.fail_with_a_full_disk)
        self.assertGreaterEqual(self.waiting()[0].since, before)

    def test_a_follower_with_nothing_to_do_does_not_wait(self) -> None:
        make_story(at=NOON - timedelta(days=10))
        self.bookmark(kept_up_at=NOON - timedelta(days=9))
        with self.assertNumQueries(1 + 1):  # the head, the bookmarks
            self.assertEqual(self.waiting(), [])

    def test_it_waits_since_the_release_came_and_not_since_it_last_moved(self) -> None:
        self.bookmark(kept_up_at=NOON - timedelta(days=9))
        make_story(at=NOON)
        make_story(at=NOON + timedelta(minutes=5))
        (found,) = self.waiting()
        self.assertEqual((found.count, found.since), (2, NOON))

    def test_a_follower_that_moves_is_not_silent_however_much_waits(self) -> None:
        for _number in range(3):
            make_story(at=NOON - timedelta(days=10))
        self.bookmark(kept_up_at=NOON - timedelta(hours=2))
        releases.rewind("test")
        with self.at(NOON):
            releases.follow("test", lambda _found: None, limit=1)
        (found,) = self.waiting()
        self.assertEqual((found.count, found.since), (2, NOON))

    def test_a_follower_that_fails_again_and_again_is_silent_since_it_last_moved(self) -> None:
        make_story(at=NOON - timedelta(days=10))
        Bookmark.objects.create(follower="test", kept_up_at=NOON)
        with self.at(NOON + timedelta(hours=1)), self.assertRaises(OSError):
            releases.follow("test", self.fail_with_a_full_disk)
        self.assertEqual(self.waiting()[0].since, NOON)

    def test_an_idle_follower_notes_now_and_then_that_it_is_awake(self) -> None:
        make_story(at=NOON - timedelta(days=10))
        self.bookmark(kept_up_at=NOON - timedelta(seconds=20))
        with self.at(NOON), self.assertNumQueries(2):  # the bookmark, the releases; nothing is written
            releases.follow("test", lambda _found: None)
        with self.at(NOON + timedelta(hours=3)):
            releases.follow("test", lambda _found: None)
        make_story(at=NOON - timedelta(days=10))  # moved in from an old site
        self.assertEqual(self.waiting()[0].since, NOON + timedelta(hours=3))

    def fail_with_a_full_disk(self, _found: object) -> None:
        raise OSError("disk full")
