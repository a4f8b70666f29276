"""Sums, windows and what old sites said. All in the database `counts`; stories are known by their number only.

Our own counts and counts carried over from an old site are kept apart and shown as their sum.
"""

from django.db import models


class StoryViews(models.Model):
    """The totals of one story: what its page shows is `own + carried`."""

    story_id = models.BigIntegerField(primary_key=True)
    own = models.PositiveBigIntegerField(default=0)  # counted here
    carried = models.PositiveBigIntegerField(null=True)  # counted by an old site; None: unknown or there was none
    carried_on = models.DateField(null=True)  # the day that count was seen there


class HourlyViews(models.Model):
    """Views counted here of one story in one hour."""

    story_id = models.BigIntegerField()
    hour = models.DateTimeField()  # the hour's start, UTC
    views = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "story_id"], name="one_sum_an_hour")]
        indexes = [models.Index(fields=["story_id", "hour"], name="hours_of_story")]


class WindowViews(models.Model):
    """Views counted here of one story in a window that slides with the hours: 24 hours, 7 days or 30 days."""

    window_h = models.PositiveSmallIntegerField()  # 24, 168 or 720
    story_id = models.BigIntegerField()
    language = models.CharField(max_length=8)
    views = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window_h", "story_id"], name="one_sum_a_window")]
        indexes = [models.Index(fields=["window_h", "language", "-views", "-story_id"], name="most_viewed")]


class WindowEdge(models.Model):
    """How far the oldest end of each window has moved: hours before `edge` are no longer in its sums."""

    window_h = models.PositiveSmallIntegerField(primary_key=True)
    edge = models.DateTimeField()


class RecentReader(models.Model):
    """Who viewed what in the last half hour: a keyed hash that changes daily, never an address."""

    reader = models.BinaryField(max_length=16)
    story_id = models.BigIntegerField()
    counted_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "story_id"], name="one_view_a_reader")]


class ReaderKey(models.Model):
    """The key of one day's reader hashes. Destroyed when the day and its last half hour are over."""

    day = models.DateField(primary_key=True)  # in UTC
    key = models.BinaryField(max_length=32)


class SeenList(models.Model):
    """A list of most viewed stories as an old site showed it, with the day it was seen."""

    language = models.CharField(max_length=8)
    seen_on = models.DateField()  # in the agency's time zone
    window = models.CharField(max_length=20, blank=True)  # day, week, month; empty when the old page did not say
    origin = models.CharField(max_length=500)  # the page or file it was seen on

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "seen_on", "window", "origin"], name="one_list_a_day")]
        indexes = [models.Index(fields=["seen_on", "language"], name="lists_of_day")]


class SeenListEntry(models.Model):
    """One line of such a list. Views that the old page did not tell are None, never invented."""

    seen_list = models.ForeignKey(SeenList, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField()  # from 1
    headline = models.CharField(max_length=300)
    published_at = models.DateTimeField(null=True)
    views = models.PositiveBigIntegerField(null=True)
    story_id = models.BigIntegerField(null=True)  # where we have the text

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["seen_list", "position"], name="one_entry_a_position")]
