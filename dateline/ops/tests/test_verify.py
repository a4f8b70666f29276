"""`dateline verify`, what the doctor says of the log, and the key that the first start makes."""

import json
import os
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils.timezone import now

from dateline.ops import checks, starting
from dateline.stories import nightly, signing
from dateline.stories.models import LogCheck, SignedHead, SigningKey, Story
from dateline.stories.tests.test_verifying import change, guard
from dateline.testing import NOON, make_story, minutes_ago


class VerifyTests(TestCase):
    def setUp(self) -> None:
        guard()
        self.story = make_story(slugline="gates")
        make_story()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "file"

    def verify(self, *words: str, code: int = 0) -> str:
        out = StringIO()
        try:
            call_command("verify", *words, stdout=out)
        except SystemExit as end:
            self.assertEqual(end.code, code)
        else:
            self.assertEqual(code, 0)
        return out.getvalue()

    def test_a_sound_log_is_signed_on_request(self) -> None:
        self.assertRegex(self.verify(), r"^2 releases checked, \d+ a second: all are as they went out\.\n$")
        self.assertFalse(SignedHead.objects.exists())
        self.assertIn("Release 2 is signed with key", self.verify("--sign"))
        self.assertIn("nothing to sign", self.verify("--sign"))
        self.assertEqual(SignedHead.objects.get().number, 2)

    def test_faults_are_named_and_nothing_is_signed(self) -> None:
        change(1, "reason", "altered")
        Story.objects.filter(pk=self.story.pk).update(headline="Altered")
        said = self.verify("--sign", code=1).splitlines()
        self.assertTrue(said[0].startswith(f"release 1, story {self.story.pk}, “gates”: Its number, story"), said)
        self.assertTrue(said[1].endswith("“gates”: The site does not show what was released: headline."), said)
        self.assertIn("2 releases checked", said[2])
        self.assertFalse(SignedHead.objects.exists())

    def test_a_kept_copy_is_checked_too(self) -> None:
        head = signing.sign_head(NOON)
        assert head
        kept = {
            "day": "2026-03-12", "at": NOON.isoformat(), "number": head.number, "hash": head.hash, "key": head.key_id,
            "signature": head.signature,
        }  # fmt: skip
        self.file.write_text(json.dumps({"heads": [kept]}))
        self.assertIn("as they went out", self.verify("--heads", str(self.file)))
        self.file.write_text(json.dumps({"heads": [{**kept, "hash": "f" * 64}]}))
        self.assertIn("The signature of 2026-03-12 is not the agency's.", self.verify("--heads", str(self.file), code=1))
        for text, wanted in (("[]", "holds no signed heads"), ("{", "holds no signed heads"), ('{"heads": [{}]}', "holds no signed heads")):
            self.file.write_text(text)
            with self.assertRaisesRegex(CommandError, wanted):
                self.verify("--heads", str(self.file))
        with self.assertRaisesRegex(CommandError, "cannot be read"):
            self.verify("--heads", str(self.file) + "x")

    def test_the_log_can_be_taken_away_as_text(self) -> None:
        self.assertIn("2 releases are in", self.verify("--export", str(self.file)))
        rows = [json.loads(line) for line in self.file.read_text().splitlines()]
        self.assertEqual([row["number"] for row in rows], [1, 2])
        self.assertEqual(rows[0]["snapshot"]["slugline"], "gates")
        self.assertEqual(rows[1]["previous"], rows[0]["hash"])

    def test_the_program_in_the_documentation_finds_what_we_find(self) -> None:
        text = (Path(__file__).resolve().parents[3] / "docs" / "history.md").read_text(encoding="utf-8")
        program = text.split("```python\n")[1].split("```")[0]
        self.assertLessEqual(len([line for line in program.splitlines() if line]), 20)
        self.verify("--export", str(self.file))

        def said(content: str) -> str:
            self.file.write_text(content, encoding="utf-8")
            lines: list[str] = []
            exec(program, {"LOG": str(self.file), "print": lambda *words: lines.append(" ".join(map(str, words)))})
            return "\n".join(lines)

        whole = self.file.read_text(encoding="utf-8")
        self.assertEqual(said(whole), f"2 releases, the last hash is {json.loads(whole.splitlines()[1])['hash']}")
        self.assertIn("release 1 was changed", said(whole.replace("two of its five gates", "all of its five gates", 1)))
        self.assertIn(
            "release 2 was changed",
            said(whole.replace('"reason":"","snap', '"reason":"x","snap').replace('"reason":"x"', '"reason":""', 1)),
        )
        self.assertIn("does not follow", said("\n".join(whole.splitlines()[1:])))


class DoctorTests(TestCase):
    def found(self) -> list[tuple[str, str]]:
        return [(one.level, one.sentence) for one in checks.look((checks._history,))]

    def test_it_says_how_the_log_is(self) -> None:
        guard()
        self.assertEqual(self.found(), [])
        make_story()
        nightly.check(now())
        self.assertEqual(self.found(), [("ok", "1 releases are as they went out.")])
        LogCheck.objects.update(at=minutes_ago(60 * 37))
        self.assertIn("last checked at", self.found()[0][1])
        LogCheck.objects.update(faults=["release 1: It is missing."])
        self.assertEqual(self.found(), [("fault", "release 1: It is missing.")])


class FirstStartTests(TestCase):
    def test_it_makes_the_signing_key(self) -> None:
        said: list[str] = []
        with TemporaryDirectory() as folder, override_settings(SIGNING_KEY_PATH=f"{folder}/key.pem"):
            starting._make_signing_key(said.append)
            starting._make_signing_key(said.append)
            self.assertEqual(os.stat(f"{folder}/key.pem").st_mode & 0o777, 0o600)
            self.assertEqual((said, SigningKey.objects.count()), ([], 1))
            os.chmod(f"{folder}/key.pem", 0o644)
            self.assertIn("Others on this machine can read it.", [one.sentence for one in checks.look((checks._disk,))])
            Path(f"{folder}/key.pem").write_text("x")
            starting._make_signing_key(said.append)
        self.assertIn("cannot be used", said[0])
