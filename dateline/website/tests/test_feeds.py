import json
from datetime import timedelta
from typing import Any

import feedparser
from django.http import HttpResponse
from django.test import TestCase
from django.utils.http import http_date
from django.utils.timezone import now
from lxml import etree

from dateline.agency.models import Agency
from dateline.media import renditions
from dateline.stories import publishing
from dateline.stories.models import Story, StoryPicture
from dateline.testing import make_author, make_draft, make_picture, make_section, make_story, make_subject, minutes_ago

HOSTILE = "Bank “R&D” <script>alert(1)</script> ]]> says 5 < 6\x0b\x00"
NS = {
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/", "a": "http://www.w3.org/2005/Atom",
}  # fmt: skip


class FeedTestCase(TestCase):
    databases = {"default", "counts"}

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)

    def xml(self, address: str) -> Any:
        return etree.fromstring(self.get(address).content)

    def titles(self, address: str) -> list[str]:
        return [entry.title for entry in feedparser.parse(self.get(address).content).entries]


class WhatIsInTests(FeedTestCase):
    def test_the_newest_story_of_the_language_comes_first(self) -> None:
        make_story(at=minutes_ago(9), headline="Older")
        make_story(at=minutes_ago(5), headline="Newer")
        make_story(at=minutes_ago(5), headline="Жаңа", language="kk")
        make_draft(headline="Draft")
        for name in ("rss", "atom"):
            self.assertEqual(self.titles(f"/en/feed.{name}"), ["Newer", "Older"])
        self.assertEqual([item["title"] for item in self.get("/en/feed.json").json()["items"]], ["Newer", "Older"])
        self.assertEqual(self.titles("/kk/feed.rss"), ["Жаңа"])

    def test_a_section_has_feeds_of_its_own(self) -> None:
        make_story(at=minutes_ago(5), headline="Here", section=make_section("sport"))
        make_story(at=minutes_ago(5), headline="There", section=make_section("culture"))
        self.assertEqual(self.titles("/en/section/sport/feed.rss"), ["Here"])
        self.assertEqual(self.titles("/en/section/sport/feed.atom"), ["Here"])
        self.assertEqual(self.get("/en/section/nothing/feed.rss").status_code, 404)

    def test_a_withdrawn_story_disappears_at_once(self) -> None:
        story = make_story(at=minutes_ago(5))
        etag = self.get("/en/feed.rss").headers["ETag"]
        publishing.kill(story, at=now(), reason="wrong")
        again = self.get("/en/feed.rss", **{"if-none-match": etag})
        self.assertEqual((again.status_code, feedparser.parse(again.content).entries), (200, []))

    def test_an_embargoed_story_appears_when_the_embargo_is_over_and_not_before(self) -> None:
        story = make_story(at=minutes_ago(5), embargoed_until=minutes_ago(-60))
        etag = self.get("/en/feed.rss").headers["ETag"]
        self.assertEqual(self.titles("/en/feed.rss"), [])
        Story.objects.filter(pk=story.pk).update(embargoed_until=minutes_ago(1))
        self.assertEqual(self.get("/en/feed.rss", **{"if-none-match": etag}).status_code, 200)
        self.assertEqual(self.titles("/en/feed.rss"), [story.headline])

    def test_there_are_fifty_at_most(self) -> None:
        for minute in range(51):
            make_story(at=minutes_ago(minute + 1), headline=f"Story {minute}")
        self.assertEqual(len(self.titles("/en/feed.rss")), 50)
        self.assertEqual(len(self.get("/en/feed.json").json()["items"]), 50)

    def test_an_empty_agency_has_valid_empty_feeds(self) -> None:
        self.assertFalse(feedparser.parse(self.get("/en/feed.rss").content).bozo)
        self.assertFalse(feedparser.parse(self.get("/en/feed.atom").content).bozo)
        self.assertEqual(self.get("/en/feed.json").json()["items"], [])

    def test_other_languages_and_methods_are_refused(self) -> None:
        self.assertEqual(self.get("/de/feed.rss").status_code, 404)
        self.assertEqual(self.client.post("/en/feed.rss").status_code, 405)

    def test_the_number_of_queries_does_not_grow_with_the_stories(self) -> None:
        def publish(number: int) -> None:
            for _ in range(number):
                make_story(at=minutes_ago(5), authors=[make_author()], subjects=[make_subject()], pictures=[make_picture()], sources=["A"])

        Agency.load()
        publish(1)
        for name in ("rss", "atom", "json"):
            with self.subTest(name), self.assertNumQueries(12):
                self.get(f"/en/feed.{name}")
        publish(6)
        with self.assertNumQueries(12):
            self.get("/en/feed.rss")


