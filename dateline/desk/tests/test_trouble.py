"""What is said in the newsroom when a request itself is refused: in the language of who asks, with a way back inside."""

from typing import Any

from django.conf import settings
from django.test import Client, TestCase
from django.test.utils import override_settings
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

from dateline.desk.tests.editing import browser_of, somebody, url
from dateline.people.rights import Role
from dateline.testing import make_draft, make_story

TOO_MUCH = "This is more than can be sent at once"


class TroubleTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.editor = somebody(Role.EDITOR)
        self.story = make_draft()

    def prefer(self, language: str) -> None:
        UserProfile.objects.update_or_create(user=self.editor, defaults={"preferred_language": language})

    def check(self, answer: Any, status: int, sentence: str, language: str) -> None:
        self.assertEqual((answer.status_code, answer.headers["Content-Language"]), (status, language))
        with override(language):
            self.assertContains(answer, gettext(sentence), status_code=status)
        self.assertContains(answer, f'<html lang="{language}"', status_code=status)

    def too_much(self, client: Client, address: str = "") -> Any:
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
            return client.post(address or url("edit", self.story.pk), {"headline": "x" * 200}, "application/x-www-form-urlencoded")

    def test_too_much_is_said_in_the_language_that_the_person_chose(self) -> None:
        for language in settings.LANGUAGE_CODES:
            with self.subTest(language=language):
                self.prefer(language)
                answer = self.too_much(browser_of(self.editor))
                self.check(answer, 413, TOO_MUCH, language)
                self.assertContains(answer, f'href="/{settings.NEWSROOM_PATH}"', status_code=413)

    def test_who_chose_none_is_answered_in_the_browsers(self) -> None:
        self.check(self.too_much(browser_of(self.editor)), 413, TOO_MUCH, "en")
        russian = Client(headers={"accept-language": "ru"})
        self.check(self.too_much(russian, reverse("account_login")), 413, TOO_MUCH, "ru")

    def test_the_site_keeps_to_the_language_of_its_address(self) -> None:
        self.check(self.too_much(Client(headers={"accept-language": "ru"}), f"/en/story/{make_story().pk}/tell/"), 413, TOO_MUCH, "en")

    def test_an_old_form_is_refused_in_the_same_language(self) -> None:
        self.prefer("ru")
        client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        client.force_login(self.editor)
        self.check(client.post(url("edit", self.story.pk), {}), 403, "This cannot be done from here", "ru")

    def test_what_is_not_there_is_not_there_in_the_same_language(self) -> None:
        self.prefer("ru")
        answer = browser_of(self.editor).get(url("edit", self.story.pk + 1))
        self.assertEqual((answer.status_code, answer.headers["Content-Language"]), (404, "ru"))
