from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from django.test import TestCase
from django.utils.timezone import now
from lxml import etree

from dateline.agency.models import Agency
from dateline.media import renditions
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import make_author, make_draft, make_picture, make_section, make_story, minutes_ago
from dateline.website import sitemap_format, sitemaps

SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1", "x": "http://www.w3.org/1999/xhtml",
}  # fmt: skip
MARCH = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)


class SitemapTestCase(TestCase):
    databases = {"default", "counts"}

    def xml(self, address: str) -> Any:
        response: Any = self.client.get(address)
        self.assertEqual(response.status_code, 200, address)
        self.assertEqual(response.headers["Content-Type"], "application/xml")
        return etree.fromstring(response.getvalue())

    def addresses(self, address: str) -> list[str]:
        return [loc.text.removeprefix("http://testserver") for loc in self.xml(address).iter(f"{SM}loc")]

    def urls_of(self, *stories: Story) -> list[str]:
        return [story.get_absolute_url() for story in stories]


class IndexTests(SitemapTestCase):
    def test_it_names_a_file_for_each_language_and_month_newest_first(self) -> None:
        make_story(at=MARCH)
        make_story(at=MARCH, language="kk")
        make_story(at=MARCH - timedelta(days=365))
        make_draft()
        fixed = ["/sitemaps/news.xml", "/sitemaps/pages.xml"]
        months = ["/sitemaps/kk-2026-3-1.xml", "/sitemaps/en-2026-3-1.xml", "/sitemaps/en-2025-3-1.xml"]
        self.assertEqual(self.addresses("/sitemap.xml"), fixed + months)

    def test_every_file_it_names_is_there(self) -> None:
        make_story(at=MARCH)
        for address in self.addresses("/sitemap.xml"):
            self.xml(address)

    def test_a_big_month_is_split_and_no_story_is_lost_or_doubled(self) -> None:
        stories = [make_story(at=MARCH + timedelta(minutes=minute // 2)) for minute in range(5)]
        with mock.patch.object(sitemaps, "STORIES_MAX", 2), mock.patch.object(sitemaps, "PIECE", 1):
            parts = self.addresses("/sitemap.xml")[2:]
            self.assertEqual(len(parts), 3)
            found = [url for part in sorted(parts) for url in self.addresses(part)]
        self.assertEqual(found, self.urls_of(*stories))

    def test_who_has_it_is_told_so_until_something_is_published(self) -> None:
        make_story(at=MARCH)
        etag = self.client.get("/sitemap.xml").headers["ETag"]
        self.assertEqual(self.client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code, 304)
        make_story(at=MARCH)
        self.assertEqual(self.client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code, 200)


class StoriesTests(SitemapTestCase):
    def test_months_are_those_of_utc_and_nothing_falls_between_two(self) -> None:
        last = make_story(at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
        first = make_story(at=datetime(2026, 4, 1, 0, 0, tzinfo=UTC))
        self.assertEqual(self.addresses("/sitemaps/en-2026-3-1.xml"), self.urls_of(last))
        self.assertEqual(self.addresses("/sitemaps/en-2026-4-1.xml"), self.urls_of(first))

    def test_only_live_stories_are_in_it(self) -> None:
        story, killed = make_story(at=MARCH), make_story(at=MARCH)
        make_story(at=MARCH, embargoed_until=minutes_ago(-60))
        publishing.kill(killed, at=now(), reason="wrong")
        self.assertEqual(self.addresses("/sitemaps/en-2026-3-1.xml"), self.urls_of(story))

    def test_language_versions_name_each_other_and_themselves(self) -> None:
        english = make_story(at=MARCH)
        kazakh = make_story(at=MARCH, language="kk", identity=english.identity)
        make_draft(language="ru", identity=english.identity)
        wanted = [("kk", kazakh), ("en", english), ("x-default", kazakh)]
        for language in ("en", "kk"):
            links = self.xml(f"/sitemaps/{language}-2026-3-1.xml").iterfind(".//x:link", namespaces=NS)
            found = [(link.get("hreflang"), link.get("href")) for link in links]
            self.assertEqual(found, [(code, f"http://testserver{story.get_absolute_url()}") for code, story in wanted])

    def test_pictures_are_named_once_made_and_in_their_widest_size(self) -> None:
        picture = make_picture(width=800, height=600)
        make_story(at=MARCH, pictures=[picture])
        self.assertEqual(self.xml("/sitemaps/en-2026-3-1.xml").findall(".//i:loc", namespaces=NS), [])
        renditions.ensure(picture)
        found = [loc.text for loc in self.xml("/sitemaps/en-2026-3-1.xml").iterfind(".//i:loc", namespaces=NS)]
        self.assertEqual(len(found), 1)
        self.assertIn("width-960", found[0])

    def test_an_update_dates_the_entry_and_changes_the_tag_of_its_month_alone(self) -> None:
        story = make_story(at=MARCH)
        make_story(at=MARCH - timedelta(days=60))
        months = ("/sitemaps/en-2026-3-1.xml", "/sitemaps/en-2026-1-1.xml")
        before = [self.client.get(month).headers["ETag"] for month in months]
        publishing.update(story, at=MARCH + timedelta(hours=1))
        after = [self.client.get(month).headers["ETag"] for month in months]
        self.assertNotEqual(before[0], after[0])
        self.assertEqual(before[1], after[1])
        self.assertEqual(self.xml(months[0]).findtext(".//s:lastmod", namespaces=NS), "2026-03-10T13:00:00+05:00")

    def test_what_is_not_there_answers_404(self) -> None:
        make_story(at=MARCH)
        for name in (
            "en-2026-3-2",
            "en-2026-3-0",
            "en-2026-13-1",
            "en-0-1-1",
            "en-9999-12-1",
            "en-99999-1-1",
            "de-2026-3-1",
            "kk-2026-3-1",
        ):
            self.assertEqual(self.client.get(f"/sitemaps/{name}.xml").status_code, 404, name)

    def test_it_asks_by_the_piece_and_never_by_the_story(self) -> None:
        for _ in range(4):
            make_story(at=MARCH, pictures=[make_picture()])
        with (
            mock.patch.object(sitemaps, "PIECE", 2),
            self.assertNumQueries(2 + 2 * 4 + 1),
        ):  # state, ended rights, two pieces, end
            self.xml("/sitemaps/en-2026-3-1.xml")


class NewsTests(SitemapTestCase):
    def test_it_holds_two_days_of_all_languages(self) -> None:
        agency = Agency.load()
        agency.names = {"kk": "Керме", "en": "Kerme"}
        agency.save()
        story = make_story(at=minutes_ago(5), headline="5 < 6 & “so”")
        kazakh = make_story(at=minutes_ago(7), language="kk")
        make_story(at=minutes_ago(2 * 24 * 60 + 1))
        make_story(at=minutes_ago(5), embargoed_until=minutes_ago(-5))
        self.assertEqual(self.addresses("/sitemaps/news.xml"), self.urls_of(story, kazakh))
        entry = self.xml("/sitemaps/news.xml").find("s:url", namespaces=NS)
        self.assertEqual(entry.findtext(".//n:title", namespaces=NS), "5 < 6 & “so”")
        self.assertEqual(entry.findtext(".//n:name", namespaces=NS), "Kerme")
        self.assertEqual(entry.findtext(".//n:language", namespaces=NS), "en")

    def test_it_holds_no_more_than_allowed(self) -> None:
        for _ in range(3):
            make_story(at=minutes_ago(5))
        with mock.patch.object(sitemaps, "NEWS_MAX", 2):
            self.assertEqual(len(self.addresses("/sitemaps/news.xml")), 2)

    def test_the_same_news_are_told_once(self) -> None:
        make_story(at=minutes_ago(5))
        etag = self.client.get("/sitemaps/news.xml").headers["ETag"]
        self.assertEqual(self.client.get("/sitemaps/news.xml", headers={"if-none-match": etag}).status_code, 304)


class PagesTests(SitemapTestCase):
    def test_it_names_front_pages_sections_and_authors_who_have_a_story(self) -> None:
        make_story(at=MARCH, section=make_section("sport"), authors=[make_author()])
        make_author("nobody-yet")
        addresses = self.addresses("/sitemaps/pages.xml")
        for language in ("kk", "ru", "en"):
            for path in ("", "section/sport/", "author/aigerim-tolen/"):
                self.assertIn(f"/{language}/{path}", addresses)
        self.assertNotIn("/en/author/nobody-yet/", addresses)
        self.assertEqual(len(addresses), 9)


class FormatTests(TestCase):
    def test_an_address_with_signs_of_xml_is_escaped(self) -> None:
        entry = sitemap_format.Entry("https://a.example/?a=1&b=<2>", images=("https://a.example/?x=1&y=2",))
        document = etree.fromstring(b"".join(sitemap_format.urlset([entry])))
        self.assertEqual(document.findtext("s:url/s:loc", namespaces=NS), "https://a.example/?a=1&b=<2>")

    def test_it_is_written_piece_by_piece(self) -> None:
        asked: list[int] = []

        def entries() -> Any:
            for number in range(3):
                asked.append(number)
                yield sitemap_format.Entry(f"https://a.example/{number}")

        pieces = sitemap_format.urlset(entries())
        next(pieces)
        self.assertEqual(asked, [])
        next(pieces)
        self.assertEqual(asked, [0])
