import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from wagtail.users.models import UserProfile

from dateline.people.models import AuditEntry, User
from dateline.people.rights import Role
from dateline.testing import make_colleague

PASSWORD = "long enough a password"
HOME, INSIDE = "/newsroom/", "/newsroom/account/sessions/"


def english_browser() -> Client:
    return Client(headers={"accept-language": "en"})


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_app(user: User) -> str:
    """Give `user` an authenticator app. Returns its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


class SignInTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.user = make_colleague("Editor", Role.EDITOR)

    def sign_in(self, login: str = "Editor", password: str = PASSWORD, **more: Any) -> Any:
        return self.client.post(reverse("account_login"), {"login": login, "password": password, **more})

    def test_name_or_mail_address_in_any_letters_will_do(self) -> None:
        for login in ("Editor", "editor", "EDITOR@example.org"):
            with self.subTest(login=login):
                self.assertRedirects(self.sign_in(login), HOME, fetch_redirect_response=False)
                self.client.logout()

    def test_one_comes_out_where_one_wanted_to_go_but_never_at_another_site(self) -> None:
        self.assertRedirects(self.sign_in(next="/newsroom/stories/"), "/newsroom/stories/", fetch_redirect_response=False)
        self.client.logout()
        self.assertRedirects(self.sign_in(next="https://evil.example/"), HOME, fetch_redirect_response=False)

    def test_a_wrong_password_is_said_and_noted_without_what_was_typed(self) -> None:
        self.assertContains(self.sign_in(password="secret of another site"), "is not right")
        self.sign_in(login="my password by mistake")
        entries = list(AuditEntry.objects.filter(act="session.sign_in_failed").order_by("pk"))
        self.assertEqual([entry.label for entry in entries], ["Editor", ""])
        self.assertNotIn("password by mistake", str([entry.details for entry in entries]))
        self.assertNotIn("secret", str([(entry.details, entry.words) for entry in entries]))

    def test_signing_in_and_out_is_noted(self) -> None:
        self.sign_in()
        self.client.post(reverse("account_logout"))
        self.assertEqual(list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)), ["session.sign_in", "session.sign_out"])
        self.assertRedirects(self.client.get(HOME), "/newsroom/login/?next=/newsroom/")

    def test_a_closed_account_says_so(self) -> None:
        User.objects.update(is_active=False)
        self.assertContains(self.client.get(self.sign_in().headers["Location"]), "This account is closed")

    @override_settings(AXES_ENABLED=True)
    def test_every_way_of_writing_a_name_counts_for_one_account(self) -> None:
        for login in ("editor", "EDITOR", "Editor ", "editor@example.org", "eDitor"):
            response = self.sign_in(login, "wrong")
        self.assertEqual(response.status_code, 429)
        self.assertContains(self.sign_in(), "Signing in is paused", status_code=429)
        self.assertTrue(AuditEntry.objects.filter(act="session.locked_out", label="Editor").exists())

    def test_nobody_can_sign_up_and_the_site_has_no_such_address(self) -> None:
        for path in ("/newsroom/signup/", "/accounts/signup/", "/accounts/login/", "/signup/", "/newsroom/login/signup/"):
            with self.subTest(path=path):
                response = self.client.get(path)
                self.assertTrue(response.status_code == 404 or response.headers.get("Location", "").startswith("/newsroom/login/"))

    def test_the_newsroom_of_somebody_without_a_duty_says_what_to_do(self) -> None:
        self.user.duties.all().delete()
        self.sign_in()
        self.assertContains(self.client.get(HOME), "This account has no duty in the newsroom", status_code=403)


class PasswordResetTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.user = make_colleague("editor", Role.EDITOR)
        self.user.choose_language("ru")

    def ask(self, email: str) -> None:
        self.assertRedirects(self.client.post(reverse("account_reset_password"), {"email": email}), reverse("account_reset_password_done"))

    def test_a_link_comes_by_mail_in_ones_own_language_and_works_once(self) -> None:
        self.ask("Editor@example.org")
        letter = mail.outbox[0]
        self.assertEqual(letter.to, ["editor@example.org"])
        link = re.search(r"http://testserver(/newsroom/\S+)", str(letter.body))
        assert link
        form = self.client.get(link.group(1), follow=True)
        new = {"password1": "another long password", "password2": "another long password"}
        self.assertContains(self.client.post(form.request["PATH_INFO"], new, follow=True), "The new password is saved")
        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password("another long password"))
        self.assertContains(self.client.get(link.group(1), follow=True), "This link does not work any more")
        self.assertTrue(AuditEntry.objects.filter(act="password.change", by=self.user).exists())
        self.assertEqual(len(mail.outbox), 2)  # and a letter that it was changed

    def test_a_stranger_learns_nothing_and_gets_no_letter(self) -> None:
        self.ask("nobody@example.org")
        self.assertEqual(mail.outbox, [])


class SecondFactorTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.user = make_colleague("admin", Role.ADMINISTRATOR)

    def sign_in(self) -> Any:
        return self.client.post(reverse("account_login"), {"login": "admin", "password": PASSWORD})

    def test_the_password_alone_opens_nothing(self) -> None:
        secret = with_app(self.user)
        self.assertRedirects(self.sign_in(), reverse("mfa_authenticate"))
        self.assertRedirects(self.client.get(HOME), "/newsroom/login/?next=/newsroom/", fetch_redirect_response=False)
        self.assertContains(self.client.post(reverse("mfa_authenticate"), {"code": "000000"}), "That did not fit")
        self.assertRedirects(self.client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}), HOME, fetch_redirect_response=False)
        self.assertEqual(self.client.get(INSIDE).status_code, 200)

    @override_settings(AXES_ENABLED=True)
    def test_wrong_codes_pause_the_account_like_wrong_passwords(self) -> None:
        secret = with_app(self.user)
        self.sign_in()
        for _number in range(5):
            response = self.client.post(reverse("mfa_authenticate"), {"code": "000000"})
        self.assertEqual(response.status_code, 429)
        self.assertEqual(self.client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).status_code, 429)
        self.assertEqual(english_browser().post(reverse("account_login"), {"login": "admin", "password": PASSWORD}).status_code, 429)

    @override_settings(SECOND_FACTOR_FOR=["administrator"])
    def test_who_needs_one_is_led_to_set_it_up_before_anything_else(self) -> None:
        self.sign_in()
        for path in (HOME, "/newsroom/people/", "/newsroom/stories/", "/newsroom/account/sessions/"):
            with self.subTest(path=path):
                self.assertRedirects(self.client.get(path), reverse("staff:second-factor-wanted"))
        self.assertEqual(self.client.post("/newsroom/people/invite/", {}).status_code, 302)
        again = self.client.get(reverse("mfa_activate_totp"))
        self.assertRedirects(again, f"{reverse('account_reauthenticate')}?next={reverse('mfa_activate_totp')}")
        self.client.post(again.headers["Location"], {"password": PASSWORD})
        form = self.client.get(reverse("mfa_activate_totp"))
        secret = form.context["form"].secret
        answer = self.client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
        self.assertRedirects(answer, reverse("mfa_view_recovery_codes"))
        self.assertEqual(self.client.get(INSIDE).status_code, 200)

    def test_a_new_factor_is_noted(self) -> None:
        key = Authenticator(user=self.user, type="webauthn")
        for signal, act in ((authenticator_added, "second_factor.add"), (authenticator_removed, "second_factor.remove")):
            signal.send(sender=Authenticator, request=None, user=self.user, authenticator=key)
            self.assertTrue(AuditEntry.objects.filter(act=act, by=self.user, details={"factor": "webauthn"}).exists())

    @override_settings(SECOND_FACTOR_FOR=["administrator"])
    def test_roles_that_need_none_are_not_asked(self) -> None:
        self.client.force_login(make_colleague("reporter", Role.REPORTER))
        self.assertEqual(self.client.get(INSIDE).status_code, 200)

    @override_settings(SECOND_FACTOR_FOR=["administrator"])
    def test_a_superuser_counts_as_an_administrator(self) -> None:
        self.client.force_login(User.objects.create_superuser("root", password=PASSWORD))
        self.assertRedirects(self.client.get(HOME), reverse("staff:second-factor-wanted"))

    def test_a_recovery_code_opens_once(self) -> None:
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        with_app(self.user)
        code = RecoveryCodes.activate(self.user).get_unused_codes()[0]
        self.sign_in()
        self.assertRedirects(self.client.post(reverse("mfa_authenticate"), {"code": code}), HOME, fetch_redirect_response=False)
        self.client.logout()
        self.sign_in()
        self.assertContains(self.client.post(reverse("mfa_authenticate"), {"code": code}), "That did not fit")


class PagesTests(TestCase):
    """Every page of signing in and of one's own account is drawn, and speaks its reader's language."""

    def test_before_the_newsroom(self) -> None:
        for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive"):
            with self.subTest(name=name):
                page = english_browser().get(reverse(name))
                self.assertContains(page, 'lang="en"')
                self.assertNotContains(page, "Wagtail</title>")

    def test_ones_own(self) -> None:
        client = english_browser()
        user = make_colleague("admin", Role.ADMINISTRATOR)
        client.post(reverse("account_login"), {"login": "admin", "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        for name in ("staff:account", "staff:sessions", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
                     "account_change_password", "account_reauthenticate", "account_logout"):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(client.get(reverse(name)).status_code, 200)
        with_app(user)
        client.post(reverse("mfa_generate_recovery_codes"))
        key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})
        for name in ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
                     "mfa_download_recovery_codes", "mfa_list_webauthn"):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(client.get(reverse(name)).status_code, 200)
        for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
            with self.subTest(name=name):
                self.assertEqual(client.get(reverse(name, args=[key.pk])).status_code, 200)


class OwnAccountTests(TestCase):
    def setUp(self) -> None:
        self.client = english_browser()
        self.user = make_colleague("editor", Role.EDITOR)
        self.client.post(reverse("account_login"), {"login": "editor", "password": PASSWORD})

    def save(self, **fields: str) -> Any:
        data = {"first_name": "Dauren", "last_name": "", "email": "editor@example.org", "language": "ru", "theme": "dark", **fields}
        return self.client.post(reverse("staff:account"), data)

    def test_name_language_and_theme_are_ones_own(self) -> None:
        self.assertRedirects(self.save(), reverse("staff:account"))
        user = User.objects.get()
        self.assertEqual((user.first_name, user.language(), UserProfile.get_for_user(user).theme), ("Dauren", "ru", "dark"))
        self.assertContains(self.client.get(reverse("mfa_index")), 'lang="ru"')

    def test_another_mail_address_needs_the_password(self) -> None:
        self.assertContains(self.save(email="new@example.org", language="en"), "type your present password")
        self.assertEqual(User.objects.get().email, "editor@example.org")
        self.save(email="new@example.org", password=PASSWORD)
        self.assertEqual(User.objects.get().email, "new@example.org")

    def test_other_sessions_can_be_ended(self) -> None:
        elsewhere = english_browser()
        elsewhere.post(reverse("account_login"), {"login": "editor", "password": PASSWORD})
        self.assertEqual(elsewhere.get(INSIDE).status_code, 200)
        self.assertEqual(UserSession.objects.count(), 2)
        self.client.post(reverse("staff:sessions"), {"session": "others"})
        self.assertEqual(elsewhere.get(INSIDE).status_code, 302)
        self.assertEqual(self.client.get(INSIDE).status_code, 200)
        self.assertEqual(AuditEntry.objects.filter(act="session.end").count(), 1)
