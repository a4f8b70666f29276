"""The page of a story."""

from datetime import timedelta

from django.test import TestCase

from dateline.agency.models import Agency
from dateline.stories import publishing
from dateline.stories.models import Story, StoryPicture, StorySource
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject
from dateline.website.remembering import forget_all


class StoryPageTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        forget_all()

    def get(self, story: Story) -> str:
        response = self.client.get(story.get_absolute_url())
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def test_it_shows_time_headline_lead_and_text(self) -> None:
        page = self.get(make_story(headline="Reservoir opens two gates", lead="It is early.", body="<p>Two of five.</p>"))
        for wanted in (
            '<time class="dateline-time" datetime="2026-03-12T12:00+05:00">12:00</time>',
            "<b>Thursday</b> 12.03.2026",
            "Reservoir opens two gates</h1>",
            '<p class="standfirst">It is early.</p>',
            "<p>Two of five.</p>",
        ):
            self.assertIn(wanted, page)
