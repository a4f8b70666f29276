from datetime import UTC, datetime, timedelta

from django.test import RequestFactory, TestCase, override_settings

from dateline.lib.clients import client_address
from dateline.readership.counting import count_view
from dateline.readership.models import ReaderKey, RecentView
from dateline.readership.readers import forget, identify, reader_hash
from dateline.testing import NOON

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MIDNIGHT = datetime(2026, 3, 13, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def view(at: datetime, address: str = "203.0.113.7") -> bool:
    reader = identify(address, AGENT, at)
    return count_view(1, reader=reader.now, before=reader.before, language="en", at=at).counted


class ReaderHashTests(TestCase):
    databases = {"default", "counts"}

    def test_it_is_the_same_all_day_and_another_tomorrow(self) -> None:
        first = reader_hash("203.0.113.7", AGENT, NOON)
        self.assertEqual(len(first), 16)
        self.assertEqual(reader_hash("203.0.113.7", AGENT, NOON + timedelta(hours=10)), first)
        self.assertNotEqual(reader_hash("203.0.113.7", AGENT, NOON + timedelta(days=1)), first)

    def test_address_and_browser_both_matter(self) -> None:
        readers = {reader_hash(a, b, NOON) for a in ("203.0.113.7", "203.0.113.8", "") for b in (AGENT, AGENT + "1")}
        self.assertEqual(len(readers), 6)

    def test_an_ipv6_household_is_one_reader(self) -> None:
        one = reader_hash("2001:db8:1:2:aaaa::1", AGENT, NOON)
        self.assertEqual(reader_hash("2001:db8:1:2:bbbb:cccc:dddd:eeee", AGENT, NOON), one)
        self.assertNotEqual(reader_hash("2001:db8:1:3:aaaa::1", AGENT, NOON), one)

    def test_an_ipv4_address_in_ipv6_clothes_is_that_address(self) -> None:
        self.assertEqual(reader_hash("::ffff:203.0.113.7", AGENT, NOON), reader_hash("203.0.113.7", AGENT, NOON))

    def test_the_day_is_that_of_utc(self) -> None:
        reader_hash("203.0.113.7", AGENT, MIDNIGHT - MINUTE)
        reader_hash("203.0.113.7", AGENT, MIDNIGHT)
        self.assertEqual([key.day.isoformat() for key in ReaderKey.objects.order_by("day")], ["2026-03-12", "2026-03-13"])


class MidnightTests(TestCase):
    databases = {"default", "counts"}

    def test_a_reader_at_midnight_is_counted_once(self) -> None:
        self.assertTrue(view(MIDNIGHT - 10 * MINUTE))
        self.assertFalse(view(MIDNIGHT + 5 * MINUTE))
        self.assertFalse(view(MIDNIGHT + 19 * MINUTE))
        self.assertTrue(view(MIDNIGHT + 20 * MINUTE))
        self.assertFalse(view(MIDNIGHT + 49 * MINUTE))
        self.assertTrue(view(MIDNIGHT + 50 * MINUTE))

    def test_a_view_in_the_last_second_of_the_day_holds_for_its_half_hour(self) -> None:
        self.assertTrue(view(MIDNIGHT - timedelta(seconds=1)))
        self.assertFalse(view(MIDNIGHT + timedelta(minutes=29, seconds=58)))
        self.assertTrue(view(MIDNIGHT + timedelta(minutes=29, seconds=59)))

    def test_yesterdays_key_is_used_for_half_an_hour_and_then_destroyed(self) -> None:
        view(MIDNIGHT - MINUTE)
        forget(MIDNIGHT + 29 * MINUTE)
        self.assertIsNotNone(identify("203.0.113.7", AGENT, MIDNIGHT + 29 * MINUTE).before)
        forget(MIDNIGHT + 30 * MINUTE)
        self.assertEqual([key.day for key in ReaderKey.objects.all()], [MIDNIGHT.date()])
        self.assertIsNone(identify("203.0.113.7", AGENT, MIDNIGHT + 30 * MINUTE).before)

    def test_a_new_key_destroys_what_nobody_destroyed_before(self) -> None:
        for day in range(3):
            reader_hash("203.0.113.7", AGENT, MIDNIGHT + timedelta(days=2 * day))
        self.assertEqual(ReaderKey.objects.count(), 1)


class PrivacyTests(TestCase):
    databases = {"default", "counts"}

    def test_marks_are_forgotten_when_their_half_hour_is_over(self) -> None:
        view(NOON)
        view(NOON + MINUTE, "203.0.113.8")
        forget(NOON + 30 * MINUTE)
        self.assertEqual(RecentView.objects.count(), 1)
        forget(NOON + 31 * MINUTE)
        self.assertEqual(RecentView.objects.count(), 0)

    def test_the_marks_of_one_reader_have_nothing_in_common(self) -> None:
        reader = reader_hash("203.0.113.7", AGENT, NOON)
        for story_id in (1, 2):
            count_view(story_id, reader=reader, language="en", at=NOON)
        marks = [bytes(mark) for mark in RecentView.objects.values_list("mark", flat=True)]
        self.assertEqual(len(set(marks)), 2)
        self.assertNotIn(reader, marks)


class ClientAddressTests(TestCase):
    def address(self, **meta: str) -> str:
        return client_address(RequestFactory().post("/", **meta))  # type: ignore[arg-type]

    def test_what_a_request_says_of_itself_is_not_believed(self) -> None:
        self.assertEqual(self.address(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1"), "203.0.113.7")

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_only_the_last_hop_is_believed(self) -> None:
        self.assertEqual(self.address(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7"), "203.0.113.7")
        self.assertEqual(self.address(REMOTE_ADDR="127.0.0.1"), "127.0.0.1")

    @override_settings(BEHIND_PROXY=True)
    def test_a_port_that_the_proxy_names_is_left_out(self) -> None:
        for hop in ("203.0.113.7:50123", "203.0.113.7"):
            self.assertEqual(self.address(HTTP_X_FORWARDED_FOR=hop), "203.0.113.7")
        for hop in ("[2001:db8::7]:50123", "[2001:db8::7]", "2001:db8::7"):
            self.assertEqual(self.address(HTTP_X_FORWARDED_FOR=hop), "2001:db8::7")
