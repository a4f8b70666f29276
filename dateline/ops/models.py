"""What moving in from an old site has to remember, so that it can be stopped, resumed and run again."""

from django.db import models

from dateline.stories.models import Story


class MovedPage(models.Model):
    """One page of an old site that was looked at: the journal of `dateline move-in`.

    digest  of the page's bytes and of how they were to be read; the same page under the same options is done once
    kept    the page's own bytes (gzip) while it is not understood; empty afterwards
    """

    class State(models.TextChoices):
        WRITTEN = "written"  # stories and releases are in; the counts database may not yet know its part
        DONE = "done"
        NOT_UNDERSTOOD = "not understood"

    digest = models.CharField(max_length=32, primary_key=True)
    path = models.CharField(max_length=1000, db_index=True)  # as it was given
    state = models.CharField(max_length=16, choices=State.choices)
    seen_on = models.DateField(null=True)  # the day the old site looked so
    moved_at = models.DateTimeField()
    report = models.JSONField(default=dict)  # what became of it, see `movein.report.PageReport`
    kept = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return self.path


class MovedStory(models.Model):
    """What is known of where a moved-in story came from: the keys by which it is found again, and which facts it has.

    minute        of publication, in minutes since 1970
    headline_key  of the headline without case, spaces and marks; `text_key` of the text likewise
    facts_key     of everything that was taken over: when it is the same, nothing has changed
    version       that moving in wrote last; a story with a higher one was edited here and is left alone
    seen_on       the day of the page that the facts are from; `views` it gave, and whether it was the `own` page of the story:
                  together they say which of two pages is newer
    """

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="moved_from")
    language = models.CharField(max_length=8)
    minute = models.BigIntegerField()
    headline_key = models.CharField(max_length=24)
    text_key = models.CharField(max_length=24)
    facts_key = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    seen_on = models.DateField()
    views = models.BigIntegerField(default=-1)  # -1: unknown
    own = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["minute", "language"], name="moved_story_by_minute")]

    def __str__(self) -> str:
        return str(self.story_id)
