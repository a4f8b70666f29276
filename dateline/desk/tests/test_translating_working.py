"""Taking a story, saving paragraph by paragraph, two at once, a source that changes."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.test import TestCase
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.models import TranslatedParagraph, Translation, Work
from dateline.desk.translating import untouched, working
from dateline.desk.translating.rows import Row
from dateline.desk.translating.working import Sheet, Typed, digest
from dateline.lib.errors import Refused
from dateline.people.rights import Role
from dateline.stories.models import Story, StoryPicture
from dateline.testing import NOON, make_author, make_colleague, make_draft, make_picture, make_story, make_subject

LATER = NOON + timedelta(hours=1)
BODY = "<p>The reservoir opened two of its five gates.</p><h2>Below</h2><ul><li>Fords are closed.</li></ul>"


def typed(row: Row, text: str) -> dict[str, Typed]:
    return {row.key: Typed(text, digest(row.text), row.source_key)}


def revisions(story: Story) -> Any:
    return Revision.objects.for_instance(story)


class WorkingTests(TestCase):
    def setUp(self) -> None:
        self.asel = make_colleague("asel", Role.EDITOR)
        self.timur = make_colleague("timur", Role.EDITOR, first_name="Timur")
        self.source = make_story(body=BODY, headline="Karasor opens gates", lead="Slowly.")

    def take(self, by: Any = None) -> Story:
        return working.take(self.source, "ru", by=by or self.asel, at=LATER)

    def sheet(self, target: Story) -> Sheet:
        return Sheet.of(Story.objects.get(pk=self.source.pk), Story.objects.get(pk=target.pk))

    def row(self, target: Story, source: str) -> Row:
        return next(row for row in self.sheet(target).rows if source in row.source)

    def save(self, target: Story, texts: dict[str, Typed], by: Any = None, **more: Any) -> working.Outcome:
        source, fresh = Story.objects.get(pk=self.source.pk), Story.objects.get(pk=target.pk)
        return working.save(source, fresh, texts, by=by or self.asel, at=more.pop("at", LATER), **more)

    def translate(self, target: Story, **texts: str) -> None:
        for word, text in texts.items():
            self.save(target, typed(self.row(target, word), text))

    def latest(self, target: Story) -> Story:
        return workflow.latest(Story.objects.get(pk=target.pk))

    def change(self, **fields: str) -> None:
        story = workflow.latest(Story.objects.get(pk=self.source.pk))
        for name, value in fields.items():
            setattr(story, name, value)
        workflow.save(story, by=self.timur, at=LATER)

    # --- taking

    def test_taking_it_carries_over_what_needs_no_translating(self) -> None:
        picture = make_picture()
        self.source = make_story(
            language="kk", urgency=2, embargoed_until=None, authors=[make_author()], subjects=[make_subject()], sources=["Су бөлімі"],
            pictures=[StoryPicture(picture=picture, caption="Бөгет", alt_text="Бес қақпа")],
        )  # fmt: skip
        made = self.latest(self.take())
        self.assertEqual((made.identity, made.language, made.urgency, made.state), (self.source.identity, "ru", 2, Story.State.DRAFT))
        self.assertEqual(
            (made.section, list(made.authors.all()), list(made.subjects.all())), (self.source.section, [make_author()], [make_subject()])
        )
        self.assertEqual([(p.picture, p.caption) for p in made.pictures.all()], [(picture, "")])
        self.assertEqual([s.name for s in made.sources.all()], ["Су бөлімі"])
        self.assertEqual((made.headline, made.body), ("", ""))

    def test_the_one_who_takes_it_has_it(self) -> None:
        made = self.take()
        self.assertEqual((Work.objects.get(pk=made.pk).holder, Translation.objects.get(pk=made.pk).source), (self.asel, self.source))
        self.assertEqual(self.take(), made)

    def test_what_somebody_else_has_is_not_taken(self) -> None:
        self.take()
        with self.assertRaisesMessage(Refused, "asel has it."):
            self.take(self.timur)

    def test_a_translation_that_waits_is_taken(self) -> None:
        made = self.take()
        Work.objects.update(holder=None)
        self.assertEqual(self.take(self.timur), made)
        self.assertEqual(Work.objects.get(pk=made.pk).holder, self.timur)

    def test_the_right_for_the_language_is_needed(self) -> None:
        with self.assertRaises(PermissionDenied):
            self.take(make_colleague("kk-only", Role.REPORTER, language="kk"))

    def test_an_embargo_comes_along(self) -> None:
        self.source = make_draft(embargoed_until=LATER + timedelta(hours=3))
        self.assertEqual(self.take().embargoed_until, self.source.embargoed_until)

    # --- saving

    def test_paragraphs_become_the_text_with_the_structure_of_the_source(self) -> None:
        made = self.take()
        self.translate(made, Karasor="Карасор открыл затворы", reservoir="Открыто **два** затвора.", Below="Ниже", Fords="Броды закрыты.")
        text = self.latest(made)
        self.assertEqual(text.headline, "Карасор открыл затворы")
        self.assertEqual(text.body, "<p>Открыто <b>два</b> затвора.</p><h2>Ниже</h2><ul><li>Броды закрыты.</li></ul>")
        self.assertEqual(self.sheet(made).left(), 1)

    def test_two_paragraphs_for_one(self) -> None:
        made = self.take()
        self.translate(made, reservoir="Открыто два.\r\n\r\nЕщё три закрыты.", Below="Ниже")
        self.assertEqual(self.latest(made).body, "<p>Открыто два.</p><p>Ещё три закрыты.</p><h2>Ниже</h2>")
        self.assertEqual(self.row(made, "reservoir").text, "Открыто два.\n\nЕщё три закрыты.")

    def test_a_burst_of_saves_leaves_two_revisions_and_a_pause_begins_another(self) -> None:
        made = self.take()
        before = revisions(made).count()
        self.translate(made, reservoir="Открыто", Below="Ниже", Fords="Броды", Karasor="Карасор")
        self.assertEqual(revisions(made).count(), before + 2)
        revisions(made).update(created_at=LATER - timedelta(hours=1))
        self.translate(made, reservoir="Открыто два")
        self.assertEqual(revisions(made).count(), before + 3)

    def test_what_somebody_saved_in_the_editor_stays_in_the_history(self) -> None:
        made = self.take()
        self.translate(made, reservoir="Открыто")
        text = self.latest(made)
        text.headline = "Карасор"
        own = workflow.save(text, by=self.asel, at=LATER)
        self.translate(made, Below="Ниже", Fords="Броды", Karasor="Карасор сегодня")
        self.assertTrue(revisions(made).filter(pk=own.pk).exists())
        self.assertEqual(self.latest(made).headline, "Карасор сегодня")

    def test_saving_nothing_new_makes_no_revision(self) -> None:
        made = self.take()
        self.assertIsNone(self.save(made, typed(self.row(made, "reservoir"), " ")).revision)

    def test_a_picture_gets_its_caption_in_the_language(self) -> None:
        self.source = make_story(pictures=[StoryPicture(picture=make_picture(), caption="The dam", alt_text="Shutters of steel")])
        made = self.take()
        self.translate(made, dam="Плотина", Shutters="Пять затворов")
        self.assertEqual([(p.caption, p.alt_text) for p in self.latest(made).pictures.all()], [("Плотина", "Пять затворов")])

    def test_a_headline_that_is_too_long_is_refused_and_the_rest_saved(self) -> None:
        made = self.take()
        texts = typed(self.row(made, "Karasor"), "ы" * 301) | typed(self.row(made, "Below"), "Ниже")
        outcome = self.save(made, texts)
        self.assertEqual(
            [sentence for _text, sentence in outcome.refused.values()], ["The headline has 301 letters; at most 300 are possible."]
        )
        self.assertEqual(self.latest(made).body, "<h2>Ниже</h2>")

    def test_pasted_script_is_text(self) -> None:
        made = self.take()
        self.translate(made, reservoir="<script>alert(1)</script> [x](javascript:alert(1))")
        self.assertEqual(self.latest(made).body, "<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))</p>")

    def test_who_may_not_write_saves_nothing(self) -> None:
        made = self.take()
        with self.assertRaises(PermissionDenied):
            self.save(made, typed(self.row(made, "Below"), "Ниже"), by=make_colleague("en-only", Role.REPORTER, language="en"))

    # --- two at once

    def test_two_who_work_on_different_paragraphs_do_not_disturb_each_other(self) -> None:
        made = self.take()
        below, fords = self.row(made, "Below"), self.row(made, "Fords")
        self.save(made, typed(below, "Ниже"))
        self.save(made, typed(fords, "Броды") | typed(below, ""), by=self.timur)
        self.assertEqual(self.latest(made).body, "<h2>Ниже</h2><ul><li>Броды</li></ul>")

    def test_of_one_paragraph_that_two_have_changed_both_texts_are_kept_until_somebody_chooses(self) -> None:
        made = self.take()
        below = self.row(made, "Below")
        self.save(made, typed(below, "Ниже"))
        outcome = self.save(made, typed(below, "Внизу"), by=self.timur)
        row = self.row(made, "Below")
        self.assertEqual((outcome.second, row.text, row.kept.other_text, row.kept.other_by), ([below.key], "Ниже", "Внизу", "Timur"))
        self.save(made, {}, act="take-other", about=row.key)
        row = self.row(made, "Below")
        self.assertEqual((row.text, row.kept.other_text, self.latest(made).body), ("Внизу", "", "<h2>Внизу</h2>"))

    def test_text_for_a_paragraph_that_is_gone_meanwhile_is_added(self) -> None:
        made = self.take()
        self.translate(made, reservoir="Открыто")
        gone = Typed("Новое", digest(""), "")
        self.save(made, typed(self.row(made, "Below"), "Ниже") | {"p999999": gone})
        self.assertEqual(self.latest(made).body, "<p>Открыто</p><h2>Ниже</h2><h2>Новое</h2>")

    # --- the source changes

    def test_a_changed_paragraph_is_marked_until_somebody_says_it_is_right(self) -> None:
        made = self.take()
        self.translate(made, reservoir="Открыто два из пяти.", Below="Ниже")
        self.change(body=BODY.replace("two", "three"))
        row = self.row(made, "three")
        self.assertTrue(row.is_changed)
        self.assertEqual([r.source for r in self.sheet(made).rows if r.is_changed], ["The reservoir opened three of its five gates."])
        self.save(made, typed(row, "Открыто три из пяти."))
        row = self.row(made, "three")
        self.assertTrue(row.is_changed)  # editing alone settles nothing: it is saved while it is typed
        outcome = self.save(made, typed(row, row.text), act="right", about=row.key)
        self.assertEqual((outcome.sentence, self.row(made, "three").is_changed), ("", False))

    def test_a_source_that_changes_while_somebody_looks_is_not_settled_unseen(self) -> None:
        made = self.take()
        self.translate(made, reservoir="Открыто два.")
        self.change(body=BODY.replace("two", "three"))
        row = self.row(made, "three")
        self.change(body=BODY.replace("two", "four"))
        outcome = self.save(made, typed(row, row.text), act="right", about=row.key)
        self.assertIn("changed once more", outcome.sentence)
        self.assertTrue(self.row(made, "four").is_changed)

    def test_a_paragraph_translated_from_what_is_old_already_is_marked_at_once(self) -> None:
        made = self.take()
        shown = self.row(made, "reservoir")
        self.change(body=BODY.replace("two", "three"))
        self.save(made, typed(shown, "Открыто два."))
        self.assertTrue(self.row(made, "three").is_changed)

    def test_a_version_that_was_written_elsewhere_is_marked_where_the_source_changed_since(self) -> None:
        body = "<p>Открыто два из пяти затворов.</p><h2>Ниже</h2><ul><li>Броды закрыты.</li></ul>"
        made = make_story(language="ru", identity=self.source.identity, at=LATER, body=body, headline="Карасор открыл", lead="Медленно.")
        self.assertEqual([row for row in self.sheet(made).rows if row.is_changed], [])
        self.change(body=BODY.replace("two", "three"))
        self.assertEqual([row.text for row in self.sheet(made).rows if row.is_changed], ["Открыто два из пяти затворов."])

    # --- machines

    def test_a_machine_fills_only_what_is_empty_and_its_text_counts_until_it_is_touched(self) -> None:
        made = self.take()
        self.translate(made, Below="Ниже")
        below, fords, gates = self.row(made, "Below"), self.row(made, "Fords"), self.row(made, "reservoir")
        texts = {below.key: "машина", fords.key: "Броды", gates.key: "Затворы"}
        source, target = Story.objects.get(pk=self.source.pk), Story.objects.get(pk=made.pk)
        self.assertEqual(working.put(source, target, texts, by=self.asel, at=LATER, machine="Robot"), 2)
        self.assertEqual((self.row(made, "Below").text, self.row(made, "Fords").machine), ("Ниже", "Robot"))
        self.assertEqual(untouched.count(self.latest(made)), 2)
        self.save(made, typed(self.row(made, "Fords"), "Броды закрыты"))
        self.save(made, {}, act="right", about=gates.key)
        self.assertEqual(untouched.count(self.latest(made)), 0)

    def test_every_row_is_kept_in_the_order_of_the_screen(self) -> None:
        made = self.take()
        self.translate(made, Fords="Броды", Karasor="Карасор")
        places = list(TranslatedParagraph.objects.filter(story=made).order_by("position").values_list("place", flat=True))
        self.assertEqual(places, ["headline", "lead", "1:p", "2:h2", "3:ul/1:li"])
