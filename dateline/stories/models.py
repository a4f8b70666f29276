"""Story, what belongs to it, and the log of releases."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin

from dateline.lib.html import plain
from dateline.lib.translated import TranslatedTextField, in_language
from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories import chain


@cache
def _address_of_stories(language: str) -> str:
    """What the addresses of all stories of a language begin with; asking the URL conf for each of a page's links takes long."""
    return reverse("website:story", args=[language, 0, "-"]).removesuffix("0/-/")


class Section(models.Model):
    """A part of the site and a desk of the newsroom: politics, economy, …"""

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    names = TranslatedTextField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in `language` (default: the active one)."""
        return in_language(self.names, language) or self.slug


class Dossier(models.Model):
    """Stories of one matter that runs on: a flood, a trial, a championship."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    names = TranslatedTextField(_("name"))

    class Meta:
        ordering = ["slug"]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        return in_language(self.names, language) or self.slug


@dataclass(frozen=True)
class Problem:
    """What stops a story from going out: the field to look at, and a translated sentence."""

    field: str
    sentence: str


class StoryQuerySet(models.QuerySet["Story"]):
    """The words the rest of Dateline uses to ask for stories. They chain."""

    def live(self, at: datetime) -> Self:
        """What a reader may see at `at` (aware): published, not killed, embargo over."""
        return self.filter(state=Story.State.PUBLISHED).exclude(embargoed_until__gt=at)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def for_lists(self) -> Self:
        """Everything a list row or a card shows, and not the body: one query, and one more for pictures if asked for."""
        return self.select_related("section").defer("body", "ednote", "usage_terms", "copyright_notice")

    def versions_of(self, story: "Story") -> Self:
        """All language versions that share `story`'s identity, `story` among them."""
        return self.filter(identity=story.identity)


