from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, TestCase
from django.utils.decorators import method_decorator
from django.views.generic import View

from dateline.desk.permissions import Needs, needs
from dateline.people import rights
from dateline.people.rights import Act, Role
from dateline.testing import make_colleague, make_draft, make_section, make_user


@needs(Act.PUBLISH, story="pk")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("done")


@needs(Act.PEOPLE, Act.AUDIT)
def either(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@needs()
def anybody(request: HttpRequest) -> HttpResponse:
    rights.require(request.user, Act.KILL)
    return HttpResponse("done")


@method_decorator(needs(Act.TV), name="dispatch")
class OfAClass(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")


class NeedsTests(TestCase):
    def ask(self, view: Any, user: Any, *args: Any, accept: str = "text/html", **words: Any) -> HttpResponse:
        request = RequestFactory(headers={"accept": accept}).post("/newsroom/x/")
        request.user = user
        answer: HttpResponse = view(request, *args, **words)
        return answer

    def test_signed_out_leads_to_the_sign_in_page(self) -> None:
        answer = self.ask(either, AnonymousUser())
        self.assertEqual(answer.status_code, 302)
        self.assertIn("/login/?next=/newsroom/x/", answer.headers["Location"])

    def test_without_the_right_it_is_a_page_that_says_so(self) -> None:
        answer = self.ask(either, make_user("nobody"))
        self.assertContains(answer, "This account has no duty in the newsroom", status_code=403)

    def test_one_of_the_acts_is_enough(self) -> None:
        self.assertEqual(self.ask(either, make_colleague("chief", Role.CHIEF_EDITOR)).status_code, 200)

    def test_desk_and_language_of_the_story_count(self) -> None:
        story = make_draft(section=make_section("economy"), language="kk")
        for desk, language, status in (("economy", "kk", 200), ("", "kk", 200), ("economy", "ru", 403), ("regions", "kk", 403)):
            with self.subTest(desk=desk, language=language):
                editor = make_colleague(f"editor-{desk}-{language}", Role.EDITOR, desk=desk, language=language)
                self.assertEqual(self.ask(publish, editor, pk=story.pk).status_code, status)

    def test_a_story_that_is_not_there_is_404_whatever_is_typed(self) -> None:
        editor = make_colleague("editor", Role.EDITOR)
        for number in (99, "99", "x", "2_3", "²"):
            with self.subTest(number=number), self.assertRaises(Http404):
                self.ask(publish, editor, pk=number)

    def test_a_refusal_inside_the_view_is_the_same_page_and_a_sentence_for_scripts(self) -> None:
        reporter = make_colleague("reporter", Role.REPORTER)
        request = RequestFactory(headers={"accept": "application/json"}).get("/newsroom/x/")
        request.user = reporter
        answer = anybody(request)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (403, "application/json"))
        self.assertIn(b"This needs a right", answer.content)

    def test_what_a_view_needs_is_written_on_it(self) -> None:
        self.assertEqual(publish.needs, Needs((Act.PUBLISH,), "pk"))  # type: ignore[attr-defined]
        self.assertEqual(OfAClass.as_view().needs, Needs((Act.TV,)))  # type: ignore[attr-defined]
        self.assertEqual(self.ask(OfAClass.as_view(), make_colleague("r", Role.REPORTER), accept="application/json").status_code, 403)
        with self.assertRaises(PermissionDenied):
            rights.require(make_user("x"), Act.TV)
