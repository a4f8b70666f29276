from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test import TestCase
from django.utils import translation

from dateline.lib.translated import TranslatedTextField, in_language


class InLanguageTests(TestCase):
    def test_it_takes_the_language_asked_for_then_any(self) -> None:
        texts = {"ru": "Регионы", "en": "Regions"}
        self.assertEqual(in_language(texts, "en"), "Regions")
        self.assertEqual(in_language(texts, "kk"), "Регионы")
        self.assertEqual(in_language({}, "kk"), "")
        with translation.override("en"):
            self.assertEqual(in_language(texts), "Regions")


class FieldTests(TestCase):
    def test_only_texts_of_known_languages_are_valid(self) -> None:
        field = TranslatedTextField()
        field.validate({"kk": "Өңірлер"}, None)
        for wrong in ({"de": "Regionen"}, {"kk": 5}, ["kk"], "kk"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                field.validate(wrong, None)

    def test_a_form_has_one_input_a_language_and_drops_empty_ones(self) -> None:
        class Form(forms.Form):
            names = TranslatedTextField().formfield()

        form = Form({"names_kk": "Өңірлер", "names_ru": " ", "names_en": "Regions"})
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.cleaned_data["names"], {"kk": "Өңірлер", "en": "Regions"})
        self.assertEqual(Form().as_p().count("<input"), 3)
        self.assertIn('lang="kk"', str(Form()["names"]))

    def test_its_label_begins_with_a_capital_letter_as_those_of_other_fields_do(self) -> None:
        labels = {
            field.label for field in (TranslatedTextField("full name").formfield(), models.TextField("full name").formfield()) if field
        }
        self.assertEqual(labels, {"Full name"})
