"""What Wagtail says in English, whatever the language, is said by us."""

from pathlib import Path

import wagtail.admin
from django.template.loader import render_to_string
from django.test import SimpleTestCase
from django.utils import translation
from django.utils.functional import Promise

from dateline.desk import labels

SHARED = {  # our copies of Wagtail's templates: what we say instead of what they say
    "wagtailadmin/shared/headers/_actions.html": ('{% translate "Actions" %}', "Actions"),
    "wagtailadmin/tables/boolean_cell.html": ("value|yesno", "value|stringformat:'s'"),
}


class LabelTests(SimpleTestCase):
    def test_every_field_of_the_forms_for_links_has_a_label_that_can_be_translated(self) -> None:
        for form in labels.LABELS:
            for name, field in form.base_fields.items():
                with self.subTest(form=form.__name__, field=name):
                    self.assertTrue(isinstance(field.label, Promise) or field.label == "#")

    def test_the_buttons_in_the_head_are_labelled_in_the_language_of_the_screen(self) -> None:
        with translation.override("kk"):
            self.assertIn('aria-label="Әрекеттер"', render_to_string("wagtailadmin/shared/headers/_actions.html", {"actions": ""}))

    def test_yes_and_no_are_said_in_the_language_of_the_screen(self) -> None:
        for value, word in ((True, "иә"), (False, "жоқ")):
            with translation.override("kk"):
                self.assertIn(word, render_to_string("wagtailadmin/tables/boolean_cell.html", {"value": value, "column": {}}))

    def test_our_copies_are_wagtails_but_for_the_words(self) -> None:
        for name, (ours, theirs) in SHARED.items():
            with self.subTest(name):
                original = (Path(wagtail.admin.__file__).parent / "templates" / name).read_text(encoding="utf-8").strip()
                copy = (Path(labels.__file__).parent / "templates" / name).read_text(encoding="utf-8").split("{% endcomment %}")[1].strip()
                self.assertEqual(copy.replace(ours, theirs), original)
