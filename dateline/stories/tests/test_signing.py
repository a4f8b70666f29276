"""The signature under the head of the chain."""

import base64
import json
import os
import stat
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import DatabaseError, transaction
from django.test import TestCase, override_settings

from dateline.stories import chain, publishing, signing
from dateline.stories.models import Release, SignedHead, SigningKey
from dateline.testing import NOON, make_story

TOMORROW = NOON + timedelta(days=1)


class SigningTests(TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "key.pem"
        settings = override_settings(SIGNING_KEY_PATH=str(self.path))
        settings.enable()
        self.addCleanup(settings.disable)

    def signed(self) -> SignedHead:
        head = signing.sign_head(NOON)
        assert head
        return head

    def keys(self) -> dict[str, str]:
        return dict(SigningKey.objects.values_list("pk", "pem"))

    def test_the_head_is_signed_with_a_key_that_only_we_can_read(self) -> None:
        make_story()
        head = SignedHead.objects.get(pk=self.signed().pk)
        self.assertEqual((head.day, head.at, head.number, head.hash), (date(2026, 3, 12), NOON, 1, Release.objects.get().hash))
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        self.assertEqual(os.listdir(self.path.parent), ["key.pem"])
        self.assertTrue(signing.is_genuine(head, self.keys()))

    def test_anybody_can_check_it_as_the_documentation_says(self) -> None:
        make_story()
        head = self.signed()
        said = {"day": "2026-03-12", "at": "2026-03-12T07:00:00.000000+00:00", "number": 1, "hash": head.hash, "key": head.key_id}
        text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
        load_pem_public_key(head.key.pem.encode()).verify(base64.b64decode(head.signature), text)  # type: ignore[union-attr, call-arg]

    def test_any_change_makes_it_worthless(self) -> None:
        make_story()
        self.signed()
        for name, value in (
            ("day", date(2026, 3, 13)), ("at", TOMORROW), ("number", 2), ("hash", chain.BEGINNING), ("key_id", "0" * 16),
            ("signature", base64.b64encode(bytes(64)).decode()), ("signature", "no base64"),
        ):  # fmt: skip
            head = SignedHead.objects.get()
            setattr(head, name, value)
            self.assertFalse(signing.is_genuine(head, self.keys()), name)
        head = SignedHead.objects.get()
        self.assertFalse(signing.is_genuine(head, {head.key_id: "no key"}))

    def test_a_key_under_a_wrong_name_signs_nothing(self) -> None:
        make_story()
        head = self.signed()
        self.path.unlink()
        other = signing.ensure_key(NOON)
        self.assertFalse(signing.is_genuine(head, {head.key_id: other.pem}))

    def test_once_a_day_by_itself_and_by_hand_when_there_is_something_new(self) -> None:
        self.assertIsNone(signing.sign_head(NOON))
        story = make_story()
        self.assertIsNotNone(signing.sign_head(NOON, only_if_due=True))
        publishing.update(story, at=NOON)
        self.assertIsNone(signing.sign_head(NOON, only_if_due=True))
        self.assertIsNotNone(signing.sign_head(NOON))
        self.assertIsNone(signing.sign_head(NOON))
        midnight = NOON.replace(hour=19)  # of the agency
        self.assertIsNone(signing.sign_head(midnight - timedelta(seconds=1), only_if_due=True))
        self.assertIsNotNone(signing.sign_head(midnight, only_if_due=True))
        self.assertEqual([(one.day.day, one.number) for one in SignedHead.objects.all()], [(12, 1), (12, 2), (13, 2)])

    def test_a_new_key_signs_and_what_the_old_one_signed_stays_good(self) -> None:
        make_story()
        old = self.signed()
        self.path.unlink()
        new = signing.sign_head(TOMORROW)
        assert new
        self.assertNotEqual(old.key_id, new.key_id)
        self.assertTrue(all(signing.is_genuine(head, self.keys()) for head in (old, new)))

    def test_a_broken_key_is_told_and_not_replaced(self) -> None:
        make_story()
        self.path.write_text("no key")
        with self.assertRaisesRegex(signing.BrokenKey, "cannot be used"):
            signing.sign_head(NOON)
        self.assertEqual(self.path.read_text(), "no key")
        self.assertFalse(SignedHead.objects.exists())

    def test_what_is_signed_is_never_changed(self) -> None:
        make_story()
        self.signed()
        for rows, change in ((SignedHead.objects, {"number": 9}), (SigningKey.objects, {"pem": ""})):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                rows.update(**change)  # type: ignore[attr-defined]
