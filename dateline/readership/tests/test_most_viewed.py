from datetime import timedelta
from unittest.mock import patch

from django.db import connections
from django.test import TestCase

from dateline.readership import most_viewed as module
from dateline.readership.hours import WINDOWS_H, hour_of, oldest_hour, start_of
from dateline.readership.models import HourlyViews, StoryViews, WindowEdge, WindowViews
from dateline.readership.most_viewed import Viewed, audit, most_viewed, rebuild_windows, slide_windows, views_of
from dateline.readership.past_views import PastViews, add_past_views
from dateline.testing import NOON

HOUR = timedelta(hours=1)


def past(*rows: tuple[int, float, int], language: str = "ru") -> None:
    """Rows of story, hours before noon, views."""
    add_past_views(PastViews(story_id, language, NOON - hours * HOUR, views) for story_id, hours, views in rows)


class MostViewedTests(TestCase):
    databases = {"default", "counts"}

    def test_the_window_is_its_full_hours_and_the_running_one(self) -> None:
        past((1, 24, 5), (2, 24.01, 9), (3, 0, 1))
        slide_windows(NOON)
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(1, 5), Viewed(3, 1)])
        self.assertEqual(most_viewed(168, language="ru", at=NOON), [Viewed(2, 9), Viewed(1, 5), Viewed(3, 1)])

    def test_the_edge_moves_when_the_hour_turns(self) -> None:
        past((1, 24, 5), (2, 0, 1))
        slide_windows(NOON + timedelta(minutes=59))
        self.assertEqual(len(most_viewed(24, language="ru", at=NOON + timedelta(minutes=59))), 2)
        slide_windows(NOON + HOUR)
        self.assertEqual(most_viewed(24, language="ru", at=NOON + HOUR), [Viewed(2, 1)])

    def test_each_language_has_its_own_list_and_of_equals_the_newer_leads(self) -> None:
        past((1, 1, 4), (2, 1, 4), (3, 1, 4))
        past((4, 1, 9), language="kk")
        self.assertEqual([v.story_id for v in most_viewed(24, language="ru", at=NOON, limit=2)], [3, 2])
        self.assertEqual(most_viewed(24, language="kk", at=NOON), [Viewed(4, 9)])
        self.assertEqual(most_viewed(24, language="en", at=NOON), [])

    def test_a_list_is_a_look_into_an_index_without_sorting(self) -> None:
        with connections["counts"].cursor() as cursor:
            rows = WindowViews.objects.filter(window_h=24, language="ru").order_by("-views", "-story_id")[:5]
            statement, values = rows.values_list("story_id", "views").query.sql_with_params()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = " ".join(row[3] for row in cursor.fetchall())
        self.assertIn("most_viewed", plan)
        self.assertNotIn("TEMP B-TREE", plan)

    def test_the_slide_starts_at_its_edge_and_does_not_walk_through_history(self) -> None:
        with connections["counts"].cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {module._LEAVING}", [1, 1, 9, 5])
            plan = " ".join(row[3] for row in cursor.fetchall())
        self.assertIn("SEARCH", plan)
        self.assertNotIn("TEMP B-TREE", plan)

    def test_lists_stay_exact_when_nobody_moved_the_windows_for_days(self) -> None:
        past((1, 0, 10), (2, 0, 8))
        slide_windows(NOON)
        later = NOON + timedelta(days=3)
        add_past_views([PastViews(3, "ru", later, 2), PastViews(2, "ru", later, 1)])
        self.assertEqual(most_viewed(24, language="ru", at=later), [Viewed(3, 2), Viewed(2, 1)])
        self.assertEqual(most_viewed(168, language="ru", at=later), [Viewed(1, 10), Viewed(2, 9), Viewed(3, 2)])
        slide_windows(later)
        self.assertEqual(most_viewed(24, language="ru", at=later), [Viewed(3, 2), Viewed(2, 1)])

    def test_windows_that_were_never_moved_are_exact_too(self) -> None:
        past((1, 48, 10), (2, 1, 8))
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(2, 8)])

    def test_all_stories_asked_for_are_answered_in_one_query(self) -> None:
        past((1, 48, 10))
        with self.assertNumQueries(1, using="counts"):
            found = views_of([1, 2, 3])
        self.assertEqual([shown.total for shown in found.values()], [10, 0, 0])


