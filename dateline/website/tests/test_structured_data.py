import json
import re
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory, TestCase
from lxml import html

from dateline.agency.models import Agency
from dateline.media import renditions
from dateline.stories import publishing
from dateline.stories.models import Story, StoryPicture
from dateline.testing import NOON, make_author, make_picture, make_story, make_subject, minutes_ago
from dateline.website.structured_data import Crumb, HeadData, ld_json, page_head, story_head

HOSTILE = '</script><script>alert("1")</script><!-- & \u2028 ]]>'


def printed(head: HeadData) -> Any:
    """What a parser sees of the head."""
    return html.document_fromstring(f"<html><head>{render_to_string('website/head_data.html', {'head': head})}</head></html>")


def linked(head: HeadData) -> dict[str, Any]:
    """The JSON-LD documents as the parser hands them out, by type."""
    found = [json.loads(script.text) for script in printed(head).xpath("//script[@type='application/ld+json']")]
    return {document.get("@type", "graph"): document for document in found}


class HeadTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.agency = Agency.load()
        self.agency.names = {"kk": "Керме", "ru": "Керме", "en": "Kerme"}
        self.agency.full_names = {"en": "Kerme News Agency"}
        self.agency.rights_notices = {"en": "© Kerme, {year}."}
        self.agency.save()

    def head(self, story: Story, *others: Story) -> HeadData:
        return story_head(story, [story, *others], self.agency, RequestFactory().get("/"), at=NOON)


class StoryHeadTests(HeadTestCase):
    def test_search_engines_are_told_every_fact(self) -> None:
        picture = make_picture(width=800, height=450, credit_lines={"en": "Photo: Kerme"})
        renditions.ensure(picture)
        story = make_story(
            headline="Gates open", lead="Two of five.", dateline="Karasor", authors=[make_author()], subjects=[make_subject()],
            pictures=[StoryPicture(picture=picture, caption="The dam")],
        )  # fmt: skip
        article = linked(self.head(story))["NewsArticle"]
        address = f"http://testserver{story.get_absolute_url()}"
        self.assertEqual((article["headline"], article["description"], article["url"]), ("Gates open", "Two of five.", address))
        self.assertEqual(article["datePublished"], "2026-03-12T12:00:00+05:00")
        self.assertEqual(article["dateModified"], article["datePublished"])
        author = {"@type": "Person", "name": "Aigerim Tolen", "url": "http://testserver/en/author/aigerim-tolen/"}
        self.assertEqual(article["author"], [author])
        self.assertEqual((article["publisher"]["@type"], article["publisher"]["name"]), ("NewsMediaOrganization", "Kerme"))
        self.assertTrue(article["publisher"]["logo"]["url"].endswith("icon-512.png"))
        self.assertEqual((article["dateline"], article["articleSection"], article["keywords"]), ("Karasor", "Regions", ["environment"]))
        self.assertEqual((article["inLanguage"], article["isAccessibleForFree"]), ("en", True))
        self.assertEqual(article["copyrightNotice"], "© Kerme, 2026.")
        image = article["image"][0]
        self.assertEqual((image["width"], image["height"], image["creditText"], image["caption"]), (800, 450, "Photo: Kerme", "The dam"))

    def test_nothing_is_said_that_is_not_known(self) -> None:
        article = linked(self.head(make_story(lead="")))["NewsArticle"]
        self.assertFalse({"image", "dateline", "keywords", "correction", "workTranslation"} & set(article))
        self.assertEqual(article["author"][0]["@type"], "NewsMediaOrganization")
        self.assertIn("The reservoir opened two", article["description"])

    def test_a_byline_without_a_known_author_is_a_person(self) -> None:
        article = linked(self.head(make_story(byline="Marat Ospan")))["NewsArticle"]
        self.assertEqual(article["author"], [{"@type": "Person", "name": "Marat Ospan"}])

    def test_a_correction_is_told_and_dated(self) -> None:
        story = make_story()
        publishing.correct(story, at=minutes_ago(5), note="It was three.")
        article = linked(self.head(Story.objects.get(pk=story.pk)))["NewsArticle"]
        self.assertEqual([note["text"] for note in article["correction"]], ["It was three."])
        self.assertGreater(article["dateModified"], article["datePublished"])

    def test_the_way_leads_over_the_section(self) -> None:
        story = make_story()
        steps = linked(self.head(story))["BreadcrumbList"]["itemListElement"]
        self.assertEqual([step["name"] for step in steps], ["Kerme", "Regions", story.headline])
        self.assertEqual(steps[1]["item"], "http://testserver/en/section/regions/")

    def test_versions_name_each_other(self) -> None:
        english = make_story()
        russian = make_story(language="ru", identity=english.identity)
        page = printed(self.head(english, russian))
        found = [(link.get("hreflang"), link.get("href")) for link in page.xpath("//link[@hreflang]")]
        addresses = [f"http://testserver{story.get_absolute_url()}" for story in (russian, english, russian)]
        self.assertEqual(found, list(zip(("ru", "en", "x-default"), addresses, strict=True)))
        self.assertEqual(page.xpath("//meta[@property='og:locale:alternate']/@content"), ["ru_RU"])
        translation = linked(self.head(english, russian))["NewsArticle"]["workTranslation"]
        self.assertEqual([one["inLanguage"] for one in translation], ["ru"])

    def test_a_story_in_one_language_alone_has_no_alternates(self) -> None:
        self.assertEqual(printed(self.head(make_story())).xpath("//link[@hreflang]"), [])

    def test_link_previews_get_a_picture_or_else_the_mark(self) -> None:
        picture = make_picture(width=800, height=450)
        renditions.ensure(picture)
        with_picture = printed(self.head(make_story(pictures=[picture])))
        without = printed(self.head(make_story()))
        self.assertIn("/media/", with_picture.xpath("//meta[@property='og:image']/@content")[0])
        self.assertEqual(with_picture.xpath("//meta[@name='twitter:card']/@content"), ["summary_large_image"])
        self.assertTrue(without.xpath("//meta[@property='og:image']/@content")[0].endswith("icon-512.png"))
        self.assertEqual(without.xpath("//meta[@name='twitter:card']/@content"), ["summary"])

    def test_feeds_of_the_language_and_of_the_section_are_found(self) -> None:
        feeds = printed(self.head(make_story())).xpath("//link[@rel='alternate'][@type]/@href")
        names = ("feed.rss", "feed.atom", "feed.json", "section/regions/feed.rss", "section/regions/feed.atom")
        self.assertEqual(feeds, [f"http://testserver/en/{name}" for name in names])

    def test_the_address_is_the_sites_whatever_host_was_asked(self) -> None:
        story = make_story()
        head = story_head(story, [story], self.agency, RequestFactory().get("/", headers={"host": "localhost"}), at=NOON)
        self.assertEqual(head.canonical, f"http://testserver{story.get_absolute_url()}")

    def test_a_ready_story_needs_two_queries(self) -> None:
        """Sizes of pictures, and nothing else when the page has read the story with its parts."""
        picture = make_picture()
        renditions.ensure(picture)
        pk = make_story(pictures=[picture], authors=[make_author()]).pk
        ready = Story.objects.select_related("section").prefetch_related("authors", "subjects", "corrections", "pictures__picture")
        story = ready.get(pk=pk)
        with self.assertNumQueries(1):
            self.head(story)


