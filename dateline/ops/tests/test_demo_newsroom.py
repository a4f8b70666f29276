"""The demo's newsroom: read strictly, the same on every day, brought about by the acts of its colleagues."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase as PlainTestCase
from zoneinfo import ZoneInfo

from django.test import TestCase, override_settings

from dateline.desk.models import Alert, Coverage, DeskRule, Note, PlannedEvent, StoryTemplate, Translation, Work
from dateline.desk.models.alerts import Kind
from dateline.languages.detection import detect
from dateline.media.models import Picture
from dateline.newscodes.loading import starter
from dateline.ops import starting
from dateline.ops.demo.loading import AlreadyHasStories, load_demo
from dateline.ops.demo.newsroom.reading import Newsroom, read_newsroom
from dateline.ops.demo.newsroom.times import read_moment
from dateline.ops.demo.reading import FILES, LANGUAGES, read_demo
from dateline.ops.demo.tables import BadDemo
from dateline.ops.tests.demo_files import NEWSROOM, WORK, shipped_with_few_stories, write_demo, write_newsroom
from dateline.people.models import AuditEntry, Author, Invitation, User
from dateline.people.rights import Role
from dateline.stories.models import ChangedElsewhere, Release, Story

ALMATY = ZoneInfo("Asia/Almaty")
EVENING = datetime(2026, 3, 12, 21, 2, 40, tzinfo=ALMATY)  # a Thursday
Stage = Work.Stage


class MomentTests(PlainTestCase):
    def seen(self, text: str) -> datetime:
        moment = read_moment(text)
        assert moment, text
        return moment.seen_from(EVENING).astimezone(ALMATY)

    def test_minutes_and_hours_are_counted_from_the_moment_of_loading(self) -> None:
        self.assertEqual(self.seen("-40 min"), EVENING - timedelta(minutes=40))
        self.assertEqual(self.seen("+3 h"), EVENING + timedelta(hours=3))

    def test_days_are_those_of_the_agency(self) -> None:
        late = datetime(2026, 3, 12, 20, 0, tzinfo=UTC)  # already the 13th in Almaty
        moment = read_moment("+1 10:00")
        assert moment
        self.assertEqual(moment.seen_from(late), datetime(2026, 3, 14, 10, 0, tzinfo=ALMATY))

    def test_a_weekday_is_of_this_week_or_of_the_next_one(self) -> None:
        self.assertEqual(self.seen("tue 10:00"), datetime(2026, 3, 10, 10, 0, tzinfo=ALMATY))
        self.assertEqual(self.seen("next sun 07:00"), datetime(2026, 3, 22, 7, 0, tzinfo=ALMATY))

    def test_what_people_arrange_begins_at_whole_five_minutes(self) -> None:
        moment = read_moment("+3 h")
        assert moment
        self.assertEqual(moment.arranged(EVENING).astimezone(ALMATY), datetime(2026, 3, 13, 0, 5, tzinfo=ALMATY))
        self.assertEqual(moment.arranged(EVENING.replace(minute=0, second=0)).astimezone(ALMATY).minute, 0)

    def test_anything_else_is_no_time(self) -> None:
        for text in ("", "3 h", "+3 days", "tomorrow 10:00", "tue 25:00", "+1 10:00 ", "next +1 10:00"):
            self.assertIsNone(read_moment(text), text)


class ReadNewsroomTests(PlainTestCase):
    def setUp(self) -> None:
        self.place = Path(self.enterContext(TemporaryDirectory()))

    def read(self, **changes: str) -> Newsroom:
        folder = write_newsroom(write_demo(self.place / "demo"), **changes)
        return read_newsroom(folder, read_demo(folder))

    def problems(self, **changes: str) -> list[str]:
        with self.assertRaises(BadDemo) as caught:
            self.read(**changes)
        return caught.exception.reasons

    def test_a_demo_may_have_no_newsroom(self) -> None:
        folder = write_demo(self.place / "demo")
        self.assertEqual(read_newsroom(folder, read_demo(folder)), Newsroom())

    def test_it_reads_colleagues_and_the_steps_of_their_work(self) -> None:
        newsroom = self.read()
        self.assertEqual([one.username for one in newsroom.colleagues], ["admin-of-demo", "writer", "boss"])
        self.assertEqual([step.act for step in newsroom.works[0].steps["ru"]], ["write", "hand_in", "send_back"])

    def test_somebody_who_does_not_work_here_is_told(self) -> None:
        (problem,) = self.problems(work=WORK.replace('by = "boss"', 'by = "nobody"'))
        self.assertIn("bridge.toml: ru.steps[3].by: “nobody” is not one of", problem)

    def test_a_time_that_is_none_is_told_with_examples(self) -> None:
        (problem,) = self.problems(work=WORK.replace('"-1 h"', '"yesterday"'))
        self.assertIn("ru.steps[1].at: “yesterday” is not a time such as -40 min", problem)

    def test_a_work_begins_with_its_text(self) -> None:
        (problem,) = self.problems(work=WORK.replace('act = "write"', 'act = "approve"'))
        self.assertIn("the first step must be “write” or “translate”", problem)

    def test_the_first_colleague_must_administer(self) -> None:
        (problem,) = self.problems(newsroom=NEWSROOM.replace('role = "administrator"', 'role = "reporter"'))
        self.assertIn("the first one must be an administrator", problem)

    def test_a_mistyped_key_is_told(self) -> None:
        (problem,) = self.problems(newsroom=NEWSROOM + '\n[[rules]]\ndesk = "regions"\ntwo_person = true\n')
        self.assertIn("two_person: this key is not known here", problem)


class OpeningTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.place = Path(self.enterContext(TemporaryDirectory()))
        self.enterContext(override_settings(MEDIA_ROOT=self.place / "media"))


class OpenNewsroomTests(OpeningTestCase):
    def load(self, *, at: datetime = EVENING, **changes: str) -> tuple[str, ...]:
        folder = write_newsroom(write_demo(self.place / "demo"), **changes)
        return load_demo(at=at, folder=folder, tell=lambda _line: None).colleagues

    def test_colleagues_come_with_duties_byline_and_language_and_nobody_can_sign_in_yet(self) -> None:
        self.assertEqual(self.load(), ("admin-of-demo", "writer", "boss"))
        writer = User.objects.get(username="writer")
        self.assertEqual((writer.shown_name(), writer.language(), writer.author.slug), ("Айгерім Төлен", "ru", "aigerim-tolen"))  # type: ignore[attr-defined]
        self.assertEqual([str(duty.role) for duty in writer.duties.all()], [Role.REPORTER])
        self.assertFalse(any(user.has_usable_password() for user in User.objects.all()))

    def test_a_work_stands_where_its_steps_brought_it_and_the_log_says_who_did_what(self) -> None:
        self.load()
        story = Story.objects.get(slugline="bridge", language="ru")
        work, writer = story.work, User.objects.get(username="writer")
        self.assertEqual((story.state, work.stage, work.holder), (Story.State.DRAFT, Stage.WRITING, writer))
        self.assertEqual(work.since, EVENING - timedelta(minutes=20))
        said = AuditEntry.objects.filter(kind="stories.story", number=str(story.pk)).order_by("pk")
        self.assertEqual(
            [(entry.by.username, entry.act) for entry in said if entry.by],
            [("writer", "story.create"), ("writer", "story.hand_in"), ("boss", "story.return")],
        )
        self.assertEqual([alert.kind for alert in Alert.objects.filter(person=writer, story=story)], [Kind.RETURNED])

    def test_a_translation_follows_its_source_part_by_part(self) -> None:
        self.load()
        translation = Translation.objects.get()
        self.assertEqual((translation.source.language, translation.story.language), ("ru", "en"))
        self.assertEqual(translation.story.identity, translation.source.identity)
        text = translation.story.get_latest_revision().as_object()
        self.assertEqual((text.headline, text.body), ("The bridge is open to everybody", "<p>The bridge is open.</p>"))

    def test_loading_again_is_refused_and_changes_nothing(self) -> None:
        self.load()
        counts = [model.objects.count() for model in (User, Story, Work, AuditEntry, Alert, PlannedEvent, Picture)]  # type: ignore[attr-defined]
        with self.assertRaises(AlreadyHasStories):
            load_demo(at=EVENING + timedelta(days=1), folder=self.place / "demo", tell=lambda _line: None)
        self.assertEqual(
            counts,
            [model.objects.count() for model in (User, Story, Work, AuditEntry, Alert, PlannedEvent, Picture)],  # type: ignore[attr-defined]
        )

    def test_what_a_colleague_may_not_do_stops_the_loading(self) -> None:
        with self.assertRaisesMessage(Exception, "This needs a right that you do not have here"):
            self.load(work=WORK.replace('by = "boss"', 'by = "writer"'))
        self.assertFalse(User.objects.exists())


class FirstStartTests(OpeningTestCase):
    def test_colleagues_sign_in_with_the_password_of_the_first_administrator_said_in_one_sentence(self) -> None:
        folder = write_newsroom(write_demo(self.place / "demo"))
        said: list[str] = []
        colleagues = load_demo(at=EVENING, folder=folder, tell=said.append).colleagues
        starting.make_first_administrator(said.append, colleagues)
        password = re.search(r"password: (\S+)", said[-2])
        assert password
        self.assertEqual(said[-1], "The demo's colleagues sign in with the same password: admin-of-demo, writer, boss.")
        for user in User.objects.all():
            self.assertTrue(user.check_password(password[1]), user)

    def test_a_later_start_gives_nobody_a_password(self) -> None:
        folder = write_newsroom(write_demo(self.place / "demo"))
        User.objects.create_superuser("admin", password="long enough a password")
        said: list[str] = []
        starting.make_first_administrator(said.append, load_demo(at=EVENING, folder=folder, tell=lambda _line: None).colleagues)
        self.assertEqual(said, [])
        self.assertFalse(User.objects.get(username="writer").has_usable_password())


class ShippedNewsroomTests(PlainTestCase):
    """The texts and people that are shipped."""

    newsroom: Newsroom

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.newsroom = read_newsroom(FILES, read_demo(FILES))

    def test_every_role_has_somebody_and_each_language_its_reporter_and_editor(self) -> None:
        rows = [(row, one) for one in self.newsroom.colleagues for row in one.duties]
        self.assertEqual({row.role for row, _one in rows}, set(Role.values))
        for language in LANGUAGES:
            for role in (Role.REPORTER, Role.EDITOR):
                self.assertTrue(any(row.role == role and row.language == language for row, _one in rows), (role, language))
            self.assertGreaterEqual(sum(one.language == language for one in self.newsroom.colleagues), 3)

    def test_the_texts_in_the_making_are_in_the_language_that_they_stand_under(self) -> None:
        for work in self.newsroom.works:
            for language, text in work.texts.items():
                with self.subTest(f"{work.slugline} {language}"):
                    self.assertEqual(detect(text.body), language)
                    self.assertTrue(30 <= len(text.headline) <= 100, len(text.headline))
                    self.assertTrue(70 <= len(text.lead) <= 230, len(text.lead))
                    self.assertNotRegex(text.body, r"\d \d{3}\b")
                    self.assertNotIn('"', text.headline + text.lead + text.body)

    def test_subjects_are_those_that_dateline_brings_names_for(self) -> None:
        known = {topic.code for topic in starter()}
        for work in self.newsroom.works:
            self.assertLessEqual(set(work.subjects), known, work.slugline)


class ShippedNewsroomAtWorkTests(TestCase):
    """What the shipped newsroom looks like once it is open, beside two public stories; loaded once for all tests."""

    databases = {"default", "counts"}

    @classmethod
    def setUpTestData(cls) -> None:
        place = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.enterClassContext(override_settings(MEDIA_ROOT=place / "media"))
        load_demo(at=EVENING, folder=shipped_with_few_stories(place / "demo"), tell=lambda _line: None)

    def test_something_waits_at_every_place_of_the_board(self) -> None:
        works = Work.objects.all()
        self.assertEqual({work.stage for work in works}, set(Stage.values))
        self.assertTrue(any(work.is_waiting() for work in works))
        self.assertTrue(any(work.is_late(EVENING) for work in works))
        self.assertTrue(Note.objects.filter(kind=Note.Kind.RETURNED).exists())
        self.assertTrue(Note.objects.filter(kind=Note.Kind.HANDED_IN, story__work__stage=Stage.REVIEW).exists())
        self.assertTrue(Alert.objects.filter(kind=Kind.MENTIONED).exists())
        self.assertTrue(works.filter(story__state=Story.State.PUBLISHED).exists())
        self.assertTrue(DeskRule.objects.filter(two_persons=True).exists())

    def test_three_go_out_by_themselves_one_of_them_when_its_embargo_ends(self) -> None:
        scheduled = list(Work.objects.filter(stage=Stage.SCHEDULED).order_by("scheduled_for").select_related("story"))
        hours = [(work.scheduled_for - EVENING) / timedelta(hours=1) for work in scheduled if work.scheduled_for]
        self.assertTrue(2 < hours[0] < hours[1] < 6 < hours[2], hours)
        self.assertEqual(scheduled[2].scheduled_for, datetime(2026, 3, 13, 10, 0, tzinfo=ALMATY))
        self.assertEqual(scheduled[2].story.embargoed_until, scheduled[2].scheduled_for)
        self.assertFalse(Release.objects.filter(story__embargoed_until__isnull=False).exists())

    def test_languages_are_missing_and_a_correction_is_still_to_be_looked_at_in_the_others(self) -> None:
        languages = {work.story.slugline: set() for work in Work.objects.select_related("story")}  # type: ignore[var-annotated]
        for story in Story.objects.filter(slugline__in=languages):
            languages[story.slugline].add(story.language)
        self.assertGreaterEqual(sum(len(found) < 3 for found in languages.values()), 8)
        self.assertEqual({flag.story.language for flag in ChangedElsewhere.objects.filter(settled_at=None)}, {"kk", "en"})

    def test_the_calendar_reaches_into_the_next_week_and_leaves_something_to_do(self) -> None:
        events = list(PlannedEvent.objects.all())
        self.assertTrue(any(event.starts_at > EVENING + timedelta(days=7) for event in events))
        self.assertEqual(len([event for event in events if not event.is_on()]), 1)
        self.assertTrue(Coverage.objects.filter(person=None, due_at__gt=EVENING).exists())
        self.assertTrue(any(one.is_late(EVENING) for one in Coverage.objects.select_related("event")))
        self.assertTrue(Coverage.objects.filter(story__isnull=False).exists())
        for event in events:
            self.assertEqual(set(event.names), set(LANGUAGES))

    def test_one_template_begins_a_story_by_itself(self) -> None:
        self.assertEqual([template.language for template in StoryTemplate.objects.exclude(at_hour=None)], ["kk"])
        self.assertEqual(StoryTemplate.objects.count(), 3)

    def test_one_picture_lacks_its_credit_and_the_rights_of_one_end_soon(self) -> None:
        waiting = Picture.objects.exclude(uploaded_by_user=None)
        self.assertEqual([bool(picture.credit_lines) for picture in waiting.filter(filed_at=None)], [False])
        (ending,) = waiting.exclude(rights_expire_at=None)
        assert ending.rights_expire_at
        self.assertTrue(timedelta(hours=1) < ending.rights_expire_at - EVENING < timedelta(days=3))

    def test_somebody_is_invited_and_bylines_belong_to_their_writers(self) -> None:
        invitation = Invitation.objects.get()
        self.assertTrue(invitation.is_open(EVENING))
        self.assertGreaterEqual(Author.objects.exclude(user=None).count(), 6)
