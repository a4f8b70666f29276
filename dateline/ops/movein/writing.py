"""From what was read to rows: new stories, newer facts for stories that are here, archived headlines, old addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from dateline.languages.addresses import slugify
from dateline.ops.models import MovedStory
from dateline.ops.movein.matching import Draft, Row, key_of, minute_of, path_of
from dateline.ops.movein.options import House
from dateline.ops.movein.pages import BadPage, OldStory
from dateline.stories import publishing
from dateline.stories.models import ArchivedHeadline, Story, StoryPicture, StorySource
from dateline.stories.snapshots import Parts
from dateline.website.models import OldAddress

_LONGEST = {"headline": 300, "credit_line": 255, "byline": 200}
REASON = "moved in again"


@dataclass(frozen=True, slots=True)
class OldHeadlineRow:
    """A headline without text, on its way in."""

    language: str
    headline: str
    published_at: datetime
    address: str = ""


def check(story: OldStory, now: datetime) -> None:
    """Raises BadPage for a story that could not be kept as it is: nothing is cut, nothing is invented."""
    for name, most in _LONGEST.items():
        if len(getattr(story, name)) > most:
            raise BadPage(story.line, f"a {name.replace('_', ' ')} of at most {most} characters", getattr(story, name))
    if story.published_at > now:
        raise BadPage(story.line, "a date that is not in the future", story.published_at.isoformat())


def write_new(rows: Sequence[Row], house: House, known_paths: Mapping[str, Row | None], at: datetime) -> None:
    """Write the stories of `rows` that have none, their releases and their keys; the rows learn their numbers."""
    identities: dict[str, UUID] = _identities(rows, known_paths)
    moved = [(_story(row.draft, house, identities), _parts(row.draft, house)) for row in rows if row.draft]  # a new row has a draft
    publishing.move_in(moved, at=at)
    for row, (story, _its_parts) in zip(rows, moved, strict=True):
        row.story_id = story.pk
    MovedStory.objects.bulk_create(_keys(row) for row in rows)


def write_newer(row: Row, draft: Draft, house: House, at: datetime) -> bool:
    """Newer facts win: update the story of `row` with those of `draft`. False when it was edited here and is left alone."""
    story = Story.objects.select_related("section", "dossier").get(pk=row.number())
    if story.version != row.version or story.state != Story.State.PUBLISHED:
        return False
    _take_over(story, draft, house)
    release = publishing.update(story, at=at, reason=REASON)
    row.version = release.version
    return True


def keep_keys(rows: Iterable[Row]) -> None:
    """Save what has changed about stories that were here before."""
    MovedStory.objects.bulk_update(
        [_keys(row) for row in rows], ["headline_key", "text_key", "facts_key", "version", "seen_on", "views", "own"], batch_size=400
    )


def write_addresses(addresses: Mapping[str, Row]) -> None:
    """Old addresses lead to their stories from now on."""
    OldAddress.objects.bulk_create((OldAddress(path=path, story_id=row.number()) for path, row in addresses.items()), ignore_conflicts=True)


def write_headlines(headlines: Sequence[OldHeadlineRow]) -> None:
    """Archived headlines; those that are here already stay as they are."""
    ArchivedHeadline.objects.bulk_create(
        (
            ArchivedHeadline(language=one.language, headline=one.headline, published_at=one.published_at, address=one.address[:1000])
            for one in headlines
        ),
        ignore_conflicts=True,
    )


def headlines_here(headlines: Iterable[OldHeadlineRow]) -> set[tuple[str, int, str]]:
    """Keys (see `headline_key`) of archived headlines at the times of these."""
    times = sorted({one.published_at for one in headlines})
    found: set[tuple[str, int, str]] = set()
    for start in range(0, len(times), 400):
        rows = ArchivedHeadline.objects.filter(published_at__in=times[start : start + 400])
        found |= {headline_key(*row) for row in rows.values_list("language", "published_at", "headline")}
    return found


def headline_key(language: str, published_at: datetime, headline: str) -> tuple[str, int, str]:
    """The same for headlines that are one."""
    return language, minute_of(published_at), key_of(headline)


def drop_headlines(rows: Iterable[Row]) -> None:
    """A headline whose text has arrived is a story now."""
    drafts = [row.draft for row in rows if row.draft]
    keys = {headline_key(draft.language, draft.story.published_at, draft.story.headline) for draft in drafts}
    times = sorted({draft.story.published_at for draft in drafts})
    for start in range(0, len(times), 400):
        found = ArchivedHeadline.objects.filter(published_at__in=times[start : start + 400])
        gone = [one.pk for one in found if headline_key(one.language, one.published_at, one.headline) in keys]
        if gone:
            ArchivedHeadline.objects.filter(pk__in=gone).delete()


def _story(draft: Draft, house: House, identities: dict[str, UUID]) -> Story:
    old = draft.story
    return Story(
        identity=_free_identity(draft, identities),
        language=draft.language,
        slugline=slugify(old.headline, draft.language, max_length=64),
        headline=old.headline,
        lead=old.lead,
        body=old.body,
        byline=old.byline,
        section=house.section_of(draft.section)[0],
        copyright_notice=old.rights_notice,
        published_at=old.published_at,
        updated_at=old.modified_at,
    )


def _parts(draft: Draft, house: House) -> Parts:
    return Parts(_pictures(draft.story), _sources(draft.story), (), house.subjects_of(draft.story.keywords, draft.language))


def _pictures(old: OldStory) -> list[StoryPicture]:
    """The placement that carries the credit, though the picture itself is not here."""
    if not old.credit_line:
        return []
    picture = old.picture
    return [StoryPicture(credit_line=old.credit_line, caption=picture.caption if picture else "", alt_text=picture.alt if picture else "")]


def _sources(old: OldStory) -> list[StorySource]:
    return [StorySource(name=source.name[:200], role=source.role, sort_order=place) for place, source in enumerate(old.sources)]


def _take_over(story: Story, draft: Draft, house: House) -> None:
    """What the newer page says replaces what is here; what it does not say stays."""
    old = draft.story
    story.headline, story.body = old.headline, old.body
    story.lead, story.byline = old.lead or story.lead, old.byline or story.byline
    story.copyright_notice = old.rights_notice or story.copyright_notice
    if draft.section:
        story.section = house.section_of(draft.section)[0]
    if old.credit_line and [one.credit_line for one in story.pictures.all()] != [old.credit_line]:
        kept = [one for one in story.pictures.all() if one.picture_id]
        story.pictures.set(kept or _pictures(old))
    if old.sources:
        story.sources.set(_sources(old))


def _keys(row: Row) -> MovedStory:
    seen_on, own, views = row.rank
    return MovedStory(
        story_id=row.number(),
        language=row.language,
        minute=row.minute,
        headline_key=row.headline_key,
        text_key=row.text_key,
        facts_key=row.facts_key,
        version=row.version,
        seen_on=seen_on,
        own=own,
        views=views,
    )


def _identities(rows: Sequence[Row], known_paths: Mapping[str, Row | None]) -> dict[str, UUID]:
    """The identity that each old address named as another language version has already."""
    paths = {path_of(address) for row in rows if row.draft for _language, address in row.draft.story.alternates}
    here = {path: row.story_id for path in paths if (row := known_paths.get(path)) is not None and row.story_id}
    found = dict(Story.objects.filter(pk__in=here.values()).values_list("pk", "identity"))
    return {path: found[story_id] for path, story_id in here.items() if story_id in found}


def _free_identity(draft: Draft, identities: dict[str, UUID]) -> UUID:
    """The identity shared with the other language versions, a new one when they are not here. `identities` learns it.

    A version is believed only if this page has an address of its own and no story of its language has that identity yet.
    """
    others = [path for _language, address in draft.story.alternates if (path := path_of(address)) and path != draft.path]
    identity = next((identities[path] for path in others if path in identities), None) if draft.path else None
    taken = identity is not None and (f"{draft.language} {identity}" in identities or _is_taken(identity, draft.language))
    chosen = identity if identity is not None and not taken else uuid4()
    identities[f"{draft.language} {chosen}"] = chosen
    if draft.path:
        identities[draft.path] = chosen
    return chosen


def _is_taken(identity: UUID, language: str) -> bool:
    return Story.objects.filter(identity=identity, language=language).exists()
