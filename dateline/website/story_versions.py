"""The versions of a story: when and why each went out, and what differed from the one before.

Everything comes from the log of releases, and nothing else of it: no slugline, no note to editors, no reason that was
meant for the newsroom. Of a withdrawn story, and of a version that was taken back, there are times and kinds, no text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.lib.html import paragraphs
from dateline.stories import releases
from dateline.stories.models import Release, Story
from dateline.website.differing import Paragraph, Piece, TooLong, compare
from dateline.website.errors import taken_back
from dateline.website.frame import agency, frame, sections, show
from dateline.website.languages_in_paths import page
from dateline.website.links import LINK_FIELDS
from dateline.website.structured_data import page_head

AT_ONCE = 20  # versions on a page
BODY_MAX = 1_000_000  # characters of HTML; beyond, it is not even looked at
MOVED_AFTER = timedelta(minutes=1)  # a story that was public elsewhere this much earlier says so
_FORMAT = 1  # of what is remembered: raise it when the classes below change
Kind = Release.Kind


@dataclass(frozen=True)
class Change:
    """One part of a story that differs. too_long: it does, but was not compared; unseen: in nothing that can be read."""

    part: str
    paragraphs: tuple[Paragraph, ...] = ()
    too_long: bool = False
    unseen: bool = False


@dataclass(frozen=True)
class Told:
    """What a release says to readers, and how it differs from the one before; the same for good, so it is remembered."""

    note: str = ""
    published_at: str = ""  # ISO 8601, of a first publication
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Version:
    """A row of the page.

    told            None where no text may be shown
    published_at    of a first publication that readers were told another time of than that of the release
    is_first        there is nothing before it that it could differ from
    was_taken_back  seconds later; `kind` is then what it was
    """

    number: int
    version: int
    kind: str
    at: datetime
    hash: str
    is_first: bool
    was_taken_back: bool
    told: Told | None
    published_at: datetime | None = None


@dataclass(frozen=True)
class VersionsPage:
    """count: of all versions; earlier: the version before which the next page begins, None on the last."""

    story: Story
    is_withdrawn: bool
    versions: tuple[Version, ...]
    count: int
    earlier: int | None
    is_latest: bool


@page
def versions(request: HttpRequest, language: str, pk: int, slug: str) -> HttpResponseBase:
    """All public versions of a story, newest first. A wrong slug redirects; what is not out, or was taken back, answers 404."""
    at = now()
    story = Story.objects.in_language(language).defer("body", "ednote").filter(pk=pk).first()
    if story and story.state == Story.State.DRAFT and story.version:
        return taken_back(request)
    withdrawn = story is not None and story.state == Story.State.KILLED
    if story is None or not (withdrawn or story.is_live(at)):
        raise Http404
    if slug != story.slug:
        return redirect("website:story-versions", language, pk, story.slug, permanent=True)
    return _show(request, story, at, before=_number(request.GET.get("before", "")))


def _show(request: HttpRequest, story: Story, at: datetime, *, before: int | None) -> HttpResponse:
    withdrawn = story.state == Story.State.KILLED
    last = releases.head()
    all_of_it = list(Release.objects.filter(story=story).defer("snapshot", "reason").order_by("version"))
    known = [one for one in all_of_it if before is None or one.version < before]
    rows = tuple(_versions(all_of_it, known[-AT_ONCE:], story.language, withdrawn=withdrawn))
    shown = VersionsPage(
        story, withdrawn, rows, len(all_of_it), rows[-1].version if len(known) > AT_ONCE else None, is_latest=before is None
    )
    title = _("Versions of a withdrawn story") if withdrawn else _("Versions: %(headline)s") % {"headline": story.headline}
    addresses = _addresses(story, at)
    head = page_head(
        address(story), title, _("When each version went out, and what differed."),
        language=story.language, agency=agency(), languages=addresses, indexed=False,
    )  # fmt: skip
    return show(request, "versions.html", frame(story.language, at=at, addresses=addresses, head=last), shown, head=head)


def address(story: Story) -> str:
    """The path of a story's versions."""
    return reverse("website:story-versions", args=[story.language, story.pk, story.slug])


