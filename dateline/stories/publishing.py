"""The only doors to the public: publish, update, correct, kill; and move_in for stories of an old site.

Each takes a Story as edited, locks its row, checks all that could stop it, and writes Story and Release in one
transaction: both or neither. The release's number comes from a locked counter row, taken last, so that numbers are
gapless and in the order of the commits. The doors tell nobody: everybody follows the log (`stories.releases`).
What is under embargo passes no door, so it is not in the log and no follower can give it away.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dateline.languages.addresses import slugify
from dateline.lib.html import clean
from dateline.stories.errors import CannotPublish
from dateline.stories.models import Correction, Release, ReleaseCounter, Story, StoryPicture, StorySource
from dateline.stories.snapshots import Parts, obituary, parts_of, snapshot

State, Kind = Story.State, Release.Kind


@transaction.atomic
def publish(story: Story, *, at: datetime, by: Any = None, published_at: datetime | None = None, reason: str = "") -> Release:
    """Send a draft out for the first time.

    story         as edited; saved as it is, with its pictures, sources, authors and subjects
    at            now, aware
    published_at  what readers are told, when that is not `at` (a story that was public elsewhere before)
    Returns       the Release, numbered one above the last release of any story
    Raises        Story.DoesNotExist; CannotPublish with every reason at once. Then nothing is saved.
    """
    current = _locked(story)
    reasons = story.missing(at=at)
    if current.state != State.DRAFT:
        reasons.append(_("The story has already gone out; use update, correct or kill."))
    _stop_for(reasons)
    _keep(story, current)
    story.slug = slugify(story.headline, story.language)
    _stamp(story, State.PUBLISHED, version=1, published_at=published_at or at, updated_at=None)
    _save(story)
    return _write_release(story, Kind.NEW, at, by, reason)


@transaction.atomic
def update(story: Story, *, at: datetime, by: Any = None, reason: str = "") -> Release:
    """There is more news: the edited `story` replaces what the public sees, at the same address.

    Raises  Story.DoesNotExist; CannotPublish with every reason. Then nothing is saved.
    """
    return _replace(story, Kind.UPDATE, at, by, reason)


@transaction.atomic
def correct(story: Story, *, at: datetime, note: str, by: Any = None, reason: str = "") -> Release:
    """It was wrong: like update, with a dated public `note` in the story's language.

    Raises  Story.DoesNotExist; CannotPublish with every reason, an empty note among them. Then nothing is saved.
    """
    if not note.strip():
        _stop_for([*story.missing(at=at), _("A correction needs a note that tells readers what was wrong.")])
    Correction.objects.create(story_id=story.pk, at=at, note=note.strip())
    return _replace(story, Kind.CORRECTION, at, by, reason)


@transaction.atomic
def kill(story: Story, *, at: datetime, reason: str, public_reason: str = "", by: Any = None) -> Release:
    """Withdraw a published story. Its address answers 410 from now on.

    reason         for the newsroom, required
    public_reason  told to readers in the story's language, may be empty
    Raises         Story.DoesNotExist; CannotPublish when it is not public or the reason is empty
    """
    current = _locked(story)
    reasons = [] if reason.strip() else [_("A withdrawal needs a reason.")]
    if current.state != State.PUBLISHED:
        reasons.append(_("Only a published story can be withdrawn."))
    _stop_for(reasons)
    current.kill_reason = public_reason.strip()
    _stamp(current, State.KILLED, version=current.version + 1, published_at=current.published_at, updated_at=current.updated_at)
    current.killed_at = at
    current.save(update_fields=[*_STAMPED, "killed_at", "kill_reason"])
    return _write_release(current, Kind.KILL, at, by, reason)


@transaction.atomic
def move_in(moved: Sequence[tuple[Story, Parts]], *, at: datetime, by: Any = None) -> list[Release]:
    """`publish` for many stories of an old site at once, all or none, with a handful of statements.

    moved   unsaved stories with `published_at` set, each with its unsaved pictures and sources, and its authors and subjects
    Raises  CannotPublish that names every story that is not ready. Then nothing is saved.
    """
    for story, parts in moved:
        for placement in parts.pictures:
            placement.story = story
        for source in parts.sources:
            source.story = story
    _stop_for([f"{story}: {reason}" for story, parts in moved for reason in _missing_to_move_in(story, parts, at)])
    for story, _parts in moved:
        story.body = clean(story.body)
        story.slug = slugify(story.headline, story.language)
        _stamp(story, State.PUBLISHED, version=1, published_at=story.published_at, updated_at=story.updated_at)
    Story.objects.bulk_create([story for story, _parts in moved])
    StoryPicture.objects.bulk_create(_of_saved(placement) for _story, parts in moved for placement in parts.pictures)
    StorySource.objects.bulk_create(_of_saved(source) for _story, parts in moved for source in parts.sources)
    for through, links in (
        (Story.authors.through, [{"story": story, "author": author} for story, parts in moved for author in parts.authors]),
        (Story.subjects.through, [{"story": story, "subject": subject} for story, parts in moved for subject in parts.subjects]),
    ):
        through._default_manager.bulk_create(through(**link) for link in links)
    return _write_releases([(story, snapshot(story, parts)) for story, parts in moved], Kind.NEW, at, by, "moved in")


# --- how they do it -----------------------------------------------------------------------------------------------------

_STAMPED = ["state", "version", "published_at", "updated_at", "live", "has_unpublished_changes", "first_published_at", "last_published_at"]
_KEPT = (  # an edited copy has no say in these: it may be older than the row
    "slug", "published_at", "version", "identity", "language", "first_published_at", "kill_reason", "killed_at",
    "locked", "locked_at", "locked_by_id", "latest_revision_id", "live_revision_id", "go_live_at", "expire_at", "expired",
)  # fmt: skip


def _locked(story: Story) -> Story:
    """The row as it is now, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    return Story.objects.select_for_update(of=("self",)).get(pk=story.pk)


