"""Sums, windows and what old sites said. All in the database `counts`; stories are known by their number only.

Our own counts and counts carried over from an old site are kept apart and shown as their sum.
Hours are numbers, see `hours`. What always holds, and `most_viewed.audit` checks:
    own                of a story = the sum of all its hours
    views of a window  of a story = the sum of its hours that lie behind the window's edge
"""

from django.db import models


class StoryViews(models.Model):
    """The totals of one story: what its page shows is `own + carried`."""

    story_id = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=8, blank=True)  # of the story; empty until its first view was counted here
    own = models.PositiveBigIntegerField(default=0)  # counted here
    carried = models.PositiveBigIntegerField(null=True)  # counted by an old site; None: unknown or there was none
    carried_on = models.DateField(null=True)  # the day that count was seen there


class HourlyViews(models.Model):
    """Views counted here of one story in one hour."""

    pk = models.CompositePrimaryKey("hour", "story_id")
    hour = models.PositiveIntegerField()
    story_id = models.BigIntegerField()
    views = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["story_id", "hour"], name="hours_of_story")]


class WindowViews(models.Model):
    """Views counted here of one story in a window that slides with the hours: 24 hours, 7 days or 30 days. Never 0."""

    pk = models.CompositePrimaryKey("window_h", "story_id")
    window_h = models.PositiveSmallIntegerField()  # 24, 168 or 720
    story_id = models.BigIntegerField()
    language = models.CharField(max_length=8)
    views = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["window_h", "language", "-views", "-story_id"], name="most_viewed")]


class WindowEdge(models.Model):
    """How far the oldest end of each window has moved: sums up to and including (hour, story_id) are no longer in it.

    Two numbers, so that an hour with very many stories leaves in several short transactions.
    """

    window_h = models.PositiveSmallIntegerField(primary_key=True)
    hour = models.PositiveIntegerField()
    story_id = models.BigIntegerField()  # 0: the whole of `hour` is still in, for stories are numbered from 1


class WindowAudit(models.Model):
    """What the last audit of the windows found. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    differences = models.JSONField(default=list)  # a sentence each


class RecentView(models.Model):
    """That a reader viewed a story in the last half hour.

    The mark is a keyed hash of reader and story: never an address, and nobody can tell which marks are the same reader's.
    """

    mark = models.BinaryField(max_length=16, primary_key=True)
    counted_at = models.DateTimeField(db_index=True)


class ReaderKey(models.Model):
    """The key of one day's reader hashes. Destroyed when the day and its last half hour are over."""

    day = models.DateField(primary_key=True)  # in UTC
    key = models.BinaryField(max_length=32)


class ViewClass(models.Model):
    """How many reports of a view were not counted, by day and reason: nothing is lost without trace."""

    class Kind(models.TextChoices):
        """`COUNTED` is never stored here: those are in the hourly sums."""

        COUNTED = "counted"
        REPEAT = "repeat"  # the same reader, the same story, within half an hour
        BOT = "bot"  # says itself that it is a program, or does not say what it is
        PREFETCH = "prefetch"  # a browser fetched the page in case someone might want it
        LIMITED = "limited"  # one reader, too many reports in a minute
        FOREIGN = "foreign"  # sent from a page of another site

    pk = models.CompositePrimaryKey("day", "kind")
    day = models.DateField()  # in UTC
    kind = models.CharField(max_length=10, choices=Kind.choices)
    views = models.PositiveBigIntegerField()


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
