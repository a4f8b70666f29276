"""Role × verb × desk and language, over every address below the newsroom's path, found by walking the URL conf.

What each address needs is declared beside the code: `needs(…)` at our views, `desk.addresses` for Wagtail's and allauth's.
An address that declares nothing fails here, and so does a variable of an address for which SAMPLES has no value.
Everything that an address may name has the same number, so that one number fits them all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from dateline.agency.models import Agency
from dateline.desk import addresses
from dateline.desk.addresses import Closed, Open, Own, Rule
from dateline.desk.permissions import Needs
from dateline.media.models import Picture
from dateline.people import invitations
from dateline.people.duties import Row
from dateline.people.models import User
from dateline.people.rights import ACTS, Act, Role
from dateline.stories.models import Dossier
from dateline.testing import NOON, make_author, make_colleague, make_draft, make_picture, make_section, make_subject, make_user

NUMBER = 7001
LOOKING, DOING = ("get", "head"), ("post", "put", "patch", "delete", "options")
VERBS = (*LOOKING, *DOING)
SCRIPT = {"accept": "application/json"}  # refusals are short then
DESK, LANGUAGE = "economy", "kk"

# What to put for the variables of an address that are not numbers of things. A new one needs a line here.
SAMPLES: dict[str, Any] = {
    "app_label": "media", "app_name": "agency", "model_name": "agency", "action": "delete", "action_name": "approve",
    "object_id": str(NUMBER), "filter_spec": "original", "revision_id_a": "earliest", "revision_id_b": "latest",
    "content_type_app_name": "wagtailcore", "content_type_model_name": "page", "slug": DESK, "uidb64": "x", "uidb36": "x", "key": "x-y",
    "token": "x", "which": "mine", "form": "csv", "verb": "end-session", "language": "ru", "kind": "story", "name": "x", "code": "x",
    "identity": "7001a7b2-0000-4000-8000-000000007001",
}  # fmt: skip

# What everybody may look at, and only who has one of these acts may change by the same address.
TO_CHANGE = {"pictures:picture": {Act.UPLOAD_PICTURES, Act.MANAGE_PICTURES}}

# Where Wagtail breaks when a form comes without its fields, as no browser sends it. Nothing is done or shown.
WAGTAILS_FAULTS = {("post", "wagtailadmin_choose_page_external_link")}


@dataclass(frozen=True)
class Address:
    """One address of the newsroom, ready to be asked."""

    name: str
    path: str
    rule: Rule | None


def walk(resolver: URLResolver, before: str = "", spaces: tuple[str, ...] = (), variables: frozenset[str] = frozenset()) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        own = getattr(pattern.pattern, "converters", {}) or pattern.pattern.regex.groupindex
        names = variables | set(own)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route, (*spaces, pattern.namespace) if pattern.namespace else spaces, names)
        elif isinstance(pattern, URLPattern) and route.startswith(settings.NEWSROOM_PATH):
            yield ":".join((*spaces, pattern.name or "")), names, pattern.callback


def value(name: str) -> Any:
    if name in SAMPLES:
        return SAMPLES[name]
    if name in ("pk", "number", "other", "revision") or name.endswith(("_id", "_pk")):
        return NUMBER
    raise AssertionError(f"An address has the variable “{name}”: give it a value in SAMPLES of {__file__}.")


@cache
def newsroom() -> list[Address]:
    """Every named address, once. One that another address stands before cannot be reached and is left out."""
    found = {}
    for name, variables, _view in walk(get_resolver()):
        if not name.rpartition(":")[2]:
            continue
        path = reverse(name, kwargs={variable: value(variable) for variable in variables})
        match = resolve(path)
        if match.view_name == name:
            found[path] = Address(name, path, getattr(match.func, "needs", None) or addresses.rule(name))
    return list(found.values())


def allowed(rule: Rule | None, acts: frozenset[Act] | set[Act]) -> bool:
    """Whether somebody with a duty that brings `acts` may, where they may."""
    return isinstance(rule, Open | Own) or (isinstance(rule, Needs) and (not rule.acts or not acts.isdisjoint(rule.acts)))


def to_look_at(which: list[Address], open_to_all: bool) -> list[Address]:
    """Of addresses that need an act: those that everybody with a duty may look at, or the others."""
    return [address for address in which if isinstance(address.rule, Needs) and address.rule.all_read == open_to_all]


class EveryAddressTests(TestCase):
    def test_every_address_says_what_it_needs(self) -> None:
        unknown = sorted(address.name for address in newsroom() if address.rule is None)
        self.assertEqual(unknown, [], "Say at the view what it needs: dateline.desk.permissions.needs; or in dateline/desk/addresses.py.")

    def test_the_walk_finds_what_it_should(self) -> None:
        names = {address.name for address in newsroom()}
        for known in ("account_login", "staff:audit", "wagtailusers_users:edit", "wagtailimages:edit", "wagtailsettings:edit",
                      "wagtailsnippets_stories_section:delete", "wagtailadmin_home"):  # fmt: skip
            self.assertIn(known, names)
        self.assertGreater(len(names), 150)

    def test_the_site_has_no_address_of_signing_in(self) -> None:
        from django.urls import get_resolver

        for name in ("account_login", "account_reset_password", "mfa_authenticate", "staff:invitation"):
            kwargs = {"token": "x"} if name == "staff:invitation" else {}
            self.assertTrue(reverse(name, kwargs=kwargs).startswith(f"/{settings.NEWSROOM_PATH}"))
        self.assertNotIn("account_signup", get_resolver().reverse_dict)


class Matrix(TestCase):
    """One of each thing, all under the same number, and a way to ask without leaving a trace."""

    databases = {"default", "counts"}
    maxDiff = None

    @classmethod
    def setUpTestData(cls) -> None:
        make_section("empty", pk=NUMBER)  # a register's screen may delete it
        make_draft(pk=NUMBER, section=make_section(DESK), language=LANGUAGE)
        make_author(pk=NUMBER)
        make_subject(pk=NUMBER)
        Dossier.objects.create(pk=NUMBER, slug="flood", names={"en": "Flood"})
        Agency.load()
        make_picture(pk=NUMBER)
        make_user("somebody", pk=NUMBER)

    def client_of(self, user: User | None) -> Client:
        client = Client(raise_request_exception=False, headers=SCRIPT)
        if user is not None:
            client.force_login(user)
        return client

    def ask(self, client: Client, verb: str, address: Address) -> HttpResponseBase:
        """The answer; whatever it did is undone, and whoever it signed out is signed in again."""
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        with transaction.atomic():
            answer = getattr(client, verb)(address.path)
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(cookies)
        return answer  # type: ignore[no-any-return]

    def wrong(self, user: User | None, which: list[Address], right: Callable[[Any], bool], verbs: tuple[str, ...] = VERBS) -> str:
        """Every address and verb whose answer is not `right`, as a line; a view that breaks answers 500."""
        client, lines = self.client_of(user), []
        for address in which:
            for verb in verbs:
                answer = self.ask(client, verb, address)
                if not right(answer) and (verb, address.name) not in WAGTAILS_FAULTS:
                    lines.append(
                        f"{verb.upper()} {address.path} ({address.name}): {answer.status_code} {getattr(client, 'exc_info', '') or ''}"
                    )
        return "\n".join(lines)


def status(*wanted: int) -> Callable[[Any], bool]:
    return lambda answer: answer.status_code in wanted


def neither_refused_nor_broken(answer: Any) -> bool:
    return bool(answer.status_code != 403 and answer.status_code < 500)


def to_the_sign_in_page(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer.headers["Location"].partition("?")[0] == reverse("account_login"))


class OutsideTests(Matrix):
    def test_signed_out_every_verb_leads_to_the_sign_in_page(self) -> None:
        which = [address for address in newsroom() if not isinstance(address.rule, Open)]
        self.assertEqual(self.wrong(None, which, to_the_sign_in_page), "")

    def test_a_script_that_is_signed_out_is_refused(self) -> None:
        answer = self.client.get(reverse("staff:audit"), headers={**SCRIPT, "X-Requested-With": "XMLHttpRequest"})
        self.assertEqual(answer.status_code, 403)

    def test_without_a_duty_only_ones_own_account_opens(self) -> None:
        which = [address for address in newsroom() if not isinstance(address.rule, Open | Own)]
        self.assertEqual(self.wrong(make_user("nobody"), which, status(403)), "")

    def test_whose_account_is_closed_is_signed_out(self) -> None:
        user = make_colleague("gone", Role.ADMINISTRATOR)
        client = self.client_of(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        self.assertEqual(client.get(reverse("staff:audit")).status_code, 302)

    def test_an_address_that_is_not_there_says_so_only_inside(self) -> None:
        self.assertEqual(self.client.get("/newsroom/nothing/here/").status_code, 302)
        self.assertEqual(self.client_of(make_colleague("reporter", Role.REPORTER)).get("/newsroom/nothing/here/").status_code, 404)

    def test_what_wagtail_has_and_we_do_not_use_is_closed_even_to_a_superuser(self) -> None:
        which = [address for address in newsroom() if isinstance(address.rule, Closed)]
        self.assertGreater(len(which), 50)
        self.assertEqual(self.wrong(make_user("root", is_superuser=True), which, status(404), ("get", "post", "delete")), "")

    def test_a_refusal_is_a_page_that_says_what_is_missing(self) -> None:
        client = self.client_of(make_colleague("reporter", Role.REPORTER))
        page = client.get(reverse("staff:audit"), headers={"accept": "text/html", "accept-language": "en"})
        self.assertContains(page, "read the audit log", status_code=403)


class RoleTests(Matrix):
    """Each role, everywhere: refused at every verb without the act; never refused with it, and nothing breaks."""

    def check(self, role: Role) -> None:
        user = make_colleague(role, role)
        refused = [address for address in newsroom() if isinstance(address.rule, Needs) and not allowed(address.rule, ACTS[role])]
        self.assertEqual(self.wrong(user, to_look_at(refused, False), status(403)), "")
        self.assertEqual(self.wrong(user, to_look_at(refused, True), status(403), DOING), "")
        self.assertEqual(self.wrong(user, to_look_at(refused, True), neither_refused_nor_broken, LOOKING), "")
        only_look = [address for address in newsroom() if ACTS[role].isdisjoint(TO_CHANGE.get(address.name, ACTS[role]))]
        self.assertEqual(self.wrong(user, only_look, status(403, 405), ("post", "put", "patch", "delete")), "")
        self.assertEqual(self.wrong(user, only_look, neither_refused_nor_broken, ("get", "head")), "")
        may = [address for address in newsroom() if allowed(address.rule, ACTS[role]) and address not in only_look]
        Picture.objects.filter(pk=NUMBER).update(uploaded_by_user=user)
        self.assertEqual(self.wrong(user, may, neither_refused_nor_broken, ("get", "post", "delete")), "")

    def test_reporter(self) -> None:
        self.check(Role.REPORTER)

    def test_editor(self) -> None:
        self.check(Role.EDITOR)

    def test_chief_editor(self) -> None:
        self.check(Role.CHIEF_EDITOR)

    def test_photo_editor(self) -> None:
        self.check(Role.PHOTO_EDITOR)

    def test_tv_producer(self) -> None:
        self.check(Role.TV_PRODUCER)

    def test_client_manager(self) -> None:
        self.check(Role.CLIENT_MANAGER)

    def test_administrator(self) -> None:
        self.check(Role.ADMINISTRATOR)

    def test_every_role_is_checked(self) -> None:
        self.assertEqual(
            {name.removeprefix("test_") for name in dir(self) if name.startswith("test_")} - set(Role.values), {"every_role_is_checked"}
        )


class DeskAndLanguageTests(Matrix):
    """Addresses of one story: the desk and the language of the story count, not only the role."""

    def test_own_and_foreign_desk_and_language(self) -> None:
        which = [address for address in newsroom() if isinstance(address.rule, Needs) and address.rule.story and address.rule.acts]
        self.assertGreater(len(which), 5)
        for desk, language, is_own in (
            (DESK, LANGUAGE, True),
            ("", LANGUAGE, True),
            (DESK, "", True),
            ("regions", LANGUAGE, False),
            (DESK, "ru", False),
        ):
            for role in (Role.REPORTER, Role.EDITOR, Role.CHIEF_EDITOR):
                user = make_colleague(f"{role}-{desk}-{language}", role, desk=desk, language=language)
                mine = [address for address in which if allowed(address.rule, ACTS[role])]
                whose = f"{role} of {desk or 'every desk'} in {language or 'every language'}"
                if is_own:
                    self.assertEqual(self.wrong(user, mine, neither_refused_nor_broken, ("post",)), "", whose)
                    continue
                self.assertEqual(self.wrong(user, mine, status(403), DOING), "", whose)
                self.assertEqual(self.wrong(user, to_look_at(mine, False), status(403), LOOKING), "", whose)
                self.assertEqual(self.wrong(user, to_look_at(mine, True), status(200), LOOKING), "", whose)

    def test_two_duties_do_not_add_up_to_a_third(self) -> None:
        """Editor of economy in Russian and reporter of economy in Kazakh: no editor of economy in Kazakh."""
        user = make_colleague("both", Role.EDITOR, desk=DESK, language="ru")
        user.duties.create(role=Role.REPORTER, desk=DESK, language=LANGUAGE)
        which = [a for a in newsroom() if isinstance(a.rule, Needs) and a.rule.story and allowed(a.rule, {Act.PUBLISH}) and a.rule.acts]
        too_much = [address for address in which if not allowed(address.rule, ACTS[Role.REPORTER])]
        self.assertEqual(self.wrong(user, too_much, status(403)), "")


class PicturesTests(Matrix):
    def test_ones_own_and_others(self) -> None:
        edit = Address("wagtailimages:edit", reverse("wagtailimages:edit", args=[NUMBER]), None)
        delete = Address("wagtailimages:delete", reverse("wagtailimages:delete", args=[NUMBER]), None)
        reporter, photo_editor = make_colleague("reporter", Role.REPORTER), make_colleague("photo", Role.PHOTO_EDITOR)
        for user, owner, status in ((reporter, None, 403), (reporter, reporter, 200), (photo_editor, reporter, 200)):
            Picture.objects.filter(pk=NUMBER).update(uploaded_by_user=owner)
            for address in (edit, delete):
                with self.subTest(user=user.username, owner=owner, name=address.name):
                    self.assertEqual(self.ask(self.client_of(user), "get", address).status_code, status)
        Picture.objects.filter(pk=NUMBER).update(uploaded_by_user=None)
        self.ask(self.client_of(reporter), "post", delete)
        self.assertTrue(Picture.objects.filter(pk=NUMBER).exists())


class InvitationTests(Matrix):
    def test_nobody_but_an_administrator_invites(self) -> None:
        for role in Role:
            with self.subTest(role=role):
                user = make_colleague(role, role)
                try:
                    invitations.invite("x@example.org", [Row("reporter")], language="en", by=user, at=NOON)
                except Exception as refusal:
                    self.assertEqual((type(refusal).__name__, role == Role.ADMINISTRATOR), ("PermissionDenied", False))
                else:
                    self.assertEqual(role, Role.ADMINISTRATOR)
