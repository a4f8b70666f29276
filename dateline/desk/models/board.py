"""How somebody wants to see the board."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardChoice(models.Model):
    """What somebody's board shows, remembered until they choose again; without a row: everything."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="board_choice")
    desk = models.CharField(max_length=60, blank=True)  # slug of a section
    language = models.CharField(max_length=8, blank=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")  # only this person's
    mine = models.BooleanField(default=False)  # only one's own
    flash_key = models.BooleanField(default=True)  # whether the key of FLASH_KEY opens the flash

    class Meta:
        verbose_name = _("choice of what the board shows")
        verbose_name_plural = _("choices of what the board shows")

    def __str__(self) -> str:
        return str(self.person)
