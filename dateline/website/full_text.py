"""One story in full, with everything that is printed with it. The same for its own page and for reading on below another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dateline.agency.models import Agency
from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.readership.most_viewed import Shown
from dateline.readership.wording import shown_number, views_label
from dateline.stories.models import Correction, Story, StoryPicture, StoryQuerySet, StorySource
from dateline.website.addresses import of_story
from dateline.website.pictures import ShownPicture, shown_pictures
from dateline.website.tell_a_friend import ShareLinks, share_links
from dateline.website.times import day_and_month

OLD_AFTER = timedelta(days=365)
ROLES = StorySource.Role.values


@dataclass(frozen=True)
class ViewCount:
    """What stands beside the time. `shown` is empty while nobody has been counted."""

    value: int
    shown: str
    label: str


@dataclass(frozen=True)
class FullText:
    """A story as readers see it.

    updated_at  the last update, where that was no correction
    lead_picture, pictures  the first placement stands over the text, the others below it
    sources     those of one role beside each other, as the page names a role once
    rights      whole sentences, the agency's own unless the story has others
    is_old      over a year: the page says so
    """

    story: Story
    views: ViewCount
    updated_at: datetime | None
    authors: tuple[Author, ...]
    lead_picture: ShownPicture | None
    pictures: tuple[ShownPicture, ...]
    body: SafeString
    sources: tuple[StorySource, ...]
    subjects: tuple[Subject, ...]
    corrections: tuple[Correction, ...]
    rights: str
    is_old: bool
    share: ShareLinks

    @property
    def last_correction(self) -> Correction | None:
        return self.corrections[-1] if self.corrections else None


def with_parts(stories: StoryQuerySet) -> StoryQuerySet:
    """The stories with everything `full_text` prints: one query a part, however many stories; corrections come when needed."""
    return stories.select_related("section", "dossier").prefetch_related(
        "authors", "subjects", "sources", Prefetch("pictures", StoryPicture.objects.select_related("picture"))
    )


def full_text(story: Story, agency: Agency, views: Mapping[int, Shown], *, at: datetime) -> FullText:
    """Put a story (from `with_parts`) together. views: those of the story under its number."""
    shown = shown_pictures(list(story.pictures.all()), at=at)
    corrections = tuple(story.corrections.all()) if story.version > 1 else ()  # a first release has none: spare the query
    published = story.published_at or at
    return FullText(
        story=story,
        views=view_count(views[story.pk].total, story.language),
        updated_at=None if corrections and story.updated_at == corrections[-1].at else story.updated_at,
        authors=tuple(story.authors.all()),
        lead_picture=shown[0] if shown else None,
        pictures=shown[1:],
        body=_opening_with_place(story, agency),
        sources=tuple(sorted(story.sources.all(), key=lambda source: ROLES.index(source.role))),
        subjects=tuple(story.subjects.all()),
        corrections=corrections,
        rights=story.copyright_notice or agency.rights_notice(story.language, timezone.localtime(published)),
        is_old=at - published > OLD_AFTER,
        share=share_links(story, of_story(story)),
    )


def view_count(total: int, language: str) -> ViewCount:
    return ViewCount(total, shown_number(total, language) if total else "", views_label(total, language))


def _opening_with_place(story: Story, agency: Agency) -> SafeString:
    """The body (cleaned when it went out), opening with place, date and agency when the place is known."""
    if not story.dateline or not story.published_at or not story.body.startswith("<p>"):
        return mark_safe(story.body)
    place = _("%(place)s, %(date)s (%(agency)s).") % {
        "place": story.dateline,
        "date": day_and_month(story.published_at),
        "agency": agency.name(story.language),
    }
    return mark_safe(f'<p><span class="place">{escape(place)}</span> {story.body.removeprefix("<p>")}')
