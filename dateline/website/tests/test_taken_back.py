"""After an undo: what pages, lists, feeds, sitemaps, search and most viewed say."""

from django.urls import reverse
from django.utils.timezone import now

from dateline.readership.models import WindowViews
from dateline.search import following
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import make_section, make_story, minutes_ago
from dateline.website.tests.pages import PageTestCase

EVERYWHERE = (
    "/en/", "/en/section/regions/", "/en/search/?q=xylophones", "/en/feed.rss", "/en/feed.atom", "/en/feed.json",
    "/en/section/regions/feed.rss", "/sitemaps/news.xml", "/en/archive/",
)  # fmt: skip
WRONG = "Xylophones opne"


class TakenBackTests(PageTestCase):
    def setUp(self) -> None:
        super().setUp()
        make_section()
        self.other = make_story(at=minutes_ago(3), headline="Swans return", body="<p>The xylophones of Karasor.</p>")

    def outputs(self, story: Story) -> str:
        """Everything that lists stories, as it is now."""
        following.follow()
        day = now().astimezone().strftime("%Y/%m/%d")
        month = f"/sitemaps/en-{now().year}-{now().month}-1.xml"
        pages = (*EVERYWHERE, month, self.other.get_absolute_url(), reverse("website:archive-day", args=["en", *map(int, day.split("/"))]))
        return "".join(self.client.get(page, follow=True).getvalue().decode() for page in pages)

    def test_a_first_publication_is_nowhere_and_its_address_says_so(self) -> None:
        story = make_story(at=now(), headline=WRONG, urgency=1)
        WindowViews.objects.create(window_h=24, story_id=story.pk, language="en", views=99)
        address = story.get_absolute_url()
        self.assertIn(WRONG, self.outputs(story))
        self.assertIn(address, self.outputs(story))
        publishing.undo(story, at=now())
        found = self.outputs(story)
        self.assertNotIn(WRONG, found)
        self.assertNotIn(address, found)
        page = self.page(address, 404)
        self.assertIn("This story was taken back", page)
        self.assertNotIn(WRONG, page)
        self.assertEqual(self.client.get(f"/en/part/{story.pk}/").status_code, 404)

    def test_it_comes_back_everywhere(self) -> None:
        story = make_story(at=now(), headline=WRONG)
        publishing.undo(story, at=now())
        self.outputs(story)
        story = Story.objects.get(pk=story.pk)
        story.headline = "Xylophones open"
        publishing.publish(story, at=now())
        found = self.outputs(story)
        self.assertGreaterEqual(found.count("Xylophones open"), 8)
        self.assertIn("Xylophones open", self.page(story.get_absolute_url()))

    def test_after_an_update_the_text_before_is_everywhere_and_feeds_call_it_newer(self) -> None:
        story = make_story(at=now(), headline="Xylophones open")
        story.headline = WRONG
        publishing.update(story, at=now())
        self.assertIn(WRONG, self.outputs(story))
        tags = {page: self.client.get(page).headers["ETag"] for page in ("/en/feed.atom", "/sitemaps/news.xml", story.get_absolute_url())}
        publishing.undo(story, at=now())
        found = self.outputs(story)
        self.assertNotIn(WRONG, found)
        self.assertIn("Xylophones open", found)
        for page, etag in tags.items():
            self.assertEqual(self.client.get(page, headers={"If-None-Match": etag}).status_code, 200, page)
        undone = Story.objects.get(pk=story.pk)
        self.assertIn(undone.updated_at.astimezone().isoformat()[:16], self.client.get("/en/feed.atom").content.decode())  # type: ignore[union-attr]

    def test_a_withdrawn_story_is_there_again(self) -> None:
        story = make_story(at=now(), headline="Xylophones open")
        publishing.kill(story, at=now(), reason="wrong one")
        self.assertNotIn("Xylophones", self.outputs(story).replace("xylophones", ""))
        self.page(story.get_absolute_url(), 410)
        publishing.undo(story, at=now())
        self.assertIn("Xylophones open", self.outputs(story))
        self.page(story.get_absolute_url())

    def test_a_withdrawn_note_is_not_printed(self) -> None:
        story = make_story(at=now(), headline="Xylophones open")
        publishing.correct(story, at=now(), note="There are nine.")
        self.assertIn("There are nine.", self.page(story.get_absolute_url()) + self.outputs(story))
        publishing.undo(story, at=now())
        self.assertNotIn("There are nine.", self.page(story.get_absolute_url()) + self.outputs(story))
