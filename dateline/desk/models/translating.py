"""What the translator's screen remembers: which paragraph was made from which."""

from django.conf import settings
from django.db import models

from dateline.stories.models import Story


class TranslatedParagraph(models.Model):
    """One paragraph of a translation and the text of the source it was made from.

    When the source's paragraph is not that text any more, the translation's is marked. Finished ones are the
    translation memory.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="translated_paragraphs")  # the translation
    source_story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()  # 0: headline, 1: lead, from 2: the body's blocks of the translation
    source_key = models.CharField(max_length=32, db_index=True)  # of the source text, without case, spaces and marks
    source_text = models.TextField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["story", "position"]
        constraints = [models.UniqueConstraint(fields=["story", "position"], name="one_paragraph_a_place")]

    def __str__(self) -> str:
        return f"{self.story_id}.{self.position}"
