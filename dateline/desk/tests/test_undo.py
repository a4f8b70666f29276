"""Taking back what has just gone out."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.utils.timezone import now

from dateline.desk import workflow
from dateline.desk.models import Work
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.stories.errors import CannotUndo
from dateline.stories.models import Release, Story
from dateline.testing import make_colleague, make_draft

SOON = timedelta(seconds=4)


class UndoTests(TestCase):
    def setUp(self) -> None:
        self.reporter = make_colleague("reporter", Role.REPORTER)
        self.editor = make_colleague("editor", Role.EDITOR)
        self.at = now()

    def written(self) -> Story:
        story = make_draft()
        workflow.save(story, by=self.reporter, at=self.at)
        return Story.objects.get(pk=story.pk)

    def test_a_first_publication_is_a_draft_on_its_writers_desk_again(self) -> None:
        story = self.written()
        release = workflow.publish(story, by=self.editor, at=self.at)
        self.assertFalse(Work.objects.filter(pk=story.pk).exists())
        taken = workflow.undo(Story.objects.get(pk=story.pk), by=self.editor, at=now() + SOON, number=release.number)
        work = Work.objects.get(pk=story.pk)
        self.assertEqual(("undo", "draft", "writing"), (taken.kind, Story.objects.get(pk=story.pk).state, work.stage))
        self.assertEqual((self.reporter, self.reporter), (work.holder, work.edited_by))
        self.assertEqual("story.undo", AuditEntry.objects.latest("pk").act)

    def test_after_a_withdrawal_the_story_is_public_and_nobodys_work(self) -> None:
        story = self.written()
        workflow.publish(story, by=self.editor, at=self.at)
        workflow.kill(Story.objects.get(pk=story.pk), reason="wrong story", by=self.editor, at=now())
        workflow.undo(Story.objects.get(pk=story.pk), by=self.editor, at=now())
        self.assertEqual("published", Story.objects.get(pk=story.pk).state)
        self.assertFalse(Work.objects.filter(pk=story.pk).exists())

    def test_who_may_not_publish_takes_nothing_back(self) -> None:
        story = self.written()
        workflow.publish(story, by=self.editor, at=self.at)
        with self.assertRaises(PermissionDenied):
            workflow.undo(Story.objects.get(pk=story.pk), by=self.reporter, at=now())
        self.assertEqual(1, Release.objects.count())

    def test_too_late_is_refused_and_changes_nothing(self) -> None:
        story = self.written()
        workflow.publish(story, by=self.editor, at=self.at)
        with self.assertRaises(CannotUndo):
            workflow.undo(Story.objects.get(pk=story.pk), by=self.editor, at=now() + timedelta(minutes=1))
        self.assertFalse(Work.objects.filter(pk=story.pk).exists())
