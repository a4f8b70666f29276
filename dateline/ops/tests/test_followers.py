"""What the followers of the log do for pictures, and what the health page says of followers."""

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.utils.timezone import now

from dateline.media.models import Rendition
from dateline.ops import checks
from dateline.ops.followers import FOLLOWERS
from dateline.stories import publishing, releases
from dateline.stories.models import Bookmark
from dateline.testing import NOON, make_picture, make_story


class RenditionTests(TestCase):
    def test_a_picture_that_comes_back_by_an_undo_gets_its_sizes(self) -> None:
        picture = make_picture(800, 600)
        story = make_story(pictures=[picture])
        story.pictures.set([])
        publishing.update(story, at=NOON)
        FOLLOWERS["renditions"]()
        self.assertFalse(Rendition.objects.filter(image=picture).exists())
        publishing.undo(story, at=NOON)
        FOLLOWERS["renditions"]()
        self.assertTrue(Rendition.objects.filter(image=picture).exists())


class HealthTests(TestCase):
    def levels(self) -> list[tuple[str, str]]:
        return [(one.what, one.level) for one in checks.look((checks._followers,))]

    def setUp(self) -> None:
        make_story(at=now() - timedelta(days=10))

    def test_a_follower_that_has_just_begun_is_no_fault_however_old_the_news_is(self) -> None:
        Bookmark.objects.create(follower="renditions")
        self.assertEqual(self.levels(), [])

    def test_a_follower_that_stands_still_is_a_fault_after_one_release(self) -> None:
        Bookmark.objects.create(follower="renditions", kept_up_at=now() - timedelta(minutes=2))
        self.assertEqual(self.levels(), [("follower renditions", "fault")])

    def test_a_follower_that_is_far_behind_and_moves_is_a_hint(self) -> None:
        Bookmark.objects.create(follower="renditions")
        with mock.patch("dateline.ops.checks.MANY_BEHIND", 0):
            self.assertEqual(self.levels(), [("follower renditions", "hint")])

    def test_who_has_seen_everything_is_not_named(self) -> None:
        Bookmark.objects.create(follower="renditions", number=releases.head(), kept_up_at=now() - timedelta(days=1))
        self.assertEqual(self.levels(), [])
