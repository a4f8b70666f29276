from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

from django.core import mail
from django.test import Client, SimpleTestCase, TestCase, override_settings

from dateline.agency.models import Agency
from dateline.limits.models import Tally
from dateline.stories import publishing
from dateline.testing import NOON, make_draft, make_story, minutes_ago
from dateline.website.tell_a_friend import PER_CLIENT, PER_FRIEND, share_links
from dateline.website.tell_a_friend_form import Opened, TellAFriendForm, opened, token


class TellTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        agency = Agency.load()
        agency.names = {"kk": "Керме", "ru": "Керме", "en": "Kerme"}
        agency.save()
        self.story = make_story(at=minutes_ago(90), headline="Gates open", lead="Two of five.")
        self.address = f"/en/story/{self.story.pk}/tell/"

    def typed(self, **fields: str) -> dict[str, str]:
        known = {"sender_name": "Aigerim Tolen", "sender_mail": "aigerim@example.org", "friend_mail": "friend@example.org", "homepage": ""}
        return {**known, "opened": token(self.story.pk, minutes_ago(1)), **fields}

    def post(self, **fields: str) -> Any:
        return self.client.post(self.address, self.typed(**fields))


class SendingTests(TellTestCase):
    def test_the_friend_gets_a_plain_letter_about_the_story(self) -> None:
        response = self.post()
        self.assertEqual(response.status_code, 200)
        [letter] = mail.outbox
        self.assertEqual((letter.to, letter.subject, letter.content_subtype), (["friend@example.org"], "Gates open", "plain"))
        for part in (
            "Aigerim Tolen (aigerim@example.org)",
            "Kerme",
            "Gates open",
            "Two of five.",
            f"http://testserver{self.story.get_absolute_url()}",
        ):
            self.assertIn(part, letter.body)

    def test_the_unverified_sender_gets_no_answer_and_the_letter_says_so(self) -> None:
        self.post()
        headers = mail.outbox[0].message()
        self.assertIsNone(headers["Reply-To"])
        self.assertNotIn("aigerim", headers["From"])
        self.assertEqual(headers["Auto-Submitted"], "auto-generated")
        self.assertIn("does not reach the sender", mail.outbox[0].body)

    def test_the_answer_shows_what_was_sent(self) -> None:
        response = self.post()
        self.assertContains(response, "friend@example.org")
        self.assertContains(response, "Two of five.")
        self.assertEqual(response.headers["Cache-Control"].split(", ")[-1], "private")

    def test_the_letter_is_in_the_language_of_the_story(self) -> None:
        story = make_story(at=minutes_ago(5), language="kk", headline="Су қоймасы ашылды")
        fields = {**self.typed(), "opened": token(story.pk, minutes_ago(1))}
        response = self.client.post(f"/kk/story/{story.pk}/tell/", fields, headers={"accept-language": "en"})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(mail.outbox[0].subject, "Су қоймасы ашылды")
        self.assertEqual(mail.outbox[0].message()["Content-Language"], "kk")

    def test_signs_of_markup_stay_as_they_are_in_a_plain_letter(self) -> None:
        self.story.headline, self.story.lead = "5 < 6 & “so”", "A\r\nBcc: all@example.org"
        publishing.update(self.story, at=minutes_ago(2))
        self.post()
        self.assertEqual(mail.outbox[0].subject, "5 < 6 & “so”")
        self.assertIn("A Bcc: all@example.org", mail.outbox[0].body)
        self.assertEqual(mail.outbox[0].recipients(), ["friend@example.org"])

    def test_nothing_that_was_typed_is_stored(self) -> None:
        self.post()
        stored = " ".join(str(list(Tally.objects.values())) for _ in "1")
        self.assertNotIn("example", stored)
        self.assertEqual(Tally.objects.count(), 4)

    def test_only_live_stories_can_be_told(self) -> None:
        draft = make_draft()
        publishing.kill(self.story, at=minutes_ago(1), reason="wrong")
        for number in (draft.pk, self.story.pk, 999999):
            self.assertEqual(self.client.get(f"/en/story/{number}/tell/").status_code, 404)
        self.assertEqual(self.client.get(f"/kk/story/{make_story(at=minutes_ago(5)).pk}/tell/").status_code, 404)


