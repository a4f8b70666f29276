"""The editor for who may not edit: everybody with a duty reads, nobody of them does anything."""

from typing import Any

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from dateline.desk import notes, workflow
from dateline.desk.editor import locks, typed
from dateline.desk.editor.shown import facts
from dateline.desk.models import EditLock, Note, UnsavedText
from dateline.desk.tests.editing import browser_of, sent, somebody, url
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import make_author, make_draft, make_picture, make_section, make_story, make_subject

MAY_NOT = "You can read this story, not edit it."
READERS: tuple[tuple[str, Role, dict[str, str]], ...] = (
    ("photo", Role.PHOTO_EDITOR, {}),
    ("producer", Role.TV_PRODUCER, {}),
    ("clients", Role.CLIENT_MANAGER, {}),
    ("admin", Role.ADMINISTRATOR, {}),
    ("elsewhere", Role.REPORTER, {"desk": "sport"}),
    ("otherwise", Role.CHIEF_EDITOR, {"language": "kk"}),
)


class ReadingTests(TestCase):
    def setUp(self) -> None:
        make_section("sport")
        self.editor = somebody(Role.EDITOR, "marat")
        self.story = make_draft(
            headline="Gates open", lead="Two of five.", slugline="gates-open", ednote="Ask the guard again.",
            sources=["Water ministry"], subjects=[make_subject()], authors=[make_author()], pictures=[make_picture(title="The gate")],
        )  # fmt: skip
        self.story.headline = "Gates open at dawn"
        workflow.save(self.story, by=self.editor, at=now())
        notes.add(self.story, "Whose figures?", by=self.editor, at=now())

    def readers(self) -> Any:
        for name, role, duty in READERS:
            with self.subTest(reader=name):
                yield browser_of(somebody(role, name, **duty))

    def get(self, client: Client, name: str = "edit") -> Any:
        return client.get(url(name, self.story.pk))

    def test_everybody_with_a_duty_reads_the_text_as_it_is_saved_and_what_stands_with_it(self) -> None:
        for client in self.readers():
            page = self.get(client)
            for text in (
                "Gates open at dawn", "Two of five.", "The reservoir opened two of its five gates.", "gates-open", "Ask the guard again.",
                "Water ministry", "environment", "Aigerim Tolen", "The gate", "Whose figures?", MAY_NOT,
                "“Regions” in this language (English)",
            ):  # fmt: skip
                self.assertContains(page, text)
            for name in ("history", "preview", "revisions_compare"):
                self.assertIn(self.get(client, name).status_code, (200, 302))

    def test_nothing_is_offered(self) -> None:
        for client in self.readers():
            page = self.get(client)
            for button in ('id="story-form"', 'name="act"', 'class="acts"', 'name="remark"', "data-autosave", "Take over"):
                self.assertNotContains(page, button)

    def test_looking_takes_no_lock_and_keeps_nothing(self) -> None:
        for client in self.readers():
            self.get(client)
        self.assertFalse(EditLock.objects.exists())
        self.assertFalse(UnsavedText.objects.exists())

    def test_every_act_is_refused_and_changes_nothing(self) -> None:
        before = Story.objects.values().get(pk=self.story.pk)
        for client in self.readers():
            for act in ("save", "publish", "hand_in", "approve", "send_back", "schedule", "take", "note", "more:sources", "preview"):
                fields = {**sent(self.story), "act": act, "remark": "Me too", "note": "x"}
                self.assertEqual(client.post(url("edit", self.story.pk), fields).status_code, 403, act)
            for name in ("autosave", "leave", "discard", "take_over"):
                self.assertEqual(client.post(url(name, self.story.pk), sent(self.story)).status_code, 403, name)
            self.assertEqual(client.get(url("state", self.story.pk)).status_code, 403)
            self.assertEqual(client.put(url("edit", self.story.pk)).status_code, 403)
        self.assertEqual((Story.objects.values().get(pk=self.story.pk), Note.objects.count()), (before, 1))
        self.assertFalse(UnsavedText.objects.exists())

    def test_they_see_who_is_writing_and_cannot_take_over(self) -> None:
        locks.take(self.story, self.editor, now())
        for client in self.readers():
            page = self.get(client)
            self.assertContains(page, "is writing since")
            self.assertNotContains(page, "ask an editor to take over")
        self.assertEqual(EditLock.objects.get().person, self.editor)

    def test_what_is_public_or_withdrawn_is_read_as_well(self) -> None:
        public, killed = make_story(headline="Is public"), make_story(headline="Was public")
        workflow.kill(killed, reason="wrong name", by=self.editor, at=now())
        for client in self.readers():
            for story in (public, killed):
                self.assertContains(client.get(url("edit", story.pk)), MAY_NOT)

    def test_who_may_edit_reads_no_such_sentence(self) -> None:
        for role in (Role.REPORTER, Role.EDITOR):
            page = self.get(browser_of(somebody(role, desk="regions", language="en")))
            self.assertNotContains(page, MAY_NOT)
            self.assertContains(page, 'id="story-form"')

    def test_without_a_duty_nobody_reads(self) -> None:
        former = somebody(Role.REPORTER, "former")
        former.duties.all().delete()
        self.assertEqual(self.get(browser_of(former)).status_code, 403)
        self.assertEqual(self.get(Client()).status_code, 302)

    def test_a_picture_more_is_no_query_more(self) -> None:
        def queries(pictures: int) -> int:
            text = typed.saved_text(make_draft(pictures=[make_picture() for _number in range(pictures)]))
            with CaptureQueriesContext(connection) as counted:
                facts(text)
            return len(counted)

        self.assertEqual(queries(1), queries(3))