def _stop_for(reasons: Sequence[Any]) -> None:
    if reasons:
        raise CannotPublish([str(sentence) for sentence in reasons])


def _keep(story: Story, current: Story) -> None:
    for name in _KEPT:
        setattr(story, name, getattr(current, name))


def _stamp(story: Story, state: Story.State, *, version: int, published_at: datetime | None, updated_at: datetime | None) -> None:
    """Set our state and, in step with it, Wagtail's."""
    story.state, story.version, story.published_at, story.updated_at = state, version, published_at, updated_at
    story.live, story.has_unpublished_changes = state == State.PUBLISHED, False
    story.first_published_at, story.last_published_at = published_at, updated_at or published_at


def _save(story: Story) -> None:
    story.body = clean(story.body)
    story.save()


def _replace(story: Story, kind: Release.Kind, at: datetime, by: Any, reason: str) -> Release:
    current = _locked(story)
    reasons = story.missing(at=at)
    if current.state != State.PUBLISHED:
        reasons.append(_("Only a published story can be updated or corrected."))
    _stop_for(reasons)
    _keep(story, current)
    _stamp(story, State.PUBLISHED, version=current.version + 1, published_at=current.published_at, updated_at=at)
    _save(story)
    return _write_release(story, kind, at, by, reason)


def _missing_to_move_in(story: Story, parts: Parts, at: datetime) -> list[str]:
    return story.missing(parts.pictures, at=at) + ([] if story.published_at else [str(_("The time of publication is not known."))])


def _of_saved(part: Any) -> Any:
    part.story_id = part.story.pk  # which it had not when the two were put together
    return part


def _write_release(story: Story, kind: Release.Kind, at: datetime, by: Any, reason: str) -> Release:
    content = obituary(story) if kind == Kind.KILL else snapshot(story, parts_of(story))
    return _write_releases([(story, content)], kind, at, by, reason)[0]


def _write_releases(
    contents: Sequence[tuple[Story, dict[str, Any]]], kind: Release.Kind, at: datetime, by: Any, reason: str
) -> list[Release]:
    """Take the next numbers (which locks the counter until the commit) and write one release each."""
    ReleaseCounter.objects.filter(pk=1).update(last=F("last") + len(contents))
    first = ReleaseCounter.objects.get(pk=1).last - len(contents) + 1
    return Release.objects.bulk_create(
        Release(number=number, story=story, kind=kind, version=story.version, at=at, by=by, reason=reason, snapshot=content)
        for number, (story, content) in enumerate(contents, start=first)
    )
