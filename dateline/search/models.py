"""Which stories belong to which."""

from django.db import models

from dateline.stories.models import Story


class RelevantNews(models.Model):
    """`other` is relevant to a reader of `story`. Computed when either goes out, see `relevance`; it may be dead by now."""

    # The index below serves this key too.
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="relevant", db_index=False)
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="relevant_to")
    score = models.FloatField()  # the same in both directions

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "other"], name="one_relevance_a_pair")]
        indexes = [models.Index(fields=["story", "-score"], name="most_relevant")]
