"""Codes told in the reader's language: acts, kinds and details of the audit log; duties with the names of their desks."""

import ast
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test import Client, SimpleTestCase, TestCase
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

import dateline
from dateline.desk.staff import audit_words
from dateline.desk.staff.audit_words import ACTS, DETAILS, GROUPS, Words
from dateline.desk.tests.editing import browser_of, somebody
from dateline.people import invitations
from dateline.people.audit import record
from dateline.people.duties import Row
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.testing import NOON, make_colleague, make_draft, make_picture, make_section

REGISTERS = ("section", "author", "dossier", "subject")  # what Wagtail's screens keep, see `register_log`
SOURCE = Path(dateline.__file__).parent


def recorded() -> Iterator[tuple[str, ast.Call]]:
    """Every act that the source records by `record(by, "story.kill", …)`, with the call."""
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts or "record(" not in (text := file.read_text("utf-8")):
            continue
        for call in ast.walk(ast.parse(text)):
            if isinstance(call, ast.Call) and _name(call.func) == "record" and len(call.args) > 1:
                for part in ast.walk(call.args[1]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value.strip("."):
                        yield part.value, call


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


class EveryCodeTests(SimpleTestCase):
    """A new act, a new detail: they need a line in `audit_words`."""

    def test_every_act_of_the_source_has_a_name(self) -> None:
        acts = {act for act, _call in recorded()}
        self.assertGreater(len(acts), 45)
        self.assertEqual(acts - set(ACTS), set())

    def test_every_act_of_a_register_has_a_name(self) -> None:
        self.assertEqual({f"{kind}.{verb}" for kind in REGISTERS for verb in ("create", "edit", "delete")} - set(ACTS), set())

    def test_every_detail_has_a_label(self) -> None:
        names = {word.arg for _act, call in recorded() for word in call.keywords if word.arg}
        self.assertGreater(len(names), 15)
        self.assertEqual(names - set(DETAILS), set())

    def test_every_group_has_a_name(self) -> None:
        self.assertEqual({code.partition(".")[0] for code in ACTS} - set(GROUPS), set())


class TellingTests(TestCase):
    def tell(self, act: str, about: Any = None, **details: Any) -> audit_words.Told:
        return Words().tell(record(None, act, about, **details))

    def details(self, act: str, about: Any = None, **details: Any) -> dict[str, str]:
        return dict(self.tell(act, about, **details).details)

    def test_an_act_and_its_kind_are_told_by_their_names(self) -> None:
        told = self.tell("story.kill", make_draft())
        self.assertEqual((told.act, told.kind), ("Story withdrawn", "story"))
        with override("ru"):
            self.assertEqual(self.tell("story.kill").act, gettext("Story withdrawn"))
            self.assertNotEqual(self.tell("story.kill").act, "Story withdrawn")

    def test_a_duty_is_told_by_role_desk_and_language(self) -> None:
        make_section("economy")
        self.assertEqual(
            self.details("duty.give", role="editor", desk="economy", language="kk"),
            {"role": "editor", "desk": "Economy", "language": "Қазақша"},
        )
        everywhere = {"role": "photo editor", "desk": "every desk", "language": "every language"}
        self.assertEqual(self.details("duty.give", role="photo_editor", desk="", language=""), everywhere)
        self.assertEqual(self.details("duty.give", role="editor", desk="closed", language="")["desk"], "closed")
        self.assertEqual(
            self.details("person.invite", duties=[["reporter", "economy", "ru"], ["editor", "", ""]]),
            {"duties": "reporter · Economy · Русский; editor"},
        )

    def test_languages_times_fields_and_yes_or_no(self) -> None:
        self.assertEqual(
            self.details("desk.languages", before=[], after=["kk", "ru"]), {"before": "every language", "now": "Қазақша, Русский"}
        )
        self.assertEqual(self.details("desk.two_persons", before=False, after=True), {"before": "no", "now": "yes"})
        self.assertEqual(self.details("story.schedule", scheduled_for="2026-03-12T07:00:00+00:00"), {"scheduled for": "12.03.2026 12:00"})
        told = self.details("picture.describe", make_picture(), fields=["credit_lines", "gone"])
        self.assertNotIn("credit_lines", told["what was changed"])
        self.assertTrue(told["what was changed"].endswith(", gone"))
        self.assertEqual(
            self.details("person.change", email=["a@example.org", "b@example.org"]), {"mail address": "a@example.org → b@example.org"}
        )

    def test_what_is_empty_is_not_told_and_what_is_long_is_cut(self) -> None:
        self.assertEqual(self.details("story.assign", to="", due_at=""), {})
        self.assertEqual(len(self.details("story.delete", text="x" * 5000)["text"]), audit_words.MOST_LETTERS + 1)

    def test_what_nobody_knows_any_more_is_told_as_it_was_written(self) -> None:
        entry = AuditEntry.objects.create(
            act="moon.land", kind="moon.lander", details={"crater": [1, None], "role": "pope", "due_at": "soon", "desk": 5}
        )
        told = Words().tell(entry)
        self.assertEqual((told.act, told.kind), ("moon.land", "moon.lander"))
        self.assertEqual(dict(told.details), {"crater": "1, ", "role": "pope", "due": "soon", "desk": "5"})


class OnTheScreenTests(TestCase):
    def setUp(self) -> None:
        section = make_section("economy")
        self.chief = somebody(Role.CHIEF_EDITOR, "chief")
        self.client = browser_of(self.chief)
        record(self.chief, "story.kill", make_draft(section=section, headline="Gates"), reason="wrong name")
        record(self.chief, "duty.give", self.chief, role="editor", desk="economy", language="kk")

    def in_kazakh(self) -> Client:
        UserProfile.objects.update_or_create(user=self.chief, defaults={"preferred_language": "kk"})
        return self.client

    def test_the_log_shows_names_and_no_code(self) -> None:
        page = self.client.get(reverse("staff:audit"))
        for words in ("Story withdrawn", "Duty given", "Economy", "Қазақша", "wrong name"):
            self.assertContains(page, words)
        for code in (">story.kill<", ">duty.give<", "<code>", "stories.story<", ">economy<"):
            self.assertNotContains(page, code)

    def test_the_log_speaks_the_language_of_who_reads_it(self) -> None:
        page = self.in_kazakh().get(reverse("staff:audit"))
        with override("kk"):
            self.assertContains(page, gettext("Story withdrawn"))
        self.assertContains(page, "economy (kk)")
        self.assertNotContains(page, "Story withdrawn")

    def test_acts_are_chosen_by_name_in_groups(self) -> None:
        page = self.client.get(reverse("staff:audit"), {"act": "story."})
        self.assertContains(page, '<optgroup label="Stories">')
        self.assertContains(page, '<option value="story." selected>Stories: all of it</option>', html=True)
        self.assertContains(page, '<option value="duty.give">Duty given</option>', html=True)
        self.assertNotContains(page, '<td data-label="act">Duty given</td>', html=True)

    def test_the_files_have_codes_and_names_in_the_readers_language(self) -> None:
        with override("kk"):
            killed, kind = gettext("Story withdrawn"), audit_words.kind_name("stories.story")
        client = self.in_kazakh()
        lines = b"".join(client.get(reverse("staff:audit-export", args=["csv"])).streaming_content).decode()  # type: ignore[attr-defined,arg-type]
        rows = {row["act"]: row for row in csv.DictReader(io.StringIO(lines.removeprefix("\ufeff")))}
        self.assertEqual([rows["story.kill"][name] for name in ("act_name", "kind", "kind_name")], [killed, "stories.story", kind])
        self.assertEqual(json.loads(rows["duty.give"]["details"])["desk"], "economy")
        lines = b"".join(client.get(reverse("staff:audit-export", args=["jsonl"])).streaming_content).decode()  # type: ignore[attr-defined,arg-type]
        found = {row["act"]: row for row in map(json.loads, lines.splitlines())}
        self.assertEqual((found["story.kill"]["act_name"], found["story.kill"]["kind_name"]), (killed, kind))


class DutiesTests(TestCase):
    """Where duties are read, desks go by their names."""

    def setUp(self) -> None:
        make_section("economy")
        self.admin = somebody(Role.ADMINISTRATOR, "admin")
        self.reporter = make_colleague("reporter", Role.REPORTER, desk="economy", language="ru")

    def test_in_ones_account(self) -> None:
        self.assertContains(browser_of(self.reporter).get(reverse("staff:account")), "reporter · Economy · Русский")

    def test_in_the_list_of_people_and_of_invitations(self) -> None:
        invitations.invite("new@example.org", [Row("editor", "economy", "kk")], language="en", by=self.admin, at=NOON)
        page = browser_of(self.admin).get(reverse("wagtailusers_users:index"))
        self.assertContains(page, "reporter · Economy · Русский")
        self.assertContains(page, "editor · Economy · Қазақша")

    def test_behind_the_link_of_an_invitation_in_its_language(self) -> None:
        from django.utils.timezone import now

        made = invitations.invite("new@example.org", [Row("editor", "economy", "kk")], language="kk", by=self.admin, at=now())
        page = Client().get(reverse("staff:invitation", args=[invitations.token(made)]))
        self.assertContains(page, "economy (kk) · Қазақша")

    def test_a_desk_whose_section_is_gone_keeps_its_slug(self) -> None:
        somewhere = make_colleague("somewhere", Role.REPORTER, desk="closed")
        self.assertContains(browser_of(somewhere).get(reverse("staff:account")), "reporter · closed")
