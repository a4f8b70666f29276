"""The addresses of pictures hold what their stories hold: an embargo, a withdrawal, the end of usage rights.

A file is public while a live story shows its picture and the rights have not ended. Nothing is noted down when a story goes
out or is withdrawn: each request asks the stories themselves, with one indexed query, so the answer is exact at any moment.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.media import serving
from dateline.media.models import Rendition
from dateline.people.rights import is_staff_member
from dateline.stories.models import Story


@dataclass(frozen=True)
class Standing:
    """is_shown: a live story has the picture; was_shown: one that was withdrawn had it; until: when its rights end."""

    is_shown: bool
    was_shown: bool
    until: datetime | None

    def is_public(self, at: datetime) -> bool:
        return self.is_shown and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        return self.until is not None and self.until <= at


@require_safe
def picture_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture in one size: to the public while it is public; else to people of the newsroom alone.

    404 for what is not public yet, 410 for what no longer is.
    """
    at = now()
    standing = standing_of(f"{serving.FOLDER}/{name}", at)
    if standing and standing.is_public(at):
        return serving.send(request, name, public=True, until=standing.until, at=at)
    if standing and settings.SESSION_COOKIE_NAME in request.COOKIES and is_staff_member(request.user):
        return serving.send(request, name, public=False, at=at)
    gone = standing is not None and (standing.was_shown or (standing.is_shown and standing.is_over(at)))
    response = HttpResponse(status=410 if gone else 404, content_type="text/plain")
    patch_cache_control(response, no_store=True)  # it may become public in a second
    return response


def standing_of(file: str, at: datetime) -> Standing | None:
    """How the picture of this file stands at `at` (aware); None when there is no such file. One query."""
    live = Story.objects.live(at).filter(pictures__picture=OuterRef("image"))
    killed = Story.objects.filter(state=Story.State.KILLED, pictures__picture=OuterRef("image"))
    asked = Rendition.objects.filter(file=file).annotate(is_shown=Exists(live), was_shown=Exists(killed))
    found = asked.values_list("is_shown", "was_shown", "image__rights_expire_at").first()
    return Standing(*found) if found else None
