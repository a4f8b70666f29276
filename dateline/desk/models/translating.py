"""What the translator's screens remember: what was made from what, which languages are not wanted, and the translation memory."""

from django.conf import settings
from django.db import models

from dateline.stories.models import Story


class Translation(models.Model):
    """A version that follows another one: which, and up to which text of it somebody has found it right.

    A version without a row was written by itself, or before there was this table; it follows the first that was public.
    """

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="translation")
    source = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="translations")
    seen_version = models.PositiveIntegerField(default=0)  # the source's `version` that this one is up to
    burst = models.JSONField(default=list)  # the last revisions that the translator's screen made, by their numbers
    behind_since = models.DateTimeField(null=True)  # when the source changed in public and this one did not

    class Meta:
        indexes = [models.Index(fields=["behind_since"], condition=models.Q(behind_since__isnull=False), name="translations_behind")]

    def __str__(self) -> str:
        return f"{self.story_id} of {self.source_id}.{self.seen_version}"


class TranslatedParagraph(models.Model):
    """One paragraph of a translation and the text of the source it was made from.

    When the source's paragraph is not that text any more, the translation's is marked. Texts are written with the
    light marks of `translating.marks`; `text` may hold no paragraph or several.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="translated_paragraphs")  # the translation
    source_story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()  # of the row on the screen
    place = models.CharField(max_length=120, default="0:p")  # what it is: see `translating.parts`
    source_key = models.CharField(max_length=32, db_index=True)  # of the source text, without case, spaces and marks
    source_text = models.TextField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    machine = models.CharField(max_length=60, blank=True)  # the machine that wrote it, until a person has touched it
    other_text = models.TextField(blank=True)  # what a second translator wrote at the same time, until somebody has chosen
    other_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["story", "position"]
        constraints = [models.UniqueConstraint(fields=["story", "position"], name="one_paragraph_a_place")]

    def __str__(self) -> str:
        return f"{self.story_id}.{self.position}"


class UnwantedLanguage(models.Model):
    """A story that shall not be in a language, so that nobody is asked for it."""

    identity = models.UUIDField()  # of the story, as its versions share it
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "language"], name="one_unwanted_language")]

    def __str__(self) -> str:
        return f"{self.identity} {self.language}"


class ParagraphPair(models.Model):
    """The translation memory: a paragraph that was public in two languages. Both directions ask the same row."""

    first_story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    second_story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    first_text = models.TextField()
    second_text = models.TextField()
    first_language = models.CharField(max_length=8)  # comes before `second_language` in the alphabet
    second_language = models.CharField(max_length=8)
    at = models.DateTimeField()  # when the later of the two was first public

    def __str__(self) -> str:
        return f"{self.first_story_id}-{self.second_story_id} {self.pk}"


class Clue(models.Model):
    """By what a pair is found: a name in it, its whole text, or a bit of its words; hashed with the direction asked for."""

    key = models.BigIntegerField()
    pair = models.ForeignKey(ParagraphPair, on_delete=models.CASCADE, related_name="clues")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "pair"], name="one_clue_a_pair")]

    def __str__(self) -> str:
        return f"{self.key} {self.pair_id}"