class SlideTests(TestCase):
    databases = {"default", "counts"}

    def test_it_takes_each_hourly_sum_away_once_however_often_it_runs(self) -> None:
        past((1, 30, 5), (1, 1, 2))
        slide_windows(NOON - 10 * HOUR)
        self.assertEqual(slide_windows(NOON), 1)
        self.assertEqual(slide_windows(NOON), 0)
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(1, 2)])

    def test_a_story_without_views_left_leaves_no_row(self) -> None:
        past((1, 30, 5))
        slide_windows(NOON)
        self.assertEqual(sorted(WindowViews.objects.values_list("window_h", flat=True)), [168, 720])

    def test_a_clock_set_back_changes_nothing(self) -> None:
        past((1, 30, 5), (1, 1, 2))
        slide_windows(NOON)
        slide_windows(NOON - 10 * HOUR)
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(1, 2)])
        self.assertEqual(audit(NOON), [])

    def test_killed_between_two_batches_it_goes_on_where_it_was(self) -> None:
        past(*((story_id, 30, story_id) for story_id in range(1, 8)), (3, 1, 1))
        with patch.object(module, "SLIDE_AT_ONCE", 3):
            module._slide_once(24, oldest_hour(24, NOON))
            edge = WindowEdge.objects.get(window_h=24)
            self.assertEqual((edge.hour, edge.story_id), (hour_of(NOON - 30 * HOUR), 3))
            self.assertEqual(audit(NOON), [])
            # What comes late for the half-gone hour enters the window only where that hour has not left it.
            past((2, 30, 100), (6, 30, 100), (9, 30, 100))
            self.assertEqual(audit(NOON), [])
            slide_windows(NOON)
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(3, 1)])
        self.assertEqual(audit(NOON), [])

    def test_a_batch_bounds_how_much_one_transaction_takes(self) -> None:
        past(*((story_id, hours, 1) for story_id in range(1, 6) for hours in (30, 31)))
        WindowEdge.objects.bulk_create(WindowEdge(window_h=w, hour=oldest_hour(w, NOON), story_id=0) for w in WINDOWS_H[1:])
        with patch.object(module, "SLIDE_AT_ONCE", 4), patch.object(module, "_slide_once", wraps=module._slide_once) as once:
            self.assertEqual(slide_windows(NOON), 10)
        self.assertEqual(once.call_count, 3)


class AuditTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        past((1, 30, 5), (2, 1, 2))
        slide_windows(NOON)

    def test_it_names_a_window_that_differs(self) -> None:
        WindowViews.objects.filter(window_h=24, story_id=2).update(views=7)
        WindowViews.objects.filter(window_h=720, story_id=1).delete()
        self.assertEqual(
            audit(NOON),
            [
                "Window of 24 hours, story 2: 7 views are kept, the hourly sums give 2.",
                "Window of 720 hours, story 1: 0 views are kept, the hourly sums give 5.",
            ],
        )

    def test_it_names_a_total_that_differs(self) -> None:
        StoryViews.objects.filter(pk=1).update(own=6)
        self.assertEqual(audit(NOON), ["Total of story 1: 6 views are kept, the hourly sums give 5."])

    def test_rebuilding_mends_the_windows(self) -> None:
        WindowViews.objects.filter(story_id=1).delete()
        WindowViews.objects.filter(story_id=2).update(views=70)
        rebuild_windows()
        self.assertEqual(audit(NOON), [])
        self.assertEqual(most_viewed(24, language="ru", at=NOON), [Viewed(2, 2)])


class HoursTests(TestCase):
    def test_an_hour_begins_at_its_start(self) -> None:
        self.assertEqual(start_of(hour_of(NOON)), NOON)
        self.assertEqual(hour_of(NOON - timedelta(microseconds=1)), hour_of(NOON) - 1)


class PastViewsTests(TestCase):
    databases = {"default", "counts"}

    def test_rows_of_one_hour_are_added_up(self) -> None:
        rows = [PastViews(1, "ru", NOON + timedelta(minutes=m), 3) for m in (0, 59, 60)]
        self.assertEqual(add_past_views(rows), 9)
        self.assertEqual(sorted(HourlyViews.objects.values_list("views", flat=True)), [3, 6])
        self.assertEqual(views_of([1])[1].own, 9)

    def test_many_batches_make_one_sum(self) -> None:
        with patch("dateline.readership.past_views.BATCH", 7):
            past(*((n % 3, n % 50, 1) for n in range(100)))
        self.assertEqual(sum(shown.own for shown in views_of(range(3)).values()), 100)
        self.assertEqual(audit(NOON), [])

    def test_no_views_or_less_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            past((1, 1, 4), (1, 1, 0))
        self.assertEqual(views_of([1])[1].own, 0)
