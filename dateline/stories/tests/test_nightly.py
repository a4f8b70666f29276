"""The nightly check and the signature that follows it."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import TestCase, override_settings

from dateline.stories.models import LogCheck, ReleaseCounter, SignedHead, Story
from dateline.stories.nightly import MOST_TOLD, check, check_and_sign
from dateline.stories.tests.test_verifying import change, guard
from dateline.testing import NOON, make_story

TOMORROW = NOON + timedelta(days=1)


class NightlyTests(TestCase):
    def setUp(self) -> None:
        guard()
        make_story()

    def test_it_checks_and_signs_once_a_day(self) -> None:
        found = check_and_sign(NOON)
        assert found
        self.assertEqual((found.number, found.hash, found.faults), (1, ReleaseCounter.objects.get().hash, []))
        self.assertIsNone(check_and_sign(NOON + timedelta(hours=6)))
        make_story()
        self.assertIsNotNone(check_and_sign(TOMORROW))
        self.assertEqual([head.number for head in SignedHead.objects.all()], [1, 2])

    def test_the_first_release_is_signed_without_waiting_for_midnight(self) -> None:
        LogCheck.objects.create(pk=1, at=NOON)
        self.assertIsNotNone(check_and_sign(NOON + timedelta(minutes=5)))
        self.assertEqual(SignedHead.objects.count(), 1)

    def test_it_looks_at_what_is_new_only(self) -> None:
        check(NOON)
        change(1, "reason", "altered")
        make_story()
        self.assertEqual(check(TOMORROW).faults, [])
        self.assertEqual(LogCheck.objects.get().number, 2)

    def test_a_log_with_faults_is_not_signed_and_looked_at_again_in_an_hour(self) -> None:
        change(1, "reason", "altered")
        found = check_and_sign(NOON)
        assert found
        self.assertEqual((found.number, len(found.faults)), (0, 1))
        self.assertIn("release 1", LogCheck.objects.get().faults[0])
        self.assertFalse(SignedHead.objects.exists())
        self.assertIsNone(check_and_sign(NOON + timedelta(minutes=59)))
        change(1, "reason", "")
        again = check_and_sign(NOON + timedelta(hours=1))
        assert again
        self.assertEqual(again.faults, [])
        self.assertEqual(SignedHead.objects.count(), 1)

    def test_a_tail_that_was_written_anew_after_the_check_is_found(self) -> None:
        check(NOON)
        ReleaseCounter.objects.update(hash="f" * 64)
        self.assertIn("another hash", check(TOMORROW).faults[0])

    def test_a_flood_of_faults_is_not_kept_whole(self) -> None:
        for _number in range(MOST_TOLD + 5):
            Story.objects.filter(pk=make_story().pk).update(headline="Altered")
        self.assertEqual(len(check(NOON).faults), MOST_TOLD)

    def test_a_broken_key_is_a_fault(self) -> None:
        with TemporaryDirectory() as folder, override_settings(SIGNING_KEY_PATH=str(Path(folder) / "none" / "key.pem")):
            found = check_and_sign(NOON)
        assert found
        self.assertIn("cannot be used", LogCheck.objects.get().faults[0])
