"""The command `dateline load-topics`."""

import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from dateline.newscodes.loading import starter
from dateline.newscodes.models import Subject
from dateline.newscodes.tests.releases import concept, release


class LoadTopicsTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "mediatopic.json")

    def run_command(self, *words: str) -> str:
        out = StringIO()
        call_command("load-topics", *words, stdout=out)
        return out.getvalue().strip()

    def test_without_a_file_it_loads_the_starter_vocabulary(self) -> None:
        self.assertEqual(self.run_command(), f"Subjects: {len(starter())} added.")
        self.assertEqual(Subject.objects.count(), len(starter()))

    def test_with_a_file_it_follows_the_release_and_counts(self) -> None:
        self.file.write_bytes(release(concept("15000000", "sport"), concept("20001065", "soccer", "15000000")))
        self.assertEqual(self.run_command(str(self.file)), "Subjects: 2 added.")
        self.file.write_bytes(release(concept("15000000", "sports")))
        self.assertEqual(self.run_command(str(self.file)), "Subjects: 1 renamed, 1 absent.")

    def test_a_bad_file_is_refused_with_what_to_do_and_nothing_changes(self) -> None:
        self.file.write_bytes(b"<html>Not found</html>")
        with self.assertRaisesMessage(CommandError, "Nothing was changed."):
            self.run_command(str(self.file))
        self.assertFalse(Subject.objects.exists())

    def test_a_missing_file_is_named(self) -> None:
        with self.assertRaisesMessage(CommandError, "mediatopic.json cannot be read: No such file or directory."):
            self.run_command(str(self.file))
