from typing import Any

from django.test import Client, TestCase, override_settings
from django.urls import reverse

from dateline.stories.models import Story
from dateline.testing import make_story, make_user


def url(name: str, *args: Any) -> str:
    return reverse(Story.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def english_browser() -> Client:
    return Client(headers={"accept-language": "en"})


class StoryScreenTests(TestCase):
    """The way in; what can be done in the editor is in test_editor_acts.py and test_editor_keeping.py."""

    def setUp(self) -> None:
        self.client = english_browser()
        self.client.force_login(make_user("admin", is_superuser=True))

    def test_every_screen_of_the_menu_opens(self) -> None:
        make_story()
        settings = reverse("wagtailsettings:edit", args=["agency", "agency"])
        for address in ("/newsroom/", url("list"), url("add"), url("templates"), settings):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address, follow=True).status_code, 200)

    def test_the_screens_speak_the_language_of_the_browser(self) -> None:
        story = make_story()
        words = {"kk": ("Материалдар", "Күйі", "Жұмыс атауы"), "ru": ("Материалы", "Состояние", "Рабочее название")}
        for language, (stories, state, slugline) in words.items():
            browser = {"accept-language": language}
            with self.subTest(language=language):
                screen = self.client.get(url("list"), headers=browser)
                self.assertContains(screen, stories)
                self.assertContains(screen, state)
                self.assertContains(self.client.get(url("edit", story.pk), headers=browser), slugline)


class SignInTests(TestCase):
    def test_the_newsroom_stands_under_its_own_name(self) -> None:
        self.assertContains(self.client.get("/newsroom/login/", headers={"Accept-Language": "en"}), "Sign in to the newsroom")
        self.client.force_login(make_user("admin", is_superuser=True))
        home = self.client.get("/newsroom/", headers={"Accept-Language": "en"})
        self.assertContains(home, "<h1>Board</h1>", html=True)
        self.assertNotContains(home, "Welcome to")

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
