from django.test import TestCase

from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import make_draft, make_story, minutes_ago
from dateline.website.models import OldAddress


class OldAddressTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.story = make_story(at=minutes_ago(5))

    def leads_here(self, address: str, story: Story | None = None) -> None:
        response = self.client.get(address)
        self.assertEqual((response.status_code, response.headers.get("Location")), (301, (story or self.story).get_absolute_url()), address)

    def test_an_old_address_leads_to_its_story_for_good(self) -> None:
        OldAddress.objects.create(path="/news/2019/gates.html", story=self.story)
        self.leads_here("/news/2019/gates.html")

    def test_the_query_counts_first_then_the_path_alone(self) -> None:
        other = make_story(at=minutes_ago(5))
        OldAddress.objects.create(path="/article.php?id=7", story=self.story)
        OldAddress.objects.create(path="/article.php", story=other)
        self.leads_here("/article.php?id=7")
        self.leads_here("/article.php?utm_source=letter", other)

    def test_the_root_with_a_query_may_be_an_old_story(self) -> None:
        OldAddress.objects.create(path="/?p=123", story=self.story)
        self.leads_here("/?p=123")
        self.assertNotEqual(self.client.get("/?p=124").headers.get("Location"), self.story.get_absolute_url())
        self.assertNotEqual(self.client.get("/").headers.get("Location"), self.story.get_absolute_url())

    def test_every_spelling_finds_it(self) -> None:
        OldAddress.objects.create(path="/жаңалық/су", story=self.story)
        OldAddress.objects.create(path="/%D1%81%D1%83/", story=self.story)
        for address in ("/жаңалық/су", "/жаңалық/су/", "/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B/%D1%81%D1%83", "/су", "/су/"):
            self.leads_here(address)

    def test_a_withdrawn_story_says_so_at_its_address(self) -> None:
        OldAddress.objects.create(path="/old", story=self.story)
        publishing.kill(self.story, at=minutes_ago(1), reason="wrong")
        self.leads_here("/old")
        self.assertEqual(self.client.get("/old", follow=True).status_code, 410)

    def test_what_is_not_public_stays_unknown(self) -> None:
        OldAddress.objects.create(path="/draft", story=make_draft())
        OldAddress.objects.create(path="/embargo", story=make_story(at=minutes_ago(5), embargoed_until=minutes_ago(-60)))
        self.assertEqual(self.client.get("/draft").status_code, 404)
        self.assertEqual(self.client.get("/embargo").status_code, 404)

    def test_a_page_of_our_own_is_not_asked_about(self) -> None:
        OldAddress.objects.create(path="/robots.txt", story=self.story)
        self.assertEqual(self.client.get("/robots.txt").status_code, 200)

    def test_strange_addresses_are_simply_not_there(self) -> None:
        for address in ("/%00", "/" + "x" * 3000, "/%FF%FE?%00=%FF", "/?" + "y" * 3000, "//example.org/"):
            self.assertIn(self.client.get(address).status_code, (301, 302, 404), address)
            self.assertNotEqual(self.client.get(address).headers.get("Location"), self.story.get_absolute_url())

    def test_a_form_is_not_led_away(self) -> None:
        OldAddress.objects.create(path="/old", story=self.story)
        self.assertEqual(self.client.post("/old").status_code, 404)
