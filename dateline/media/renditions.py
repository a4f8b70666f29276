"""The files in which a picture is served: made once, in the background, never while a reader waits.

Each carries credit, creator, copyright and terms. So a file is made again when one of these changes, when the focal point
does (cut ones), or when the way of making does; its address stays. A stamp tells of what a file was made.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from secrets import token_hex
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from dateline.media import encoding, taking_in
from dateline.media.errors import CannotTake
from dateline.media.metadata import writing
from dateline.media.metadata.facts import Facts
from dateline.media.models import Picture, Rendition
from dateline.media.sizes import ALL, AVIF, ENDINGS, JPEG, PAGE, PLAIN_WIDTH, SHARE, WEBP, Size, of_picture

logger = structlog.get_logger(__name__)
FOLDER = "images"  # where Wagtail keeps its own renditions too; originals lie beside it
AT_ONCE = 4  # pictures of one step of the background work
AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Sized:
    """A picture as a page shows it.

    src               address of the JPEG that every browser can show
    avif, webp, jpeg  values for `srcset`; a kind that is not made yet is ""
    width, height     in px; the proportions are what counts
    """

    src: str
    avif: str
    webp: str
    jpeg: str
    width: int
    height: int


# --- making -------------------------------------------------------------------------------------------------------------


def ensure(picture: Picture, *, kinds: Sequence[str] = (AVIF, WEBP, JPEG)) -> int:
    """Make the files of `picture` that are missing or outdated; how many there should be. May be called again at any time.

    kinds   make only these now
    Raises  OSError or ValueError when the original is gone or broken
    """
    wanted = of_picture(picture.width)
    facts = facts_for_readers(picture)
    stamps = {size.spec: _stamp(picture, size, facts) for size in wanted}
    present = {one.filter_spec: one for one in Rendition.objects.filter(image=picture, focal_point_key="")}
    due = [size for size in wanted if size.kind in kinds and (size.spec not in present or present[size.spec].stamp != stamps[size.spec])]
    if due:
        with picture.file.storage.open(picture.file.name) as file:
            data = file.read()
        records = writing.records(facts, keep_position=picture.keep_position)
        for made in encoding.encode(data, due, records, _focus(picture)):
            _keep(picture, made, stamps[made.size.spec], present.get(made.size.spec))
    for spec, rendition in present.items():
        if spec not in stamps and (rendition.stamp or spec.startswith("width-")):  # of a larger original, or of an earlier version
            rendition.delete()
    return len(wanted)


def make_due(at: datetime) -> bool:
    """Some of the pictures whose files are due at `at`, the longest waiting first; whether there are more.

    An edit meanwhile makes a picture due anew. One that fails is logged and tried again later; it stops no other.
    """
    due = list(Picture.objects.filter(sizes_due_at__lte=at).order_by("sizes_due_at")[: AT_ONCE + 1])
    for picture in due[:AT_ONCE]:
        make(picture, at)
    return len(due) > AT_ONCE


def make(picture: Picture, at: datetime) -> None:
    """Make what is due of one picture, now or, when that fails, later."""
    asked = picture.sizes_due_at
    try:
        taking_in.recognise(picture)
        ensure(picture)
        due_at = None
    except (OSError, ValueError, SyntaxError, CannotTake) as error:
        logger.warning("the sizes of a picture cannot be made", picture=picture.pk, error=str(error))
        due_at = at + AGAIN_AFTER
    if asked != due_at:
        Picture.objects.filter(pk=picture.pk, sizes_due_at=asked).update(sizes_due_at=due_at)


def facts_for_readers(picture: Picture) -> Facts:
    """What its files say. Of our own pictures that name no page for rights and licences, our terms are that page."""
    facts = picture.facts()
    ours = "" if facts.source else _terms_page()
    return replace(
        facts,
        instructions="",
        position=facts.position if picture.keep_position else None,
        web_statement=facts.web_statement or ours,
        licensor_url=facts.licensor_url or ours,
    )


def _terms_page() -> str:
    try:
        return str(settings.SITE_URL) + reverse("website:terms", args=[settings.LANGUAGE_CODE])
    except NoReverseMatch:
        return ""


def _focus(picture: Picture) -> tuple[float, float] | None:
    """The focal point as shares of width and height."""
    point: Any = picture
    if point.focal_point_x is None or point.focal_point_y is None or not picture.width or not picture.height:
        return None
    return min(point.focal_point_x / picture.width, 1.0), min(point.focal_point_y / picture.height, 1.0)


def _stamp(picture: Picture, size: Size, facts: Facts) -> str:
    """Of all that a file is made from."""
    focus = _focus(picture) if size.aspect else None
    parts = (encoding.VERSION, picture.content_hash, picture.file.name, facts, focus, size)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _keep(picture: Picture, made: encoding.Encoded, stamp: str, present: Rendition | None) -> None:
    storage = Rendition.file.field.storage
    name = _name(picture, made.size)
    _put(storage, name, made.data)
    values = {"file": name, "width": made.width, "height": made.height, "stamp": stamp}
    if present and present.file.name != name:
        storage.delete(present.file.name)
    Rendition.objects.update_or_create(image=picture, filter_spec=made.size.spec, focal_point_key="", defaults=values)


def _name(picture: Picture, size: Size) -> str:
    """The number makes it unique, and a thousand pictures share a folder."""
    stem = PurePath(picture.file.name).stem[:40]
    return f"{FOLDER}/{picture.pk // 1000}/{picture.pk}-{stem}.{size.spec.partition('|')[0]}.{ENDINGS[size.kind]}"


def _put(storage: Storage, name: str, data: bytes) -> None:
    """Write a file under exactly this name; on a disk at once, so that no reader meets half of it."""
    try:
        path = storage.path(name)
    except NotImplementedError:
        storage.delete(name)
        storage.save(name, ContentFile(data))
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    waiting = f"{path}.{token_hex(4)}.part"
    with open(waiting, "wb") as file:
        file.write(data)
    os.chmod(waiting, settings.FILE_UPLOAD_PERMISSIONS)
    os.replace(waiting, path)


# --- showing ------------------------------------------------------------------------------------------------------------


def made(pictures: Iterable[Picture], sizes: Sequence[Size] = PAGE) -> dict[int, list[Rendition]]:
    """The files that exist of each picture in these sizes, by its number, narrow ones first. One query for all; makes nothing.

    They stay with the instances: asked again for the same ones it costs nothing.
    """
    wanted = list(pictures)
    key = f"_made_{sizes[0].spec}"
    if unknown := [picture for picture in wanted if not hasattr(picture, key)]:
        found: dict[int, list[Rendition]] = defaultdict(list)
        numbers = {picture.pk for picture in unknown}
        asked = Q(image_id__in=numbers, filter_spec__in=[size.spec for size in sizes], focal_point_key="")
        for rendition in Rendition.objects.filter(asked).order_by("width").only("image", "filter_spec", "file", "width", "height"):
            found[rendition.image_id].append(rendition)
        for picture in unknown:
            setattr(picture, key, found[picture.pk])
    return {picture.pk: getattr(picture, key) for picture in wanted}


def sized(pictures: Iterable[Picture], *, at: datetime, sizes: Sequence[Size] = PAGE) -> dict[int, Sized]:
    """Every picture by its number, as pages show it at `at` (aware). One query for all, see `made`; makes nothing.

    sizes  PAGE, or CARDS: cut to one shape around what matters
    One whose rights have ended is missing, and so is one whose sizes are not made yet: it appears a second later.
    """
    wanted = [picture for picture in pictures if not picture.has_expired(at)]
    present = made(wanted, sizes)
    return {picture.pk: shown for picture in wanted if (shown := shown_of(present[picture.pk]))}


def shown_of(present: list[Rendition]) -> Sized | None:
    """The files that `made` found, as a page shows them; None while there is no JPEG. Does not ask whether it may be shown."""
    of_kind: dict[str, list[Rendition]] = {AVIF: [], WEBP: [], JPEG: []}
    for rendition in present:
        if rendition.filter_spec == SHARE.spec:
            continue
        of_kind[ALL[rendition.filter_spec].kind].append(rendition)
    jpegs = of_kind[JPEG]
    if not jpegs:
        return None
    plain = next((rendition for rendition in jpegs if rendition.width >= PLAIN_WIDTH), jpegs[-1])
    widest = jpegs[-1]
    avif, webp, jpeg = (_srcset(of_kind[kind]) for kind in (AVIF, WEBP, JPEG))
    return Sized(plain.file.url, avif, webp, jpeg, widest.width, widest.height)


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{rendition.file.url} {rendition.width}w" for rendition in renditions)
