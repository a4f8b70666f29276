from datetime import date

from django.test import TestCase

from dateline.readership.carrying import CarriedCount, SeenEntry, carry_over, keep_list
from dateline.readership.counting import count_view
from dateline.readership.lists import seen_lists
from dateline.readership.most_viewed import Shown, views_of
from dateline.testing import NOON

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)
ENTRIES = [SeenEntry("Gates opened", NOON, None), SeenEntry("Wheat sown early", None, 25_482, story_id=4)]


def keep(language: str = "en", seen_on: date = MONDAY, window: str = "week", origin: str = "old.txt", entries: object = ENTRIES) -> bool:
    return keep_list(language=language, seen_on=seen_on, window=window, origin=origin, entries=entries)  # type: ignore[arg-type]


class CarryOverTests(TestCase):
    databases = {"default", "counts"}

    def test_the_same_count_twice_changes_nothing(self) -> None:
        counts = [CarriedCount(1, 100, MONDAY), CarriedCount(2, 0, MONDAY)]
        self.assertEqual((carry_over(counts), carry_over(counts)), (2, 0))

    def test_a_later_count_wins_even_when_smaller_and_of_one_day_the_larger(self) -> None:
        carry_over([CarriedCount(1, 100, MONDAY), CarriedCount(1, 90, MONDAY)])
        self.assertEqual(views_of([1])[1].carried, 100)
        self.assertEqual(carry_over([CarriedCount(1, 95, TUESDAY), CarriedCount(1, 99, MONDAY)]), 1)
        self.assertEqual(views_of([1])[1].carried, 95)

    def test_an_unknown_count_stays_unknown_and_replaces_nothing(self) -> None:
        self.assertEqual(carry_over([CarriedCount(1, None, MONDAY)]), 0)
        self.assertEqual(views_of([1])[1], Shown(0, None, 0))
        carry_over([CarriedCount(1, 7, MONDAY), CarriedCount(1, None, TUESDAY)])
        self.assertEqual(views_of([1])[1].carried, 7)

    def test_our_own_count_is_left_alone(self) -> None:
        count_view(1, reader=b"a" * 16, language="en", at=NOON)
        carry_over([CarriedCount(1, 7, MONDAY)])
        self.assertEqual(views_of([1])[1], Shown(1, 7, 8))


class SeenListTests(TestCase):
    databases = {"default", "counts"}

    def test_a_list_is_kept_as_it_was_seen(self) -> None:
        self.assertTrue(keep())
        self.assertFalse(keep())
        (found,) = seen_lists(MONDAY, "en")
        kept = [SeenEntry(e.headline, e.published_at, e.views, e.story_id) for e in found.entries.all()]
        self.assertEqual((kept, found.window, found.origin), (ENTRIES, "week", "old.txt"))

    def test_the_same_list_seen_anew_replaces_it(self) -> None:
        keep()
        self.assertTrue(keep(entries=ENTRIES[:1]))
        (found,) = seen_lists(MONDAY, "en")
        self.assertEqual([entry.headline for entry in found.entries.all()], ["Gates opened"])

    def test_a_day_shows_its_own_lists_the_shortest_window_first(self) -> None:
        for window in ("", "month", "day", "week"):
            keep(window=window)
        keep(language="ru")
        keep(seen_on=TUESDAY)
        with self.assertNumQueries(2, using="counts"):
            found = [(seen.window, len(seen.entries.all())) for seen in seen_lists(MONDAY, "en")]
        self.assertEqual(found, [("day", 2), ("week", 2), ("month", 2), ("", 2)])
