"""The two-person rule of a desk: set on the section's screen, obeyed on every screen that sends something out."""

from typing import Any

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from dateline.desk import workflow
from dateline.desk.models import DeskRule, Work
from dateline.desk.tests.editing import browser_of, opened, somebody, url
from dateline.lib.errors import Refused
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.stories.models import Section, Story
from dateline.testing import make_draft, make_section, make_story

WHY = "Somebody other than its writer must approve it first."


def screen(name: str, *args: Any) -> str:
    return reverse(Section.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def form_of(section: Section, **fields: Any) -> dict[str, Any]:
    names = {f"names_{code}": name for code, name in section.names.items()}
    return {"slug": section.slug, "order": section.order, **names, **fields}


class SettingTests(TestCase):
    def setUp(self) -> None:
        self.chief = browser_of(somebody(Role.CHIEF_EDITOR, "chief"))
        self.section = make_section("politics")

    def is_set(self) -> bool:
        return DeskRule.objects.filter(section=self.section, two_persons=True).exists()

    def test_who_keeps_the_registers_sets_it_and_takes_it_away_again(self) -> None:
        page = self.chief.get(screen("edit", self.section.pk))
        self.assertContains(page, "Two-person rule")
        self.assertContains(page, "Only a flash may go out at once.")
        self.save(two_persons="on")
        self.assertTrue(self.is_set())
        self.assertContains(self.chief.get(screen("edit", self.section.pk)), "checked")
        self.save(two_persons="on")  # nothing changes, nothing is noted
        administrator = browser_of(somebody(Role.ADMINISTRATOR))
        self.save(administrator)
        self.assertFalse(self.is_set())
        self.assertEqual(
            [("chief", {"before": False, "after": True}), ("administrator", {"before": True, "after": False})],
            [(entry.by_name, entry.details) for entry in AuditEntry.objects.filter(act="desk.two_persons").order_by("pk")],
        )

    def save(self, client: Client | None = None, **fields: Any) -> None:
        response = (client or self.chief).post(screen("edit", self.section.pk), form_of(self.section, **fields))
        self.assertRedirects(response, screen("list"), fetch_redirect_response=False)

    def test_it_leaves_the_languages_that_the_desk_wants(self) -> None:
        DeskRule.objects.create(section=self.section, languages=["kk"])
        self.save(two_persons="on")
        rule = DeskRule.objects.get()
        self.assertEqual((rule.two_persons, rule.languages), (True, ["kk"]))

    def test_a_new_section_begins_with_it(self) -> None:
        self.chief.post(
            screen("add"), {**form_of(Section(slug="courts", names={"kk": "с", "ru": "с", "en": "Courts"})), "two_persons": "on"}
        )
        self.assertTrue(DeskRule.objects.get(section__slug="courts").two_persons)

    def test_the_list_shows_it_without_a_query_a_row(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                self.assertContains(self.chief.get(screen("list")), "Two-person rule")
            return len(counted)

        self.save(two_persons="on")
        queries()  # the first page after signing in asks more
        before = queries()
        for number in range(5):
            make_section(f"desk-{number}")
        self.assertEqual(queries(), before)

    def test_nobody_else_may(self) -> None:
        for role in set(Role) - {Role.CHIEF_EDITOR, Role.ADMINISTRATOR}:
            with self.subTest(role=role):
                client = browser_of(somebody(role))
                self.assertEqual(client.post(screen("edit", self.section.pk), form_of(self.section, two_persons="on")).status_code, 403)
        self.assertFalse(self.is_set())


class ObeyedTests(TestCase):
    """Set on the screen, met on the screens: the writer is told why, the second person can."""

    def setUp(self) -> None:
        self.section = make_section("politics")
        chief = browser_of(somebody(Role.CHIEF_EDITOR, "chief"))
        chief.post(screen("edit", self.section.pk), form_of(self.section, two_persons="on"))
        self.writer, self.other = somebody(Role.EDITOR, "writer"), somebody(Role.EDITOR, "other")
        self.at_writer, self.at_other = browser_of(self.writer), browser_of(self.other)
        self.story = make_draft(section=self.section)
        workflow.save(self.story, by=self.writer, at=now())

    def state(self) -> str:
        return Story.objects.get(pk=self.story.pk).state

    def do(self, client: Client, act: str, **fields: Any) -> Any:
        story = Story.objects.get(pk=self.story.pk)
        return client.post(url("edit", story.pk), {**opened(client, story), "act": act, **fields}, follow=True)

    def test_the_writer_does_not_send_it_out_and_reads_why(self) -> None:
        self.assertContains(self.at_writer.get(url("edit", self.story.pk)), WHY)
        for act, more in (("publish", {}), ("schedule", {"send_at": "2099-01-01T10:00"})):
            with self.subTest(act=act):
                said = [str(one) for one in self.do(self.at_writer, act, **more).context["messages"]]
                self.assertIn(WHY, said)
        self.assertContains(self.at_writer.post(reverse("board:publish", args=[self.story.pk]), follow=True), WHY)
        self.assertEqual((self.state(), Work.objects.get().stage), ("draft", Work.Stage.WRITING))

    def test_the_writer_does_not_approve_it_either(self) -> None:
        self.do(self.at_writer, "hand_in")
        self.do(self.at_writer, "approve")
        self.assertEqual(Work.objects.get().stage, Work.Stage.REVIEW)
        self.do(self.at_other, "approve")
        self.assertEqual((Work.objects.get().stage, Work.objects.get().approved_by), (Work.Stage.READY, self.other))
        self.do(self.at_writer, "publish")
        self.assertEqual(self.state(), "published")

    def test_the_second_person_sends_it_out(self) -> None:
        self.do(self.at_writer, "hand_in")
        self.do(self.at_other, "publish")
        self.assertEqual(self.state(), "published")

    def test_a_correction_of_ones_own_waits_too(self) -> None:
        public = make_story(section=self.section)
        public.lead = "It was 48."
        workflow.save(public, by=self.writer, at=now())
        self.assertContains(self.at_writer.post(url("correct", public.pk), {"note": "It was 48, not 84."}), WHY)
        self.assertFalse(public.corrections.exists())
        self.at_other.post(url("correct", public.pk), {"note": "It was 48, not 84."})
        self.assertEqual(public.corrections.get().note, "It was 48, not 84.")

    def test_the_rule_of_the_desk_that_a_story_moves_to_holds_as_well(self) -> None:
        public = make_story(section=make_section("sport"))
        public.section = self.section
        workflow.save(public, by=self.writer, at=now())
        self.assertContains(self.at_writer.get(url("edit", public.pk)), WHY)
        with self.assertRaisesMessage(Refused, WHY):
            workflow.publish(Story.objects.get(pk=public.pk), by=self.writer, at=now())
        workflow.publish(Story.objects.get(pk=public.pk), by=self.other, at=now())
        self.assertEqual(Story.objects.get(pk=public.pk).section, self.section)

    def test_what_is_public_and_unchanged_is_not_said_to_wait_for_anybody(self) -> None:
        public = make_story(section=self.section)
        self.assertNotContains(self.at_writer.get(url("edit", public.pk)), WHY)
        self.at_writer.post(url("correct", public.pk), {"note": "The picture shows another bridge."})
        self.assertTrue(public.corrections.exists())

    def test_without_the_rule_one_is_enough(self) -> None:
        chief = browser_of(somebody(Role.CHIEF_EDITOR, "second-chief"))
        chief.post(screen("edit", self.section.pk), form_of(self.section))
        self.do(self.at_writer, "publish")
        self.assertEqual(self.state(), "published")
