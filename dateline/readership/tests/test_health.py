from datetime import timedelta

from django.test import TestCase

from dateline.readership.counting import count_view
from dateline.readership.health import health
from dateline.readership.models import WindowViews
from dateline.readership.most_viewed import audit, slide_windows
from dateline.testing import NOON

HOUR = timedelta(hours=1)


class HealthTests(TestCase):
    databases = {"default", "counts"}

    def test_an_agency_without_a_view_is_well(self) -> None:
        self.assertEqual(health(NOON), [])
        self.assertEqual(health(), [])

    def test_windows_that_stand_still_are_named_after_two_hours(self) -> None:
        count_view(1, reader=b"a" * 16, language="en", at=NOON)
        self.assertEqual(len(health(NOON)), 3)
        slide_windows(NOON)
        self.assertEqual(health(NOON + 2 * HOUR), [])
        self.assertIn("The window of 24 hours has not been moved for more than two hours.", health(NOON + 3 * HOUR))

    def test_a_difference_stays_until_an_audit_finds_none(self) -> None:
        count_view(1, reader=b"a" * 16, language="en", at=NOON)
        slide_windows(NOON)
        WindowViews.objects.filter(window_h=24).update(views=3)
        self.assertEqual(health(NOON), [])
        audit(NOON)
        self.assertEqual(health(NOON), ["Window of 24 hours, story 1: 3 views are kept, the hourly sums give 1."])
        WindowViews.objects.filter(window_h=24).update(views=1)
        audit(NOON)
        self.assertEqual(health(NOON), [])

    def test_an_audit_that_is_overdue_is_named(self) -> None:
        count_view(1, reader=b"a" * 16, language="en", at=NOON)
        audit(NOON)
        slide_windows(NOON + 50 * HOUR)
        self.assertEqual(health(NOON + 50 * HOUR), ["The view counts have not been audited for two days."])
