"""Invented readers: exact sums, quiet nights, and interest that fades."""

from datetime import UTC, datetime, timedelta
from random import Random
from unittest import TestCase
from zoneinfo import ZoneInfo

from dateline.ops.demo.audience import HOUR, by_hour, by_language
from dateline.testing import NOON

ALMATY = ZoneInfo("Asia/Almaty")


def hours_of(total: int, *, since: datetime = NOON, until: datetime) -> dict[datetime, int]:
    return dict(by_hour(total, since=since, until=until, zone=ALMATY, rng=Random(1)))


class ByLanguageTests(TestCase):
    def test_the_versions_add_up_to_the_whole(self) -> None:
        for total in (0, 1, 2, 29_521):
            self.assertEqual(sum(by_language(total, ["kk", "ru", "en"], Random(3)).values()), total)

    def test_a_single_version_has_all_readers(self) -> None:
        self.assertEqual(by_language(77, ["en"], Random(3)), {"en": 77})

    def test_english_has_the_fewest(self) -> None:
        views = by_language(10_000, ["kk", "ru", "en"], Random(3))
        self.assertLess(views["en"], min(views["kk"], views["ru"]))


class ByHourTests(TestCase):
    def test_the_hours_add_up_to_the_whole(self) -> None:
        for total in (0, 1, 7, 62_915):
            self.assertEqual(sum(hours_of(total, until=NOON + timedelta(days=20)).values()), total)

    def test_hours_are_full_hours_of_utc_within_the_time_it_was_public(self) -> None:
        since, until = NOON + timedelta(minutes=40), NOON + timedelta(hours=30, minutes=5)
        hours = hours_of(5_000, since=since, until=until)
        self.assertTrue(all((hour.tzinfo, hour.minute, hour.second) == (UTC, 0, 0) for hour in hours))
        self.assertEqual(min(hours), NOON)
        self.assertLess(max(hours), until)

    def test_hours_without_readers_are_left_out(self) -> None:
        self.assertNotIn(0, hours_of(12, until=NOON + timedelta(days=20)).values())

    def test_interest_fades(self) -> None:
        hours = hours_of(100_000, until=NOON + timedelta(days=20))
        days = [sum(views for hour, views in hours.items() if (hour - NOON).days == day) for day in range(20)]
        self.assertGreater(days[0], 100_000 / 2)
        self.assertGreater(days[0], days[1] * 3)
        self.assertGreater(days[1], days[7] * 3)
        self.assertGreater(days[19], 0)

    def test_nights_are_quiet(self) -> None:
        hours = hours_of(1_000_000, until=NOON + timedelta(days=2))
        at_three, at_nine = (datetime(2026, 3, 13, hour, tzinfo=ALMATY).astimezone(UTC) for hour in (3, 9))
        self.assertLess(hours[at_three] * 3, hours[at_nine])

    def test_the_first_minutes_of_an_hour_have_fewer_readers_than_a_whole_one(self) -> None:
        late, early = (hours_of(10_000, since=NOON + timedelta(minutes=m), until=NOON + 3 * HOUR)[NOON] for m in (50, 5))
        self.assertLess(late * 2, early)

    def test_a_story_of_this_very_minute_keeps_its_views_in_this_hour(self) -> None:
        self.assertEqual(hours_of(9, until=NOON), {NOON: 9})
