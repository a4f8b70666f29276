"""Media Topics as the newsroom uses them."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.lib.translated import TranslatedTextField, in_language
from dateline.newscodes.wording import searchable


class SubjectQuerySet(models.QuerySet["Subject"]):
    """The words the rest of Dateline uses to ask for subjects. They chain."""

    def offered(self) -> Self:
        """What an editor may choose now; retired topics stay on the stories that have them."""
        return self.filter(retired=False)


class Subject(models.Model):
    """One topic of IPTC's Media Topics (https://cv.iptc.org/newscodes/mediatopic/), or one of the agency's own.

    code    `medtop:20000424`, or `own:…` for a topic of the agency
    names   IPTC publishes no Kazakh and no Russian; those names are ours

    `given_names` and `given_retired` are what the vocabulary last said. Where the agency's own value differs, the agency
    has edited it, and no later load touches it.
    """

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z]+:[A-Za-z0-9-]+$")])
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    names = TranslatedTextField(_("name"))
    parent = models.ForeignKey(
        "self", verbose_name=_("broader topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="narrower"
    )
    retired = models.BooleanField(_("retired"), default=False)
    given_names = models.JSONField(default=dict, editable=False)
    given_retired = models.BooleanField(default=False, editable=False)
    search_text = models.TextField(default="", editable=False)  # see `wording.searchable`; bulk writers fill it themselves

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")

    def __str__(self) -> str:
        return self.name()

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.search_text = searchable(self.code, self.names)
        written = None if update_fields is None else {*update_fields}
        if written and {"names", "code"} & written:
            written.add("search_text")
        super().save(*args, update_fields=written, **kwargs)

    def take_names(self, names: Mapping[str, str]) -> bool:
        """Take over `names` (a name a language) from the vocabulary, save those the agency edited. Unsaved.

        Returns whether a name that people see has changed.
        """
        before = dict(self.names)
        for language, name in names.items():
            if self.names.get(language) == self.given_names.get(language):
                self.names[language] = name
        self.given_names = {**self.given_names, **names}
        self.search_text = searchable(self.code, self.names)
        return bool(self.names != before)

    def name(self, language: str | None = None) -> str:
        """The name in `language` (default: the active one)."""
        return in_language(self.names, language) or self.code
