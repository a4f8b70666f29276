"""The horizon, calendars, times and memories: without pages, and without a database."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from django.test import SimpleTestCase
from django.utils import translation

from dateline.testing import NOON
from dateline.website import times
from dateline.website.calendars import month_of
from dateline.website.horizon import DayStory, horizon, with_mark
from dateline.website.remembering import Memory
from dateline.website.templatetags.website_text import clock_on, longword

DAY = date(2026, 3, 12)


class HorizonTests(SimpleTestCase):
    def test_the_most_read_story_is_the_highest_and_nobody_is_invisible(self) -> None:
        stories = [DayStory(1, NOON, is_killed=False), DayStory(2, NOON + timedelta(hours=1), is_killed=False)]
        self.assertEqual(horizon(DAY, stories, {1: 10_000}, height=100).stems, "M720 100v-95M780 100v-12")

    def test_height_grows_with_the_root_of_the_readers(self) -> None:
        stories = [DayStory(1, NOON, is_killed=False), DayStory(2, NOON, is_killed=False)]
        self.assertEqual(horizon(DAY, stories, {1: 400, 2: 100}, height=100).stems, "M720 100v-95M720 100v-48")

    def test_a_withdrawn_story_keeps_a_stem_of_its_own_kind_and_is_not_counted(self) -> None:
        drawn = horizon(DAY, [DayStory(1, NOON, is_killed=True)], {})
        self.assertEqual((drawn.count, drawn.stems), (0, ""))
        self.assertTrue(drawn.gone.startswith("M720 "))

    def test_labels_near_the_mark_give_way(self) -> None:
        drawn = with_mark(horizon(DAY, [], {}), NOON)
        self.assertEqual([label.text for label in drawn.labels], ["00", "03", "06", "18", "21", "24"])
        assert drawn.mark
        self.assertEqual((drawn.mark.x, drawn.mark.label, drawn.mark.edge), ("50%", "12:00", ""))

    def test_a_mark_at_the_end_of_the_day_keeps_its_label_on_the_line(self) -> None:
        drawn = with_mark(horizon(DAY, [], {}), datetime(2026, 3, 12, 18, 59, tzinfo=UTC))
        assert drawn.mark
        self.assertEqual((drawn.mark.label, drawn.mark.edge), ("23:59", "e"))

    def test_another_day_has_no_mark(self) -> None:
        self.assertIsNone(with_mark(horizon(DAY, [], {}), NOON + timedelta(days=1)).mark)


class CalendarTests(SimpleTestCase):
    def test_weeks_begin_on_monday_and_days_outside_are_empty(self) -> None:
        month = month_of(DAY, {DAY: 3}, today=date(2026, 5, 1))
        self.assertEqual([square.day and square.day.day for square in month.weeks[0]], [None] * 6 + [1])
        self.assertEqual([square.count for week in month.weeks for square in week if square.is_current], [3])
        self.assertEqual((month.previous, month.following), (date(2026, 2, 1), date(2026, 4, 1)))

    def test_december_is_followed_by_january(self) -> None:
        self.assertEqual(month_of(date(2026, 12, 31), {}, today=date(2027, 1, 1)).following, date(2027, 1, 1))

    def test_nothing_leads_into_a_month_that_has_not_begun(self) -> None:
        self.assertIsNone(month_of(date(2026, 12, 31), {}, today=date(2026, 12, 31)).following)


class TimesTests(SimpleTestCase):
    def test_days_begin_at_midnight_of_the_agency(self) -> None:
        self.assertEqual(times.bounds(DAY), (datetime(2026, 3, 11, 19, tzinfo=UTC), datetime(2026, 3, 12, 19, tzinfo=UTC)))
        self.assertEqual(times.local_date(datetime(2026, 3, 11, 19, tzinfo=UTC)), DAY)

    def test_dates_are_spelled_as_each_language_spells_them(self) -> None:
        for language, weekday in (("kk", "Бейсенбі"), ("ru", "Четверг"), ("en", "Thursday")):
            with translation.override(language):
                self.assertEqual(times.weekday(NOON), weekday)
        with translation.override("en"):
            self.assertEqual(times.long_day(NOON), "Thursday, 12 March 2026")

    def test_a_time_of_another_day_brings_its_date(self) -> None:
        self.assertEqual(clock_on(NOON, NOON + timedelta(hours=2)), "12:00")
        self.assertEqual(clock_on(NOON, NOON + timedelta(days=2)), "12.03.2026, 12:00")

    def test_headlines_with_very_long_words_are_marked(self) -> None:
        self.assertEqual(longword("Карасорское водохранилище"), "")
        self.assertEqual(longword("Сельскохозяйственные кооперативы"), "longword")


class MemoryTests(SimpleTestCase):
    def test_it_asks_again_when_the_time_is_over(self) -> None:
        memory: Memory[int] = Memory(max_age_s=5, limit=2)
        answers = iter(range(9))
        with patch("dateline.website.remembering.monotonic", side_effect=[0.0, 4.9, 5.1]):
            self.assertEqual([memory.recall("a", lambda: next(answers)) for _time in range(3)], [0, 0, 1])

    def test_it_never_keeps_more_than_its_limit(self) -> None:
        memory: Memory[int] = Memory(max_age_s=5, limit=2)
        for number in range(50):
            memory.recall(number, lambda: 1)
        self.assertLessEqual(len(memory._kept), 2)
