"""A flash and its withdrawal are everywhere at once, whatever a process remembers."""

from unittest.mock import patch

from django.test import TestCase
from django.utils.timezone import now

from dateline.stories import publishing
from dateline.testing import make_draft, make_story
from dateline.website import frame, remembering

LANGUAGES = ("kk", "ru", "en")


class FlashTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        remembering.forget_all()
        self.enterContext(patch.object(frame._head, "max_age_s", 0.0))  # as if half a second had passed
        self.other = make_story(headline="A quiet day")

    def band(self, path: str) -> bool:
        return '<section class="flash"' in self.client.get(path).content.decode()

    def test_it_is_on_every_page_as_soon_as_it_is_out_and_goes_with_its_withdrawal(self) -> None:
        for language in LANGUAGES:
            with self.subTest(language):
                self.assertFalse(self.band(f"/{language}/"))
                flash = make_story(language=language, headline="Bridge is closed", urgency=1, at=now())
                self.assertTrue(self.band(f"/{language}/"))
                self.assertTrue(self.band(f"/{language}/about/"))
                publishing.kill(flash, at=now(), reason="not true")
                self.assertFalse(self.band(f"/{language}/"))
                self.assertFalse(self.band(f"/{language}/about/"))

    def test_the_full_story_with_a_lower_urgency_ends_it(self) -> None:
        flash = make_story(urgency=1, at=now())
        self.assertTrue(self.band("/en/about/"))
        flash.urgency = 3
        publishing.update(flash, at=now())
        self.assertFalse(self.band("/en/about/"))

    def test_pages_are_asked_for_again_and_feeds_after_a_second(self) -> None:
        self.assertIn("no-cache", self.client.get("/en/").headers["Cache-Control"])
        self.assertEqual("public, max-age=1", self.client.get("/en/feed.rss").headers["Cache-Control"])
        draft = make_draft(urgency=1, headline="Bridge is closed")
        tag = self.client.get("/en/feed.json").headers["ETag"]
        publishing.publish(draft, at=now())
        again = self.client.get("/en/feed.json", headers={"if-none-match": tag})
        self.assertEqual((200, "Bridge is closed"), (again.status_code, again.json()["items"][0]["title"]))
