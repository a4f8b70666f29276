"""Loading the demo agency."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import TestCase, override_settings
from PIL import Image

from dateline.agency.models import Agency
from dateline.media.models import Picture
from dateline.ops.demo.loading import AlreadyHasStories, Loaded, day_zero, load_demo
from dateline.ops.demo.reading import read_demo
from dateline.ops.demo.tables import BadDemo
from dateline.ops.tests.demo_files import GATES, TRAM, write_demo
from dateline.people.models import Author
from dateline.readership.hours import hour_of
from dateline.readership.models import HourlyViews, StoryViews
from dateline.stories.models import Dossier, Release, Section, Story
from dateline.testing import make_story

ALMATY = ZoneInfo("Asia/Almaty")
EVENING = datetime(2026, 3, 12, 21, 0, tzinfo=ALMATY)
Kind = Release.Kind


class DemoTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.place = Path(self.enterContext(TemporaryDirectory()))
        self.enterContext(override_settings(MEDIA_ROOT=self.place / "media"))
        self.told: list[str] = []

    def load(self, *, at: datetime = EVENING, **stories: str) -> Loaded:
        return load_demo(at=at, folder=write_demo(self.place / "demo", **stories), tell=self.told.append)


class LoadDemoTests(DemoTestCase):
    def test_it_sets_up_the_agency(self) -> None:
        self.load()
        agency = Agency.load()
        self.assertEqual(agency.name("ru"), "name ru")
        self.assertEqual(agency.imprints["en"], "imprint en\n\ncontact en")
        self.assertEqual(agency.security_contact, "security@agency.example")
        self.assertEqual(Section.objects.get().name("kk"), "Өңірлер")
        self.assertEqual(Author.objects.get().biography("en"), "Writes about water.")

    def test_the_versions_of_a_story_share_an_identity_and_nothing_else_does(self) -> None:
        self.assertEqual(self.load().stories, 3)
        russian, english = Story.objects.filter(slugline="gates").order_by("-language")
        self.assertEqual(russian.identity, english.identity)
        self.assertNotEqual(russian.identity, Story.objects.get(slugline="tram").identity)

    def test_a_story_comes_with_everything_that_its_file_tells(self) -> None:
        self.load()
        story = Story.objects.get(slugline="gates", language="ru")
        self.assertEqual((story.headline, story.dateline, story.urgency), ("Открыты два затвора", "КАРАСОР", 4))
        self.assertEqual((story.section.slug, story.dossier), ("regions", Dossier.objects.get(slug="flood")))
        self.assertEqual((story.signature(), [source.name for source in story.sources.all()]), ("Айгерим Толен", ["Водхоз"]))
        self.assertEqual([subject.code for subject in story.subjects.all()], ["medtop:06000000"])

    def test_the_body_becomes_html_and_numbers_keep_their_no_break_spaces(self) -> None:
        self.load()
        body = Story.objects.get(slugline="gates", language="en").body.replace("&nbsp;", "\u00a0")
        self.assertEqual(body, "<p>The gates cost 1\u00a0200\u00a0tenge each.</p><h2>Downstream</h2><p>Crossings are shut.</p>")

    def test_one_drawing_serves_all_languages_with_credit_and_alt_text_in_each(self) -> None:
        self.assertEqual(self.load().pictures, 1)
        picture = Picture.objects.get()
        placements = [placement for story in Story.objects.filter(slugline="gates") for placement in story.pictures.all()]
        self.assertEqual({placement.picture for placement in placements}, {picture})
        self.assertEqual({placement.credit() for placement in placements}, {"picture_credit ru", "picture_credit en"})
        self.assertEqual({placement.description() for placement in placements}, {"Плотина с пятью затворами.", "A dam with five gates."})
        with Image.open(picture.file) as drawing:
            self.assertEqual((drawing.format, drawing.size), ("JPEG", (1600, 1067)))

    def test_the_newsroom_knows_where_a_picture_is_used(self) -> None:
        self.load()
        users = {version for version, _references in Picture.objects.get().get_usage()}  # type: ignore[attr-defined]  # of Wagtail
        self.assertEqual(users, set(Story.objects.filter(slugline="gates")))

    def test_two_stories_with_the_same_scene_get_different_drawings(self) -> None:
        self.load(gates=GATES, twin=GATES.replace('"gates"', '"twin"').replace("days_ago = 0", "days_ago = 1"))
        one, two = (bytes(picture.file.read()) for picture in Picture.objects.all())
        self.assertNotEqual(one, two)

    def test_stories_go_out_at_their_minute_in_the_order_of_time(self) -> None:
        self.load()
        times = [(release.story.slugline, release.at.astimezone(ALMATY)) for release in Release.objects.all()]
        gates, tram = datetime(2026, 3, 12, 9, 54, tzinfo=ALMATY), datetime(2026, 3, 10, 16, 23, tzinfo=ALMATY)
        self.assertEqual(times, [("tram", tram), ("gates", gates), ("gates", gates)])
        self.assertEqual(Story.objects.get(slugline="tram").published_at, tram)

    def test_it_tells_a_line_for_each_phase(self) -> None:
        self.load()
        self.assertEqual(len(self.told), 5)
        self.assertEqual(self.told[0], "Read 2 stories.")

    def test_it_refuses_a_database_that_has_stories(self) -> None:
        make_story()
        with self.assertRaises(AlreadyHasStories):
            self.load()
        self.assertEqual(Story.objects.count(), 1)
        self.assertFalse(Author.objects.exists())

    def test_a_subject_that_the_newsroom_does_not_know_is_told_and_nothing_is_loaded(self) -> None:
        with self.assertRaises(BadDemo) as caught:
            self.load(tram=TRAM.replace("medtop:06000000", "medtop:99999999"))
        self.assertEqual(caught.exception.reasons, ["tram.toml: subjects: “medtop:99999999” is not a subject of this database"])
        self.assertFalse(Section.objects.exists())


class SequelTests(DemoTestCase):
    def load_tram_with(self, sequel: str, minutes: int, text: str) -> tuple[Story, Release]:
        self.load(tram=f'{TRAM}\n[{sequel}]\nafter_minutes = {minutes}\nkk = "{text}"')
        return Story.objects.get(), Release.objects.order_by("number").last()  # type: ignore[return-value]

    def test_a_correction_leaves_its_note_after_its_minutes(self) -> None:
        story, release = self.load_tram_with("correction", 86, "Дұрысы – 620.")
        self.assertEqual((release.kind, release.at - story.published_at), (Kind.CORRECTION, timedelta(minutes=86)))  # type: ignore[operator]
        self.assertEqual([(note.note, note.at) for note in story.corrections.all()], [("Дұрысы – 620.", release.at)])
        self.assertEqual(story.updated_at, release.at)

    def test_an_update_adds_its_paragraph(self) -> None:
        story, release = self.load_tram_with("update", 95, "Кран іске қосылды.")
        self.assertEqual((release.kind, story.version), (Kind.UPDATE, 2))
        self.assertEqual(story.body, "<p>Бірінші абзац.</p><p>Кран іске қосылды.</p>")
        self.assertEqual(Release.objects.get(version=1).snapshot["body"], "<p>Бірінші абзац.</p>")

    def test_a_kill_withdraws_the_story_and_nobody_reads_it_afterwards(self) -> None:
        story, release = self.load_tram_with("kill", 32, "Дерек қайтарып алынды.")
        self.assertEqual((story.state, story.killed_at), (Story.State.KILLED, release.at))
        self.assertEqual(story.kill_reason, "Дерек қайтарып алынды.")
        self.assertEqual(sum(row.views for row in HourlyViews.objects.filter(hour__lte=hour_of(release.at))), 300)


class ViewsTests(DemoTestCase):
    def test_every_version_has_its_share_and_together_they_have_what_the_file_says(self) -> None:
        self.assertEqual(self.load().views, 2300)
        versions = StoryViews.objects.filter(story_id__in=[story.pk for story in Story.objects.filter(slugline="gates")])
        self.assertEqual(sum(version.own for version in versions), 2000)
        self.assertTrue(all(version.own > 300 and version.carried is None for version in versions))

    def test_hours_add_up_to_the_totals_and_none_lies_outside_the_story_s_life(self) -> None:
        self.load()
        for story in Story.objects.all():
            rows = HourlyViews.objects.filter(story_id=story.pk)
            self.assertEqual(sum(row.views for row in rows), StoryViews.objects.get(pk=story.pk).own)
            assert story.published_at
            self.assertTrue(all(hour_of(story.published_at) <= row.hour <= hour_of(EVENING) for row in rows))


class DayZeroTests(DemoTestCase):
    def newest(self, at: datetime, **stories: str) -> date:
        return day_zero(read_demo(write_demo(self.place / "demo", **stories)).stories, at=at)

    def test_it_is_today_when_the_last_story_of_the_day_is_out(self) -> None:
        self.assertEqual(self.newest(datetime(2026, 3, 12, 9, 54, tzinfo=ALMATY)), date(2026, 3, 12))

    def test_it_is_yesterday_when_a_story_would_lie_in_the_future(self) -> None:
        self.assertEqual(self.newest(datetime(2026, 3, 12, 9, 53, tzinfo=ALMATY)), date(2026, 3, 11))

    def test_today_is_the_day_in_the_agency_s_time_zone(self) -> None:
        self.assertEqual(self.newest(datetime(2026, 3, 12, 20, 0, tzinfo=UTC)), date(2026, 3, 12))

    def test_what_happens_to_a_story_later_must_not_lie_in_the_future_either(self) -> None:
        tram = TRAM.replace("days_ago = 2", "days_ago = 0") + '[kill]\nafter_minutes = 600\nkk = "Қате."'
        self.assertEqual(self.newest(datetime(2026, 3, 12, 1, 0, tzinfo=ALMATY), tram=tram), date(2026, 3, 10))


class CommandTests(DemoTestCase):
    def test_it_refuses_in_one_sentence_and_says_what_to_do(self) -> None:
        make_story()
        with self.assertRaisesMessage(CommandError, "already has stories; nothing was changed. Load the demo into an empty one"):
            call_command("load-demo")
