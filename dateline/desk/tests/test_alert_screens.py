"""The list of alerts, the bell, and where each kind goes."""

from django.test import TestCase
from django.utils.timezone import now

from dateline.desk import alerts
from dateline.desk.models import Alert, AlertWish
from dateline.desk.models.alerts import Kind
from dateline.people.rights import Role
from dateline.testing import make_colleague, make_draft

ALERTS = "/newsroom/alerts/"


class AlertTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.person, self.other = make_colleague("reporter", Role.REPORTER), make_colleague("other", Role.REPORTER)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.person)

    def alert(self, sentence: str = "It came back", **more: str) -> Alert:
        return alerts.tell(Kind.RETURNED, [self.person], lambda: sentence, at=now(), story=make_draft(), **more)[0]

    def page(self) -> str:
        return self.client.get(ALERTS).content.decode()


class AlertTests(AlertTestCase):
    def test_the_empty_list_says_why(self) -> None:
        self.assertIn("You have read everything.", self.page())

    def test_the_bell_counts_what_is_unread_and_only_ones_own(self) -> None:
        self.alert()
        alerts.tell(Kind.LATE, [self.other], lambda: "Late", at=now())
        self.assertIn('data-count="1"', self.page())
        self.assertEqual({"unread": 1}, self.client.get(f"{ALERTS}count/").json())
        tag = self.client.get(f"{ALERTS}count/").headers["ETag"]
        self.assertEqual(304, self.client.get(f"{ALERTS}count/", headers={"if-none-match": tag}).status_code)
        self.alert()
        self.assertEqual(200, self.client.get(f"{ALERTS}count/", headers={"if-none-match": tag}).status_code)

    def test_the_unread_come_first(self) -> None:
        old = self.alert("First sentence")
        self.alert("Second sentence")
        Alert.objects.filter(pk=old.pk).update(read_at=now())
        page = self.page()
        self.assertLess(page.index("Second sentence"), page.index("First sentence"))
        self.assertLess(page.index("Second sentence"), page.index("Read before"))

    def test_following_one_reads_it_and_leads_to_its_story(self) -> None:
        alert = self.alert()
        answer = self.client.post(f"{ALERTS}{alert.pk}/", {"go": "1"})
        self.assertEqual(f"/newsroom/stories/edit/{alert.story_id}/", answer.headers["Location"])
        self.assertIsNotNone(Alert.objects.get(pk=alert.pk).read_at)

    def test_an_address_outside_the_newsroom_is_not_followed(self) -> None:
        for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            alert = self.alert()
            Alert.objects.filter(pk=alert.pk).update(address=address)
            answer = self.client.post(f"{ALERTS}{alert.pk}/", {"go": "1"})
            self.assertEqual(f"/newsroom/stories/edit/{alert.story_id}/", answer.headers["Location"])

    def test_nobody_reads_for_somebody_else(self) -> None:
        alert = self.alert()
        self.client.force_login(self.other)
        self.assertEqual(404, self.client.post(f"{ALERTS}{alert.pk}/").status_code)
        self.client.post(f"{ALERTS}read/", {"last": alert.pk})
        self.assertIsNone(Alert.objects.get(pk=alert.pk).read_at)
        self.assertNotIn(alert.sentence, self.page())

    def test_all_that_was_on_the_screen_is_read_at_once_and_what_came_since_is_not(self) -> None:
        first, later = self.alert(), self.alert()
        self.client.post(f"{ALERTS}read/", {"last": first.pk})
        self.assertIsNotNone(Alert.objects.get(pk=first.pk).read_at)
        self.assertIsNone(Alert.objects.get(pk=later.pk).read_at)
        self.client.post(f"{ALERTS}read/", {"last": "'; DROP TABLE"})
        self.assertIsNone(Alert.objects.get(pk=later.pk).read_at)

    def test_a_sentence_is_text(self) -> None:
        self.alert("<script>alert(1)</script>")
        self.assertNotIn("<script>alert", self.page())


class SettingsTests(AlertTestCase):
    def test_every_kind_has_its_row_and_begins_as_usual(self) -> None:
        page = self.client.get(f"{ALERTS}settings/").content.decode()
        for kind in Kind:
            in_newsroom, by_mail = alerts.USUAL[kind]
            self.assertIn(f'name="{kind}-newsroom"{" checked" if in_newsroom else ""}>', page)
            self.assertIn(f'name="{kind}-mail"{" checked" if by_mail else ""}>', page)

    def test_what_is_wished_is_what_happens(self) -> None:
        self.client.post(f"{ALERTS}settings/", {"returned-mail": "on"})
        self.assertEqual((False, True), AlertWish.objects.filter(kind="returned").values_list("in_newsroom", "by_mail").get())
        alert = self.alert()
        self.assertEqual((False, True), (alert.in_newsroom, alert.by_mail))
        self.assertIn('data-count="0"', self.page())
        self.client.post(f"{ALERTS}settings/", {})
        self.assertEqual([], alerts.tell(Kind.RETURNED, [self.person], lambda: "Again", at=now()))
