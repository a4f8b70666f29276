"""Which right a screen of the newsroom needs: said at the view, enforced there, and read from there by the test of the whole matrix.

    @needs(Act.PEOPLE)                    # this act, anywhere
    @needs(Act.PUBLISH, story="pk")       # this act at the desk and in the language of the story that the address names
    @needs(Act.REVIEW, Act.PUBLISH)       # one of them
    @needs()                              # anybody who has a duty
    @needs(Act.WRITE, story="pk", all_read=True)  # to look (GET, HEAD) anybody who has a duty, to do something this act

On a class of views: `@method_decorator(needs(…), name="dispatch")`, or `needs(…)(TheView.as_view())` in the URL conf.
What depends on more than the address (the section that a form names) is asked in the view, by `rights.require`: the
PermissionDenied that it raises becomes the same page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.auth import reject_request

from dateline.people import rights
from dateline.people.rights import Act
from dateline.stories.models import Story

View = Callable[..., Any]
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Needs:
    """What a view needs, as the test reads it from `view.needs`.

    acts   one of them is enough; none: any duty
    story  the word of the address that holds a story's number, or empty
    all_read  whoever has a duty may look; the acts are needed for every other verb
    """

    acts: tuple[Act, ...] = ()
    story: str = ""
    all_read: bool = False

    def check(self, request: HttpRequest, words: dict[str, Any]) -> None:
        """Raises PermissionDenied; Http404 when the address names a story that is not there."""
        if not rights.is_staff_member(request.user):
            raise PermissionDenied(_("This account has no duty in the newsroom. An administrator can give it one."))
        where = _where(words[self.story]) if self.story else {}
        if self.all_read and request.method in READING:
            return
        if self.acts and not any(rights.may(request.user, act, **where) for act in self.acts):
            rights.require(request.user, self.acts[0], **where)


def needs(*acts: Act, story: str = "", all_read: bool = False) -> Callable[[View], View]:
    """Let only those through who may: signed out, to the sign-in page; without the right, a page that says so (403)."""
    wanted = Needs(acts, story, all_read)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **words: Any) -> Any:
            if not request.user.is_authenticated:
                return reject_request(request)
            try:
                wanted.check(request, words)
                return view(request, *args, **words)
            except PermissionDenied as refusal:
                return forbidden(request, refusal)

        guarded.needs = wanted  # type: ignore[attr-defined]
        return guarded

    return decorate


def forbidden(request: HttpRequest, refusal: Exception | None = None) -> HttpResponse:
    """403 with the sentence of `refusal`: a page of the newsroom, or JSON for a script."""
    sentence = str(refusal or "") or _("This needs a right that you do not have.")
    if _is_script(request):
        return JsonResponse({"error": sentence}, status=403)
    return render(request, "desk/forbidden.html", {"sentence": sentence, "inside": rights.is_staff_member(request.user)}, status=403)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def _where(number: Any) -> dict[str, str]:
    """Desk and language of a story, by one small query."""
    try:
        found = Story.objects.filter(pk=number).values_list("section__slug", "language").first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return {"desk": found[0] or "", "language": found[1]}
