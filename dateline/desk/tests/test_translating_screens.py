"""The board of languages and the sheet, as a person meets them: without script."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse
from django.utils.timezone import now

from dateline.desk import workflow
from dateline.desk.models import DeskRule, Note, TranslatedParagraph, Translation, UnwantedLanguage, Work
from dateline.desk.translating import parity, remembering, working
from dateline.lib.errors import Refused
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.stories import elsewhere, publishing
from dateline.stories.models import Story
from dateline.testing import make_colleague, make_draft, make_section, make_story, minutes_ago

BODY = "<p>The reservoir opened two of its five gates.</p><h2>Below</h2>"


class Robot:
    """A machine for tests: it shouts."""

    name = "Robot"
    pairs = [("en", "ru")]

    def translate(self, paragraphs: list[str], source: str, target: str) -> list[str]:
        return [f"{target}: {text.upper()}" for text in paragraphs]


class Broken(Robot):
    def translate(self, paragraphs: list[str], source: str, target: str) -> list[str]:
        raise RuntimeError("the engine is on fire")


def fields(page: str) -> dict[str, str]:
    """What a browser would send back of the sheet."""
    from lxml import html

    form: Any = html.fromstring(page).get_element_by_id("sheet")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


class ParityTests(TestCase):
    def setUp(self) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.asel = make_colleague("asel", Role.EDITOR)
        self.client.force_login(self.asel)

    def page(self, **asked: Any) -> str:
        return self.client.get(reverse("languages:parity"), asked).content.decode()

    def look(self, **choice: Any) -> parity.Parity:
        return parity.look(parity.Choice(**choice), now())

    def kinds(self, line: parity.Line) -> dict[str, str]:
        return {cell.language: cell.kind for cell in line.cells}

    def test_a_story_is_listed_once_by_its_first_version_with_what_it_lacks(self) -> None:
        first = make_story(at=minutes_ago(90))
        make_story(language="ru", identity=first.identity, at=minutes_ago(10))
        found = self.look()
        self.assertEqual(
            [(line.story.pk, self.kinds(line)) for line in found.lines], [(first.pk, {"kk": "lacking", "ru": "out", "en": "out"})]
        )
        self.assertEqual(found.counts, {"kk": 1, "ru": 0, "en": 0})
        self.assertIn("open for 1\xa0hour, 30\xa0minutes", self.page())

    def test_a_story_in_every_language_is_not_listed(self) -> None:
        first = make_story(at=minutes_ago(9))
        for language in ("ru", "kk"):
            make_story(language=language, identity=first.identity, at=minutes_ago(8))
        self.assertEqual(self.look().lines, [])
        self.assertIn("Every story of the last 7 days is there in every language", self.page())

    def test_older_stories_are_behind_a_link(self) -> None:
        make_story(at=minutes_ago(60 * 24 * 10))
        self.assertEqual(self.look().lines, [])
        self.assertEqual(len(self.look(days=30).lines), 1)
        self.assertIn("?days=30", self.page())

    def test_what_is_under_embargo_or_withdrawn_or_a_draft_opens_no_gap(self) -> None:
        make_story(at=minutes_ago(9), embargoed_until=now() + timedelta(hours=1))
        publishing.kill(make_story(at=minutes_ago(9)), at=now(), reason="wrong")
        make_draft()
        self.assertEqual(self.look().lines, [])

    def test_who_has_the_version_in_the_making_is_named_and_can_be_chosen(self) -> None:
        source = make_story(at=minutes_ago(9))
        make_story(at=minutes_ago(9))
        working.take(source, "ru", by=self.asel, at=now())
        line = self.look(person=self.asel.pk).lines
        self.assertEqual([(one.story.pk, self.kinds(one)["ru"]) for one in line], [(source.pk, "making")])
        page = self.page(person="me")
        self.assertIn("asel", page)
        self.assertNotIn("make_", page)

    def test_a_language_is_chosen(self) -> None:
        first = make_story(at=minutes_ago(9))
        make_story(language="ru", identity=first.identity, at=minutes_ago(8))
        self.assertEqual(self.look(lacks="ru").lines, [])
        self.assertEqual(len(self.look(lacks="kk").lines), 1)

    def test_a_desk_asks_only_for_the_languages_it_wants(self) -> None:
        make_story(at=minutes_ago(9), section=make_section("sport"))
        DeskRule.objects.create(section=make_section("sport"), languages=["en", "kk"])
        found = self.look()
        self.assertEqual((self.kinds(found.lines[0])["ru"], found.counts["ru"], found.counts["kk"]), ("unwanted", 0, 1))
        self.assertEqual(self.look(desk="regions").lines, [])

    def test_a_story_is_not_wanted_in_a_language_and_wanted_after_all(self) -> None:
        story = make_story(at=minutes_ago(9))
        sent = {"story": story.pk, "language": "ru"}
        self.client.post(reverse("languages:unwanted"), {**sent, "unwanted": "1"})
        self.assertEqual(self.kinds(self.look().lines[0])["ru"], "unwanted")
        self.assertEqual(AuditEntry.objects.filter(act="story.unwanted").count(), 1)
        self.client.post(reverse("languages:unwanted"), sent)
        self.assertFalse(UnwantedLanguage.objects.exists())

    def test_the_number_of_queries_does_not_grow_with_the_stories(self) -> None:
        def cost() -> int:
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as queries:
                self.page()
            return len(queries)

        make_story(at=minutes_ago(9))
        self.page()
        before = cost()
        for _n in range(6):
            working.take(make_story(at=minutes_ago(9)), "ru", by=self.asel, at=now())
        self.assertEqual(cost(), before)

    def test_taking_it_leads_to_the_sheet(self) -> None:
        story = make_story(at=minutes_ago(9))
        answer = self.client.post(reverse("languages:take"), {"story": story.pk, "language": "ru"})
        self.assertRedirects(answer, reverse("languages:sheet", args=[story.pk, "ru"]))

    def test_taking_needs_the_right_for_the_language(self) -> None:
        self.client.force_login(make_colleague("kk-only", Role.REPORTER, language="kk"))
        story = make_story(at=minutes_ago(9))
        self.assertEqual(self.client.post(reverse("languages:take"), {"story": story.pk, "language": "ru"}).status_code, 403)
        self.assertNotIn("Take it: Русский", self.page())
        self.assertIn("Take it: Қазақша", self.page())

    def test_the_way_back_stays_in_the_newsroom(self) -> None:
        sent = {"story": make_story(at=minutes_ago(9)).pk, "language": "ru", "unwanted": "1", "back": "https://evil.example/"}
        self.assertRedirects(self.client.post(reverse("languages:unwanted"), sent), reverse("languages:parity"))

    def test_nonsense_in_the_address_is_left_out(self) -> None:
        self.assertEqual(
            self.client.get(reverse("languages:parity"), {"days": "x", "page": "-1", "person": "9" * 40, "language": "xx"}).status_code, 200
        )

    # --- behind

    def behind(self) -> tuple[Story, Story]:
        source = make_story(at=minutes_ago(90))
        other = make_story(language="ru", identity=source.identity, at=minutes_ago(80))
        return source, other

    def test_a_version_whose_source_was_updated_is_behind_until_somebody_says_a_word(self) -> None:
        source, other = self.behind()
        publishing.update(source, at=minutes_ago(5))
        remembering.follow()
        self.assertEqual([one.story.pk for one in self.look().behind], [other.pk])
        self.client.post(reverse("languages:settle"), {"story": other.pk, "word": "  "})
        self.assertEqual(len(self.look().behind), 1)
        self.client.post(reverse("languages:settle"), {"story": other.pk, "word": "Only a comma."})
        self.assertEqual(self.look().behind, [])
        self.assertEqual(Note.objects.get().text, "Only a comma.")
        publishing.update(source, at=minutes_ago(4))
        remembering.follow()
        self.assertEqual(len(self.look().behind), 1)

    def test_a_withdrawal_elsewhere_is_shown_and_settled(self) -> None:
        source, other = self.behind()
        elsewhere.flag(publishing.kill(source, at=minutes_ago(5), reason="wrong"))
        self.assertTrue(self.look().behind[0].withdrawn)
        self.assertIn("Withdrawn in another language.", self.page())
        self.client.post(reverse("languages:settle"), {"story": other.pk, "word": "Right."})
        self.assertEqual(self.look().behind, [])

    def test_settling_needs_the_right(self) -> None:
        _source, other = self.behind()
        self.client.force_login(make_colleague("kk-only", Role.EDITOR, language="kk"))
        self.assertEqual(self.client.post(reverse("languages:settle"), {"story": other.pk, "word": "x"}).status_code, 403)

    # --- wanted

    def test_the_languages_of_a_desk_are_set_and_one_is_needed(self) -> None:
        section = make_section("sport")
        self.client.force_login(make_colleague("chief", Role.CHIEF_EDITOR))
        self.client.post(reverse("languages:wanted"), {f"{section.pk}-kk": "on", f"{section.pk}-en": "on"})
        self.assertEqual(DeskRule.objects.get(section=section).languages, ["kk", "en"])
        page = self.client.post(reverse("languages:wanted"), {}).content.decode()
        self.assertIn("Choose at least one language for: Sport.", page)
        self.client.force_login(self.asel)
        self.assertEqual(self.client.get(reverse("languages:wanted")).status_code, 403)


class SheetTests(TestCase):
    def setUp(self) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.asel = make_colleague("asel", Role.EDITOR)
        self.client.force_login(self.asel)
        self.source = make_story(body=BODY, headline="Karasor opens gates", lead="Slowly.", at=minutes_ago(9))
        self.address = reverse("languages:sheet", args=[self.source.pk, "ru"])

    def take(self) -> Story:
        return working.take(self.source, "ru", by=self.asel, at=now())

    def page(self) -> str:
        return self.client.get(self.address).content.decode()

    def field(self, sent: dict[str, str], page: str, source: str) -> str:
        """The name of the field beside a paragraph of the source."""
        key = re.search(rf'data-key="(\w+)"(?:(?!data-key).)*{re.escape(source)}', page, re.DOTALL)
        assert key
        return f"text-{key[1]}"

    def send(self, act: str = "", **texts: str) -> Any:
        page = self.page()
        sent = fields(page)
        for source, text in texts.items():
            sent[self.field(sent, page, source)] = text
        return self.client.post(self.address, {**sent, **({"act": act} if act else {})})

    def key(self, source: str) -> str:
        return self.field({}, self.page(), source).removeprefix("text-")

    def latest(self) -> Story:
        return workflow.latest(Story.objects.get(identity=self.source.identity, language="ru"))

    def test_what_nobody_has_taken_is_offered(self) -> None:
        self.assertIn("Nobody has begun it.", self.page())

    def test_it_is_filled_in_and_saved_without_script(self) -> None:
        self.take()
        answer = self.send(Karasor="Карасор открыл", Below="Ниже")
        self.assertRedirects(answer, self.address)
        self.assertEqual((self.latest().headline, self.latest().body), ("Карасор открыл", "<h2>Ниже</h2>"))
        self.assertIn("2 paragraphs are not translated yet.", self.page())

    def test_a_changed_paragraph_shows_what_changed_and_is_settled(self) -> None:
        self.take()
        self.send(reservoir="Открыто два.")
        story = workflow.latest(self.source)
        story.body = BODY.replace("two", "three")
        workflow.save(story, by=self.asel, at=now())
        page = self.page()
        self.assertIn("<del>two</del><ins>three</ins>", page)
        self.send(act=f"right:{self.key('three')}", three="Открыто три.")
        self.assertNotIn("<ins>", self.page())
        self.assertEqual(self.latest().body, "<p>Открыто три.</p>")

    def test_a_headline_that_is_too_long_stays_in_its_field(self) -> None:
        self.take()
        answer = self.send(Karasor="ы" * 301, Below="Ниже")
        self.assertContains(answer, "The headline has 301 letters", status_code=422)
        self.assertContains(answer, "ы" * 301, status_code=422)
        self.assertEqual(self.latest().body, "<h2>Ниже</h2>")

    def test_a_script_saves_and_learns_the_keys(self) -> None:
        self.take()
        page = self.page()
        sent = fields(page) | {self.field({}, page, "Below"): "Ниже"}
        answer = self.client.post(self.address, sent, headers={"x-requested-with": "XMLHttpRequest"}).json()
        row = next(row for row in answer["rows"] if row["text"] == "Ниже")
        self.assertEqual((row["was"], row["second"], answer["left"]), (working.digest("Ниже"), False, 3))

    def test_who_may_not_write_this_language_is_refused(self) -> None:
        self.take()
        self.client.force_login(make_colleague("kk-only", Role.EDITOR, language="kk"))
        for answer in (self.client.get(self.address), self.client.post(self.address, {}), self.client.get(f"{self.address}memory/?row=p1")):
            self.assertEqual(answer.status_code, 403)

    def test_a_language_that_makes_no_sense_is_not_found(self) -> None:
        for language in ("en", "xx"):
            self.assertEqual(self.client.get(reverse("languages:sheet", args=[self.source.pk, language])).status_code, 404)

    def test_the_sheet_of_another_source_leads_to_the_one_it_follows(self) -> None:
        self.take()
        kazakh = make_story(language="kk", identity=self.source.identity)
        self.assertRedirects(self.client.get(reverse("languages:sheet", args=[kazakh.pk, "ru"])), self.address)

    def test_handing_in_saves_first(self) -> None:
        made = self.take()
        self.send(act="hand-in", Below="Ниже")
        self.assertEqual((Work.objects.get(pk=made.pk).stage, self.latest().body), ("review", "<h2>Ниже</h2>"))

    def test_publishing_goes_through_the_door_and_says_every_reason(self) -> None:
        made = self.take()
        self.send(act="publish", Below="Ниже")
        self.assertIn("The headline is empty.", self.page())
        self.send(act="publish", Karasor="Карасор открыл")
        self.assertEqual(Story.objects.get(pk=made.pk).state, Story.State.PUBLISHED)

    def test_earlier_translations_are_shown_and_taken(self) -> None:
        other = make_story(body=BODY.replace("Below", "Downstream"), headline="Other", at=minutes_ago(99))
        make_story(
            language="ru", identity=other.identity, at=minutes_ago(98), headline="Иное", lead="Медленно.",
            body="<p>Открыто два затвора из пяти.</p><h2>Ниже по течению</h2>",
        )  # fmt: skip
        while remembering.follow():
            pass
        self.take()
        key = self.key("reservoir")
        piece = self.client.get(f"{self.address}memory/", {"row": key}).content.decode()
        self.assertIn("Открыто два затвора из пяти.", piece)
        use = re.search(r'value="(use:[^"]+)"', piece)
        assert use
        self.assertIn("Открыто два затвора из пяти.", self.client.get(self.address, {"memory": key}).content.decode())
        self.send(act=use[1])
        self.assertEqual(self.latest().body, "<p>Открыто два затвора из пяти.</p>")

    # --- machines

    def with_machine(self, name: str = "Robot") -> Any:
        return self.settings(MACHINE_TRANSLATION=f"{__name__}:{name}")

    def test_without_a_setting_there_is_no_machine(self) -> None:
        self.take()
        self.assertNotIn("machine:", self.page())

    def test_a_machines_text_is_marked_and_does_not_go_out_untouched(self) -> None:
        made = self.take()
        self.send(Karasor="Карасор", Below="Ниже")
        with self.with_machine():
            self.send(act=f"machine:{self.key('reservoir')}")
        self.assertEqual(TranslatedParagraph.objects.get(machine="Robot").text, "ru: THE RESERVOIR OPENED TWO OF ITS FIVE GATES.")
        self.assertIn("1 paragraph is a machine’s.", self.page())
        editor = self.client.get(reverse("wagtailsnippets_stories_story:edit", args=[made.pk]))
        self.assertContains(editor, "1 paragraph is a machine’s and nobody has read it")
        for act in (workflow.approve, workflow.publish):
            with self.assertRaisesMessage(Refused, "1 paragraph is a machine’s and nobody has read it"):
                act(Story.objects.get(pk=made.pk), by=self.asel, at=now())
        self.send(act=f"right:{self.key('reservoir')}")
        workflow.publish(Story.objects.get(pk=made.pk), by=self.asel, at=now())

    def test_what_a_machine_does_wrong_ends_in_a_sentence(self) -> None:
        self.take()
        with self.with_machine("Broken"):
            answer = self.client.post(self.address, {**fields(self.page()), "act": "machine:all"}, follow=True)
        self.assertContains(answer, "Robot could not do it: the engine is on fire")
        self.assertEqual(self.latest().body, "")

    def test_too_much_for_the_machine_is_refused(self) -> None:
        self.take()
        with self.with_machine(), self.settings(MACHINE_TRANSLATION_MAX_CHARS=10):
            answer = self.client.post(self.address, {**fields(self.page()), "act": "machine:all"}, follow=True)
        self.assertContains(answer, "at most 10 letters at once")

    def test_a_translation_that_is_made_here_follows_its_source(self) -> None:
        made = self.take()
        self.assertEqual(Translation.objects.get(story=made).seen_version, 1)