class Story(  # type: ignore[misc]  # Wagtail's mixins each bring a Meta of their own
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """One text in one language. State is DRAFT, PUBLISHED or KILLED; only `stories.publishing` changes it.

    The row holds what the public sees; edits that are not out yet are Wagtail revisions.
    Wagtail's `live` is kept in step with the state by `publishing`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        KILLED = "killed", _("killed")

    identity = models.UUIDField(_("identity"), default=uuid.uuid4, db_index=False, help_text=_("Shared by the language versions."))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)  # 0 before the first release, then 1, 2, …

    slugline = models.CharField(_("slugline"), max_length=64, help_text=_("The desk's handle; readers never see it."))
    headline = models.CharField(_("headline"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("body"), blank=True)  # clean HTML, see `lib.html`
    byline = models.CharField(_("byline"), max_length=200, blank=True, help_text=_("Empty: the names of the authors."))
    dateline = models.CharField(_("dateline"), max_length=120, blank=True, help_text=_("Where the copy was filed."))
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="stories")
    dossier = models.ForeignKey(
        Dossier, verbose_name=_("dossier"), null=True, blank=True, on_delete=models.SET_NULL, related_name="stories"
    )
    authors: "models.ManyToManyField[Author, models.Model]" = ParentalManyToManyField(
        Author, verbose_name=_("authors"), blank=True, related_name="stories"
    )
    subjects: "models.ManyToManyField[Subject, models.Model]" = ParentalManyToManyField(
        Subject, verbose_name=_("subjects"), blank=True, related_name="stories"
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), default=5, validators=[MinValueValidator(1), MaxValueValidator(9)], help_text=_("1 is the most urgent, 9 the least.")
    )
    usage_terms = models.TextField(_("usage terms"), blank=True)
    copyright_notice = models.TextField(_("copyright notice"), blank=True, help_text=_("Empty: the agency's rights notice."))
    ednote = models.TextField(_("note to editors"), blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    embargo_asked_by = models.CharField(_("who asked for the embargo"), max_length=200, blank=True)  # never leaves the newsroom

    slug = models.CharField(max_length=100, blank=True, editable=False)  # fixed at the first publication, so addresses are stable
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)  # the last update or correction the public saw
    killed_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    kill_reason = models.TextField(_("public reason"), blank=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["language", "state", "-published_at", "-id"], name="story_newest"),
            models.Index(fields=["section", "language", "state", "-published_at", "-id"], name="story_newest_in_section"),
        ]
        constraints = [  # what must always hold, the database holds
            models.UniqueConstraint(fields=["identity", "language"], name="one_story_a_language"),
            models.CheckConstraint(
                name="story_out_has_time_version_and_address",
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False, version__gt=0) & ~models.Q(slug=""),
            ),
            models.CheckConstraint(name="killed_story_has_time", condition=~models.Q(state="killed") | models.Q(killed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        """What it is called; never nothing once it is saved: links and headings hold it."""
        return self.headline or self.slugline or (f"#{self.pk}" if self.pk else "")

    @property
    def uri(self) -> str:
        """The identity that the language versions share, as ninjs wants it (RFC 4122 URN)."""
        return self.identity.urn

    def get_absolute_url(self) -> str:
        """The address on the site: /<language>/story/<pk>/<slug>/."""
        return f"{_address_of_stories(self.language)}{self.pk}/{self.slug or '-'}/"

    def is_live(self, at: datetime) -> bool:
        """The same rule as `Story.objects.live`, for a story in hand."""
        return self.state == self.State.PUBLISHED and not (self.embargoed_until and self.embargoed_until > at)

    def signature(self) -> str:
        """Who signs: the byline, else the authors' names in the story's language; empty when unsigned."""
        return self.byline or ", ".join(author.name(self.language) for author in self.authors.all())

    def problems(self, *, at: datetime | None = None, pictures: "Iterable[StoryPicture] | None" = None) -> list[Problem]:
        """All that stops this story from going out, in the order of the fields; empty when ready.

        at        now, aware: then the embargo is looked at too
        pictures  its placements, when they are not yet attached to it
        """
        wanted = (
            ("slugline", self.slugline, _("The slugline is empty.")),  # whole sentences: translators need them
            ("headline", self.headline, _("The headline is empty.")),
            ("body", plain(self.body), _("The body is empty.")),
            ("section", self.section_id, _("The section is not chosen.")),
        )
        found = [Problem(field, str(sentence)) for field, value, sentence in wanted if not str(value or "").strip()]
        if any(placement.picture_id and not placement.credit() for placement in (self.pictures.all() if pictures is None else pictures)):
            found.append(Problem("pictures", str(_("A picture has no credit line."))))
        if at and self.embargoed_until and self.embargoed_until > at:
            found.append(Problem("embargoed_until", self._under_embargo(self.embargoed_until)))
        return found

    def missing(self, pictures: "Iterable[StoryPicture] | None" = None, *, at: datetime | None = None) -> list[str]:
        """The sentences of `problems`."""
        return [problem.sentence for problem in self.problems(at=at, pictures=pictures)]

    def _under_embargo(self, until: datetime) -> str:
        sentence = _("“%(slugline)s” is under embargo until %(when)s. Schedule it for that time, or ask the source to lift the embargo.")
        return str(sentence) % {"slugline": self.slugline, "when": date_format(localtime(until), "DATETIME_FORMAT")}

    preview_modes: tuple[tuple[str, str], ...] = ()  # the newsroom shows none yet

    # Wagtail's own buttons come through these two.

    def publish(self, revision: Any, user: Any = None, **_options: Any) -> None:
        """Wagtail's publish button: the first time `publishing.publish`, later `publishing.update`."""
        from dateline.stories import wagtail_doors

        wagtail_doors.publish(revision, user, at=now())

    def unpublish(self, *_args: Any, user: Any = None, **_options: Any) -> None:
        """Wagtail's unpublish button is refused: what was public is killed with a reason, see `publishing.kill`."""
        from dateline.stories.errors import KillInstead

        raise KillInstead


class StoryPicture(Orderable):
    """A picture placed in a story. Moved-in stories may know the credit of a picture that is not here."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    caption = models.TextField(_("caption"), blank=True)
    alt_text = models.TextField(_("description for who cannot see it"), blank=True)
    credit_line = models.CharField(_("credit line"), max_length=255, blank=True, help_text=_("Empty: the picture's own."))

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def credit(self) -> str:
        """The credit line to print, in the story's language."""
        if self.credit_line or self.picture is None:
            return self.credit_line
        return self.picture.credit_line(self.story.language)

    def description(self) -> str:
        """The alternative text, in the story's language."""
        return self.alt_text or (self.picture.alt_text(self.story.language) if self.picture else "") or self.caption


class StorySource(Orderable):
    """Where a story comes from: who said it, who published it first, who carried it."""

    class Role(models.TextChoices):
        SAID = "said", _("said it")
        PUBLISHED = "published", _("published it first")
        CARRIED = "carried", _("carried it")

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="sources")
    role = models.CharField(pgettext_lazy("of a source", "role"), max_length=10, choices=Role.choices, default=Role.SAID)
    name = models.CharField(pgettext_lazy("of a source", "name"), max_length=200)
    address = models.URLField(_("web address"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class StandingCorrections(models.Manager["Correction"]):
    """Corrections that were not taken back: what pages, feeds and `story.corrections` see without asking for it."""

    def get_queryset(self) -> "models.QuerySet[Correction]":
        return super().get_queryset().filter(withdrawn_at=None)


class Correction(models.Model):
    """A public note that something was wrong. Written by `publishing.correct`, withdrawn by `publishing.undo`, never deleted."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField()
    note = models.TextField()  # in the story's language
    withdrawn_at = models.DateTimeField(null=True)

    objects = StandingCorrections()
    with_withdrawn = models.Manager["Correction"]()

    class Meta:
        ordering = ["at", "pk"]


class ChangedElsewhere(models.Model):
    """Another language version of `story` was corrected or killed, and nobody has yet said what that means for this one."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="changes_elsewhere")
    cause = models.ForeignKey("Release", on_delete=models.PROTECT, related_name="+")
    tell_readers = models.BooleanField(_("tell readers of this version"), default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["story", "cause"], name="one_flag_a_cause")]
        indexes = [models.Index(fields=["story"], condition=models.Q(settled_at__isnull=True), name="open_changes_elsewhere")]


class ArchivedHeadline(models.Model):
    """A headline of an old site whose text is not known. It is listed, never shown as a story."""

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    headline = models.CharField(max_length=300)
    published_at = models.DateTimeField()
    address = models.URLField(max_length=1000, blank=True)  # on the old site, where known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "published_at", "headline"], name="one_archived_headline")]
        verbose_name = _("archived headline")
        verbose_name_plural = _("archived headlines")

    def __str__(self) -> str:
        return self.headline


class ReleaseCounter(models.Model):
    """The number and the hash of the last release: the head of the chain.

    One row; locked by whoever publishes, so that numbers are gapless and in commit order.
    """

    last = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.BEGINNING)


