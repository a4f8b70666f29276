"""A flash: headline and one line, public at once, in one language or several, and back within ten seconds."""

import re
from typing import Any

from django.test import TestCase
from django.utils.timezone import now

from dateline.desk import workflow
from dateline.desk.flash.sending import Words, slugline_of
from dateline.desk.models import DeskRule, Work
from dateline.people.models import Duty
from dateline.people.rights import Role
from dateline.stories.models import Release, Story
from dateline.testing import make_colleague, make_section
from dateline.website import remembering

FLASH = "/newsroom/flash/"


class FlashTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        remembering.forget_all()
        self.section = make_section()
        self.editor = make_colleague("editor", Role.EDITOR)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def ticket(self) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', self.client.get(FLASH).content.decode())
        assert found
        return found[1]

    def send(self, ticket: str = "", **fields: str) -> Any:
        data = {"ticket": ticket or self.ticket(), "section": str(self.section.pk)}
        return self.client.post(FLASH, {**data, **{name.replace("_", "-"): value for name, value in fields.items()}})

    def test_it_is_public_at_once_on_the_site_and_in_the_feed(self) -> None:
        answer = self.send(headline_en="Bridge is closed", line_en="Police stopped all traffic at 14:30.")
        self.assertEqual(302, answer.status_code)
        story = Story.objects.get()
        self.assertEqual(("published", 1, "FLASH-BRIDGE-IS-CLOSED"), (story.state, story.urgency, story.slugline))
        self.assertIn('<section class="flash"', self.client.get("/en/").content.decode())
        self.assertIn("Bridge is closed", self.client.get("/en/feed.rss").content.decode())
        page = self.client.get(story.get_absolute_url()).content.decode()
        self.assertIn("Police stopped all traffic at 14:30.", page)

    def test_one_headline_is_enough(self) -> None:
        self.send(headline_kk="Көпір жабылды")
        self.assertEqual("<p>Көпір жабылды</p>", Story.objects.get(language="kk").body)

    def test_several_languages_are_versions_of_one_story(self) -> None:
        self.send(headline_kk="Көпір жабылды", headline_ru="Мост закрыт", line_ru="Движение остановлено.", headline_en="Bridge is closed")
        stories = Story.objects.all()
        self.assertEqual({"kk", "ru", "en"}, {story.language for story in stories})
        self.assertEqual(1, len({story.identity for story in stories}))
        self.assertEqual(1, len({story.slugline for story in stories}))

    def test_the_full_story_is_an_update_at_the_same_address(self) -> None:
        self.send(headline_en="Bridge is closed", line_en="Police stopped all traffic.")
        flash = Story.objects.get()
        work = Work.objects.get(pk=flash.pk)
        self.assertEqual((self.editor, "writing"), (work.holder, work.stage))
        address = flash.get_absolute_url()
        flash.headline, flash.urgency, flash.body = "Why the bridge is closed", 3, "<p>The whole story.</p>"
        workflow.save(flash, by=self.editor, at=now())
        release = workflow.publish(flash, by=self.editor, at=now())
        full = Story.objects.get()
        self.assertEqual(("update", address, 2), (release.kind, full.get_absolute_url(), full.version))
        self.assertNotIn('<section class="flash"', self.client.get("/en/about/").content.decode())

    def test_a_form_that_is_sent_twice_is_one_flash(self) -> None:
        ticket = self.ticket()
        for _time in range(2):
            self.assertEqual(302, self.send(ticket, headline_en="Bridge is closed").status_code)
        self.assertEqual(1, Release.objects.count())

    def test_a_ticket_of_somebody_else_or_of_nobody_is_refused_and_the_text_kept(self) -> None:
        mine = self.ticket()
        self.client.force_login(make_colleague("other", Role.EDITOR))
        for ticket in (mine, "made-up", mine[:-2]):
            answer = self.send(ticket, headline_en="Bridge is closed")
            self.assertEqual(422, answer.status_code)
            self.assertIn('value="Bridge is closed"', answer.content.decode())
        self.assertFalse(Story.objects.exists())

    def test_nothing_written_is_told(self) -> None:
        answer = self.send()
        self.assertEqual(422, answer.status_code)
        self.assertIn("The headline is empty.", answer.content.decode())
        self.assertIn("without a headline", self.send(line_ru="Движение остановлено.").content.decode())
        self.assertFalse(Story.objects.exists())

    def test_only_where_one_may(self) -> None:
        self.client.force_login(make_colleague("reporter", Role.REPORTER))
        self.assertEqual(403, self.client.get(FLASH).status_code)
        self.assertEqual(403, self.client.post(FLASH, {"headline-en": "x"}).status_code)
        kazakh = make_colleague("kazakh", Role.EDITOR, language="kk")
        self.client.force_login(kazakh)
        self.assertNotIn("headline-ru", self.client.get(FLASH).content.decode())
        self.assertEqual(403, self.send(headline_ru="Мост закрыт").status_code)
        sports = make_section("sport")
        Duty.objects.create(user=kazakh, role=Role.EDITOR, desk="sport", language="ru")
        answer = self.client.post(FLASH, {"ticket": self.ticket(), "section": sports.pk, "headline-en": "Goal"})
        self.assertEqual(403, answer.status_code)
        self.assertEqual(403, self.send(headline_ru="Гол").status_code)
        self.assertFalse(Story.objects.exists())

    def test_it_needs_no_second_person(self) -> None:
        DeskRule.objects.create(section=self.section, two_persons=True)
        self.assertEqual(302, self.send(headline_en="Bridge is closed").status_code)
        self.assertEqual("published", Story.objects.get().state)

    def test_it_can_be_taken_back_in_all_languages(self) -> None:
        answer = self.send(headline_ru="Мост закрыт", headline_en="Bridge is closed")
        self.assertIn("Take it back", self.client.get(answer.url).content.decode())
        self.client.post(f"{answer.url}undo/")
        self.assertEqual({"draft"}, set(Story.objects.values_list("state", flat=True)))
        remembering.forget_all()
        self.assertNotIn('<section class="flash"', self.client.get("/en/").content.decode())
        self.assertIn("Not public in English:", self.client.get(answer.url).content.decode())

    def test_pasted_script_is_text(self) -> None:
        self.send(headline_en="<script>alert(1)</script>", line_en="<b>bold</b> & <img src=x onerror=alert(1)>")
        story = Story.objects.get()
        page = self.client.get(story.get_absolute_url()).content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img src=x", page)

    def test_the_link_is_on_every_screen_of_who_may(self) -> None:
        self.assertIn(f'href="{FLASH}"', self.client.get("/newsroom/alerts/").content.decode())
        self.client.force_login(make_colleague("reporter", Role.REPORTER))
        self.assertNotIn(f'href="{FLASH}"', self.client.get("/newsroom/alerts/").content.decode())


class SluglineTests(TestCase):
    def test_it_is_latin_and_short(self) -> None:
        self.assertEqual("FLASH-KOPIR-ZHABYLDY", slugline_of(Words("kk", "Көпір жабылды", "")))
        self.assertLessEqual(len(slugline_of(Words("ru", "слово " * 50, ""))), 64)