class FormatTests(FeedTestCase):
    def setUp(self) -> None:
        agency = Agency.load()
        agency.names, agency.rights_notices = {"en": "Kerme"}, {"en": "© Kerme, {year}."}
        agency.save()
        picture = make_picture(credit_lines={"en": "Photo: Kerme & Co"}, alt_texts={"en": "A dam"}, copyright_notice="© Kerme")
        renditions.ensure(picture)
        self.story = make_story(
            at=minutes_ago(5), headline="Gates open", lead="Two of five.", authors=[make_author()], subjects=[make_subject()],
            sources=["Water office"], pictures=[StoryPicture(picture=picture, caption="The dam")],
            body='<p>See <a href="/en/terms/">terms</a> and <a href="https://a.example/">a</a>.</p>',
        )  # fmt: skip
        self.address = f"http://testserver{self.story.get_absolute_url()}"

    def test_rss_holds_every_fact(self) -> None:
        item = self.xml("/en/feed.rss").find("channel/item")
        self.assertEqual((item.findtext("title"), item.findtext("link")), ("Gates open", self.address))
        self.assertEqual((item.findtext("guid"), item.find("guid").get("isPermaLink")), (f"{self.story.uri}#en", "false"))
        self.assertEqual(item.findtext("dc:creator", namespaces=NS), "Aigerim Tolen")
        self.assertEqual([found.text for found in item.findall("category")], ["Regions", "environment"])
        self.assertEqual(item.findtext("dc:rights", namespaces=NS), f"© Kerme, {now().year}.")
        media = item.find("media:content", namespaces=NS)
        self.assertTrue(media.get("url").startswith("http://testserver/media/"))
        self.assertEqual(media.findtext("media:credit", namespaces=NS), "Photo: Kerme & Co")
        self.assertEqual(media.findtext("media:description", namespaces=NS), "The dam")
        self.assertEqual(media.findtext("media:copyright", namespaces=NS), "© Kerme")

    def test_the_full_text_keeps_lead_sources_and_rights_with_it(self) -> None:
        content = self.xml("/en/feed.rss").findtext("channel/item/content:encoded", namespaces=NS)
        for part in ("<p><strong>Two of five.</strong></p>", "Water office", f"© Kerme, {now().year}."):
            self.assertIn(part, content)

    def test_links_in_the_text_work_on_other_sites(self) -> None:
        content = self.xml("/en/feed.rss").findtext("channel/item/content:encoded", namespaces=NS)
        self.assertIn('href="http://testserver/en/terms/"', content)
        self.assertIn('href="https://a.example/"', content)

    def test_the_channel_names_itself(self) -> None:
        channel = self.xml("/en/feed.rss").find("channel")
        self.assertEqual((channel.findtext("title"), channel.findtext("link")), ("Kerme", "http://testserver/en/"))
        self.assertEqual(channel.findtext("language"), "en")
        own = channel.find("a:link[@rel='self']", namespaces=NS)
        self.assertEqual(own.get("href"), "http://testserver/en/feed.rss")
        section = self.xml("/en/section/regions/feed.rss").find("channel")
        self.assertEqual(
            (section.findtext("title"), section.findtext("link")), ("Regions · Kerme", "http://testserver/en/section/regions/")
        )

    def test_atom_holds_every_fact(self) -> None:
        feed = self.xml("/en/feed.atom")
        entry = feed.find("a:entry", namespaces=NS)
        self.assertEqual(feed.get("{http://www.w3.org/XML/1998/namespace}lang"), "en")
        self.assertEqual(entry.findtext("a:id", namespaces=NS), f"{self.story.uri}#en")
        self.assertEqual(entry.findtext("a:author/a:name", namespaces=NS), "Aigerim Tolen")
        self.assertIn("Two of five.", entry.findtext("a:content", namespaces=NS))
        self.assertEqual(entry.find("a:content", namespaces=NS).get("type"), "html")
        self.assertTrue(entry.findtext("a:published", namespaces=NS).endswith("+05:00"))

    def test_json_feed_holds_every_fact(self) -> None:
        response = self.get("/en/feed.json")
        self.assertEqual(response.headers["Content-Type"].split(";")[0], "application/feed+json")
        feed = json.loads(response.content)
        item = feed["items"][0]
        self.assertEqual((feed["version"], feed["feed_url"]), ("https://jsonfeed.org/version/1.1", "http://testserver/en/feed.json"))
        self.assertEqual((item["id"], item["url"], item["summary"]), (f"{self.story.uri}#en", self.address, "Two of five."))
        self.assertEqual((item["authors"], item["tags"]), ([{"name": "Aigerim Tolen"}], ["Regions", "environment"]))
        self.assertTrue(item["image"].startswith("http://testserver/media/"))

    def test_a_correction_changes_the_date_and_is_told(self) -> None:
        publishing.correct(self.story, at=minutes_ago(1), note="The gates were three.")
        entry = self.xml("/en/feed.atom").find("a:entry", namespaces=NS)
        self.assertGreater(entry.findtext("a:updated", namespaces=NS), entry.findtext("a:published", namespaces=NS))
        self.assertIn("The gates were three.", entry.findtext("a:content", namespaces=NS))

    def test_the_byline_is_who_signs(self) -> None:
        self.story.byline = "Marat Ospan"
        publishing.update(self.story, at=minutes_ago(1))
        self.assertEqual(self.get("/en/feed.json").json()["items"][0]["authors"], [{"name": "Marat Ospan"}])


