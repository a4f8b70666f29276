"""The board: who sees what in which lane, and that it costs little."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import connection, connections
from django.forms import inlineformset_factory
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime, now

from dateline.desk import workflow
from dateline.desk.board.day import day
from dateline.desk.board.panels import MOST, own_day
from dateline.desk.board.reading import LaneOfSlips, Slip, facts, lanes
from dateline.desk.models import BoardChoice, Coverage, EditLock, PlannedEvent, Work
from dateline.desk.planning import acts as planning
from dateline.people.models import User
from dateline.people.rights import Role
from dateline.stories import publishing, releases
from dateline.stories.models import Bookmark, Story
from dateline.testing import make_colleague, make_draft, make_picture, make_section, make_story

BOARD = "/newsroom/"
CHANGES = "/newsroom/board/changes/"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


class BoardTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        self.at = now()
        self.reporter = make_colleague("reporter", Role.REPORTER, first_name="Rep", last_name="Orter")
        self.editor = make_colleague("editor", Role.EDITOR, first_name="Ed", last_name="Itor")
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def lanes(self, person: User | None = None, **choice: Any) -> dict[str, LaneOfSlips]:
        person = person or self.editor
        chosen = BoardChoice(person=person, **choice)
        return {lane.key: lane for lane in lanes(facts(chosen, self.at, releases.head()), person, chosen)}

    def slip(self, story: Story, person: User | None = None) -> Slip:
        return next(slip for lane in self.lanes(person).values() for slip in lane.slips if slip.number == story.pk)

    def written(self, by: User | None = None, **fields: Any) -> Story:
        story = make_draft(**fields)
        workflow.save(story, by=by or self.reporter, at=self.at)
        return Story.objects.get(pk=story.pk)

    def where(self, story: Story) -> str:
        return next((key for key, lane in self.lanes().items() if any(slip.number == story.pk for slip in lane.slips)), "")


class LaneTests(BoardTestCase):
    def test_a_story_goes_from_lane_to_lane_until_it_is_live(self) -> None:
        story = self.written()
        self.assertEqual("writing", self.where(story))
        workflow.assign(story, None, by=self.editor, at=self.at)
        self.assertEqual("waiting", self.where(story))
        workflow.hand_in(story, by=self.reporter, at=self.at)
        self.assertEqual("review", self.where(story))
        workflow.approve(story, by=self.editor, at=self.at)
        self.assertEqual("ready", self.where(story))
        workflow.schedule(story, self.at + timedelta(hours=1), by=self.editor, at=self.at)
        self.assertEqual(("ready", "scheduled"), (self.where(story), self.slip(story).stand))
        workflow.publish(story, by=self.editor, at=self.at)
        self.assertEqual("live", self.where(story))

    def test_a_slip_says_what_the_latest_text_says_and_not_what_is_public(self) -> None:
        story = make_story(at=self.at, headline="Old headline", slugline="OLD", urgency=5)
        story.headline, story.slugline, story.urgency = "New headline", "NEW", 2
        workflow.save(story, by=self.reporter, at=self.at)
        lanes_now = self.lanes()
        self.assertEqual(
            [("New headline", "NEW", 2)], [(slip.headline, slip.slugline, slip.urgency) for slip in lanes_now["writing"].slips]
        )
        self.assertEqual(["Old headline"], [slip.headline for slip in lanes_now["live"].slips])
        self.assertIn("An update of what is public", lanes_now["writing"].slips[0].wants)

    def test_it_says_all_that_is_missing_in_the_latest_text(self) -> None:
        picture = make_picture(credit_lines={})
        story = self.written(pictures=[picture])
        self.assertEqual(("A picture has no credit line.",), self.slip(story).wants)
        story.body, story.slugline = "<p> </p>", ""
        workflow.save(story, by=self.reporter, at=self.at)
        self.assertEqual(("3 things missing: The slugline is empty.",), self.slip(story).wants)

    def test_a_draft_without_any_name_is_called_by_its_number(self) -> None:
        """A link without a text cannot be found by ear."""
        story = self.written(by=self.editor, headline="", slugline="")
        for path in (BOARD, reverse("planning:my-day")):
            links = re.findall(rf'<a href="[^"]*/edit/{story.pk}/"[^>]*>([^<]*)</a>', self.client.get(path).content.decode())
            self.assertEqual({f"#{story.pk}"}, set(links), path)
        page = self.client.get(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))
        self.assertRegex(page.content.decode(), rf'<h1 class="editor-title">\s*#{story.pk}\s*</h1>')

    def test_an_embargo_and_what_is_late_and_held_are_told(self) -> None:
        under = self.written(embargoed_until=self.at + timedelta(hours=2))
        self.assertIn("Embargo until", self.slip(under).held[0])
        late = self.written()
        workflow.assign(late, self.reporter, by=self.editor, at=self.at, due_at=self.at - timedelta(minutes=1))
        self.assertIn("Late", self.slip(late).held[0])
        held = self.written()
        workflow.schedule(held, self.at + timedelta(seconds=1), by=self.editor, at=self.at)
        Work.objects.filter(pk=held.pk).update(held_because="the right was taken away", scheduled_for=self.at - timedelta(minutes=3))
        self.assertIn("Held: the right was taken away", self.slip(held).held)
        page = self.client.get(BOARD).content.decode()
        self.assertIn(f"“{held.slugline}” was scheduled for", page)
        self.assertIn('class="board-alert', page)

    def test_it_shows_the_state_of_every_language(self) -> None:
        story = make_story(at=self.at, language="en")
        draft = make_draft(language="ru", identity=story.identity)
        tongues = {tongue.code: (tongue.state, tongue.word) for tongue in self.slip(story).tongues}
        self.assertEqual({"KK": ("none", "not yet"), "RU": ("doing", "draft"), "EN": ("out", "public")}, tongues)
        publishing.publish(draft, at=self.at)
        publishing.kill(draft, at=self.at, reason="not true")
        states = {tongue.code: tongue.state for tongue in self.slip(story).tongues}
        self.assertEqual({"KK": "none", "RU": "killed", "EN": "out"}, states)

    def test_another_language_that_changed_is_told(self) -> None:
        english, russian = make_story(at=self.at), None
        russian = make_story(at=self.at, language="ru", identity=english.identity)
        workflow.kill(russian, reason="not true", by=self.editor, at=self.at)
        self.assertEqual(("Withdrawn in Русский: look at this one too",), self.slip(english).wants)
        self.assertTrue(self.slip(Story.objects.get(pk=russian.pk)).killed)

    def test_who_has_it_and_who_types_just_now(self) -> None:
        story = self.written()
        self.assertEqual(("Rep Orter", "You"), (self.slip(story).who, self.slip(story, self.reporter).who))
        self.assertEqual((False, True), (self.slip(story).is_mine, self.slip(story, self.reporter).is_mine))
        EditLock.objects.create(story=story, person=self.reporter, since=self.at, active_at=self.at)
        self.assertEqual("Rep Orter is editing", self.slip(story).who)
        workflow.hand_in(story, by=self.reporter, at=self.at)
        EditLock.objects.all().delete()
        self.assertEqual("for anyone", self.slip(story).who)

    def test_live_is_today_and_what_changed_today(self) -> None:
        old = make_story(at=self.at - timedelta(days=3))
        self.assertEqual("", self.where(old))
        publishing.update(old, at=self.at)
        self.assertEqual("live", self.where(old))
        self.assertEqual(1, self.lanes()["live"].count)

    def test_what_is_taken_back_leaves_the_live_lane(self) -> None:
        story = self.written()
        workflow.publish(story, by=self.editor, at=self.at)
        workflow.undo(Story.objects.get(pk=story.pk), by=self.editor, at=now())
        self.assertEqual("writing", self.where(story))

    def test_every_empty_lane_says_why(self) -> None:
        self.assertTrue(all(lane.why and not lane.slips for lane in self.lanes().values()))
        page = self.client.get(BOARD).content.decode()
        for lane in self.lanes().values():
            self.assertIn(lane.why, page)


class ChoiceTests(BoardTestCase):
    def press(self, press: str, **more: str) -> BoardChoice:
        self.client.post("/newsroom/board/choose/", {"press": press, **more})
        return BoardChoice.objects.get(pk=self.editor.pk)

    def test_what_is_chosen_is_remembered_and_shown(self) -> None:
        self.written(language="ru", slugline="RUSSIAN")
        self.written(language="kk", slugline="KAZAKH")
        choice = self.press("language:ru")
        self.assertEqual("ru", choice.language)
        page = self.client.get(BOARD).content.decode()
        self.assertIn("RUSSIAN", page)
        self.assertNotIn("KAZAKH", page)
        self.assertEqual("", self.press("language:ru").language)
        self.press("mine")
        self.assertNotIn("RUSSIAN", self.client.get(BOARD).content.decode())
        self.press("all")
        self.assertIn("KAZAKH", self.client.get(BOARD).content.decode())

    def test_desk_and_person(self) -> None:
        self.written(section=make_section("sport"), slugline="MATCH")
        self.written(by=self.editor, slugline="DAM")
        self.press("show", desk="sport")
        page = self.client.get(BOARD).content.decode()
        self.assertIn("MATCH", page)
        self.assertNotIn('title="DAM"', page)
        self.press("show", desk="", holder=str(self.editor.pk))
        page = self.client.get(BOARD).content.decode()
        self.assertIn('title="DAM"', page)
        self.assertNotIn("MATCH", page)

    def test_what_is_not_there_is_not_chosen(self) -> None:
        choice = self.press("show", desk="no-such-desk", holder="99999999999999999999")
        self.assertEqual(("", None), (choice.desk, choice.holder_id))
        self.assertEqual("", self.press("language:xx").language)

    def test_counts_are_of_everything(self) -> None:
        self.written(language="ru")
        self.written(by=self.editor, language="kk")
        self.press("mine")
        page = " ".join(self.client.get(BOARD).content.decode().split())
        self.assertIn('Everything <span class="n">2</span>', page)
        self.assertIn('Mine <span class="n">1</span>', page)
        self.assertIn('Русский <span class="n">1</span>', page)


class ChangesTests(BoardTestCase):
    def setUp(self) -> None:
        super().setUp()
        clock = mock.patch("dateline.desk.board.views.now", return_value=self.at)  # a new minute is a change of its own
        clock.start()
        self.addCleanup(clock.stop)

    def ask(self, token: str = "", have: str = "") -> Any:
        return self.client.get(f"{CHANGES}?have={have}", headers={**SCRIPT, "If-None-Match": f'"{token}"'})

    def token(self) -> str:
        return str(self.ask().headers["ETag"].strip('"'))

    def test_nothing_new_costs_one_statement_more_than_knowing_who_asks(self) -> None:
        token = self.token()
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(304, self.ask(token).status_code)
        own = [query["sql"] for query in queries if "stories_releasecounter" in query["sql"]]
        self.assertEqual(1, len(own))
        self.assertLessEqual(len(queries), 10, "\n".join(query["sql"] for query in queries))

    def test_every_act_is_noticed(self) -> None:
        story = self.written()
        acts: list[Callable[[], object]] = [
            lambda: workflow.assign(story, None, by=self.editor, at=self.at),
            lambda: workflow.hand_in(story, by=self.reporter, at=self.at),
            lambda: workflow.approve(story, by=self.editor, at=self.at),
            lambda: workflow.schedule(story, self.at + timedelta(hours=1), by=self.editor, at=self.at),
            lambda: workflow.publish(story, by=self.editor, at=self.at),
            lambda: workflow.kill(Story.objects.get(pk=story.pk), reason="wrong", by=self.editor, at=self.at),
            lambda: workflow.save(make_draft(), by=self.reporter, at=self.at, log_action=False),
        ]
        for number, act in enumerate(acts):
            token = self.token()
            act()
            with self.subTest(act=number):
                self.assertEqual(200, self.ask(token).status_code)

    def test_a_change_of_ones_day_is_noticed(self) -> None:
        self.client.force_login(self.reporter)
        token = self.token()
        event = PlannedEvent(names={"en": "Summit"}, starts_at=self.at)
        rows: Any = inlineformset_factory(PlannedEvent, Coverage, fields=["person"])
        data = {"coverages-TOTAL_FORMS": "1", "coverages-INITIAL_FORMS": "0", "coverages-0-person": str(self.reporter.pk)}
        coverages = rows(data)
        self.assertTrue(coverages.is_valid())
        planning.keep(event, coverages, by=self.editor, at=self.at)
        answer = self.ask(token)
        self.assertEqual(200, answer.status_code)
        self.assertIn("Summit", answer.json()["parts"]["mine"]["html"])

    def test_only_what_differs_is_sent(self) -> None:
        story = self.written()
        have = {key: part["tag"] for key, part in self.ask().json()["parts"].items()}
        workflow.hand_in(story, by=self.reporter, at=self.at)
        answer = self.ask("another", ",".join(f"{key}:{tag}" for key, tag in have.items())).json()["parts"]
        self.assertLessEqual({"writing", "review"}, set(answer))
        self.assertFalse({"waiting", "ready", "live", "day", "panels"} & set(answer))
        self.assertIn(story.slugline, answer["review"]["html"])

    def test_a_choice_of_somebody_else_changes_nothing(self) -> None:
        token = self.token()
        BoardChoice.objects.create(person=self.reporter, language="kk")
        self.assertEqual(304, self.ask(token).status_code)

    def test_who_may_not_enter_sees_nothing(self) -> None:
        self.client.logout()
        self.assertEqual(302, self.client.get(BOARD).status_code)
        self.assertNotEqual(200, self.client.get(CHANGES, headers=SCRIPT).status_code)


class CostTests(BoardTestCase):
    def test_the_number_of_queries_does_not_grow_with_the_stories(self) -> None:
        def ask() -> int:
            with CaptureQueriesContext(connection) as news, CaptureQueriesContext(connections["counts"]) as counts:
                self.client.get(BOARD)
            self.assertFalse([query for query in news if '"stories_story"."body"' in query["sql"] and "SUBSTR" not in query["sql"]])
            return len(news) + len(counts)

        def add() -> None:
            for language in ("kk", "ru", "en"):
                make_story(at=self.at, language=language)
                story = self.written(language=language, pictures=[make_picture(credit_lines={})])
                workflow.hand_in(story, by=self.reporter, at=self.at)

        add()
        ask()
        before = ask()
        for _more in range(3):
            add()
        self.assertEqual(before, ask())
        self.assertLessEqual(before, 32)

    def test_a_lane_shows_its_first_forty_and_counts_the_rest(self) -> None:
        sections = make_section()
        stories = Story.objects.bulk_create(
            Story(language="en", slugline=f"s{n}", headline=f"h{n}", section=sections, body="<p>x</p>") for n in range(45)
        )
        Work.objects.bulk_create(Work(story=story, since=self.at) for story in stories)
        waiting = self.lanes()["waiting"]
        self.assertEqual((45, 40, 5), (waiting.count, len(waiting.slips), waiting.more))
        self.assertIn("and 5 more", self.client.get(BOARD).content.decode())


class AboveTests(BoardTestCase):
    def test_a_silent_follower_is_told(self) -> None:
        make_story(at=self.at - timedelta(minutes=19))
        Bookmark.objects.create(follower="search", number=0, kept_up_at=self.at - timedelta(days=2))
        self.assertIn("“search” has been silent for 19 min.", self.client.get(BOARD).content.decode())
        Bookmark.objects.update(number=releases.head())
        self.assertNotIn("has been silent", self.client.get(BOARD).content.decode())

    def test_a_follower_that_has_just_begun_is_not_called_silent_because_the_news_is_old(self) -> None:
        make_story(at=self.at - timedelta(days=10))
        Bookmark.objects.create(follower="renditions", number=0, kept_up_at=self.at)
        self.assertNotIn("has been silent", self.client.get(BOARD).content.decode())

    def test_what_one_has_just_sent_can_be_taken_back_by_the_button(self) -> None:
        story = self.written()
        release = workflow.publish(story, by=self.editor, at=now())
        page = self.client.get(BOARD).content.decode()
        self.assertIn("Take it back", page)
        self.assertIn(f'formaction="/newsroom/board/{story.pk}/undo/" name="number" value="{release.number}"', page)
        self.client.force_login(self.reporter)
        self.assertNotIn("Take it back", self.client.get(BOARD).content.decode())


class DayLineTests(SimpleTestCase):
    def test_an_hour_next_to_the_clock_is_left_out_sooner_on_a_phone(self) -> None:
        labels = {hour: minor for _place, hour, minor in day((), localtime(now()).replace(hour=4, minute=42)).labels}
        self.assertEqual({"03": True, "06": True, "09": True, "12": False, "15": True, "18": False, "21": True}, labels)
        labels = {hour: minor for _place, hour, minor in day((), localtime(now()).replace(hour=4, minute=52)).labels}
        self.assertNotIn("06", labels)


class PanelTests(BoardTestCase):
    def test_what_is_due_by_the_calendar_is_shown(self) -> None:
        event = PlannedEvent.objects.create(names={"en": "Summit"}, starts_at=self.at)
        Coverage.objects.create(event=event, slugline="SUMMIT-OPENS", due_at=self.at + timedelta(hours=1))
        Coverage.objects.create(event=event, slugline="SUMMIT-DONE", due_at=self.at + timedelta(hours=1), done_at=self.at)
        off = PlannedEvent.objects.create(names={"en": "Match"}, starts_at=self.at, occurrence=PlannedEvent.Occurrence.CANCELLED)
        Coverage.objects.create(event=off, slugline="MATCH-OFF", due_at=self.at - timedelta(hours=1))
        page = self.client.get(BOARD).content.decode()
        self.assertIn("SUMMIT-OPENS", page)
        self.assertNotIn("SUMMIT-DONE", page)
        self.assertNotIn("MATCH-OFF", page)

    def test_everybody_sees_their_own_day_above_the_lanes_late_things_first(self) -> None:
        at = localtime(self.at).replace(hour=12, minute=0)
        me = self.reporter
        event = PlannedEvent.objects.create(names={"en": "Summit"}, starts_at=at + timedelta(hours=2), place="Astana")
        Coverage.objects.create(event=event, person=me, medium="picture", due_at=at + timedelta(hours=5))
        late = PlannedEvent.objects.create(names={"en": "Vote"}, starts_at=at - timedelta(days=2))
        Coverage.objects.create(event=late, person=me, language="kk", due_at=at - timedelta(hours=1))
        Coverage.objects.create(event=late, person=self.editor, slugline="NOT-MINE", due_at=at - timedelta(hours=1))
        story = self.written(headline="On my desk")
        update = make_story(at=at, headline="Public headline")
        update.headline = "Headline of the update"
        workflow.save(update, by=me, at=at)
        Work.objects.filter(story=update).update(due_at=at + timedelta(hours=3))
        found = own_day(me, at)
        self.assertEqual(
            [("11:00", "Vote", "text KK", True), ("14:00", "Summit", "you cover it: pictures, Astana", False),
             ("15:00", "Headline of the update", "writing", False), ("17:00", "Summit", "due: pictures", False),
             ("", "On my desk", "writing", False)],
            [(item.when, item.text, item.what, item.late) for item in found.items],
        )  # fmt: skip
        self.assertEqual(f"/newsroom/planning/event/{late.pk}/", found.items[0].address)
        self.assertEqual(f"/newsroom/stories/edit/{story.pk}/", found.items[-1].address)
        self.client.force_login(me)
        page = self.client.get(BOARD).content.decode()
        self.assertLess(page.index('id="panel-my-day"'), page.index('class="lanes"'))
        self.assertLess(page.index("On my desk"), page.index('class="lanes"'))

    def test_who_writes_nothing_sees_what_they_cover(self) -> None:
        event = PlannedEvent.objects.create(names={"en": "Summit"}, starts_at=self.at)
        for role, medium in ((Role.PHOTO_EDITOR, "picture"), (Role.TV_PRODUCER, "live")):
            with self.subTest(role=role):
                person = make_colleague(role, role)
                Coverage.objects.create(event=event, person=person, medium=medium)
                self.client.force_login(person)
                self.assertIn(f'href="/newsroom/planning/event/{event.pk}/">Summit</a>', self.client.get(BOARD).content.decode())

    def test_an_empty_day_says_so(self) -> None:
        for role in Role:
            with self.subTest(role=role):
                self.client.force_login(make_colleague(f"new-{role}", role))
                self.assertIn("Nothing is due from you today, and no story is on your desk.", self.client.get(BOARD).content.decode())

    def test_a_long_day_is_cut_and_leads_to_all_of_it(self) -> None:
        for number in range(MOST + 3):
            self.written(headline=f"Story {number}")
        self.assertEqual((MOST, 3), (len(own_day(self.reporter, self.at).items), own_day(self.reporter, self.at).more))
        self.client.force_login(self.reporter)
        self.assertIn('<a href="/newsroom/planning/my-day/">and 3 more</a>', self.client.get(BOARD).content.decode())

    def test_ones_own_day_costs_two_queries_however_full_it_is(self) -> None:
        event = PlannedEvent.objects.create(names={"en": "Summit"}, starts_at=self.at)
        for _number in range(5):
            self.written()
            Coverage.objects.create(event=event, person=self.reporter, due_at=self.at + timedelta(minutes=1))
        with self.assertNumQueries(2):
            own_day(self.reporter, self.at)
