"""Sections, authors, subjects, dossiers."""

from datetime import timedelta

from dateline.stories.models import Dossier
from dateline.testing import NOON, make_author, make_section, make_story, make_subject
from dateline.website.listing import AT_ONCE
from dateline.website.tests.pages import PageTestCase


class ListTests(PageTestCase):
    def test_each_list_has_its_stories_in_its_language_and_no_others(self) -> None:
        dossier = Dossier.objects.create(slug="flood", names={"en": "The flood", "ru": "Паводок"})
        author, subject = make_author(), make_subject()
        make_story(headline="It belongs", section=make_section("sport"), authors=[author], subjects=[subject], dossier=dossier)
        make_story(headline="Another")
        make_story(headline="По-русски", language="ru", section=make_section("sport"), authors=[author])
        for address, title in (
            ("/en/section/sport/", "Sport</h1>"),
            ("/en/author/aigerim-tolen/", "Aigerim Tolen</h1>"),
            ("/en/subject/medtop-06000000/", "Environment</h1>"),
            ("/en/dossier/flood/", "The flood</h1>"),
        ):
            page = self.page(address)
            self.assertIn(title, page)
            self.assertIn("It belongs</a></h2>", page)
            self.assertNotIn("Another</a>", page)
            self.assertNotIn("По-русски</a>", page)

    def test_an_author_is_introduced(self) -> None:
        make_author(roles={"en": "Correspondent"}, biographies={"en": "Writes about rivers."})
        page = self.page("/en/author/aigerim-tolen/")
        self.assertIn("<p>Correspondent</p>", page)
        self.assertIn("<p>Writes about rivers.</p>", page)

    def test_a_long_list_goes_on_without_gap_or_repetition(self) -> None:
        stories = [make_story(headline=f"Story {number:02d}.", at=NOON - timedelta(minutes=number // 3)) for number in range(AT_ONCE + 5)]
        first = self.page("/en/section/regions/")
        older = f"/en/section/regions/?before={sorted(stories, key=lambda s: (s.published_at, s.pk))[5].pk}"
        self.assertIn(f'href="{older}"', first)
        second = self.page(older)
        shown = [[story.pk for story in stories if story.headline in page] for page in (first, second)]
        self.assertEqual((len(shown[0]), len(shown[1])), (AT_ONCE, 5))
        self.assertEqual(set(shown[0]) & set(shown[1]), set())
        self.assertIn("noindex", second)

    def test_an_empty_list_says_so(self) -> None:
        make_section("sport")
        self.assertIn("There is no story here in this language yet.", self.page("/en/section/sport/"))

    def test_unknown_lists_and_strange_pages_are_not_found(self) -> None:
        make_section("sport")
        for address in (
            "/en/section/no/",
            "/en/author/no/",
            "/en/subject/no/",
            "/en/dossier/no/",
            "/en/section/sport/?before=x",
            "/en/section/sport/?before=999",
        ):
            self.page(address, 404)

    def test_the_switch_leads_to_the_same_list(self) -> None:
        make_section("sport")
        self.assertIn('<a href="/ru/section/sport/" lang="ru" hreflang="ru">', self.page("/en/section/sport/"))

    def test_it_costs_few_queries(self) -> None:
        for minute in range(8):
            make_story(at=NOON + timedelta(minutes=minute))
        self.page("/en/section/regions/")
        with self.at_most(5):
            self.page("/en/section/regions/")
