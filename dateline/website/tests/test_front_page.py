"""The front page."""

from datetime import UTC, datetime, timedelta

from django.test import SimpleTestCase

from dateline.agency.models import Agency
from dateline.media.renditions import ensure
from dateline.readership.past_views import PastViews, add_past_views
from dateline.stories import publishing
from dateline.testing import make_picture, make_section, make_story, minutes_ago
from dateline.website.front_page import CARDS, _Newest, by_section, first_of
from dateline.website.tests.pages import PageTestCase

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def newest(number: int, *, section: int = 1, urgency: int = 5, hours: float = 1) -> _Newest:
    return _Newest(number, section, urgency, NOW - timedelta(hours=hours))


class ChoiceTests(SimpleTestCase):
    def test_the_most_urgent_of_the_day_leads(self) -> None:
        self.assertEqual(first_of([newest(1), newest(2, urgency=2), newest(3, urgency=2)], NOW), 2)

    def test_what_was_urgent_yesterday_leads_no_more(self) -> None:
        self.assertEqual(first_of([newest(1), newest(2, urgency=1, hours=25)], NOW), 1)

    def test_on_a_quiet_day_the_newest_leads(self) -> None:
        self.assertEqual(first_of([newest(1, hours=90), newest(2, urgency=1, hours=91)], NOW), 1)
        self.assertIsNone(first_of([], NOW))

    def test_each_section_has_its_newest_few(self) -> None:
        stories = [newest(number, section=number % 2) for number in range(20)]
        self.assertEqual(by_section(stories, [1, 0, 7]), {1: [1, 3, 5, 7][:CARDS], 0: [0, 2, 4, 6][:CARDS], 7: []})


class FrontPageTests(PageTestCase):
    def test_it_leads_with_a_story_and_lists_the_latest(self) -> None:
        make_story(headline="The urgent one", urgency=2, at=minutes_ago(30))
        make_story(headline="The newest one", at=minutes_ago(5))
        page = self.page("/en/")
        self.assertRegex(page, r'<article class="first">(?s:.)*The urgent one</a></h2>')
        self.assertRegex(page, r'<ol class="ladder">(?s:.)*The newest one</a>')

    def test_a_section_has_a_band_with_pictures_and_credits(self) -> None:
        picture = make_picture(800, 600, credit_lines={"en": "Drawing: Kerme"})
        ensure(picture)
        make_story(at=minutes_ago(1))
        make_story(headline="A match", section=make_section("sport"), pictures=[picture], at=minutes_ago(10))
        page = self.page("/en/")
        band = page[page.index('id="in-sport"') :]
        self.assertIn('<p class="credit">Drawing: Kerme</p>', band)
        self.assertIn("A match</a></h3>", band)
        self.assertIn("360w", band)

    def test_only_live_stories_of_the_language_stand_on_it(self) -> None:
        make_story(headline="Russian", language="ru", at=minutes_ago(5))
        gone = make_story(headline="Gone", at=minutes_ago(5))
        publishing.kill(gone, at=minutes_ago(1), reason="wrong")
        page = self.page("/en/")
        self.assertNotIn("Russian</a>", page)
        self.assertNotIn("Gone</a>", page)
        self.assertIn("Nothing has been published in this language yet.", page)

    def test_most_viewed_names_numbers_and_rule(self) -> None:
        story = make_story(headline="Much read", at=minutes_ago(120))
        add_past_views([PastViews(story.pk, "en", minutes_ago(60), 1234)])
        page = self.page("/en/")
        self.assertRegex(page, r'<data value="1234">1,234</data> <a href="[^"]+">Much read</a>')
        self.assertRegex(page, r"Views from \d\d\.\d\d\.\d{4}, \d\d:00 to \d\d\.\d\d\.\d{4}, \d\d:\d\d")

    def test_a_withdrawn_story_leaves_most_viewed(self) -> None:
        story = make_story(headline="Much read", at=minutes_ago(120))
        add_past_views([PastViews(story.pk, "en", minutes_ago(60), 1234)])
        publishing.kill(story, at=minutes_ago(1), reason="wrong")
        self.assertIn("there is nothing to rank", self.page("/en/"))

    def test_television_is_plainly_off_air_until_there_is_an_address(self) -> None:
        self.assertIn('<span class="on-air off">Off air</span>', self.page("/en/"))

    def test_television_is_live_at_the_agencys_address(self) -> None:
        Agency.objects.create(live_address="https://tv.example/live.m3u8", channel_names={"en": "Kerme TV"})
        self.assertIn('<span class="on-air">Live</span>', self.page("/en/"))
        self.assertIn('href="https://tv.example/live.m3u8"', self.page("/en/tv/"))

    def test_a_flash_stands_over_every_other_page(self) -> None:
        flash = make_story(headline="Bridge is closed", urgency=1, at=minutes_ago(3))
        self.assertIn('<section class="flash"', self.page("/en/about/"))
        self.assertNotIn('<section class="flash"', self.page(flash.get_absolute_url()))
        self.assertNotIn('<section class="flash"', self.page("/ru/about/"))

    def test_the_root_leads_to_the_agencys_first_language(self) -> None:
        self.assertRedirects(self.client.get("/", headers={"Accept-Language": "en"}), "/kk/")

    def test_it_costs_few_queries_however_much_stands_on_it(self) -> None:
        for number in range(12):
            picture = make_picture()
            ensure(picture)
            make_story(section=make_section(f"section-{number % 4}"), pictures=[picture], at=minutes_ago(10 + number))
        self.page("/en/")
        with self.at_most(12):
            self.page("/en/")