class HostileTextTests(FeedTestCase):
    def test_no_text_breaks_out_of_its_place(self) -> None:
        story = make_story(at=minutes_ago(5), headline="x", lead="x", authors=[make_author(names={"en": HOSTILE})])
        Story.objects.filter(pk=story.pk).update(headline=HOSTILE[:-1], lead=HOSTILE[:-1], byline="")
        clean = "Bank “R&D” <script>alert(1)</script> ]]> says 5 < 6"
        rss, atom = self.xml("/en/feed.rss"), self.xml("/en/feed.atom")
        self.assertEqual(rss.findtext("channel/item/title"), clean)
        self.assertEqual(atom.findtext("a:entry/a:title", namespaces=NS), clean)
        self.assertEqual(self.get("/en/feed.json").json()["items"][0]["title"], clean)
        for html in (
            rss.findtext("channel/item/description"),
            rss.findtext("channel/item/content:encoded", namespaces=NS),
            atom.findtext("a:entry/a:content", namespaces=NS),
            atom.findtext("a:entry/a:summary", namespaces=NS),
        ):
            self.assertNotIn("<script", html)
            self.assertIn("&lt;script&gt;", html)


class ConditionalTests(FeedTestCase):
    def asked_again(self, first: HttpResponse, *names: str) -> int:
        pairs = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}
        return int(self.get("/en/feed.rss", **{pairs[name]: first.headers[name] for name in names}).status_code)

    def test_who_has_it_is_told_so(self) -> None:
        make_story(at=minutes_ago(5))
        first = self.get("/en/feed.rss")
        self.assertEqual(self.asked_again(first, "ETag"), 304)
        self.assertEqual(self.asked_again(first, "Last-Modified"), 304)
        self.assertEqual(first.headers["Cache-Control"], "public, max-age=1")

    def test_asking_again_costs_few_queries(self) -> None:
        make_story(at=minutes_ago(5))
        Agency.load()
        etag = self.get("/en/feed.rss").headers["ETag"]
        with self.assertNumQueries(4):
            self.get("/en/feed.rss", **{"if-none-match": etag})

    def test_an_update_is_news_for_both_validators(self) -> None:
        story = make_story(at=minutes_ago(5))
        first = self.get("/en/feed.rss")
        story.headline = "Anew"
        publishing.update(story, at=minutes_ago(1))
        self.assertEqual(self.asked_again(first, "ETag"), 200)
        self.assertEqual(self.asked_again(first, "Last-Modified"), 200)

    def test_a_withdrawal_moves_the_date_forward_not_back(self) -> None:
        story = make_story(at=minutes_ago(5))
        make_story(at=minutes_ago(9))
        first = self.get("/en/feed.rss")
        publishing.kill(story, at=minutes_ago(1), reason="wrong")
        self.assertEqual(self.asked_again(first, "Last-Modified"), 200)
        self.assertEqual(self.titles("/en/feed.rss"), [Story.objects.get(state="published").headline])

    def test_a_lifted_embargo_moves_the_date_too(self) -> None:
        story = make_story(at=minutes_ago(5), embargoed_until=minutes_ago(2))
        modified = self.get("/en/feed.rss").headers["Last-Modified"]
        self.assertEqual(modified, http_date((story.embargoed_until or now()).timestamp()))

    def test_a_moment_that_is_still_running_is_not_given_as_a_date(self) -> None:
        make_story(at=now() - timedelta(seconds=1))
        self.assertNotIn("Last-Modified", self.get("/en/feed.rss").headers)

    def test_the_agencys_name_is_part_of_the_state(self) -> None:
        first = self.get("/en/feed.rss")
        agency = Agency.load()
        agency.names = {"en": "Kerme"}
        agency.save()
        self.assertEqual(self.asked_again(first, "ETag"), 200)

    def test_the_same_state_is_always_the_same_bytes(self) -> None:
        make_story(at=minutes_ago(5))
        self.assertEqual(self.get("/en/feed.rss").content, self.get("/en/feed.rss").content)
        self.assertEqual(self.get("/ru/feed.atom").content, self.get("/ru/feed.atom").content)
