"""What the site itself has to remember."""

from django.db import models

from dateline.stories.models import Story


class OldAddress(models.Model):
    """An address of an old site that leads to a story here."""

    path = models.CharField(max_length=1000, unique=True)  # path and query as the old site wrote them, without scheme and host
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="old_addresses")

    def __str__(self) -> str:
        return self.path


class Tally(models.Model):
    """How often something was done lately by one whom we do not know: see `website.limits`. Lives in the database `counts`.

    key        keyed hash of what and who; nothing personal can be read from it
    expires_s  when it no longer counts, in seconds since 1970; the row goes soon after
    """

    key = models.BinaryField(max_length=16, primary_key=True)
    hits = models.PositiveIntegerField(default=0)
    expires_s = models.BigIntegerField(db_index=True)
