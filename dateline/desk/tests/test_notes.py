"""Notes on a story, and who is told."""

from django.test import SimpleTestCase, TestCase
from django.utils.timezone import now

from dateline.desk import notes
from dateline.desk.models import Alert, Note
from dateline.desk.tests.editing import browser_of, opened, somebody, url
from dateline.people.models import User
from dateline.people.rights import Role
from dateline.testing import make_draft


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
