from typing import Any

from django.test import Client, TestCase, override_settings
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from dateline.stories.models import Correction, Release, Story
from dateline.testing import make_draft, make_section, make_story, make_user


def url(name: str, *args: Any) -> str:
    return reverse(Story.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def english_browser() -> Client:
    return Client(headers={"accept-language": "en"})


def form(**fields: Any) -> dict[str, Any]:
    filled = {
        "language": "en", "section": make_section().pk, "urgency": 5, "slugline": "gates",
        "headline": "Reservoir opens two gates", "lead": "",
        "dateline": "", "byline": "",
        "body": rich_text("<p>Two of <b>five</b> gates.</p>"), "embargoed_until": "", "usage_terms": "",
        "copyright_notice": "", "ednote": "", "dossier": "", "pictures": inline_formset([]), "sources": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**filled, **fields})  # type: ignore[no-any-return]


class StoryScreenTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.client.force_login(make_user("admin", is_superuser=True))

    def test_a_new_story_is_a_draft_that_nobody_sees(self) -> None:
        response = self.client.post(url("add"), form())
        story = Story.objects.get()
        self.assertRedirects(response, url("edit", story.pk), fetch_redirect_response=False)
        self.assertEqual((story.state, story.live), (Story.State.DRAFT, False))
        self.assertFalse(Release.objects.exists())

    def test_the_publish_button_goes_through_the_door(self) -> None:
        self.client.post(url("add"), {**form(), "action-publish": "1"})
        story = Story.objects.get()
        self.assertEqual((story.state, story.live, story.version), (Story.State.PUBLISHED, True, 1))
        release = Release.objects.get()
        self.assertEqual((release.kind, release.by and release.by.username), ("new", "admin"))
        self.assertEqual(story.live_revision, story.latest_revision)
        self.assertEqual(story.body, "<p>Two of <b>five</b> gates.</p>")

    def test_an_edit_of_a_public_story_is_seen_only_after_publishing(self) -> None:
        story = make_story(headline="Old headline")
        self.client.post(url("edit", story.pk), form(headline="New headline"))
        self.assertEqual(Story.objects.get().headline, "Old headline")
        self.client.post(url("edit", story.pk), {**form(headline="New headline"), "action-publish": "1"})
        self.assertEqual(Story.objects.get().headline, "New headline")
        self.assertEqual([r.kind for r in Release.objects.all()], ["new", "update"])

    def test_what_may_not_go_out_stays_a_draft_and_says_why(self) -> None:
        response = self.client.post(url("add"), {**form(body=rich_text("")), "action-publish": "1"}, follow=True)
        self.assertContains(response, "The body is empty.")
        self.assertEqual(Story.objects.get().state, Story.State.DRAFT)
        self.assertFalse(Release.objects.exists())

    def test_a_correction_takes_the_saved_edits_and_a_note(self) -> None:
        story = make_story(body="<p>260</p>")
        self.client.post(url("edit", story.pk), form(body=rich_text("<p>620</p>")))
        self.assertContains(self.client.get(url("correct", story.pk)), "Public note")
        self.client.post(url("correct", story.pk), {"note": "It is 620, not 260."})
        self.assertEqual(Story.objects.get().body, "<p>620</p>")
        self.assertEqual(Correction.objects.get().note, "It is 620, not 260.")
        corrected = Story.objects.get()
        self.assertEqual(corrected.live_revision, corrected.latest_revision)

    def test_the_unpublish_address_is_the_withdrawal_with_a_reason(self) -> None:
        story = make_story()
        self.client.post(url("unpublish", story.pk), {"reason": ""})
        self.assertEqual(Story.objects.get().state, Story.State.PUBLISHED)
        self.client.post(url("unpublish", story.pk), {"reason": "figures withdrawn", "public_reason": "The office withdrew its figures."})
        self.assertEqual(Story.objects.get().state, Story.State.KILLED)

    def test_only_drafts_can_be_deleted(self) -> None:
        story, draft = make_story(), make_draft()
        self.assertEqual(self.client.post(url("delete", story.pk)).status_code, 404)
        self.client.post(url("delete", draft.pk))
        self.assertEqual(list(Story.objects.all()), [story])

    def test_the_editor_of_a_public_story_offers_correction_and_withdrawal_but_no_unpublishing(self) -> None:
        response = self.client.get(url("edit", make_story().pk))
        self.assertContains(response, "Publish as a correction…")
        self.assertContains(response, "Withdraw…")
        self.assertNotContains(response, "Unpublish")

    def test_every_screen_of_the_menu_opens(self) -> None:
        make_story()
        for address in ("/newsroom/", url("list"), url("add"), reverse("wagtailsettings:edit", args=["agency", "agency"])):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address, follow=True).status_code, 200)

    def test_the_screens_speak_the_language_of_the_browser(self) -> None:
        story = make_story()
        words = {
            "kk": ("Материалдар", "Күйі", "Жұмыс атауы", "Түзету ретінде жариялау…"),
            "ru": ("Материалы", "Состояние", "Рабочее название", "Опубликовать как исправление…"),
        }
        for language, (stories, state, slugline, correct) in words.items():
            browser = {"accept-language": language}
            with self.subTest(language=language):
                screen = self.client.get(url("list"), headers=browser)
                self.assertContains(screen, stories)
                self.assertContains(screen, state)
                editor = self.client.get(url("edit", story.pk), headers=browser)
                self.assertContains(editor, slugline)
                self.assertContains(editor, correct)

    def test_the_list_costs_no_query_per_story(self) -> None:
        make_story()
        self._queries_of_list()
        before = self._queries_of_list()
        for _number in range(9):
            make_story()
        self.assertEqual(self._queries_of_list(), before)

    def _queries_of_list(self) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self.client.get(url("list"))
        return len(queries)


class SignInTests(TestCase):
    def test_the_newsroom_stands_under_its_own_name(self) -> None:
        self.assertContains(self.client.get("/newsroom/login/", headers={"Accept-Language": "en"}), "Sign in to the newsroom")
        make_story()
        make_draft()
        make_draft()
        self.client.force_login(make_user("admin", is_superuser=True))
        home = self.client.get("/newsroom/", headers={"Accept-Language": "en"})
        self.assertContains(home, "published: 1")
        self.assertContains(home, "drafts: 2")
        self.assertNotContains(home, "0 Documents")

    def setUp(self) -> None:
        self.client = english_browser()

    def test_the_newsroom_asks_who_you_are(self) -> None:
        self.assertRedirects(self.client.get("/newsroom/"), "/newsroom/login/?next=/newsroom/")

    @override_settings(AXES_ENABLED=True)
    def test_wrong_passwords_pause_signing_in_even_with_the_right_one(self) -> None:
        make_user("reporter", is_superuser=True)
        sign_in = {"login": "reporter", "password": "wrong"}
        for _number in range(5):
            response = self.client.post("/newsroom/login/", sign_in)
        self.assertEqual(response.status_code, 429)
        response = self.client.post("/newsroom/login/", {**sign_in, "password": "long enough a password"})
        self.assertEqual(response.status_code, 429)
        self.assertContains(response, "Signing in is paused", status_code=429)
