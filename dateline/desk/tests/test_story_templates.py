"""Templates of stories: by hand, of a story, and by the clock."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.test import TestCase

from dateline.desk.models import Alert, StoryTemplate, Work
from dateline.desk.templates_of_stories import filled_in, make_due_stories
from dateline.desk.tests.editing import browser_of, somebody, url
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import make_section, make_story

THURSDAY_NOON = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)  # in Almaty


def make_template(**fields: Any) -> StoryTemplate:
    filled = {
        "name": "Rates",
        "language": "en",
        "section": make_section(),
        "slugline": "rates-{date}",
        "headline": "Rates at {time}",
        "body": "<p>Rates.</p>",
    }
    return StoryTemplate.objects.create(**{**filled, **fields})


class ByTheClockTests(TestCase):
    def test_it_is_made_at_its_hour_and_once_a_day(self) -> None:
        make_template(at_hour=time(12, 0))
        self.assertEqual(make_due_stories(THURSDAY_NOON - timedelta(minutes=1)), [])
        (story,) = make_due_stories(THURSDAY_NOON + timedelta(seconds=20))
        self.assertEqual((story.slugline, story.headline, story.state), ("rates-12.03.2026", "Rates at 12:00", Story.State.DRAFT))
        self.assertEqual(make_due_stories(THURSDAY_NOON + timedelta(minutes=5)), [])
        self.assertEqual(len(make_due_stories(THURSDAY_NOON + timedelta(days=1))), 1)
        self.assertEqual(Story.objects.count(), 2)

    def test_only_on_its_days(self) -> None:
        make_template(at_hour=time(12, 0), weekdays=[1, 5])
        self.assertEqual(make_due_stories(THURSDAY_NOON), [])
        self.assertEqual(len(make_due_stories(THURSDAY_NOON + timedelta(days=1))), 1)

    def test_its_person_has_it_and_is_told_and_it_is_due(self) -> None:
        dina = somebody(Role.REPORTER)
        make_template(at_hour=time(12, 0), person=dina, due_after_min=45)
        make_due_stories(THURSDAY_NOON)
        work = Work.objects.get()
        self.assertEqual((work.holder, work.due_at, work.stage), (dina, THURSDAY_NOON + timedelta(minutes=45), Work.Stage.WRITING))
        self.assertIn("Rates", Alert.objects.get(person=dina).sentence)

    def test_after_a_long_standstill_it_is_not_made_for_an_hour_long_past(self) -> None:
        make_template(at_hour=time(12, 0))
        self.assertEqual(make_due_stories(THURSDAY_NOON + timedelta(hours=7)), [])

    def test_without_an_hour_it_waits_for_somebody(self) -> None:
        template = make_template()
        self.assertEqual(make_due_stories(THURSDAY_NOON), [])
        story = filled_in(template.pk, at=THURSDAY_NOON)
        self.assertEqual(story and story.headline, "Rates at 12:00")


class ScreenTests(TestCase):
    def setUp(self) -> None:
        self.chief = browser_of(somebody(Role.CHIEF_EDITOR))
        self.reporter = browser_of(somebody(Role.REPORTER))

    def fields(self, **more: Any) -> dict[str, Any]:
        return {"name": "Weather", "language": "en", "section": make_section().pk,
                "urgency": "5", "weekdays": ["1", "2"], "at_hour": "06:30",
                "headline": "Weather {date}", "body-html": "<p>Rain.<script>x()</script></p>", **more}  # fmt: skip

    def test_a_chief_editor_makes_one_and_a_reporter_may_not(self) -> None:
        self.assertEqual(self.reporter.post(url("new_template"), self.fields()).status_code, 403)
        self.chief.post(url("new_template"), self.fields())
        template = StoryTemplate.objects.get()
        self.assertEqual((template.weekdays, template.at_hour, template.body), ([1, 2], time(6, 30), "<p>Rain.</p>"))
        self.assertTrue(AuditEntry.objects.filter(act="template.create").exists())

    def test_a_reporter_begins_a_story_with_it(self) -> None:
        template = make_template(headline="Weather today")
        self.assertContains(self.reporter.get(url("templates")), "Begin a story")
        form = self.reporter.get(f"{url('add')}?template={template.pk}").context["form"]
        self.assertEqual((form["headline"].value(), form.before_body), ("Weather today", "<p>Rates.</p>"))
        self.assertEqual(self.reporter.get(f"{url('add')}?template=99999").status_code, 200)

    def test_a_story_becomes_one(self) -> None:
        story = make_story(headline="Every Friday")
        self.assertContains(self.chief.get(url("make_template", story.pk)), "Every Friday")

    def test_a_wrong_form_keeps_what_was_typed(self) -> None:
        response = self.chief.post(url("new_template"), self.fields(at_hour="late", headline="Typed here"))
        self.assertContains(response, "Typed here")
        self.assertFalse(StoryTemplate.objects.exists())

    def test_a_body_that_does_not_arrive_overwrites_nothing(self) -> None:
        template = make_template()
        fields = self.fields(body="null")
        del fields["body-html"]
        response = self.chief.post(url("template", template.pk), fields)
        self.assertContains(response, "The body did not arrive")
        self.assertEqual(StoryTemplate.objects.get().body, "<p>Rates.</p>")
        self.chief.post(url("template", template.pk), self.fields(**{"body-html": ""}))
        self.assertEqual(StoryTemplate.objects.get().body, "")

    def test_deleting_leaves_the_stories(self) -> None:
        template = make_template(at_hour=time(12, 0))
        make_due_stories(THURSDAY_NOON)
        self.chief.post(url("delete_template", template.pk))
        self.assertEqual((StoryTemplate.objects.count(), Story.objects.count()), (0, 1))

    def test_the_empty_list_says_why(self) -> None:
        self.assertContains(self.chief.get(url("templates")), "There is no template yet.")
