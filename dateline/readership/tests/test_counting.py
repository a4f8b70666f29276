from datetime import UTC, datetime, timedelta

from django.test import TestCase

from dateline.readership.carrying import CarriedCount, carry_over
from dateline.readership.counting import classes_of, count_view
from dateline.readership.most_viewed import Shown, Viewed, audit, most_viewed, slide_windows, views_of
from dateline.testing import NOON

ANNA, BERIK = b"a" * 16, b"b" * 16


def view(story_id: int = 1, reader: bytes = ANNA, at: datetime = NOON, language: str = "kk", before: bytes | None = None) -> bool:
    return count_view(story_id, reader=reader, language=language, at=at, before=before).counted


class CountingTests(TestCase):
    databases = {"default", "counts"}

    def test_the_first_view_counts_and_tells_the_new_number(self) -> None:
        counted = count_view(7, reader=ANNA, language="ru", at=NOON)
        self.assertEqual((counted.views, counted.counted, counted.why), (1, True, "counted"))
        self.assertEqual(views_of([7, 8]), {7: Shown(1, None, 1), 8: Shown(0, None, 0)})

    def test_a_repeat_within_half_an_hour_is_not_counted_but_noted(self) -> None:
        view(at=NOON)
        again = count_view(1, reader=ANNA, language="kk", at=NOON + timedelta(minutes=29, seconds=59.9))
        self.assertEqual((again.views, again.counted, again.why), (1, False, "repeat"))
        self.assertEqual(classes_of(NOON.date()), {"counted": 1, "repeat": 1})

    def test_half_an_hour_is_reckoned_from_the_last_counted_view(self) -> None:
        minutes = [0, 20, 30, 50, 59, 60, 61]
        self.assertEqual([view(at=NOON + timedelta(minutes=m)) for m in minutes], [True, False, True, False, False, True, False])

    def test_other_readers_and_other_stories_count(self) -> None:
        self.assertTrue(view(1, ANNA) and view(2, ANNA) and view(1, BERIK))
        self.assertEqual({n: shown.own for n, shown in views_of([1, 2]).items()}, {1: 2, 2: 1})

    def test_carried_views_are_added_and_kept_apart(self) -> None:
        carry_over([CarriedCount(1, 29_521, NOON.date()), CarriedCount(2, None, NOON.date())])
        self.assertEqual(count_view(1, reader=ANNA, language="en", at=NOON).views, 29_522)
        self.assertEqual(views_of([1, 2]), {1: Shown(1, 29_521, 29_522), 2: Shown(0, None, 0)})
        carry_over([CarriedCount(1, 30_000, NOON.date() + timedelta(days=1))])
        self.assertEqual(views_of([1])[1], Shown(1, 30_000, 30_001))
        self.assertEqual(most_viewed(24, language="en", at=NOON), [Viewed(1, 1)])

    def test_a_clock_set_back_does_not_silence_readers(self) -> None:
        self.assertTrue(view(at=NOON + timedelta(days=365)))
        self.assertTrue(view(at=NOON))
        self.assertFalse(view(at=NOON + timedelta(minutes=5)))

    def test_a_reader_with_yesterdays_hash_too_is_stopped_by_either(self) -> None:
        midnight = datetime(2026, 3, 13, tzinfo=UTC)
        self.assertTrue(view(reader=ANNA, at=midnight - timedelta(minutes=10)))
        self.assertFalse(view(reader=BERIK, before=ANNA, at=midnight + timedelta(minutes=19)))
        self.assertTrue(view(reader=BERIK, before=ANNA, at=midnight + timedelta(minutes=20)))
        self.assertFalse(view(reader=BERIK, at=midnight + timedelta(minutes=49)))
        self.assertTrue(view(reader=BERIK, at=midnight + timedelta(minutes=50)))

    def test_windows_and_sums_agree(self) -> None:
        view(1, at=NOON - timedelta(hours=30))
        view(1, at=NOON)
        view(2, at=NOON)
        slide_windows(NOON)
        self.assertEqual(most_viewed(24, language="kk", at=NOON), [Viewed(2, 1), Viewed(1, 1)])
        self.assertEqual(most_viewed(168, language="kk", at=NOON), [Viewed(1, 2), Viewed(2, 1)])
        self.assertEqual(audit(NOON), [])
