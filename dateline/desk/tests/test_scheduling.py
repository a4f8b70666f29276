"""What is due goes out in its second; what cannot, is held with a reason and shouted about."""

from datetime import datetime, timedelta

from django.core import mail
from django.test import TestCase, override_settings

from dateline.desk import letters, scheduling, workflow
from dateline.desk.models import Alert, AlertWish, DeskRule, Work
from dateline.desk.models.alerts import Kind
from dateline.lib.errors import Refused
from dateline.people.models import Duty
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import NOON, make_colleague, make_draft, make_section

HOUR = timedelta(hours=1)


@override_settings(LANGUAGE_CODE="en")  # of whoever has chosen none
class SchedulerTests(TestCase):
    def setUp(self) -> None:
        self.editor = make_colleague("editor", Role.EDITOR)

    def scheduled(self, when: datetime = NOON + HOUR) -> Story:
        story = make_draft()
        workflow.schedule(story, when, by=self.editor, at=NOON)
        return story

    def state(self, story: Story) -> str:
        return Story.objects.get(pk=story.pk).state

    def test_it_goes_out_in_its_second_and_not_before(self) -> None:
        story = self.scheduled()
        scheduling.send_due(NOON + HOUR - timedelta(seconds=1))
        self.assertEqual("draft", self.state(story))
        scheduling.send_due(NOON + HOUR)
        self.assertEqual("published", self.state(story))
        self.assertEqual(NOON + HOUR, Story.objects.get(pk=story.pk).published_at)
        self.assertFalse(Work.objects.filter(pk=story.pk).exists())
        self.assertEqual(self.editor, story.releases.get().by)
        self.assertFalse(Alert.objects.exists())

    def test_what_was_due_while_we_were_down_goes_out_on_start_and_people_hear_of_it(self) -> None:
        story = self.scheduled()
        scheduling.send_due(NOON + 3 * HOUR)
        self.assertEqual("published", self.state(story))
        self.assertIn("120 min", Alert.objects.get(person=self.editor, kind=Kind.LATE).sentence)

    @override_settings(SCHEDULED_AFTER_OUTAGE="ask")
    def test_or_it_asks_by_setting(self) -> None:
        story = self.scheduled()
        scheduling.send_due(NOON + 3 * HOUR)
        self.assertEqual("draft", self.state(story))
        self.assertIn("not running", Work.objects.get(pk=story.pk).held_because)
        self.assertEqual(1, Alert.objects.filter(person=self.editor, kind=Kind.LATE).count())
        workflow.publish(story, by=self.editor, at=NOON + 4 * HOUR)
        self.assertEqual("published", self.state(story))

    def test_who_lost_the_right_sends_nothing(self) -> None:
        story = self.scheduled()
        Duty.objects.all().delete()
        chief = make_colleague("chief", Role.CHIEF_EDITOR)
        scheduling.send_due(NOON + HOUR)
        self.assertEqual("draft", self.state(story))
        self.assertIn("right", Work.objects.get(pk=story.pk).held_because)
        self.assertTrue(Alert.objects.filter(person=chief, kind=Kind.LATE).exists())

    def test_a_held_one_stops_no_other_and_is_shouted_about_once(self) -> None:
        broken, fine = self.scheduled(), self.scheduled()
        section = make_section("crime")
        DeskRule.objects.create(section=section, two_persons=True)
        Story.objects.filter(pk=broken.pk).update(section=section)
        Work.objects.filter(pk=broken.pk).update(edited_by=self.editor)
        for second in range(15):
            scheduling.send_due(NOON + HOUR + timedelta(seconds=second))
            scheduling.shout(NOON + HOUR + timedelta(seconds=second))
        self.assertEqual(["draft", "published"], [self.state(broken), self.state(fine)])
        self.assertEqual(1, Alert.objects.filter(person=self.editor).count())

    def test_ten_seconds_late_is_shouted_about(self) -> None:
        story = self.scheduled()
        scheduling.shout(NOON + HOUR + timedelta(seconds=10))
        self.assertFalse(Alert.objects.exists())
        scheduling.shout(NOON + HOUR + timedelta(seconds=11))
        scheduling.shout(NOON + HOUR + timedelta(seconds=20))
        self.assertEqual([story.pk], [work.pk for work in scheduling.late(NOON + HOUR + timedelta(seconds=11))])
        self.assertIn("not out yet", Alert.objects.get(person=self.editor).sentence)

    def test_a_text_that_its_writer_owes_is_late_too(self) -> None:
        reporter = make_colleague("reporter", Role.REPORTER)
        story = make_draft()
        workflow.assign(story, reporter, by=self.editor, at=NOON, due_at=NOON + HOUR)
        scheduling.shout(NOON + HOUR + timedelta(seconds=1))
        self.assertEqual([reporter], [alert.person for alert in Alert.objects.filter(kind=Kind.LATE)])

    def test_a_time_before_the_end_of_the_embargo_is_refused(self) -> None:
        story = make_draft(embargoed_until=NOON + 2 * HOUR)
        with self.assertRaisesMessage(Refused, "under embargo until"):
            workflow.schedule(story, NOON + HOUR, by=self.editor, at=NOON)
        workflow.schedule(story, NOON + 2 * HOUR, by=self.editor, at=NOON)
        scheduling.send_due(NOON + 2 * HOUR - timedelta(seconds=1))
        self.assertEqual("draft", self.state(story))

    def test_an_edit_takes_it_off_the_schedule(self) -> None:
        story = self.scheduled()
        story.headline = "Another headline"
        workflow.save(story, by=self.editor, at=NOON)
        scheduling.send_due(NOON + HOUR)
        self.assertEqual("draft", self.state(story))


class LetterTests(TestCase):
    def test_a_letter_goes_to_who_wished_it_and_once(self) -> None:
        editor, reporter = make_colleague("editor", Role.EDITOR), make_colleague("reporter", Role.REPORTER)
        AlertWish.objects.create(person=reporter, kind=Kind.ASSIGNED, in_newsroom=False, by_mail=True)
        story = make_draft(slugline="gates", headline="Gates")
        workflow.assign(story, reporter, by=editor, at=NOON)
        for _again in range(2):
            letters.send(NOON)
        [letter] = mail.outbox
        self.assertEqual([reporter.email], letter.to)
        self.assertIn("Gates", letter.body)
        self.assertIn(f"/{story.pk}/", letter.body)

    def test_nobody_is_alerted_to_what_they_did_themselves(self) -> None:
        editor = make_colleague("editor", Role.EDITOR)
        workflow.assign(make_draft(), editor, by=editor, at=NOON)
        self.assertFalse(Alert.objects.exists())

    @override_settings(EMAIL_BACKEND="dateline.desk.tests.test_scheduling.NoServer")
    def test_letters_wait_for_the_mail_server(self) -> None:
        editor, reporter = make_colleague("editor", Role.EDITOR), make_colleague("reporter", Role.REPORTER)
        AlertWish.objects.create(person=reporter, kind=Kind.ASSIGNED, by_mail=True)
        workflow.assign(make_draft(), reporter, by=editor, at=NOON)
        self.assertEqual(0, letters.send(NOON))
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
            self.assertEqual(1, letters.send(NOON + HOUR))


class NoServer:
    """A mail server that is down."""

    def __init__(self, **_options: object) -> None: ...

    def send_messages(self, _letters: object) -> int:
        raise ConnectionRefusedError("nobody listens")
