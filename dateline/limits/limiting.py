"""How often something may be done: one count a key and window, kept in the database so that all processes share it.

A window begins with the first hit of a key and lasts `per_s`; a refused try counts too. What is stored is a keyed hash
and a time, no address and no name; rows whose window is over are removed, some with each new row, so the table holds
the keys of the running windows and no more. It lives in the database `counts`: a write here must not wake the
newsroom's followers or wait for its editors.
"""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from dateline.lib.clients import client_address, household
from dateline.lib.databases import COUNTS

KEY_BYTES = 16
SWEEP_ROWS = 20  # rows removed at once; more than one comes, so the table shrinks

_HIT = """
    INSERT INTO limits_tally (key, hits, expires_s) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN limits_tally.expires_s <= %s THEN 1 ELSE limits_tally.hits + 1 END,
        expires_s = CASE WHEN limits_tally.expires_s <= %s THEN excluded.expires_s ELSE limits_tally.expires_s END
    RETURNING hits
"""
_SWEEP = """
    DELETE FROM limits_tally WHERE key IN (SELECT key FROM limits_tally WHERE expires_s <= %s ORDER BY expires_s LIMIT %s)
"""


def allow(kind: str, key: str, *, limit: int, per_s: float, at: datetime) -> bool:
    """Count one try and say whether it is within `limit` tries in `per_s` seconds.

    kind  what is done: `search`, `tell-friend`; each has counts of its own
    key   who does it: `client(request)`, a mail address; only its keyed hash is stored
    at    now, aware
    """
    now_s = int(at.timestamp())
    with connections[COUNTS].cursor() as cursor:
        cursor.execute(_HIT, [_hashed(kind, key), now_s + max(1, round(per_s)), now_s, now_s])
        hits = int(cursor.fetchone()[0])
        if hits == 1:
            cursor.execute(_SWEEP, [now_s, SWEEP_ROWS])
    return hits <= limit


def client(request: HttpRequest) -> str:
    """Whom a limit per client counts: the address, or the /64 network of an IPv6 address."""
    return household(client_address(request))


def _hashed(kind: str, key: str) -> bytes:
    secret = hashlib.sha256(b"dateline limits " + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(secret, f"{kind}\0{key}".encode(), "sha256")[:KEY_BYTES]