class FormPageTests(TellTestCase):
    def test_no_script_can_read_the_forms_cookie(self) -> None:
        cookie = self.client.get(self.address).cookies["csrftoken"]
        self.assertTrue(cookie["httponly"])
        self.assertEqual(cookie["samesite"], "Lax")

    def test_the_form_is_never_kept_in_a_cache_and_not_listed(self) -> None:
        response = self.client.get(self.address)
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertContains(response, '<meta name="robots" content="noindex, follow">')
        self.assertEqual(response.headers["Content-Language"], "en")

    def test_without_the_forms_own_secret_nothing_is_sent(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(strict.post(self.address, self.typed()).status_code, 403)
        self.assertEqual(mail.outbox, [])

    def test_the_fresh_form_with_its_secret_works(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        page = strict.get(self.address)
        secret = {"csrfmiddlewaretoken": page.context["csrf_token"]}
        self.assertEqual(strict.post(self.address, {**self.typed(), **secret}).status_code, 200)
        self.assertEqual(len(mail.outbox), 1)

    def test_every_reason_is_told_at_once_and_nothing_typed_is_lost(self) -> None:
        response = self.post(sender_name="https://spam.example", sender_mail="aigerim@", friend_mail="")
        self.assertEqual((response.status_code, mail.outbox), (422, []))
        self.assertEqual(set(response.context["page"].form.errors), {"sender_name", "sender_mail", "friend_mail"})
        self.assertContains(response, 'value="https://spam.example"', status_code=422)
        self.assertContains(response, 'value="aigerim@"', status_code=422)


class DistrustTests(TellTestCase):
    def refused(self, **fields: str) -> Any:
        response = self.post(**fields)
        self.assertEqual((response.status_code, mail.outbox), (422, []))
        self.assertContains(response, 'value="friend@example.org"', status_code=422)
        return response

    def test_a_filled_trap_sends_nothing(self) -> None:
        self.refused(homepage="https://spam.example")

    def test_a_form_sent_at_once_can_be_sent_again_a_little_later(self) -> None:
        response = self.refused(opened=token(self.story.pk, minutes_ago(0)))
        self.assertIn("faster than a person types", response.context["page"].error)

    def test_a_form_that_was_open_too_long_gets_a_fresh_token(self) -> None:
        old = token(self.story.pk, minutes_ago(61))
        response = self.refused(opened=old)
        fresh = response.context["page"].form["opened"].value()
        self.assertNotEqual(fresh, old)
        self.assertIs(opened(fresh, self.story.pk, minutes_ago(-1)), Opened.IN_TIME)

    def test_a_forged_or_foreign_token_sends_nothing(self) -> None:
        for forged in ("", "1.2:x", token(self.story.pk + 1, minutes_ago(1))):
            self.refused(opened=forged)


class LimitTests(TellTestCase):
    def test_one_address_gets_few_letters_however_it_is_written(self) -> None:
        spellings = ["friend@example.org", "Friend@Example.org", "friend+tag@example.org", "FRIEND+other@example.org"]
        statuses = [self.post(friend_mail=spelling, sender_mail=f"s{n}@example.org").status_code for n, spelling in enumerate(spellings)]
        self.assertEqual(statuses, [200] * PER_FRIEND[0] + [429])
        self.assertEqual(len(mail.outbox), PER_FRIEND[0])

    def test_one_client_sends_few_letters_and_keeps_what_was_typed(self) -> None:
        for number in range(PER_CLIENT[0]):
            self.post(friend_mail=f"f{number}@example.org", sender_mail=f"s{number}@example.org")
        response = self.post(friend_mail="last@example.org")
        self.assertEqual((response.status_code, response.headers["Retry-After"]), (429, "3600"))
        self.assertContains(response, 'value="last@example.org"', status_code=429)
        self.assertEqual(len(mail.outbox), PER_CLIENT[0])

    def test_a_form_with_faults_uses_up_nothing(self) -> None:
        self.post(friend_mail="")
        self.assertEqual(Tally.objects.count(), 0)


class BrokenServerTests(TellTestCase):
    @override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
    def test_it_is_told_and_nothing_typed_is_lost(self) -> None:
        with self.assertLogs("dateline.website.tell_a_friend", "ERROR") as logs:
            response = self.post()
        self.assertContains(response, "mail server did not take it", status_code=503)
        self.assertContains(response, 'value="friend@example.org"', status_code=503)
        self.assertNotIn("friend@", " ".join(logs.output))

    def test_without_a_mail_server_nobody_is_told_that_a_letter_went_out(self) -> None:
        with (
            TemporaryDirectory() as folder,
            override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=folder),
        ):
            response = self.post()
        self.assertContains(response, "has no mail server yet")
        self.assertNotContains(response, "on its way")

    def test_a_server_that_takes_nothing_is_a_failure_too(self) -> None:
        with mock.patch("django.core.mail.EmailMessage.send", return_value=0):
            self.assertEqual(self.post().status_code, 503)


class FieldTests(SimpleTestCase):
    def form(self, **fields: str) -> TellAFriendForm:
        known = {"sender_name": "Dana", "sender_mail": "a@example.org", "friend_mail": "b@example.org"}
        return TellAFriendForm({**known, **fields})

    def test_names_of_all_our_languages_are_names(self) -> None:
        for name in ("Әйгерім Төлен", "Жан-Пьер", "O’Neill", "А. Т. Оспан", "Ян", " Dana  S. "):
            self.assertTrue(self.form(sender_name=name).is_valid(), name)

    def test_a_name_is_no_place_for_a_message(self) -> None:
        for name in (
            "www.spam.example",
            "win 100",
            "Dana\nBcc: x",
            "a@b.example",
            "Buy this very cheap thing now",
            "x" * 41,
            "<b>Dana</b>",
            "💰",
            "-",
        ):
            self.assertFalse(self.form(sender_name=name).is_valid(), name)

    def test_an_address_is_one_address_and_no_header(self) -> None:
        for address in (
            "b@example.org, c@example.org",
            "b@example.org\nBcc: c@example.org",
            '"a b"@example.org',
            "b@[127.0.0.1]",
            "b",
            "b@" + "x" * 260 + ".org",
        ):
            self.assertFalse(self.form(friend_mail=address).is_valid(), address)
            self.assertFalse(self.form(sender_mail=address).is_valid(), address)


class TokenTests(SimpleTestCase):
    def test_it_ripens_and_ages(self) -> None:
        signed = token(7, NOON)
        ages = {0: Opened.TOO_FRESH, 2: Opened.TOO_FRESH, 3: Opened.IN_TIME, 3600: Opened.IN_TIME, 3601: Opened.TOO_OLD}
        self.assertEqual({age: opened(signed, 7, NOON + timedelta(seconds=age)) for age in ages}, ages)

    def test_it_belongs_to_one_story_and_one_secret(self) -> None:
        signed = token(7, NOON)
        self.assertIs(opened(signed, 8, NOON + timedelta(minutes=1)), Opened.FORGED)
        self.assertIs(opened(signed + "x", 7, NOON + timedelta(minutes=1)), Opened.FORGED)
        with override_settings(SECRET_KEY="another"):
            self.assertIs(opened(signed, 7, NOON + timedelta(minutes=1)), Opened.FORGED)

    def test_one_from_the_future_is_too_fresh(self) -> None:
        self.assertIs(opened(token(7, NOON + timedelta(hours=1)), 7, NOON), Opened.TOO_FRESH)


class ShareLinksTests(TestCase):
    def test_they_carry_headline_and_address_whole(self) -> None:
        story = make_story(headline="Су & жарық: 5 + 5 “бар”?", language="kk")
        links = share_links(story, "https://news.example/kk/story/1/su/")
        self.assertEqual(parse_qs(urlsplit(links.telegram).query), {"url": [links.address], "text": [story.headline]})
        self.assertEqual(parse_qs(urlsplit(links.whatsapp).query), {"text": [f"{story.headline} {links.address}"]})
        self.assertEqual(
            parse_qs(urlsplit(links.mail).query), {"subject": [story.headline], "body": [f"{story.headline}\n\n{links.address}"]}
        )
        self.assertNotIn("+", links.mail)  # mail programs take + for a plus
        self.assertEqual(links.form, f"/kk/story/{story.pk}/tell/")
