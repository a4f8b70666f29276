"""Notes on a story, and who is told."""

from django.test import SimpleTestCase, TestCase
from django.utils.timezone import now

from dateline.desk import notes, workflow
from dateline.desk.models import Alert, AlertWish, Note, Work
from dateline.desk.models.alerts import Kind
from dateline.desk.tests.editing import browser_of, opened, somebody, url
from dateline.people.models import User
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import NOON, make_draft


class MentionTests(SimpleTestCase):
    dina = User(username="dina", first_name="Dina", last_name="Sarsen")
    dinara = User(username="dinara")
    mail = User(username="a.b@example.org", first_name="Әсел")

    def named(self, text: str) -> list[User]:
        return notes.mentioned(text, [self.dina, self.dinara, self.mail])

    def test_by_full_name_and_by_account_in_any_case(self) -> None:
        self.assertEqual(self.named("@Dina Sarsen, look"), [self.dina])
        self.assertEqual(self.named("look @DINA."), [self.dina])
        self.assertEqual(self.named("(@a.b@example.org)"), [self.mail])
        self.assertEqual(self.named("@әсел!"), [self.mail])

    def test_not_by_a_part_of_a_name_or_without_the_sign(self) -> None:
        self.assertEqual(self.named("@dinara"), [self.dinara])
        self.assertEqual(self.named("Dina Sarsen, x@dina"), [])


class NoteTests(TestCase):
    def setUp(self) -> None:
        self.dina, self.marat = somebody(Role.REPORTER, "dina"), somebody(Role.EDITOR, "marat")
        self.story, self.client = make_draft(), browser_of(self.marat)

    def leave(self, text: str) -> None:
        self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "act": "note", "remark": text})

    def test_whoever_is_named_is_told_and_nobody_else(self) -> None:
        self.leave("@dina whose figures? <b>")
        self.assertEqual(list(Note.objects.get().mentions.all()), [self.dina])
        self.assertEqual([alert.person for alert in Alert.objects.all()], [self.dina])
        self.assertContains(self.client.get(url("edit", self.story.pk)), "whose figures? &lt;b&gt;")

    def test_an_empty_or_endless_note_is_refused_with_a_sentence(self) -> None:
        for text in ("  ", "x" * 4001):
            self.leave(text)
        self.assertFalse(Note.objects.exists())

    def test_a_note_is_settled_and_stays(self) -> None:
        self.leave("Mend this")
        note = Note.objects.get()
        self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "act": f"settle:{note.pk}"})
        self.assertIsNotNone(Note.objects.get().settled_at)
        self.assertContains(self.client.get(url("edit", self.story.pk)), "settled")

    def test_the_note_of_another_story_is_not_settled_here(self) -> None:
        note = notes.add(make_draft(), "Other", by=self.marat, at=now())
        response = self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "act": f"settle:{note.pk}"})
        self.assertEqual(response.status_code, 404)
        self.assertIsNone(Note.objects.get().settled_at)

    def test_colleagues_are_found_by_the_beginning_of_a_name(self) -> None:
        self.assertEqual([one["name"] for one in self.client.get(url("suggest", "people"), {"q": "di"}).json()["found"]], ["dina"])
        self.assertEqual(self.client.get(url("suggest", "people"), {"q": "zz"}).json()["found"], [])


class NoteWithAStepTests(TestCase):
    """A note that goes with a hand-in or a return names people as any other does."""

    def setUp(self) -> None:
        self.dina, self.marat, self.aliya = (
            somebody(role, name) for role, name in ((Role.REPORTER, "dina"), (Role.EDITOR, "marat"), (Role.REPORTER, "aliya"))
        )
        self.story = make_draft()
        workflow.save(self.story, by=self.dina, at=NOON)

    def told(self) -> set[tuple[str, str]]:
        """Who was alerted of what; each alert once."""
        found = [(alert.person.username, alert.kind) for alert in Alert.objects.all()]
        self.assertEqual(len(found), len(set(found)))
        return set(found)

    def test_a_hand_in_tells_whom_its_note_names(self) -> None:
        workflow.hand_in(self.story, by=self.dina, at=NOON, note="@marat, the figures are the ministry's. @dina")
        self.assertEqual(self.told(), {("marat", "mentioned")})
        note = Note.objects.get()
        self.assertEqual((note.kind, set(note.mentions.all()), note.at), (Note.Kind.HANDED_IN, {self.marat, self.dina}, NOON))

    def test_a_return_tells_its_writer_once_and_whom_else_it_names(self) -> None:
        workflow.hand_in(self.story, by=self.dina, at=NOON)
        workflow.send_back(self.story, by=self.marat, at=NOON, note="@dina ask @aliya for the figures")
        self.assertEqual(self.told(), {("dina", "returned"), ("aliya", "mentioned")})
        self.assertEqual(set(Note.objects.get().mentions.all()), {self.dina, self.aliya})

    def test_who_wants_no_alert_of_a_return_still_hears_that_they_are_named(self) -> None:
        AlertWish.objects.create(person=self.dina, kind=Kind.RETURNED, in_newsroom=False, by_mail=False)
        workflow.hand_in(self.story, by=self.dina, at=NOON)
        workflow.send_back(self.story, by=self.marat, at=NOON, note="@dina whose figures?")
        self.assertEqual(self.told(), {("dina", "mentioned")})

    def test_a_note_that_cannot_be_kept_stops_the_step_and_is_given_back(self) -> None:
        client = browser_of(self.dina)
        page = client.post(url("edit", self.story.pk), {**opened(client, self.story), "act": "hand_in", "note": "x" * 4001}, follow=True)
        self.assertContains(page, "A note can have 4000 letters; this one has 4001.")
        self.assertContains(page, "Your note was not sent. It said: xxx")
        self.assertEqual(Work.objects.get().stage, Work.Stage.WRITING)
        self.assertFalse(Note.objects.exists())

    def test_a_note_is_kept_without_what_nobody_sees(self) -> None:
        workflow.hand_in(self.story, by=self.dina, at=NOON, note="one\x00\u202e two\r\n")
        self.assertEqual(Note.objects.get().text, "one two")
        workflow.hand_in(self.other(), by=self.dina, at=NOON, note=" \u200b ")
        self.assertEqual(Note.objects.count(), 1)

    def other(self) -> Story:
        other = make_draft()
        workflow.save(other, by=self.dina, at=NOON)
        return other