def _addresses(story: Story, at: datetime) -> dict[str, str]:
    """The same page of the live language versions, itself among them."""
    found = {story.language: address(story)}
    for other in Story.objects.versions_of(story).only(*LINK_FIELDS):
        if other.is_live(at):
            found[other.language] = address(other)
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


# --- rows ---------------------------------------------------------------------------------------------------------------


def _versions(everything: Sequence[Release], wanted: Sequence[Release], language: str, *, withdrawn: bool) -> Iterator[Version]:
    """The rows of the releases in `wanted`, newest first. everything: all releases of the story, oldest first."""
    undone = {one.version - 1 for one in everything if one.kind == Kind.UNDO}
    standing = [one for one in everything if one.kind != Kind.UNDO and one.version not in undone]
    before = {one.version: previous for previous, one in zip([None, *standing], standing, strict=False)}
    for release in reversed(wanted):
        was_taken_back = release.version in undone
        silent = withdrawn or was_taken_back or release.kind == Kind.UNDO
        previous = before.get(release.version)
        told = None if silent else _told(release, previous, language)
        published = datetime.fromisoformat(told.published_at) if told and told.published_at else None
        yield Version(
            number=release.number,
            version=release.version,
            kind=release.kind,
            at=release.at,
            hash=release.hash,
            is_first=previous is None,
            was_taken_back=was_taken_back,
            told=told,
            published_at=published if published and release.at - published >= MOVED_AFTER else None,
        )


def _told(release: Release, previous: Release | None, language: str) -> Told:
    """Computed once in a process: releases never change."""
    key = f"version-{_FORMAT}-{release.number}-{previous.number if previous else 0}"
    found: Told | None = cache.get(key)
    if found is None:
        found = _compute(release, previous)
        cache.set(key, found, timeout=None)
    return _with_names(found, language)


def _compute(release: Release, previous: Release | None) -> Told:
    content = _content(release)
    notes = content.get("corrections") or [{}]
    return Told(
        note=str(notes[-1].get("note", "")) if release.kind == Kind.CORRECTION else "",
        published_at=str(content.get("published_at") or "") if release.kind == Kind.NEW else "",
        changes=tuple(_changes(_content(previous), content)) if previous else (),
    )


def _content(release: Release) -> dict[str, Any]:
    found: dict[str, Any] = Release.objects.values_list("snapshot", flat=True).get(pk=release.pk)
    return found


# --- what differs -------------------------------------------------------------------------------------------------------

_SHORT = ("headline", "lead", "byline", "dateline")


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The parts that differ, in the order of the page. `section` holds slugs, see `_with_names`."""
    for part in _SHORT:
        yield from _change(part, _lines(old.get(part)), _lines(new.get(part)))
    before, after = str(old.get("body", "")), str(new.get("body", ""))
    if len(before) + len(after) > BODY_MAX:
        yield from [Change("body", too_long=True)] if before != after else []
    elif before != after:
        yield from _change("body", paragraphs(before), paragraphs(after)) or [Change("body", unseen=True)]
    yield from _change("pictures", _pictures(old), _pictures(new))
    if old.get("section") != new.get("section"):
        yield Change("section", (Paragraph((Piece("del", str(old.get("section"))), Piece("ins", str(new.get("section"))))),))


def _change(part: str, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    try:
        found = compare(old, new)
    except TooLong:
        return [Change(part, too_long=True)]
    return [Change(part, found)] if found else []


def _with_names(told: Told, language: str) -> Told:
    """Sections by the names that they have now."""
    names = {section.slug: section.name(language) for section in sections()}
    return replace(told, changes=tuple(_with_name(one, names) if one.part == "section" else one for one in told.changes))


def _with_name(change: Change, names: Mapping[str, str]) -> Change:
    pieces = tuple(Piece(piece.kind, names.get(piece.text, piece.text)) for piece in change.paragraphs[0].pieces)
    return replace(change, paragraphs=(Paragraph(pieces),))


def _lines(value: Any) -> list[str]:
    return [line for line in str(value or "").split("\n") if line.strip()]


def _pictures(content: dict[str, Any]) -> list[str]:
    """Each picture in words: what is printed under it."""
    shown = ([one.get("caption") or one.get("alt_text"), one.get("credit_line")] for one in content.get("pictures") or [])
    return [" · ".join(str(word) for word in words if word) or "–" for words in shown]
