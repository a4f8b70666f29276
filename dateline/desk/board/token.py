"""A few bytes that are another ones whenever somebody's board is: asked for every two seconds by every open board."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from dateline.desk.models import BoardChoice

# Each is one look into an index or a walk over a small table (what is worked on now), all in one statement. Every act on
# a story is in the audit log, saving is in Work, what goes out is in the log of releases.
_STATE = """
    SELECT
        (SELECT MAX(last) FROM stories_releasecounter),
        (SELECT MAX(id) FROM people_auditentry),
        (SELECT COUNT(*) FROM desk_work), (SELECT MAX(edited_at) FROM desk_work), (SELECT MAX(since) FROM desk_work),
        (SELECT COUNT(*) FROM desk_editlock), (SELECT MAX(since) FROM desk_editlock),
        (SELECT COUNT(*) FROM stories_changedelsewhere WHERE settled_at IS NULL),
        (SELECT MAX(due_at) FROM desk_coverage), (SELECT COUNT(*) FROM desk_coverage WHERE done_at IS NULL),
        (SELECT COUNT(*) FROM desk_alert WHERE person_id = %s AND in_newsroom AND read_at IS NULL)"""


def token(user: Any, choice: BoardChoice, at: datetime) -> str:
    """What the board of `user` depends on at `at`. Ages and views are shown to the minute, so that is a part of it."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [user.pk])
        state = cursor.fetchone()
    seen = (state, user.pk, choice.desk, choice.language, choice.holder_id, choice.mine, get_language(), int(at.timestamp()) // 60)
    return hashlib.blake2b(repr(seen).encode(), digest_size=12).hexdigest()
