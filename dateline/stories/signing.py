"""The agency's signature (Ed25519) under the head of the chain of releases, once a day.

The chain shows that a release was changed only as long as nobody writes the whole chain anew. A signed head that others
keep a copy of shows that too. The private key lies in a file, never in the database; public keys are kept for good.
"""

import base64
import hashlib
import os
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError
from dateline.stories import chain
from dateline.stories.models import ReleaseCounter, SignedHead, SigningKey


class BrokenKey(DatelineError):
    """The file of the signing key holds no key that we can use."""

    code = "broken_signing_key"

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            _("The signing key %(path)s cannot be used: %(why)s") % {"path": path, "why": why},
            _("Put the key back from a backup; or move the file away, and a new key is made, which signs from then on."),
        )


def statement(*, day: date, at: datetime, number: int, hash: str, key: str) -> bytes:
    """What is signed, as canonical JSON. docs/history.md shows it."""
    return chain.canonical({"day": day.isoformat(), "at": chain.moment(at), "number": number, "hash": hash, "key": key})


def ensure_key(at: datetime) -> SigningKey:
    """The agency's public key, kept in the database; the private one is made when there is none. Raises BrokenKey."""
    return _known(_private_key().public_key(), at)


@transaction.atomic
def sign_head(at: datetime, *, only_if_due: bool = False) -> SignedHead | None:
    """Sign the last release. None when nothing has ever been published, or this very head is signed already.

    only_if_due  also None when a head was signed on this day of the agency's time zone
    Raises       BrokenKey
    """
    head, day = ReleaseCounter.objects.select_for_update().get(pk=1), localdate(at)  # locked: two that sign at once sign one head
    private = _private_key()
    key = _known(private.public_key(), at)
    signed = SignedHead.objects.filter(day=day)
    if not head.last or (signed if only_if_due else signed.filter(number=head.last, hash=head.hash, key=key)).exists():
        return None
    signature = private.sign(statement(day=day, at=at, number=head.last, hash=head.hash, key=key.id))
    return SignedHead.objects.create(
        day=day, at=at, number=head.last, hash=head.hash, key=key, signature=base64.b64encode(signature).decode("ascii")
    )


def is_genuine(head: SignedHead, keys: Mapping[str, str]) -> bool:
    """Whether the key that `head` names has signed it. keys: the PEM of each known public key by its id."""
    said = statement(day=head.day, at=head.at, number=head.number, hash=head.hash, key=head.key_id)
    try:
        public = serialization.load_pem_public_key(keys[head.key_id].encode("ascii"))
        if not isinstance(public, Ed25519PublicKey) or key_id(public) != head.key_id:
            return False
        public.verify(base64.b64decode(head.signature, validate=True), said)
    except (KeyError, ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def key_id(public: Ed25519PublicKey) -> str:
    """How heads name a key: 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def _known(public: Ed25519PublicKey, at: datetime) -> SigningKey:
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    return SigningKey.objects.get_or_create(pk=key_id(public), defaults={"pem": pem, "known_since": at})[0]


def _private_key() -> Ed25519PrivateKey:
    path = Path(settings.SIGNING_KEY_PATH)
    try:
        if not path.exists():
            _make(path)
        found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BrokenKey(path, error) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise BrokenKey(path, _("It is not an Ed25519 key."))
    return found


def _make(path: Path) -> None:
    """Write a new key, readable by us alone: the whole file or none, and never over one that is there."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".signing-key-") as file:  # mode 0600
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return  # somebody was faster
