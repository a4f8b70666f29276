"""What people do with pictures. Each act checks the right, and is written into the audit log in its own transaction."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from dateline.desk.pictures.uses import is_used
from dateline.lib.errors import Refused
from dateline.media.models import Picture
from dateline.media.taking_in import take_in
from dateline.people import audit, rights
from dateline.people.rights import Act


def may_edit(user: Any, picture: Picture) -> bool:
    """Photo editors every picture, who may upload the own ones."""
    if rights.may(user, Act.MANAGE_PICTURES):
        return True
    own: Any = picture
    return own.uploaded_by_user_id == user.pk and rights.may(user, Act.UPLOAD_PICTURES)


def require_edit(user: Any, picture: Picture) -> None:
    """Raises PermissionDenied with a sentence."""
    if not may_edit(user, picture):
        raise PermissionDenied(_("This picture is somebody else's. Who uploaded it can change it, and every photo editor."))


def upload(file: "File[bytes]", *, by: Any) -> Picture:
    """Take a file in. Raises media.errors.CannotTake, then nothing is kept."""
    rights.require(by, Act.UPLOAD_PICTURES)
    picture = take_in(file, by=by)
    audit.record(by, "picture.upload", picture, file=(file.name or "")[:200])
    return picture


@transaction.atomic
def describe(picture: Picture, changed: list[str], *, by: Any, at: datetime) -> None:
    """Save what somebody wrote about a picture; it has been looked at then. `changed`: the names of the fields, for the log."""
    require_edit(by, picture)
    picture.filed_at = picture.filed_at or at
    picture.save()
    audit.record(by, "picture.describe", picture, fields=changed)


@transaction.atomic
def delete(picture: Picture, *, by: Any, instead: Picture | None = None) -> None:
    """Delete a picture that no story has, with its files. instead: the one that is used in its place, for the log.

    Raises  Refused when a story has it
    """
    require_edit(by, picture)
    if is_used(picture):
        raise Refused(
            [_("“%(title)s” is in a story and cannot be deleted.") % {"title": picture}],
            _("Take it out of its stories first; what was published keeps its picture until it is updated or withdrawn."),
        )
    audit.record(by, "picture.delete", picture, **({"instead": instead.pk} if instead else {}))
    picture.delete()