class HostileTextTests(HeadTestCase):
    def test_no_text_ends_the_script_or_an_attribute(self) -> None:
        story = make_story(headline=HOSTILE, lead=f'" onload="x() {HOSTILE}', byline=HOSTILE)
        page = printed(self.head(story))
        scripts = page.xpath("//script")
        self.assertEqual([script.get("type") for script in scripts], ["application/ld+json"] * 2)
        self.assertEqual(json.loads(scripts[0].text)["headline"], HOSTILE)
        self.assertEqual(page.xpath("//meta[@property='og:title']/@content"), [HOSTILE])
        self.assertEqual(page.xpath("//@onload"), [])

    def test_the_signs_of_markup_never_stand_in_linked_data(self) -> None:
        text = ld_json({"name": HOSTILE})
        self.assertIsNone(re.search("[<>&\u2028\u2029]", text))
        self.assertEqual(json.loads(text)["name"], HOSTILE)


class PageHeadTests(HeadTestCase):
    def test_the_front_page_says_who_publishes_and_where_to_search(self) -> None:
        head = page_head("/en/", "Kerme", "", language="en", agency=self.agency, front=True)
        graph = {node["@type"]: node for node in linked(head)["graph"]["@graph"]}
        self.assertEqual(
            (graph["NewsMediaOrganization"]["name"], graph["NewsMediaOrganization"]["legalName"]), ("Kerme", "Kerme News Agency")
        )
        self.assertIn("/en/search/?q={search_term_string}", graph["WebSite"]["potentialAction"]["target"]["urlTemplate"])
        self.assertEqual(graph["WebSite"]["publisher"]["@id"], graph["NewsMediaOrganization"]["@id"])
        self.assertEqual((head.title, head.description), ("Kerme", "Kerme News Agency"))

    def test_a_page_has_its_own_address_its_languages_and_the_way_to_it(self) -> None:
        head = page_head(
            "/en/section/sport/", "Sport", "All of sport.", language="en", agency=self.agency,
            languages={"kk": "/kk/section/sport/", "en": "/en/section/sport/"}, section=("sport", "Sport"), crumbs=[Crumb("News", "/en/")],
        )  # fmt: skip
        page = printed(head)
        self.assertEqual(page.xpath("//title/text()"), ["Sport · Kerme"])
        self.assertEqual(page.xpath("//link[@rel='canonical']/@href"), ["http://testserver/en/section/sport/"])
        self.assertEqual(page.xpath("//link[@hreflang]/@hreflang"), ["kk", "en", "x-default"])
        self.assertIn("http://testserver/en/section/sport/feed.rss", page.xpath("//link[@type='application/rss+xml']/@href"))
        steps = linked(head)["BreadcrumbList"]["itemListElement"]
        self.assertEqual([step["position"] for step in steps], [1, 2, 3])

    def test_forms_and_result_lists_are_not_listed(self) -> None:
        head = page_head("/en/search/", "Search", "", language="en", agency=self.agency, indexed=False)
        self.assertEqual(head.robots, "noindex, follow")
        self.assertIn("max-image-preview:large", page_head("/en/", "", "", language="en", agency=self.agency).robots)

    def test_a_page_without_a_head_has_still_its_icon(self) -> None:
        page = html.document_fromstring(f"<html><head>{render_to_string('website/head_data.html', {})}</head></html>")
        self.assertTrue(page.xpath("//link[@rel='icon']"))
        self.assertEqual(page.xpath("//title"), [])

    def test_a_long_description_ends_at_a_word(self) -> None:
        story = make_story(lead="word " * 100, at=NOON)
        description = self.head(story).description
        self.assertLessEqual(len(description), 300)
        self.assertTrue(description.endswith("word…"))
