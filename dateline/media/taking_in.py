"""A file becomes a picture: examined, its texts read, kept. All of it or nothing.

The file is written first, then the row: a reader of the row always finds the file. When the row cannot be written the file
goes; when the process is killed between the two, the file has no row, and `sweeping` takes it away later.
"""

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db import transaction

from dateline.media import likeness
from dateline.media.examining import KINDS, Examined, examine
from dateline.media.metadata.facts import tidy
from dateline.media.models import Picture, Trace


def take_in(upload: "File[bytes]", *, by: Any) -> Picture:
    """Keep `upload` as a picture of `by` (a User), described by what the file says. Nobody has looked at it yet.

    Raises  errors.CannotTake; then nothing is kept
    """
    examined = examine(upload, upload.size or 0)
    picture = Picture(uploaded_by_user=by)
    describe(picture, examined, name=upload.name or "")
    kept_as = f"{PurePath(upload.name or 'picture').stem[:60] or 'picture'}.{KINDS[examined.kind]}"
    picture.file.save(kept_as, upload, save=False)
    try:
        keep(picture, examined)
    except BaseException:
        picture.file.storage.delete(picture.file.name)
        raise
    return picture


def describe(picture: Picture, examined: Examined, *, name: str) -> None:
    """What the file says, where nobody has said anything. Without a title it is called as the file was."""
    picture.title = picture.title or tidy(examined.facts.title) or tidy(PurePath(name).stem.replace("_", " ")) or "–"
    picture.learn(examined.facts)
    picture.content_hash = examined.content_hash


@transaction.atomic
def keep(picture: Picture, examined: Examined) -> None:
    """Save the row with the trace of how it looks."""
    if not picture.file_size:  # type: ignore[attr-defined]
        picture._set_image_file_metadata()  # type: ignore[attr-defined]
    picture.save()
    remember_look(picture, examined.look)


def remember_look(picture: Picture, look: str) -> None:
    """Write down how it looks, beside the words by which it is found."""
    trace = Trace.objects.get(picture=picture)
    trace.look = look
    trace.part_0, trace.part_1, trace.part_2, trace.part_3 = likeness.parts(look) if look else (None,) * likeness.PARTS
    trace.save()
    picture.trace = trace


def recognise(picture: Picture) -> None:
    """Content hash, look and words of a picture that came another way than through `take_in`. Nothing to do: no file is read."""
    if picture.content_hash:
        return
    with picture.file.storage.open(picture.file.name) as file:
        examined = examine(file, file.size)
    picture.content_hash = examined.content_hash
    with transaction.atomic():
        Trace.objects.get_or_create(picture=picture, defaults={"words": ""})
        picture.save(update_fields=["content_hash"])
        remember_look(picture, examined.look)