class Release(models.Model):
    """What left the newsroom, once and for good: numbered, complete, chained, never changed. See `stories.publishing`."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        KILL = "kill", _("kill")
        UNDO = "undo", _("taken back")  # of the release before it, see `publishing.undo`

    number = models.PositiveBigIntegerField(primary_key=True)
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField()  # of the story, from 1
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)  # for the newsroom
    snapshot = models.JSONField()  # see `stories.snapshots`
    # The chain, see `stories.chain`. The database's default spares SQLite to write the table anew; no release is without.
    content_hash = models.CharField(max_length=64, db_default="")
    previous_hash = models.CharField(max_length=64, db_default="")
    hash = models.CharField(max_length=64, db_default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["story", "version"], name="one_release_a_version")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.story_id}.{self.version}"


class Bookmark(models.Model):
    """How far a follower of the release log has come."""

    follower = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    kept_up_at = models.DateTimeField(default=now)  # when it last moved, or (to the half minute) had nothing to do


class SigningKey(models.Model):
    """A public key of the agency, known for good: what an old key signed can still be checked. See `stories.signing`."""

    id = models.CharField(max_length=16, primary_key=True)  # the first half of the key's SHA-256, as hexadecimal digits
    pem = models.TextField()
    known_since = models.DateTimeField()

    class Meta:
        ordering = ["-known_since"]


class SignedHead(models.Model):
    """The head of the chain at one moment, signed by the agency: whoever keeps a copy can prove what the log said. Never changed."""

    day = models.DateField()  # on which it was signed, in the agency's time zone
    at = models.DateTimeField()
    number = models.PositiveBigIntegerField()  # of the last release then
    hash = models.CharField(max_length=64)  # its hash
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="heads")
    signature = models.CharField(max_length=100)  # Ed25519, in base64

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["day"], name="signed_head_of_day"), models.Index(fields=["number"], name="signed_head_of_release")]

    def __str__(self) -> str:
        return f"{self.day} {self.number} {self.hash}"


class LogCheck(models.Model):
    """What the nightly check of the log found last. One row."""

    at = models.DateTimeField()
    number = models.PositiveBigIntegerField(default=0)  # the log is sound up to this release
    hash = models.CharField(max_length=64, default=chain.BEGINNING)  # and this is that release's hash
    faults = models.JSONField(default=list)  # sentences
