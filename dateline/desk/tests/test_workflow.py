"""The way of a text through the newsroom."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.test import TestCase

from dateline.desk import workflow
from dateline.desk.models import Alert, DeskRule, Note, Work
from dateline.desk.models.alerts import Kind
from dateline.lib.errors import Refused
from dateline.people.models import AuditEntry, User
from dateline.people.rights import Act, Role
from dateline.stories.models import ChangedElsewhere, Release, Story
from dateline.testing import NOON, make_colleague, make_draft, make_section, make_story

Stage = Work.Stage


class WayTests(TestCase):
    def setUp(self) -> None:
        self.reporter: User = make_colleague("reporter", Role.REPORTER)
        self.editor: User = make_colleague("editor", Role.EDITOR)
        self.story = make_draft()
        workflow.save(self.story, by=self.reporter, at=NOON)

    def work(self) -> Work:
        return Work.objects.get(story=self.story)

    def acts(self) -> list[str]:
        return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))

    def test_draft_review_returned_review_ready_published(self) -> None:
        self.assertEqual((Stage.WRITING, self.reporter), (self.work().stage, self.work().holder))
        workflow.hand_in(self.story, by=self.reporter, at=NOON, note="The numbers are the ministry's.")
        self.assertEqual((Stage.REVIEW, None), (self.work().stage, self.work().holder))
        workflow.send_back(self.story, by=self.editor, at=NOON, note="Who says so?")
        self.assertEqual((Stage.WRITING, self.reporter), (self.work().stage, self.work().holder))
        self.assertIn("Who says so?", Alert.objects.get(person=self.reporter, kind=Kind.RETURNED).sentence)
        self.story.body = "<p>The ministry says so.</p>"
        workflow.save(self.story, by=self.reporter, at=NOON)
        workflow.hand_in(self.story, by=self.reporter, at=NOON)
        workflow.approve(self.story, by=self.editor, at=NOON)
        self.assertEqual((Stage.READY, self.editor), (self.work().stage, self.work().approved_by))
        workflow.publish(self.story, by=self.editor, at=NOON)
        self.assertEqual(("published", "<p>The ministry says so.</p>"), Story.objects.values_list("state", "body").get(pk=self.story.pk))
        self.assertFalse(Work.objects.exists())
        said = ["story.save", "story.hand_in", "story.return", "story.save", "story.hand_in", "story.approve", "story.publish"]
        self.assertEqual(said, self.acts())
        self.assertEqual(["handed_in", "returned"], list(Note.objects.values_list("kind", flat=True)))

    def test_an_edit_of_what_is_public_changes_nothing_public_until_the_update(self) -> None:
        workflow.publish(self.story, by=self.editor, at=NOON)
        story = Story.objects.get(pk=self.story.pk)
        story.headline = "More is known"
        workflow.save(story, by=self.reporter, at=NOON)
        self.assertNotEqual("More is known", Story.objects.get(pk=story.pk).headline)
        self.assertEqual(Stage.WRITING, self.work().stage)
        release = workflow.publish(Story.objects.get(pk=story.pk), by=self.editor, at=NOON)
        self.assertEqual(("update", "More is known"), (release.kind, Story.objects.get(pk=story.pk).headline))

    def test_who_may_not_is_refused_and_nothing_changes(self) -> None:
        workflow.hand_in(self.story, by=self.reporter, at=NOON)
        for act in (
            lambda: workflow.approve(self.story, by=self.reporter, at=NOON),
            lambda: workflow.send_back(self.story, by=self.reporter, at=NOON, note="x"),
            lambda: workflow.publish(self.story, by=self.reporter, at=NOON),
            lambda: workflow.publish(self.story, by=self.reporter, at=NOON, flash=True),
            lambda: workflow.schedule(self.story, NOON + timedelta(hours=1), by=self.reporter, at=NOON),
            lambda: workflow.kill(self.story, reason="x", by=self.reporter, at=NOON),
            lambda: workflow.assign(self.story, self.editor, by=self.reporter, at=NOON),
            lambda: workflow.save(self.story, by=make_colleague("producer", Role.TV_PRODUCER), at=NOON),
        ):
            self.assertRaises(PermissionDenied, act)
        self.assertEqual(Stage.REVIEW, self.work().stage)

    def test_a_story_is_moved_to_another_desk_only_by_who_may_there_and_here(self) -> None:
        sports, here = make_section("sports"), self.story.section
        local = make_colleague("local", Role.EDITOR, desk=here.slug)
        self.story.section = sports
        self.assertRaises(PermissionDenied, lambda: workflow.save(self.story, by=local, at=NOON))
        stranger = make_colleague("stranger", Role.EDITOR, desk="sports")
        self.assertRaises(PermissionDenied, lambda: workflow.save(self.story, by=stranger, at=NOON))

        self.story.section = here
        workflow.publish(self.story, by=self.editor, at=NOON)
        story = Story.objects.get(pk=self.story.pk)
        story.section = sports
        workflow.save(story, by=self.editor, at=NOON)
        self.assertRaises(PermissionDenied, lambda: workflow.publish(Story.objects.get(pk=story.pk), by=local, at=NOON))
        workflow.publish(Story.objects.get(pk=story.pk), by=self.editor, at=NOON)
        self.assertEqual(sports, Story.objects.get(pk=story.pk).section)

    def test_two_who_press_at_once_are_told(self) -> None:
        workflow.hand_in(self.story, by=self.reporter, at=NOON)
        workflow.approve(self.story, by=self.editor, at=NOON)
        with self.assertRaisesMessage(Refused, "by now"):
            workflow.approve(self.story, by=self.editor, at=NOON)

    def test_an_approval_names_all_that_is_missing(self) -> None:
        self.story.headline, self.story.body = "", ""
        workflow.save(self.story, by=self.reporter, at=NOON)
        with self.assertRaises(Refused) as caught:
            workflow.approve(self.story, by=self.editor, at=NOON)
        self.assertEqual(2, len(caught.exception.reasons))

    def test_returning_needs_a_note(self) -> None:
        workflow.hand_in(self.story, by=self.reporter, at=NOON)
        self.assertRaises(Refused, lambda: workflow.send_back(self.story, by=self.editor, at=NOON, note="  "))

    def test_the_writer_must_be_able_to_write_there(self) -> None:
        foreign = make_colleague("foreign", Role.REPORTER, language="kk")
        with self.assertRaisesMessage(Refused, "may not write"):
            workflow.assign(self.story, foreign, by=self.editor, at=NOON)


class TimeTests(TestCase):
    """What goes out carries the time and the reason that it was done with, whatever the clock says."""

    def setUp(self) -> None:
        self.chief, self.story = make_colleague("chief", Role.CHIEF_EDITOR), make_draft()

    def fresh(self) -> Story:
        return Story.objects.get(pk=self.story.pk)

    def test_every_act_on_what_is_public_happens_at_its_time_and_for_its_reason(self) -> None:
        times = [NOON + timedelta(minutes=number) for number in range(4)]
        workflow.publish(self.fresh(), by=self.chief, at=times[0], reason="first")
        workflow.publish(self.fresh(), by=self.chief, at=times[1], reason="more")
        workflow.correct(self.fresh(), note="It was 48, not 84.", by=self.chief, at=times[2], reason="misread")
        workflow.kill(self.fresh(), reason="wrong name", by=self.chief, at=times[3])
        workflow.undo(self.fresh(), by=self.chief, at=times[3] + timedelta(seconds=9), reason="slip")
        said = [("new", "first"), ("update", "more"), ("correction", "misread"), ("kill", "wrong name"), ("undo", "slip")]
        expected = list(zip(said, [*times, times[3] + timedelta(seconds=9)], strict=True))
        self.assertEqual(expected, [((one.kind, one.reason), one.at) for one in Release.objects.order_by("number")])
        self.assertEqual((times[0], times[2]), (self.fresh().published_at, self.fresh().updated_at))
        self.assertEqual(times[2], self.fresh().corrections.get().at)

    def test_the_embargo_is_held_against_that_time(self) -> None:
        until = NOON + timedelta(hours=1)
        Story.objects.filter(pk=self.story.pk).update(embargoed_until=until)
        with self.assertRaisesMessage(Refused, "under embargo"):
            workflow.publish(self.fresh(), by=self.chief, at=until - timedelta(seconds=1))
        workflow.publish(self.fresh(), by=self.chief, at=until)
        self.assertEqual(until, self.fresh().published_at)

    def test_what_happens_on_the_desk_happens_at_its_time(self) -> None:
        reporter = make_colleague("reporter", Role.REPORTER)
        times = iter([NOON + timedelta(minutes=number) for number in range(8)])
        workflow.save(self.story, by=reporter, at=next(times))
        steps: tuple[Callable[[datetime], Work], ...] = (
            lambda at: workflow.hand_in(self.story, by=reporter, at=at, note="Done."),
            lambda at: workflow.send_back(self.story, by=self.chief, at=at, note="Who says so?"),
            lambda at: workflow.approve(self.story, by=self.chief, at=at),
            lambda at: workflow.schedule(self.story, NOON + timedelta(hours=1), by=self.chief, at=at),
            lambda at: workflow.unschedule(self.story, by=self.chief, at=at),
        )
        for step in steps:
            at = next(times)
            step(at)
            self.assertEqual(at, Work.objects.get(story=self.story).since)
        self.assertEqual([NOON + timedelta(minutes=number) for number in (1, 2)], list(Note.objects.values_list("at", flat=True)))
        self.assertEqual(NOON + timedelta(minutes=2), Alert.objects.get().at)


class TwoPersonTests(TestCase):
    def setUp(self) -> None:
        self.editor, self.other = make_colleague("editor", Role.EDITOR), make_colleague("other", Role.EDITOR)
        self.story = make_draft()
        DeskRule.objects.create(section=self.story.section, two_persons=True)
        workflow.save(self.story, by=self.editor, at=NOON)

    def test_who_wrote_it_does_not_send_it_out_alone(self) -> None:
        for act in (
            lambda: workflow.publish(self.story, by=self.editor, at=NOON),
            lambda: workflow.approve(self.story, by=self.editor, at=NOON),
            lambda: workflow.schedule(self.story, NOON + timedelta(hours=1), by=self.editor, at=NOON),
        ):
            with self.assertRaisesMessage(Refused, "Somebody other than its writer"):
                act()

    def test_the_second_person_approves_or_sends_it_out_themselves(self) -> None:
        workflow.approve(self.story, by=self.other, at=NOON)
        workflow.publish(self.story, by=self.editor, at=NOON)
        second = make_draft()
        workflow.save(second, by=self.editor, at=NOON)
        workflow.publish(second, by=self.other, at=NOON)
        self.assertEqual(2, Story.objects.filter(state="published").count())

    def test_an_edit_after_the_approval_needs_another(self) -> None:
        workflow.approve(self.story, by=self.other, at=NOON)
        self.story.lead = "Changed"
        workflow.save(self.story, by=self.editor, at=NOON)
        self.assertRaises(Refused, lambda: workflow.publish(self.story, by=self.editor, at=NOON))

    def test_a_flash_may(self) -> None:
        workflow.publish(self.story, by=self.editor, at=NOON, flash=True)
        self.assertEqual("published", Story.objects.get(pk=self.story.pk).state)


class OtherLanguagesTests(TestCase):
    def test_a_correction_and_a_kill_flag_the_other_languages_and_tell_their_desks(self) -> None:
        chief = make_colleague("chief", Role.CHIEF_EDITOR)
        russian = make_colleague("russian", Role.EDITOR, language="ru")
        kazakh_reporter = make_colleague("kazakh", Role.REPORTER, language="kk")
        story = make_story()
        others = [make_story(identity=story.identity, language=code, headline="Тақырып") for code in ("kk", "ru")]
        workflow.correct(story, note="It was 48, not 84.", by=chief, at=NOON)
        self.assertCountEqual(others, [flag.story for flag in ChangedElsewhere.objects.all()])
        self.assertEqual([russian], [alert.person for alert in Alert.objects.filter(kind=Kind.CHANGED_ELSEWHERE)])
        self.assertFalse(Alert.objects.filter(person=kazakh_reporter).exists())
        workflow.kill(story, reason="Wrong name", by=chief, at=NOON, tell_readers=True)
        self.assertEqual(2, ChangedElsewhere.objects.filter(tell_readers=True).count())


class ScopeTests(TestCase):
    def test_rights_are_the_sum_of_duties(self) -> None:
        from dateline.people import rights
        from dateline.people.models import Duty

        user = make_colleague("mixed", Role.REPORTER, desk="politics", language="kk")
        Duty.objects.create(user=user, role=Role.EDITOR, desk="sports")
        wanted = {("politics", "kk"): True, ("politics", "ru"): False, ("sports", "ru"): True, ("economy", "kk"): False}
        self.assertEqual(wanted, {where: rights.may(user, Act.WRITE, desk=where[0], language=where[1]) for where in wanted})
        self.assertFalse(rights.may(user, Act.PUBLISH, desk="politics", language="kk"))
        drafts = {section: make_draft(section=make_section(section), language="ru") for section in ("politics", "sports", "economy")}
        self.assertEqual([drafts["sports"]], list(Story.objects.filter(rights.scope(user, Act.WRITE).condition())))
        user.is_active = False
        self.assertFalse(rights.may(user, Act.WRITE))
