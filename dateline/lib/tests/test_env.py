import os
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase, mock

from django.core.exceptions import ImproperlyConfigured

from dateline.lib import env


def given(**values: str) -> "mock._patch_dict":
    return mock.patch.dict(os.environ, values)


class EnvTests(TestCase):
    def setUp(self) -> None:
        kept = mock.patch.dict(env.READ)
        kept.start()
        self.addCleanup(kept.stop)
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_missing_value_without_default_is_named(self) -> None:
        with self.assertRaisesRegex(ImproperlyConfigured, "X_WORD is not set.*X_WORD_FILE"):
            env.text("X_WORD")

    def test_a_file_may_hold_the_value(self) -> None:
        (self.folder / "word").write_text("hidden\n")
        with given(X_WORD_FILE=str(self.folder / "word")):
            self.assertEqual(env.text("X_WORD", ""), "hidden")
        with given(X_WORD_FILE=str(self.folder / "nothing")), self.assertRaisesRegex(ImproperlyConfigured, "cannot be read"):
            env.text("X_WORD", "")

    def test_every_reader_refuses_nonsense_and_says_what_to_write(self) -> None:
        cases: dict[str, Callable[[], object]] = {
            "Write 1 or 0": lambda: env.flag("X_WORD", default=True),
            "whole number from 1": lambda: env.integer("X_WORD", 5, at_least=1),
            "number of seconds": lambda: env.seconds("X_WORD", 5),
            "Write one of a, b": lambda: env.choice("X_WORD", "a", ("a", "b")),
            "name of a time zone": lambda: env.time_zone("X_WORD", "Asia/Almaty"),
            "scheme and host": lambda: env.web_address("X_WORD", "https://example.org"),
            "Write keys, for example Shift": lambda: env.chord("X_WORD", "Shift+F8"),
            "postgres://user": lambda: env.database("X_WORD", Path("x.sqlite3")),
        }
        for remedy, read in cases.items():
            with (
                self.subTest(remedy),
                given(X_WORD="mysql://nonsense/ü x"),
                self.assertRaisesRegex(ImproperlyConfigured, f"X_WORD.*{remedy}"),
            ):
                read()

    def test_good_values_are_read(self) -> None:
        with given(X_FLAG="yes", X_NUMBER="8080", X_TIME="0.5", X_LIST="a, b c", X_SITE="https://news.example.org/"):
            self.assertIs(env.flag("X_FLAG", default=False), True)
            self.assertEqual(env.integer("X_NUMBER", 1), 8080)
            self.assertEqual(env.seconds("X_TIME", 1), 0.5)
            self.assertEqual(env.words("X_LIST", ""), ["a", "b", "c"])
            self.assertEqual(env.web_address("X_SITE", ""), "https://news.example.org")

    def test_keys_are_a_function_key_or_a_letter_with_others_held_down(self) -> None:
        for value, wanted in {"F8": "F8", "Ctrl+Alt+9": "Ctrl+Alt+9", "Shift+Meta+K": "Shift+Meta+K", "off": ""}.items():
            with self.subTest(value), given(X_KEYS=value):
                self.assertEqual(wanted, env.chord("X_KEYS", "Shift+F8"))
        for value in ("K", "Shift+K", "F13", "Ctrl+", "Ctrl+é"):  # a letter alone would be typed
            with self.subTest(value), given(X_KEYS=value), self.assertRaises(ImproperlyConfigured):
                env.chord("X_KEYS", "Shift+F8")

    def test_a_database_address_is_taken_apart(self) -> None:
        with given(X_DB="postgres://news:p%40ss@db.example:5433/agency?sslmode=require"):
            found = env.database("X_DB", Path("x"))
        self.assertEqual((found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]), ("db.example", "5433", "agency", "p@ss"))
        self.assertEqual(found["OPTIONS"], {"sslmode": "require"})

    def test_without_an_address_it_is_sqlite_that_waits_and_is_durable(self) -> None:
        found = env.database("X_DB", Path("x.sqlite3"))
        self.assertEqual(found["OPTIONS"]["transaction_mode"], "IMMEDIATE")
        self.assertIn("synchronous=FULL", found["OPTIONS"]["init_command"])

    def test_a_secret_is_made_once_and_only_its_owner_may_read_it(self) -> None:
        kept = self.folder / "secret"
        first = env.secret("X_SECRET", kept)
        self.assertGreaterEqual(len(first), 50)
        self.assertEqual(env.secret("X_SECRET", kept), first)
        self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o600)
        with given(X_SECRET="from outside"):
            self.assertEqual(env.secret("X_SECRET", kept), "from outside")

    def test_a_folder_that_cannot_be_made_is_named(self) -> None:
        (self.folder / "file").write_text("")
        with given(X_FOLDER=str(self.folder / "file" / "deeper")), self.assertRaisesRegex(ImproperlyConfigured, "cannot be made"):
            env.folder("X_FOLDER", "")
