"""Search, the pages about the agency, and what is said when there is no page."""

from unittest.mock import patch

from django.test import RequestFactory

from dateline.agency.models import Agency
from dateline.search.finding import Hit, Results
from dateline.search.highlighting import Part
from dateline.testing import make_story
from dateline.website import errors
from dateline.website.searching import MOST_A_MINUTE
from dateline.website.tests.pages import PageTestCase


class SearchTests(PageTestCase):
    def results(self, *, page: int = 1, pages: int = 1) -> Results:
        story = make_story(headline="Reservoir <opens>")
        hit = Hit(story, (Part("Reservoir", marked=True), Part(" <opens>")), (Part("Two gates."),))
        return Results("reservoir", (hit,), 21, 21, page, pages)

    def test_who_searches_too_often_is_told_to_wait(self) -> None:
        with patch("dateline.website.searching.find", return_value=self.results()):
            for _number in range(MOST_A_MINUTE):
                self.assertEqual(self.client.get("/en/search/?q=reservoir").status_code, 200)
            answer = self.client.get("/en/search/?q=reservoir")
            self.assertEqual((answer.status_code, answer["Retry-After"]), (429, "60"))
            self.assertEqual(self.client.get("/en/search/").status_code, 200)  # the empty field is always there
            self.assertEqual(self.client.get("/en/search/?q=reservoir", REMOTE_ADDR="192.0.2.9").status_code, 200)

    def test_it_shows_what_was_found_with_the_words_marked(self) -> None:
        with patch("dateline.website.searching.find", return_value=self.results()) as find:
            page = self.page("/en/search/?q=%20reservoir%20%20gates")
        self.assertEqual(find.call_args.args, ("reservoir gates",))
        self.assertEqual((find.call_args.kwargs["language"], find.call_args.kwargs["page"]), ("en", 1))
        self.assertIn("<mark>Reservoir</mark> &lt;opens&gt;</a></h2>", page)
        self.assertIn("21 stories found", page)

    def test_it_leads_to_the_pages_beside_this_one(self) -> None:
        with patch("dateline.website.searching.find", return_value=self.results(page=2, pages=3)):
            page = self.page("/en/search/?q=a+b&page=2")
        self.assertIn('href="/en/search/?q=a+b&amp;page=1"', page)
        self.assertIn('href="/en/search/?q=a+b&amp;page=3"', page)

    def test_nothing_found_says_what_was_searched_and_a_way_on(self) -> None:
        with patch("dateline.website.searching.find", return_value=Results("<x>", (), 0, 0, 1, 1)):
            page = self.page("/en/search/?q=<x>")
        self.assertIn("Nothing was found for “&lt;x&gt;” in this language.", page)
        self.assertIn('href="/en/archive/"', page)
        self.assertIn('value="&lt;x&gt;"', page)

    def test_without_a_question_only_the_field_is_shown(self) -> None:
        with patch("dateline.website.searching.find") as find:
            self.page("/en/search/")
            self.page("/en/search/?q=+")
        find.assert_not_called()

    def test_strange_page_numbers_are_the_first(self) -> None:
        with patch("dateline.website.searching.find", return_value=self.results()) as find:
            for number in ("x", "-1", "99999999999", "²"):
                self.page(f"/en/search/?q=a&page={number}")
        self.assertEqual({call.kwargs["page"] for call in find.call_args_list}, {1})

    def test_search_engines_are_asked_to_stay_away(self) -> None:
        self.assertIn("noindex", self.page("/en/search/"))


class AgencyPagesTests(PageTestCase):
    def test_they_print_the_agencys_own_texts_in_the_language(self) -> None:
        Agency.objects.create(
            full_names={"en": "Kerme News Agency"},
            abouts={"en": "A line.\n\nTwo posts.", "ru": "Верёвка."},
            imprints={"en": "2 Post Street"},
            usage_terms={"en": "Name us."},
        )
        about = self.page("/en/about/")
        for wanted in ("<h1>Kerme News Agency</h1>", "<p>Two posts.</p>", "2 Post Street", 'id="counting"'):
            self.assertIn(wanted, about)
        self.assertIn("Верёвка.", self.page("/ru/about/"))
        self.assertIn("Name us.", self.page("/en/terms/"))

    def test_what_is_not_written_yet_is_said_plainly(self) -> None:
        self.assertIn("The agency has not written about itself yet.", self.page("/en/about/"))
        self.assertIn("The agency has not set its terms yet.", self.page("/en/terms/"))
        self.assertIn("Off air", self.page("/en/tv/"))


class TroubleTests(PageTestCase):
    def test_not_found_is_said_in_the_language_of_the_address_with_a_way_on(self) -> None:
        for address, language, words in (
            ("/ru/nothing/", "ru", "Поиск"),
            ("/en/nothing/", "en", "There is no page"),
            ("/nothing", "kk", "Іздеу"),
        ):
            page = self.page(address, 404)
            self.assertIn(f'<html lang="{language}"', page)
            self.assertIn(f'action="/{language}/search/"', page)
            self.assertIn("noindex", page)
            del words

    def test_too_many_requests_says_how_long_to_wait(self) -> None:
        response = errors.too_many(RequestFactory().get("/en/search/"), wait_s=30)
        self.assertEqual((response.status_code, response.headers["Retry-After"]), (429, "30"))
        self.assertIn("Please wait 30 seconds", response.content.decode())

    def test_forbidden_says_what_to_do(self) -> None:
        response = errors.forbidden(RequestFactory().post("/en/x/"))
        self.assertEqual(response.status_code, 403)
        self.assertIn("Nothing has been sent or changed.", response.content.decode())

    def test_a_fault_is_told_without_asking_any_database(self) -> None:
        with self.at_most(0):
            response = errors.broken(RequestFactory().get("/en/story/1/x/"))
        self.assertEqual(response.status_code, 500)
        self.assertIn("This page does not work at the moment", response.content.decode())
        self.assertIn('href="/en/"', response.content.decode())

    def test_only_reading_is_allowed(self) -> None:
        self.assertEqual(self.client.post("/en/").status_code, 405)
        self.assertEqual(self.client.head("/en/").status_code, 200)
