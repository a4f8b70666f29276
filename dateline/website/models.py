"""What the site itself has to remember."""

from django.db import models

from dateline.stories.models import Story


class OldAddress(models.Model):
    """An address of an old site that leads to a story here."""

    path = models.CharField(max_length=1000, unique=True)  # path and query as the old site wrote them, without scheme and host
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="old_addresses")

    def __str__(self) -> str:
        return self.path
