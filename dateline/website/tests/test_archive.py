"""The archive by day and month."""

from datetime import date, timedelta

from dateline.readership.carrying import CarriedCount, SeenEntry, carry_over, keep_list
from dateline.stories import publishing
from dateline.stories.models import ArchivedHeadline
from dateline.testing import NOON, make_story
from dateline.website.tests.pages import PageTestCase

DAY = "/en/archive/2026/03/12/"


class DayTests(PageTestCase):
    def test_it_lists_the_stories_of_the_agencys_day_hour_by_hour(self) -> None:
        story = make_story(headline="At noon")
        make_story(headline="Last minute", at=NOON + timedelta(hours=11, minutes=59))
        make_story(headline="Next day", at=NOON + timedelta(hours=12))
        carry_over([CarriedCount(story.pk, 29521, date(2026, 3, 12))])
        page = self.page(DAY)
        self.assertRegex(page, r"<h3>12:00 <small>1 report</small></h3>(?s:.)*At noon</a> <data value=\"29521\">29,521")
        self.assertIn("<h3>23:00", page)
        self.assertNotIn("Next day", page)

    def test_a_withdrawn_story_stays_as_a_row_in_words(self) -> None:
        story = make_story(headline="Secret")
        publishing.kill(story, at=NOON + timedelta(minutes=49), reason="wrong")
        page = self.page(DAY)
        self.assertIn(f'<a href="{story.get_absolute_url()}" class="withdrawn">Withdrawn by the agency at 12:49</a>', page)
        self.assertNotIn("Secret", page)
        self.assertIn("h-gone", page)

    def test_a_headline_without_text_is_a_row_without_a_link(self) -> None:
        ArchivedHeadline.objects.create(language="en", headline="Only this is known", published_at=NOON)
        page = self.page(DAY)
        self.assertRegex(page, r"<span>Only this is known <small")
        self.assertNotRegex(page, r"<a[^>]*>Only this")

    def test_of_a_withdrawn_story_a_list_keeps_the_row_and_not_the_headline(self) -> None:
        story = make_story(headline="What was wrong")
        entries = [SeenEntry(story.headline, NOON, 9, story.pk)]
        keep_list(language="en", seen_on=date(2026, 3, 12), window="week", origin="", entries=entries)
        publishing.kill(story, at=NOON, reason="wrong")
        page = self.page("/en/archive/2026/03/12/")
        self.assertNotIn("What was wrong", page)
        self.assertIn("Withdrawn by the agency", page)

    def test_an_old_sites_list_is_shown_as_it_was_seen(self) -> None:
        story = make_story(headline="We have it", at=NOON - timedelta(days=2))
        entries = [
            SeenEntry("Nobody told how often", NOON - timedelta(days=9), None),
            SeenEntry("We have it", NOON - timedelta(days=2), 97561, story.pk),
        ]
        keep_list(language="en", seen_on=date(2026, 3, 12), window="week", origin="old page", entries=entries)
        page = self.page(DAY)
        self.assertIn("in the week before", page)
        self.assertRegex(page, r'number not known</span></span> <span class="headline">Nobody told how often</span>')
        self.assertIn(f'<data value="97561">97,561</data> <a href="{story.get_absolute_url()}">We have it</a>', page)
        self.assertNotIn("Most viewed then", self.page("/en/archive/2026/03/11/"))

    def test_lists_of_several_windows_have_names_of_their_own(self) -> None:
        for window in ("week", "month"):
            keep_list(language="en", seen_on=date(2026, 3, 12), window=window, origin="", entries=[SeenEntry("A story", None, 3)])
        page = self.page("/en/archive/2026/03/12/")
        for number in (1, 2):
            self.assertEqual((page.count(f'id="seen-{number}"'), page.count(f'aria-labelledby="seen-{number}"')), (1, 1))

    def test_an_empty_day_says_so_and_leads_on(self) -> None:
        page = self.page("/en/archive/2026/03/01/")
        self.assertIn("Nothing was published on this day in this language.", page)
        self.assertIn('href="/en/archive/2026/03/"', page)
        self.assertIn("noindex", page)

    def test_what_is_under_embargo_is_not_listed(self) -> None:
        make_story(headline="Not yet", embargoed_until=NOON.replace(year=2126))
        self.assertNotIn("Not yet", self.page(DAY))

    def test_days_that_are_none_and_days_to_come_are_not_found(self) -> None:
        for address in ("/en/archive/2026/02/30/", "/en/archive/2026/13/01/", "/en/archive/2126/01/01/", "/en/archive/0/1/1/"):
            self.page(address, 404)

    def test_the_neighbouring_days_are_one_step_away(self) -> None:
        page = self.page(DAY)
        self.assertIn('href="/en/archive/2026/03/11/" rel="prev"', page)
        self.assertIn('href="/en/archive/2026/03/13/" rel="next"', page)

    def test_it_costs_few_queries(self) -> None:
        for minute in range(6):
            make_story(at=NOON + timedelta(minutes=minute))
        self.page(DAY)
        with self.at_most(10):
            self.page(DAY)


class CalendarTests(PageTestCase):
    def test_only_days_with_something_are_links(self) -> None:
        make_story()
        ArchivedHeadline.objects.create(language="en", headline="Old", published_at=NOON - timedelta(days=3))
        page = self.page("/en/archive/2026/03/")
        self.assertIn('<a href="/en/archive/2026/03/12/">12<span class="sr">, 1 story</span></a>', page)
        self.assertIn('<a href="/en/archive/2026/03/09/">', page)
        self.assertNotIn('<a href="/en/archive/2026/03/10/">', page)
        self.assertIn("<caption>March 2026</caption>", page)

    def test_the_archive_opens_with_the_latest_month_and_names_all(self) -> None:
        make_story(at=NOON - timedelta(days=100))
        make_story()
        page = self.page("/en/archive/")
        self.assertIn("<caption>March 2026</caption>", page)
        for month, address in (("December", "2025/12"), ("January", "2026/01"), ("February", "2026/02"), ("March", "2026/03")):
            self.assertIn(f'<li><a href="/en/archive/{address}/">{month}</a></li>', page)
        self.assertNotIn(">November</a></li>", page)

    def test_an_empty_archive_says_so(self) -> None:
        self.assertIn("Nothing has been published in this language yet.", self.page("/en/archive/"))
        self.assertIn("Nothing was published in this month", self.page("/en/archive/2026/03/"))
