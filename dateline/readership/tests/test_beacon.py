from datetime import timedelta
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client, TestCase, override_settings

from dateline.readership.carrying import CarriedCount, carry_over
from dateline.readership.counting import classes_of
from dateline.readership.limits import MinuteLimit
from dateline.readership.most_viewed import views_of
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import NOON, make_draft, make_story

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@override_settings(ROOT_URLCONF="dateline.readership.urls")  # this room alone, at the address it has on the site
class BeaconTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.at = NOON
        self.client = Client(enforce_csrf_checks=True)
        for name, replacement in (("now", lambda: self.at), ("_limit", MinuteLimit())):
            patcher = patch(f"dateline.readership.views.{name}", replacement)
            patcher.start()
            self.addCleanup(patcher.stop)

    def post(self, story_id: int, agent: str = FIREFOX, **headers: str) -> HttpResponse:
        return self.client.post(f"/views/{story_id}/", headers={"User-Agent": agent, **headers})  # type: ignore[arg-type,return-value]


class BeaconTests(BeaconTestCase):
    def test_it_counts_and_answers_in_the_storys_language(self) -> None:
        story = make_story(language="ru")
        carry_over([CarriedCount(story.pk, 29_521, NOON.date())])
        answer = self.post(story.pk)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json(), {"views": 29_522, "shown": "29\u202f522", "label": "просмотра"})  # type: ignore[attr-defined]

    def test_it_sets_no_cookie_and_is_not_stored(self) -> None:
        answer = self.post(make_story().pk)
        self.assertEqual((len(answer.cookies), answer["Cache-Control"]), (0, "no-store"))

    def test_a_repeat_is_answered_with_the_number_it_has(self) -> None:
        story = make_story()
        numbers = []
        for minutes in (0, 10, 29, 30, 45):
            self.at = NOON + timedelta(minutes=minutes)
            numbers.append(self.post(story.pk).json()["views"])  # type: ignore[attr-defined]
        self.assertEqual(numbers, [1, 1, 1, 2, 2])
        self.assertEqual(classes_of(NOON.date()), {"counted": 2, "repeat": 3})

    def test_looking_does_not_count(self) -> None:
        story = make_story()
        self.post(story.pk)
        self.assertEqual(self.client.get(f"/views/{story.pk}/", headers={"User-Agent": FIREFOX}).json()["shown"], "1")
        self.assertEqual(self.client.head(f"/views/{story.pk}/").status_code, 200)
        self.assertEqual(views_of([story.pk])[story.pk].own, 1)

    def test_only_what_a_reader_may_see_is_counted(self) -> None:
        killed = make_story()
        publishing.kill(killed, at=NOON, reason="wrong")
        embargoed = make_story(embargoed_until=NOON + timedelta(hours=1))
        for story_id in (make_draft().pk, killed.pk, embargoed.pk, 999_999, 10**30):
            with self.subTest(story_id=story_id):
                self.assertEqual(self.post(story_id).status_code, 404)
                self.assertEqual(self.client.get(f"/views/{story_id}/").status_code, 404)
        self.assertEqual(classes_of(NOON.date()), {})
        self.at = NOON + timedelta(hours=1)
        self.assertEqual(self.post(embargoed.pk).status_code, 200)

    def test_an_update_keeps_the_count(self) -> None:
        story = make_story()
        self.post(story.pk)
        publishing.update(Story.objects.get(pk=story.pk), at=NOON)
        self.assertEqual(self.client.get(f"/views/{story.pk}/").json()["views"], 1)

    def test_other_methods_are_refused(self) -> None:
        self.assertEqual(self.client.put(f"/views/{make_story().pk}/").status_code, 405)


class NotReadersTests(BeaconTestCase):
    def test_programs_and_fetching_ahead_are_answered_and_noted_but_not_counted(self) -> None:
        story = make_story()
        cases: list[tuple[str, dict[str, str]]] = [
            (GOOGLEBOT, {}), ("", {}), ("curl/8.5.0", {}),
            (FIREFOX, {"Sec-Purpose": "prefetch;prerender"}), (FIREFOX, {"Purpose": "preview"}), (FIREFOX, {"X-Moz": "prefetch"}),
        ]  # fmt: skip
        for agent, headers in cases:
            with self.subTest(agent=agent, headers=headers):
                answer = self.post(story.pk, agent, **headers)
                self.assertEqual((answer.status_code, answer.json()["views"]), (200, 0))  # type: ignore[attr-defined]
        self.assertEqual(classes_of(NOON.date()), {"bot": 3, "prefetch": 3})

    def test_another_sites_page_cannot_count(self) -> None:
        story = make_story()
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
        ):
            with self.subTest(headers=headers):
                self.assertEqual(self.post(story.pk, **headers).status_code, 403)
        self.assertEqual(classes_of(NOON.date()), {"foreign": 6})

    def test_the_sites_own_page_can(self) -> None:
        story = make_story()
        self.assertEqual(self.post(story.pk, **{"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}).status_code, 200)
        with override_settings(SITE_URL="https://news.example"):
            self.assertEqual(self.post(story.pk, Origin="https://news.example").status_code, 200)
        self.assertEqual(views_of([story.pk])[story.pk].own, 1)

    def test_one_reader_is_stopped_after_sixty_reports_a_minute(self) -> None:
        story = make_story()
        statuses = [self.post(story.pk).status_code for _number in range(62)]
        self.assertEqual(statuses, [200] * 60 + [429] * 2)
        self.assertEqual(classes_of(NOON.date()), {"counted": 1, "repeat": 59, "limited": 2})
        self.assertEqual(self.post(story.pk, FIREFOX + " another").status_code, 200)
        self.at = NOON + timedelta(minutes=1)
        self.assertEqual(self.post(story.pk).status_code, 200)


class LimitTests(TestCase):
    def test_its_memory_is_bounded(self) -> None:
        limit = MinuteLimit(most=1)
        with patch("dateline.readership.limits._MOST_READERS", 10):
            for number in range(100):
                self.assertTrue(limit.allows(number.to_bytes(16, "big"), NOON))
                self.assertLessEqual(len(limit._seen), 10)
