"""The tallies behind `limiting.allow`, in the database `counts`."""

from django.db import models


class Tally(models.Model):
    """How often something was done lately by one whom we do not know.

    key        keyed hash of what and who; nothing personal can be read from it
    expires_s  when it no longer counts, in seconds since 1970; the row goes soon after
    """

    key = models.BinaryField(max_length=16, primary_key=True)
    hits = models.PositiveIntegerField(default=0)
    expires_s = models.BigIntegerField(db_index=True)
