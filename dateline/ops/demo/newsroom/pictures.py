"""Pictures that the demo's photo editor has uploaded: drawn, taken in as files of people are, and described."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.timezone import localtime

from dateline.desk.pictures import acts
from dateline.media.models import Picture
from dateline.media.vocabularies import SourceType
from dateline.ops.demo.drawing import draw
from dateline.ops.demo.newsroom.reading import WaitingPicture
from dateline.people.models import User

JPEG_QUALITY = 85
SEED = 100  # beyond those of the public stories' drawings: no two are alike


def upload(pictures: Sequence[WaitingPicture], people: Mapping[str, User], *, at: datetime) -> Mapping[str, Picture]:
    """Upload them, and describe those that have a credit; by name."""
    found = {}
    for number, told in enumerate(pictures, start=SEED):
        by, data = people[told.by], BytesIO()
        draw(told.scene, seed=number).save(data, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        picture = acts.upload(ContentFile(data.getvalue(), f"{told.name}.jpg"), by=by)
        _fill(picture, told, at)
        if told.credit:
            acts.describe(picture, sorted(_written(told)), by=by, at=told.at.seen_from(at))
        else:
            picture.save()
        found[told.name] = picture
    return found


def _fill(picture: Picture, told: WaitingPicture, at: datetime) -> None:
    for name, value in _written(told).items():
        setattr(picture, name, value)
    picture.taken = localtime(told.taken.seen_from(at)).isoformat(timespec="minutes")
    picture.rights_expire_at = told.expires.arranged(at) if told.expires else None
    picture.digital_source_type = SourceType.ALGORITHMIC


def _written(told: WaitingPicture) -> dict[str, object]:
    """The fields that somebody wrote, by their names on the model."""
    names = {"copyright": "copyright_notice", "terms": "usage_terms"}
    texts = {names.get(name, name): text for name, text in told.texts.items()}
    return {
        name: value
        for name, value in {**texts, "credit_lines": told.credit, "alt_texts": told.alt, "captions": told.caption}.items()
        if value
    }
