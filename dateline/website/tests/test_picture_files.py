from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import TestCase
from django.utils.timezone import now

from dateline.media import renditions
from dateline.media.models import Picture, Rendition
from dateline.stories import publishing
from dateline.stories.models import Story, StoryPicture
from dateline.testing import make_draft, make_picture, make_story, make_user, minutes_ago


def files_of(picture: Picture) -> list[str]:
    renditions.ensure(picture)
    return [rendition.file.url for rendition in Rendition.objects.filter(image=picture)]


class PictureFileTests(TestCase):
    def setUp(self) -> None:
        self.picture = make_picture(800, 600)
        self.files = files_of(self.picture)

    def statuses(self) -> set[int]:
        """Of all files of the picture; always one and the same."""
        return {self.client.get(file).status_code for file in self.files}

    def show(self, **fields: Any) -> Story:
        return make_story(at=minutes_ago(5), pictures=[self.picture], **fields)

    def test_it_is_served_with_its_type_and_kept_for_a_while(self) -> None:
        self.show()
        file = next(file for file in self.files if file.endswith(".avif"))
        answer = self.client.get(file)
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/avif"))
        self.assertEqual(answer["Cache-Control"], "public, max-age=3600, s-maxage=60")
        self.assertFalse(answer.has_header("Vary"))
        self.assertEqual(b"".join(answer.streaming_content)[4:12], b"ftypavif")  # type: ignore[attr-defined]

    def test_who_has_it_already_gets_304(self) -> None:
        self.show()
        etag = self.client.get(self.files[0])["ETag"]
        answer = self.client.get(self.files[0], headers={"If-None-Match": f'"other", W/{etag}'})
        self.assertEqual((answer.status_code, answer.content), (304, b""))

    def test_one_query_decides(self) -> None:
        self.show()
        with self.assertNumQueries(1):
            self.client.get(self.files[0])

    def test_before_a_story_shows_it_there_is_nothing(self) -> None:
        self.assertEqual(self.statuses(), {404})
        make_draft(pictures=[self.picture])
        self.assertEqual(self.statuses(), {404})
        self.assertIn("no-store", self.client.get(self.files[0])["Cache-Control"])

    def test_an_embargo_holds_to_the_minute(self) -> None:
        until = now() + timedelta(hours=1)
        self.show(embargoed_until=until)
        self.assertEqual(self.statuses(), {404})
        for moment, wanted in ((until - timedelta(seconds=1), 404), (until, 200)):
            with mock.patch("dateline.website.picture_files.now", return_value=moment):
                self.assertEqual(self.statuses(), {wanted})

    def test_a_withdrawal_takes_it_away_unless_another_story_shows_it(self) -> None:
        story, other = self.show(), self.show()
        publishing.kill(story, at=now(), reason="wrong")
        self.assertEqual(self.statuses(), {200})
        publishing.kill(other, at=now(), reason="wrong too")
        self.assertEqual(self.statuses(), {410})

    def test_a_picture_that_an_update_took_out_is_gone(self) -> None:
        story = self.show()
        story.pictures.set([StoryPicture(picture=make_picture())])
        publishing.update(story, at=now())
        self.assertEqual(self.statuses(), {404})

    def test_rights_end_at_their_minute_and_nobody_keeps_it_beyond(self) -> None:
        self.show()
        ends = now() + timedelta(seconds=30)
        Picture.objects.filter(pk=self.picture.pk).update(rights_expire_at=ends)
        with mock.patch("dateline.website.picture_files.now", return_value=ends - timedelta(seconds=20)):
            self.assertEqual(self.client.get(self.files[0])["Cache-Control"], "public, max-age=20, s-maxage=20")
        with mock.patch("dateline.website.picture_files.now", return_value=ends):
            self.assertEqual(self.statuses(), {410})

    def test_the_newsroom_sees_what_the_public_does_not_and_nobody_keeps_it(self) -> None:
        self.client.force_login(make_user(is_superuser=True))
        answer = self.client.get(self.files[0])
        self.assertEqual(answer.status_code, 200)
        self.assertIn("private", answer["Cache-Control"])
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertNotIn("public", answer["Cache-Control"])
        self.assertIn("Cookie", answer["Vary"])

    def test_an_account_without_a_duty_is_the_public(self) -> None:
        self.client.force_login(make_user("reader"))
        self.assertEqual(self.statuses(), {404})

    def test_a_files_of_the_newsrooms_lists_are_held_too(self) -> None:
        thumb = self.picture.get_rendition("max-165x165")
        self.assertEqual(self.client.get(thumb.url).status_code, 404)

    def test_originals_are_not_served(self) -> None:
        self.show()
        self.assertEqual(self.client.get(f"/media/{self.picture.file.name}").status_code, 404)

    def test_nothing_outside_the_folder_and_nothing_without_a_picture_is_served(self) -> None:
        self.client.force_login(make_user(is_superuser=True))
        for path in ("secret.jpg", "images/left-over.jpg", "images/page.html"):
            file = Path(settings.MEDIA_ROOT, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"x")
        names = (
            "../secret.jpg",
            "%2e%2e/secret.jpg",
            "..%2fsecret.jpg",
            "/etc/passwd",
            "nothing.jpg",
            "left-over.jpg",
            "page.html",
            "a%00.jpg",
        )
        for name in names:
            with self.subTest(name=name):
                self.assertEqual(self.client.get(f"/media/images/{name}").status_code, 404)

    def test_only_reading_is_allowed(self) -> None:
        self.assertEqual(self.client.post(self.files[0]).status_code, 405)


class PagesTests(TestCase):
    """A picture whose rights end leaves every page, feed and map at that minute."""

    databases = {"default", "counts"}

    def addresses(self, story: Story) -> list[str]:
        published = story.published_at
        assert published is not None
        month = f"/sitemaps/en-{published.year}-{published.month}-1.xml"
        feeds = ("/en/feed.rss", "/en/feed.atom", "/en/feed.json", "/sitemaps/news.xml", month)
        return [story.get_absolute_url(), "/en/", f"/en/section/{story.section.slug}/", *feeds]

    def test_they_show_it_until_then_and_not_a_minute_longer(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        story = make_story(at=minutes_ago(5), pictures=[picture], headline="Dam")
        make_story(at=minutes_ago(2), section=story.section)
        shown = [page for page in self.addresses(story) if f"/{picture.pk}-" in self.client.get(page).getvalue().decode()]
        self.assertIn(story.get_absolute_url(), shown)
        self.assertEqual(len(shown), 8, shown)
        etags = {page: self.client.get(page).headers.get("ETag", "") for page in shown}
        Picture.objects.filter(pk=picture.pk).update(rights_expire_at=minutes_ago(0.01))
        for page in shown:
            with self.subTest(page):
                answer = self.client.get(page, headers={"If-None-Match": etags[page]})
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn(f"/{picture.pk}-", answer.getvalue().decode())
                self.assertNotIn("Kerme graphics desk", answer.getvalue().decode())
