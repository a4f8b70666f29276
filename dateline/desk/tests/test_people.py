import re
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from dateline.people import invitations
from dateline.people.models import AuditEntry, Duty, Invitation, User
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import make_colleague, make_draft, make_section, make_user

PASSWORD = "long enough a password"
GOOD = {"username": "aigerim", "password1": "horses on the steppe", "password2": "horses on the steppe", "language": "ru"}


def english_browser() -> Client:
    return Client(headers={"accept-language": "en"})


def rows(*filled: tuple[str, str, str], **fields: str) -> dict[str, str]:
    """What the form of duties posts."""
    data = {"duties-TOTAL_FORMS": str(len(filled) + 1), "duties-INITIAL_FORMS": "0", **fields}
    for number, row in enumerate([*filled, ("", "", "")]):
        data |= {f"duties-{number}-{name}": value for name, value in zip(("role", "desk", "language"), row, strict=True)}
    return data


class InvitationTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        make_section("economy")
        self.admin = make_colleague("admin", Role.ADMINISTRATOR)
        self.client.force_login(self.admin)

    def invite(self, **more: str) -> Any:
        data = rows(
            ("reporter", "economy", "kk"), email="Aigerim@example.org", first_name="Aigerim", last_name="Tolen", language="kk", **more
        )
        return self.client.post(reverse("wagtailusers_users:add"), data)

    def link(self, letter: int = -1) -> str:
        found = re.search(r"http://testserver(/newsroom/invitation/\S+)", str(mail.outbox[letter].body))
        assert found
        return found.group(1)

    def test_from_the_letter_to_the_newsroom(self) -> None:
        self.assertRedirects(self.invite(), reverse("wagtailusers_users:index"))
        self.assertEqual(mail.outbox[0].to, ["aigerim@example.org"])
        guest = english_browser()
        page = guest.get(self.link())
        self.assertContains(page, 'value="aigerim"')
        self.assertContains(page, 'lang="kk"')
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        self.assertRedirects(guest.post(self.link(), GOOD), "/newsroom/", fetch_redirect_response=False)
        user = User.objects.get(username="aigerim")
        self.assertEqual((user.email, user.first_name, user.language()), ("aigerim@example.org", "Aigerim", "ru"))
        self.assertEqual(list(user.duties.values_list("role", "desk", "language")), [("reporter", "economy", "kk")])
        self.assertEqual(guest.get(reverse("staff:sessions")).status_code, 200)
        self.assertEqual(english_browser().get(self.link()).status_code, 410)
        acts = set(AuditEntry.objects.values_list("act", flat=True))
        self.assertLessEqual({"person.invite", "person.accept_invitation", "duty.give", "session.sign_in"}, acts)

    def test_the_link_ends_after_seven_days(self) -> None:
        self.invite()
        Invitation.objects.update(sent_at=now() - timedelta(days=7, seconds=1))
        self.assertContains(english_browser().get(self.link()), "This invitation is over", status_code=410)
        self.assertEqual(english_browser().post(self.link(), GOOD).status_code, 410)
        self.assertFalse(User.objects.filter(username="aigerim").exists())

    def test_sent_again_the_old_link_is_worthless(self) -> None:
        self.invite()
        old = self.link()
        self.client.post(reverse("wagtailusers_users:invite-again", args=[Invitation.objects.get().pk]))
        self.assertEqual(english_browser().get(old).status_code, 410)
        self.assertEqual(english_browser().get(self.link()).status_code, 200)

    def test_taken_back_it_is_over(self) -> None:
        self.invite()
        self.client.post(reverse("wagtailusers_users:uninvite", args=[Invitation.objects.get().pk]))
        self.assertEqual(english_browser().get(self.link()).status_code, 410)
        self.assertEqual(self.invite().status_code, 302)  # and may be invited anew

    def test_a_link_that_somebody_made_up_is_refused(self) -> None:
        self.invite()
        real = self.link().rstrip("/").rpartition("/")[2]
        for token in ("x", "WzEsICJ4Il0:1abc:def", real.swapcase(), real[:-1] + ("B" if real.endswith("A") else "A")):
            with self.subTest(token=token):
                self.assertEqual(english_browser().get(reverse("staff:invitation", args=[token])).status_code, 410)

    def test_weak_passwords_taken_names_and_slips_are_said_and_nothing_is_made(self) -> None:
        make_user("taken")
        self.invite()
        for slip, sentence in (
            ({"password1": "password", "password2": "password"}, "too common"),
            ({"password2": "something else"}, "The two passwords differ."),
            ({"username": "TAKEN"}, "A colleague has this name already."),
            ({"username": "<script>"}, "valid username"),
            ({"language": "xx"}, "xx "),
        ):
            with self.subTest(slip=slip):
                self.assertContains(english_browser().post(self.link(), {**GOOD, "language": "en", **slip}), sentence)
        self.assertIsNone(Invitation.objects.get().accepted_at)

    def test_who_has_an_account_or_waits_is_not_invited_twice(self) -> None:
        self.invite()
        self.assertContains(self.invite(), "has an account or an invitation that waits")
        make_user("other")
        data = rows(("editor", "", ""), email="OTHER@example.org", language="en")
        self.assertContains(self.client.post(reverse("wagtailusers_users:add"), data), "has an account or an invitation that waits")

    def test_without_a_role_nobody_is_invited(self) -> None:
        answer = self.client.post(reverse("wagtailusers_users:add"), rows(email="x@example.org", language="en"))
        self.assertContains(answer, "Give at least one role")
        self.assertContains(answer, "x@example.org")

    def test_made_up_roles_and_desks_are_refused(self) -> None:
        for row in (("superuser", "", ""), ("editor", "nowhere", ""), ("editor", "", "de")):
            with self.subTest(row=row):
                self.client.post(reverse("wagtailusers_users:add"), rows(row, email="x@example.org", language="en"))
        self.assertFalse(Invitation.objects.exists())

    def test_a_letter_that_the_server_refuses_can_be_sent_again(self) -> None:
        with self.settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="localhost", EMAIL_PORT=1):
            self.invite()
        self.assertContains(self.client.get(reverse("wagtailusers_users:index")), "the mail server did not take the letter")
        self.assertTrue(Invitation.objects.exists())

    def test_opened_by_somebody_signed_in_it_asks_to_sign_out(self) -> None:
        self.invite()
        page = self.client.get(self.link())
        self.assertEqual(page.status_code, 409)
        self.assertTemplateUsed(page, "desk/staff/invitation_signed_in.html")
        self.assertEqual(self.client.post(self.link(), GOOD).status_code, 409)

    def test_a_suggested_name_is_free(self) -> None:
        make_user("aigerim")
        self.assertEqual(invitations.suggested_username("aigerim@example.org"), "aigerim2")
        self.assertEqual(invitations.suggested_username("әйгерім@example.org"), "colleague")


class PersonTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        make_section("economy")
        self.admin = make_colleague("admin", Role.ADMINISTRATOR)
        self.reporter = make_colleague("reporter", Role.REPORTER)
        self.client.force_login(self.admin)

    def save(self, user: User, *duties: tuple[str, str, str], **fields: str) -> Any:
        data = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email, **fields}
        return self.client.post(reverse("wagtailusers_users:edit", args=[user.pk]), rows(*duties, **data), follow=True)

    def do(self, verb: str, user: User, **data: str) -> Any:
        return self.client.post(reverse("wagtailusers_users:act", args=[user.pk, verb]), data, follow=True)

    def test_duties_are_given_and_taken_and_noted(self) -> None:
        self.save(self.reporter, ("editor", "economy", "kk"), ("photo_editor", "", ""))
        self.assertEqual(
            sorted(self.reporter.duties.values_list("role", "desk", "language")), [("editor", "economy", "kk"), ("photo_editor", "", "")]
        )
        noted = AuditEntry.objects.filter(kind="people.user", number=str(self.reporter.pk)).order_by("pk")
        self.assertEqual([entry.act for entry in noted], ["duty.give", "duty.give", "duty.take"])

    def test_the_last_administrator_stays(self) -> None:
        self.assertContains(self.save(self.admin, ("editor", "", "")), "Then nobody could administer the newsroom any more.")
        self.assertContains(self.do("close", self.admin), "Then nobody could administer the newsroom any more.")
        self.assertEqual(list(self.admin.duties.values_list("role", flat=True)), ["administrator"])
        self.assertTrue(User.objects.get(pk=self.admin.pk).is_active)
        second = make_colleague("second", Role.ADMINISTRATOR)
        self.do("close", second)
        self.assertFalse(User.objects.get(pk=second.pk).is_active)

    def test_a_superuser_is_for_superusers(self) -> None:
        root = make_user("root", is_superuser=True)
        self.assertEqual(self.save(root, email="mine@example.org").status_code, 403)
        for verb in ("close", "open", "reset-second-factor", "end-session"):
            with self.subTest(verb=verb):
                self.assertEqual(self.do(verb, root, session="all").status_code, 403)
        root.refresh_from_db()
        self.assertEqual((root.email, root.is_active), ("root@example.org", True))

    def test_no_form_makes_a_superuser(self) -> None:
        self.save(self.reporter, ("reporter", "", ""), is_superuser="on", is_staff="on", is_active="")
        self.reporter.refresh_from_db()
        self.assertEqual((self.reporter.is_superuser, self.reporter.is_active), (False, True))

    def test_closing_ends_sessions_and_frees_locks(self) -> None:
        elsewhere = english_browser()
        elsewhere.post(reverse("account_login"), {"login": "reporter", "password": PASSWORD})
        self.assertEqual(elsewhere.get(reverse("staff:sessions")).status_code, 200)
        story = make_draft(locked=True, locked_by=self.reporter, locked_at=now())
        self.do("close", self.reporter)
        self.assertEqual(elsewhere.get(reverse("staff:sessions")).status_code, 302)
        self.assertFalse(Story.objects.get(pk=story.pk).locked)
        self.assertContains(self.do("open", self.reporter), "The account is open again")

    def test_a_lost_telephone(self) -> None:
        Authenticator.objects.create(user=self.reporter, type="totp", data={"secret": "x"})
        self.assertContains(self.do("reset-second-factor", self.reporter), "The second factor is taken away")
        self.assertFalse(Authenticator.objects.exists())
        self.assertTrue(AuditEntry.objects.filter(act="second_factor.reset", by=self.admin).exists())

    def test_a_mail_address_belongs_to_one_account(self) -> None:
        self.assertContains(self.save(self.reporter, email="ADMIN@example.org"), "Another account has this mail address.")

    def test_a_duty_of_a_desk_that_is_gone_can_stay_or_go(self) -> None:
        Duty.objects.create(user=self.reporter, role=Role.EDITOR, desk="culture")
        self.save(self.reporter, ("editor", "culture", ""))
        self.assertEqual(list(self.reporter.duties.values_list("role", "desk")), [("editor", "culture")])

    def test_an_unknown_button_is_404(self) -> None:
        self.assertEqual(self.do("promote", self.reporter).status_code, 404)


class ListTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        make_section("economy")
        self.client.force_login(make_colleague("admin", Role.ADMINISTRATOR))
        make_colleague("aigerim", Role.REPORTER, desk="economy", language="kk", first_name="Әйгерім", last_name="Төлен")
        make_colleague("dauren", Role.EDITOR, is_active=False)

    def names(self, **wanted: str) -> list[str]:
        page = self.client.get(reverse("wagtailusers_users:index"), wanted).context["page"]
        return sorted(user.username for user in page)

    def test_it_is_searched_and_filtered(self) -> None:
        self.assertEqual(self.names(), ["admin", "aigerim", "dauren"])
        self.assertEqual(self.names(q="төлен".capitalize()), ["aigerim"])
        self.assertEqual(self.names(role="editor"), ["dauren"])
        self.assertEqual(self.names(desk="economy"), ["admin", "aigerim", "dauren"])  # who has every desk has this one
        self.assertEqual(self.names(desk="economy", role="reporter"), ["aigerim"])
        self.assertEqual(self.names(language="ru", role="reporter"), [])
        self.assertEqual(self.names(active="no"), ["dauren"])
        self.assertContains(self.client.get(reverse("wagtailusers_users:index"), {"q": "nobody"}), "Nobody fits.")

    def test_it_asks_no_more_the_longer_it_is(self) -> None:
        address = reverse("wagtailusers_users:index")
        self.client.get(address)
        with CaptureQueriesContext(connection) as before:
            self.client.get(address)
        for number in range(20):
            make_colleague(f"reporter{number}", Role.REPORTER)
        with CaptureQueriesContext(connection) as after:
            self.client.get(address)
        self.assertEqual(len(before), len(after))


class AuditLogTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.client.force_login(make_colleague("chief", Role.CHIEF_EDITOR))
        AuditEntry.objects.create(
            act="story.kill", by_name="Dauren", label="<b>Reservoir</b>", details={"reason": "wrong figure"}, words="dauren"
        )

    def test_it_is_shown_escaped_and_filtered(self) -> None:
        page = self.client.get(reverse("staff:audit"))
        self.assertContains(page, "&lt;b&gt;Reservoir")
        self.assertContains(page, "wrong figure")
        self.assertContains(self.client.get(reverse("staff:audit"), {"act": "story.", "words": "DAUREN"}), "wrong figure")
        self.assertContains(self.client.get(reverse("staff:audit"), {"words": "nothing like it"}), "Nothing in the log fits.")

    def test_bad_input_gets_a_sentence(self) -> None:
        for query in ({"from_": "yesterday"}, {"story": "x"}, {"by": "99999999999999999999"}, {"before": "x"}, {"until": "9999-12-31"}):
            with self.subTest(query=query):
                self.assertEqual(self.client.get(reverse("staff:audit"), query).status_code, 200)

    def test_it_comes_as_a_file_and_that_is_noted(self) -> None:
        for form in ("csv", "jsonl"):
            with self.subTest(form=form):
                answer = self.client.get(reverse("staff:audit-export", args=[form]), {"act": "story.kill"})
                self.assertIn(b"wrong figure", b"".join(answer.streaming_content))  # type: ignore[arg-type, attr-defined]
        self.assertEqual(AuditEntry.objects.filter(act="audit.export").count(), 2)
        self.assertEqual(self.client.get(reverse("staff:audit-export", args=["exe"])).status_code, 404)

    def test_what_wagtails_screens_do_to_a_register_is_in_it(self) -> None:
        address = reverse("wagtailsnippets_stories_section:add")
        self.client.post(address, {"slug": "culture", "names_kk": "Мәдениет", "names_ru": "Культура", "names_en": "Culture", "order": "5"})
        entry = AuditEntry.objects.filter(kind="stories.section").first()
        self.assertIsNotNone(entry)
        self.assertEqual((entry and entry.act, entry and entry.by_name), ("section.create", "chief"))

    def test_the_address_of_a_section_stays(self) -> None:
        section = make_section("culture")
        address = reverse("wagtailsnippets_stories_section:edit", args=[section.pk])
        self.client.post(address, {"slug": "arts", "names_en": "Arts", "order": "7"})
        section.refresh_from_db()
        self.assertEqual((section.slug, section.names, section.order), ("culture", {"en": "Arts"}, 7))
