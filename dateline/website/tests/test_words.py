"""The site's own words in Kazakh and Russian."""

from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings
from django.test import SimpleTestCase

LOCALE = Path(settings.LOCALE_PATHS[0])


class CatalogueTests(SimpleTestCase):
    def test_no_entry_is_empty_doubtful_or_loses_a_placeholder(self) -> None:
        for language in ("kk", "ru"):
            catalogue = read_po(BytesIO((LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()), locale=language)
            for message in catalogue:
                if message.id:
                    with self.subTest(language=language, message=message.id):
                        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
                        self.assertTrue(all(texts))
                        self.assertFalse(message.fuzzy)
                        self.assertEqual([str(error) for error in message.check(catalogue)], [])

    def test_both_catalogues_say_the_same_things(self) -> None:
        ids = [
            {
                (message.context, str(message.id))
                for message in read_po(BytesIO((LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()))
            }
            for language in ("kk", "ru")
        ]
        self.assertEqual(ids[0], ids[1])
