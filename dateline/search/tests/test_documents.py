"""What the index knows of a story."""

from django.test import TestCase

from dateline.languages.stems import stems
from dateline.search.documents import document_of
from dateline.stories.models import Dossier
from dateline.testing import NOON, make_draft, make_story, make_subject


class DocumentTests(TestCase):
    def test_it_has_the_stems_of_the_text_without_its_markup(self) -> None:
        story = make_story(
            headline="Gates open", lead="Slowly.", body='<p>Two <a href="https://example.org/x">gates</a></p><p>and &amp; more</p>'
        )
        made = document_of(story)
        self.assertEqual((made.headline, made.lead), (tuple(stems("Gates open", "en")), tuple(stems("Slowly", "en"))))
        self.assertEqual(made.body, tuple(stems("Two gates and more", "en")))
        self.assertEqual((made.story_id, made.language, made.published_at), (story.pk, "en", NOON))

    def test_subjects_and_dossier_are_marks_of_one_word(self) -> None:
        dossier = Dossier.objects.create(slug="flood", names={"en": "Flood"})
        story = make_story(subjects=[make_subject("own:high-water")], dossier=dossier, lead="", body="<p>no names</p>")
        self.assertEqual(document_of(story).marks, {"subject·own·high·water", f"dossier·{dossier.pk}"})

    def test_names_come_from_the_whole_text(self) -> None:
        story = make_story(headline="A bridge in Zharyk", lead="Said Aigul Serik.", body="<p>The council of Aksu agrees.</p>")
        made = document_of(story)
        self.assertLess({"zharyk", "serik", "aksu"}, made.names)
        self.assertIn("aigul·serik", made.marks)

    def test_a_draft_has_no_document(self) -> None:
        with self.assertRaises(ValueError):
            document_of(make_draft())
