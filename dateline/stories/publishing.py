"""The only doors to the public: publish, update, correct, kill; undo; and move_in for stories of an old site.

Each takes a Story as edited, locks its row, checks all that could stop it, and writes Story and Release in one
transaction: both or neither. The release's number comes from a locked counter row, taken last, so that numbers are
gapless and in the order of the commits. The doors tell nobody: everybody follows the log (`stories.releases`).
What is under embargo passes no door, so it is not in the log and no follower can give it away.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.languages.addresses import slugify
from dateline.lib.html import clean
from dateline.stories import chain, elsewhere
from dateline.stories.errors import CannotPublish, CannotUndo
from dateline.stories.models import Correction, Release, ReleaseCounter, Story, StoryPicture, StorySource
from dateline.stories.snapshots import Parts, obituary, parts_of, restore, snapshot

State, Kind = Story.State, Release.Kind
UNDO_S = 10  # how long after it a release can be taken back


@transaction.atomic
def publish(story: Story, *, at: datetime, by: Any = None, published_at: datetime | None = None, reason: str = "") -> Release:
    """Send a draft out for the first time; also one that was taken back, which keeps the address that it had.

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
    story.slug = current.slug or slugify(story.headline, story.language)
    _stamp(story, State.PUBLISHED, version=current.version + 1, published_at=published_at or at, updated_at=None)
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
def undo(story: Story, *, at: datetime, by: Any = None, reason: str = "", number: int | None = None) -> Release:
    """Take the last release of `story` back, within UNDO_S of it: a release of its own, nothing is deleted.

    A first publication becomes a draft again; after an update or a correction the version before it is public again, its
    note withdrawn; a withdrawn story is public again. The text that was taken back stays in the log; the newsroom's own
    way, `wagtail_doors.undo`, also leaves it on the editor's desk.

    number  of the release that is meant; None for whichever was the last
    Raises  Story.DoesNotExist; CannotUndo with every reason. Then nothing is saved.
    """
    current = _locked(story)
    last = Release.objects.filter(story=current, version=current.version).first()
    if last is None or (reasons := _too_late_for(last, at, number)):
        raise CannotUndo([_("The story has not gone out yet.")] if last is None else reasons)
    if last.kind == Kind.NEW:
        _stamp(current, State.DRAFT, version=last.version + 1, published_at=None, updated_at=None)
        current.save(update_fields=_STAMPED)
    elif last.kind == Kind.KILL:
        current.killed_at, current.kill_reason = None, ""
        _stamp(current, State.PUBLISHED, version=last.version + 1, published_at=current.published_at, updated_at=current.updated_at)
        current.save(update_fields=[*_STAMPED, "killed_at", "kill_reason"])
    else:
        _put_back(current, last, at)
    elsewhere.take_back(last, at=at, by=by)
    return _write_release(current, Kind.UNDO, at, by, reason)


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
    "locked", "locked_at", "locked_by_id", "latest_revision_id", "go_live_at", "expire_at", "expired",
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
    story.live, story.has_unpublished_changes = state == State.PUBLISHED, state == State.DRAFT
    story.first_published_at, story.last_published_at = published_at, updated_at or published_at


def _save(story: Story) -> None:
    story.body = clean(story.body)
    story.live_revision = None  # `wagtail_doors` names it where one went out
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


def _too_late_for(last: Release, at: datetime, number: int | None) -> list[str]:
    """Why `last` cannot be taken back at `at`."""
    found = []
    if last.kind == Kind.UNDO:
        found.append(_("The last release was already taken back."))
    elif number not in (None, last.number):
        found.append(_("Somebody has released this story again meanwhile."))
    if at - last.at > timedelta(seconds=UNDO_S):
        found.append(_("It went out more than %(seconds)d seconds ago; readers have it by now.") % {"seconds": UNDO_S})
    return found


def _put_back(current: Story, last: Release, at: datetime) -> None:
    """Undo an update or a correction: the release before it is what the public sees again.

    `updated_at` becomes `at`, not what it was: who fetched the wrong text from a feed must see something newer than it.
    """
    if last.kind == Kind.CORRECTION:
        note = Correction.objects.filter(story=current).latest("at", "pk")
        note.withdrawn_at = at
        note.save(update_fields=["withdrawn_at"])
    before = Release.objects.get(story=current, version=last.version - 1)
    restore(current, before.snapshot)
    _stamp(current, State.PUBLISHED, version=last.version + 1, published_at=current.published_at, updated_at=at)
    current.save()


def _missing_to_move_in(story: Story, parts: Parts, at: datetime) -> list[str]:
    return story.missing(parts.pictures, at=at) + ([] if story.published_at else [str(_("The time of publication is not known."))])


def _of_saved(part: Any) -> Any:
    part.story_id = part.story.pk  # which it had not when the two were put together
    return part


def _write_release(story: Story, kind: Release.Kind, at: datetime, by: Any, reason: str) -> Release:
    content = snapshot(story, parts_of(story)) if story.state == State.PUBLISHED else obituary(story)
    return _write_releases([(story, content)], kind, at, by, reason)[0]


def _write_releases(
    contents: Sequence[tuple[Story, dict[str, Any]]], kind: Release.Kind, at: datetime, by: Any, reason: str
) -> list[Release]:
    """Take the next numbers (which locks the counter until the commit), write one release each and chain it to the one before."""
    head = ReleaseCounter.objects.select_for_update().get(pk=1)
    written = []
    for story, content in contents:
        head.last += 1
        written.append(
            Release(
                number=head.last, story=story, kind=kind, version=story.version, at=at, by=by, reason=reason, snapshot=content,
                previous_hash=head.hash,
            )
        )  # fmt: skip
        head.hash = _seal(written[-1])
    Release.objects.bulk_create(written)
    head.save()
    return written


def _seal(release: Release) -> str:
    """Give `release` its hashes; which is the one that the next release carries on."""
    chain.check_plain(release.snapshot)
    release.content_hash = chain.content_hash(release.snapshot)
    release.hash = chain.release_hash(
        number=release.number,
        story=release.story_id,
        kind=release.kind,
        version=release.version,
        at=chain.moment(release.at),
        by=release.by_id,
        reason=release.reason,
        content=release.content_hash,
        previous=release.previous_hash,
    )
    return release.hash
