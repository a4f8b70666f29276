"""The cast of the tests: one maker a thing, with defaults that are valid; a test names only what it is about."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.utils.timezone import now

from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.people.models import Author, Duty, User
from dateline.people.rights import Role
from dateline.stories import publishing
from dateline.stories.models import Section, Story, StoryPicture, StorySource

NOON = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)  # noon in Almaty
SHARED = Path(__file__).resolve().parents[2] / "shared"  # test data beside the checkout; not everywhere
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not beside this checkout")

_numbers = itertools.count(1)


def make_section(slug: str = "regions", **fields: Any) -> Section:
    names = {"kk": f"{slug} (kk)", "ru": f"{slug} (ru)", "en": slug.capitalize()}
    return Section.objects.get_or_create(slug=slug, defaults={"names": names, **fields})[0]


def make_author(slug: str = "aigerim-tolen", **fields: Any) -> Author:
    names = {"kk": "Әйгерім Төлен", "ru": "Айгерим Толен", "en": "Aigerim Tolen"}
    return Author.objects.get_or_create(slug=slug, defaults={"names": names, **fields})[0]


def make_subject(code: str = "medtop:06000000", **fields: Any) -> Subject:
    names = {"kk": "қоршаған орта", "ru": "окружающая среда", "en": "environment"}
    return Subject.objects.get_or_create(code=code, defaults={"names": names, "slug": code.replace(":", "-"), **fields})[0]


def make_user(username: str = "editor", **fields: Any) -> User:
    return User.objects.create_user(username, f"{username}@example.org", "long enough a password", **fields)


def make_colleague(username: str, role: Role | str, *, desk: str = "", language: str = "", **fields: Any) -> User:
    """Somebody of the newsroom with one duty; further duties are made with `Duty`."""
    user = make_user(username, **fields)
    Duty.objects.create(user=user, role=Role(role), desk=desk, language=language)
    return user


def make_picture(width: int = 64, height: int = 48, **fields: Any) -> Picture:
    """A small picture of one colour, with a credit line unless `credit_lines` says otherwise."""
    from io import BytesIO

    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (width, height), (90, 140, 160)).save(data, "JPEG")
    number = next(_numbers)
    defaults = {"title": f"Picture {number}", "credit_lines": {"en": "Kerme graphics desk"}}
    return Picture.objects.create(file=ImageFile(data, name=f"picture-{number}.jpg"), **{**defaults, **fields})


def make_draft(**fields: Any) -> Story:
    """A draft that is ready to go out. Further: pictures=[…], sources=[…], authors=[…], subjects=[…]."""
    parts = {name: fields.pop(name, []) for name in ("pictures", "sources", "authors", "subjects")}
    number = next(_numbers)
    defaults = {
        "language": "en",
        "slugline": f"gates-{number}",
        "headline": f"Reservoir opens gate {number}",
        "lead": "The release stands at 148 cubic metres a second.",
        "body": "<p>The reservoir opened two of its five gates.</p><p>The next decision is due on Friday.</p>",
    }
    fields.setdefault("section", None)
    story = Story(**{**defaults, **fields, "section": fields["section"] or make_section()})
    story.save()
    story.authors.set(parts["authors"])
    story.subjects.set(parts["subjects"])
    for picture in parts["pictures"]:
        story.pictures.add(picture if isinstance(picture, StoryPicture) else StoryPicture(picture=picture))
    for source in parts["sources"]:
        story.sources.add(source if isinstance(source, StorySource) else StorySource(name=source))
    story.save()
    return story


def make_story(*, at: datetime = NOON, embargoed_until: datetime | None = None, **fields: Any) -> Story:
    """A story published at `at`, fresh from the database.

    embargoed_until  set behind the doors' back, which refuse what is under embargo: what shows stories must hold on its own
    """
    draft = make_draft(**fields)
    publishing.publish(draft, at=at)
    if embargoed_until:
        Story.objects.filter(pk=draft.pk).update(embargoed_until=embargoed_until)
    return Story.objects.get(pk=draft.pk)


def minutes_ago(minutes: float) -> datetime:
    """For the few tests that need the present."""
    return now() - timedelta(minutes=minutes)
