"""Moving a slip: by its menu, by keys and by dragging it is the same request, and each is refused without the right."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime

from dateline.desk import workflow
from dateline.desk.board.menus import MOVES, STEPS
from dateline.desk.models import DeskRule, Note, Work
from dateline.desk.tests.test_board import SCRIPT, BoardTestCase
from dateline.people.rights import Act, Role
from dateline.stories.models import Story
from dateline.testing import make_colleague, make_section

ASKED = {"return": {"note": "the second source"}, "publish": {}, "schedule": {"moment": "2099-01-01T10:00"}}


class StepTests(BoardTestCase):
    def address(self, story: Story, step: str) -> str:
        return f"/newsroom/board/{story.pk}/{step}/"

    def post(self, story: Story, step: str, **data: Any) -> Any:
        return self.client.post(self.address(story, step), data, headers=SCRIPT)

    def at_stage(self, stage: str) -> Story:
        story = self.written()
        holder = None if stage in ("waiting", "review") else self.reporter
        values: dict[str, Any] = {"stage": "writing" if stage == "waiting" else stage, "holder": holder}
        if stage == "scheduled":
            values["scheduled_for"] = self.at + timedelta(hours=1)
        Work.objects.filter(pk=story.pk).update(**values)
        return story

    def test_every_move_does_what_the_lane_says(self) -> None:
        for stand, moves in MOVES.items():
            for to, step in moves.items():
                with self.subTest(f"{stand} to {to}"):
                    story = self.at_stage(stand)
                    answer = self.post(story, step, **ASKED.get(step, {}))
                    self.assertEqual(200, answer.status_code, answer.content)
                    self.assertEqual(to.value, self.where(story))

    def test_every_step_is_refused_without_its_right(self) -> None:
        readers = make_colleague("pictures", Role.PHOTO_EDITOR)
        elsewhere = make_colleague("sports", Role.CHIEF_EDITOR, desk="sport")
        other_language = make_colleague("russian", Role.EDITOR, language="ru")
        for name, step in STEPS.items():
            for person in (readers, elsewhere, other_language, *([self.reporter] if step.act != Act.WRITE else [])):
                with self.subTest(f"{name} by {person}"):
                    story = self.at_stage("review")
                    before = Work.objects.filter(pk=story.pk).values().get()
                    self.client.force_login(person)
                    for answer in (self.post(story, name, **ASKED.get(name, {})), self.client.get(self.address(story, name))):
                        self.assertEqual(403, answer.status_code)
                    self.assertIn("right", self.post(story, name).json()["error"])
                    self.assertEqual(before, Work.objects.filter(pk=story.pk).values().get())
                    self.assertEqual("draft", Story.objects.get(pk=story.pk).state)

    def test_menus_offer_only_what_one_may(self) -> None:
        story = self.at_stage("review")
        labels = {item.label for item in self.slip(story, self.reporter).menu}
        self.assertEqual({"Take it on"}, labels)
        self.assertLess(labels, {item.label for item in self.slip(story).menu})

    def test_without_script_it_leads_back_to_the_board_which_says_what_was_done(self) -> None:
        story = self.at_stage("writing")
        answer = self.client.post(self.address(story, "hand-in"), follow=True)
        self.assertEqual([("/newsroom/", 302)], answer.redirect_chain)
        self.assertIn("It is handed in for review.", answer.content.decode())

    def test_a_refusal_says_every_reason_and_moves_nothing(self) -> None:
        story = self.at_stage("review")
        story.body, story.slugline = "", ""
        workflow.save(story, by=self.editor, at=self.at)
        answer = self.post(story, "approve")
        self.assertEqual(409, answer.status_code)
        self.assertIn("The slugline is empty.", answer.json()["error"])
        self.assertIn("The body is empty.", answer.json()["error"])
        self.assertEqual("review", self.where(story))
        shown = self.client.post(self.address(story, "approve"), follow=True).content.decode()
        self.assertIn("The slugline is empty.", shown)

    def test_the_two_person_rule_holds_here_too(self) -> None:
        DeskRule.objects.create(section=make_section(), two_persons=True)
        story = self.written(by=self.editor)
        self.assertEqual(409, self.post(story, "publish").status_code)
        self.assertEqual("draft", Story.objects.get(pk=story.pk).state)

    def test_publishing_asks_first_and_says_what_stops_it(self) -> None:
        story = self.at_stage("ready")
        page = self.client.get(self.address(story, "publish")).content.decode()
        self.assertIn("Publish it now", page)
        self.assertEqual("draft", Story.objects.get(pk=story.pk).state)
        story.body = ""
        workflow.save(story, by=self.reporter, at=self.at)
        page = self.client.get(self.address(story, "publish"), headers=SCRIPT).content.decode()
        self.assertIn("The body is empty.", page)
        self.assertNotIn("Publish it now", page)
        self.assertNotIn("<html", page)

    def test_what_was_changed_after_one_looked_is_not_published(self) -> None:
        story = self.at_stage("ready")
        seen = story.latest_revision_id
        story.headline = "Something else"
        workflow.save(story, by=self.reporter, at=self.at)
        answer = self.post(story, "publish", revision=str(seen))
        self.assertEqual(409, answer.status_code)
        self.assertIn("changed the text since", answer.json()["error"])
        self.assertEqual("draft", Story.objects.get(pk=story.pk).state)

    def test_a_return_needs_a_note_and_the_note_is_kept(self) -> None:
        story = self.at_stage("review")
        self.assertEqual(422, self.post(story, "return", note=" ").status_code)
        self.assertEqual("review", self.where(story))
        self.post(story, "return", note="the second source")
        self.assertEqual("the second source", Note.objects.get().text)

    def test_a_schedule_is_in_the_agencys_time(self) -> None:
        story = self.at_stage("ready")
        self.post(story, "schedule", moment="2099-01-01T10:00")
        found = Work.objects.get(pk=story.pk).scheduled_for
        self.assertEqual("2099-01-01 10:00", f"{localtime(found):%Y-%m-%d %H:%M}")
        answer = self.post(story, "schedule", moment="2001-01-01T10:00")
        self.assertEqual(409, answer.status_code)
        self.assertIn("in the past", answer.json()["error"])
        self.assertEqual(422, self.post(story, "schedule", moment="soon").status_code)

    def test_giving_it_to_somebody_who_may_write_here(self) -> None:
        story = self.at_stage("waiting")
        outsider = make_colleague("sports2", Role.REPORTER, desk="sport")
        self.assertEqual(422, self.post(story, "give", person=outsider.pk).status_code)
        self.assertEqual(200, self.post(story, "give", person=self.reporter.pk, due_at="2099-01-01T10:00").status_code)
        work = Work.objects.get(pk=story.pk)
        self.assertEqual(self.reporter, work.holder)
        self.assertIsNotNone(work.due_at)

    def test_what_went_out_is_taken_back_and_only_that(self) -> None:
        story = self.at_stage("ready")
        self.post(story, "publish")
        number = story.releases.get().number
        self.assertEqual(409, self.post(story, "undo").status_code)
        self.assertEqual(409, self.post(story, "undo", number=number + 1).status_code)
        self.assertEqual(200, self.post(story, "undo", number=number).status_code)
        self.assertEqual("writing", self.where(story))
        self.assertEqual(409, self.post(story, "undo", number=number).status_code)

    def test_the_address_of_nothing_answers_404(self) -> None:
        self.assertEqual(404, self.client.post("/newsroom/board/999999/take/", headers=SCRIPT).status_code)

    def test_a_link_alone_moves_nothing(self) -> None:
        story = self.at_stage("writing")
        self.assertEqual(405, self.client.get(self.address(story, "hand-in")).status_code)
        self.assertEqual("writing", self.where(story))


class HelpTests(BoardTestCase):
    def test_the_keys_are_told_and_the_flashs_key_can_be_switched_off(self) -> None:
        self.assertIn("Shift+F8", self.client.get("/newsroom/board/help/").content.decode())
        self.assertIn('data-key="Shift+F8"', self.client.get("/newsroom/").content.decode())
        self.client.post("/newsroom/board/choose/", {"press": "flash-key"})
        self.assertNotIn("data-key", self.client.get("/newsroom/").content.decode())
        self.client.post("/newsroom/board/choose/", {"press": "flash-key", "flash_key": "on"})
        self.assertIn("data-key", self.client.get("/newsroom/").content.decode())
        with self.settings(FLASH_KEY=""):
            self.assertNotIn("data-key", self.client.get("/newsroom/").content.decode())
