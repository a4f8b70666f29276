from datetime import UTC, date, datetime, timedelta

from django.test import TestCase

from dateline.readership.counting import count_view
from dateline.readership.lists import seen_lists
from dateline.readership.models import SeenList
from dateline.readership.nightly_lists import LENGTH, keep_lists_of_the_day
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import make_story

MIDNIGHT = datetime(2026, 3, 12, 19, 0, tzinfo=UTC)  # the end of 12 March in Almaty
THAT_DAY = date(2026, 3, 12)


class NightlyListTests(TestCase):
    databases = {"default", "counts"}

    def view(self, story: Story, times: int, at: datetime = MIDNIGHT - timedelta(hours=3)) -> None:
        for number in range(times):
            count_view(story.pk, reader=bytes([number]) * 16, language=story.language, at=at)

    def test_the_list_of_the_day_that_ended_is_kept_once(self) -> None:
        few, many = (
            make_story(headline="Few", at=MIDNIGHT - timedelta(hours=5)),
            make_story(headline="Many", at=MIDNIGHT - timedelta(hours=6)),
        )
        self.view(few, 1)
        self.view(many, 3)
        self.assertEqual(keep_lists_of_the_day(MIDNIGHT + timedelta(minutes=2)), 2)  # week and month, in one language
        self.view(few, 9, at=MIDNIGHT + timedelta(minutes=10))
        self.assertEqual(keep_lists_of_the_day(MIDNIGHT + timedelta(minutes=20)), 0)
        week, month = seen_lists(THAT_DAY, "en")
        self.assertEqual((week.window, month.window), ("week", "month"))
        self.assertEqual([(e.headline, e.views, e.story_id) for e in week.entries.all()], [("Many", 3, many.pk), ("Few", 1, few.pk)])

    def test_later_in_the_day_nothing_is_kept(self) -> None:
        self.view(make_story(at=MIDNIGHT - timedelta(hours=5)), 1)
        self.assertEqual(keep_lists_of_the_day(MIDNIGHT + timedelta(hours=2)), 0)
        self.assertEqual(keep_lists_of_the_day(MIDNIGHT - timedelta(minutes=1)), 0)
        self.assertFalse(SeenList.objects.exists())

    def test_withdrawn_stories_are_not_on_it_and_it_is_not_too_long(self) -> None:
        stories = [make_story(at=MIDNIGHT - timedelta(hours=5)) for _number in range(LENGTH + 2)]
        for story in stories:
            self.view(story, 2)
        publishing.kill(stories[0], at=MIDNIGHT - timedelta(hours=1), reason="wrong")
        keep_lists_of_the_day(MIDNIGHT + timedelta(minutes=2))
        kept = [entry.story_id for entry in seen_lists(THAT_DAY, "en")[0].entries.all()]
        self.assertEqual(len(kept), LENGTH)
        self.assertNotIn(stories[0].pk, kept)

    def test_a_day_without_views_leaves_no_empty_list(self) -> None:
        make_story(at=MIDNIGHT - timedelta(hours=5))
        self.assertEqual(keep_lists_of_the_day(MIDNIGHT + timedelta(minutes=2)), 0)
        self.assertFalse(SeenList.objects.exists())
