"""The people of the demo agency: accounts without a password, duties, bylines, an invitation that waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.timezone import get_default_timezone

from dateline.ops.demo.newsroom.reading import Colleague, Invited
from dateline.people import audit, duties, invitations
from dateline.people.models import Author, Duty, User


def take_in(colleagues: Sequence[Colleague]) -> Mapping[str, User]:
    """Make the accounts; by username. Nobody can sign in with them until they get a password, see `let_in`."""
    found: dict[str, User] = {}
    for colleague in colleagues:
        user = User.objects.create_user(
            colleague.username, f"{colleague.username}@kerme.example", first_name=colleague.first_name, last_name=colleague.last_name
        )
        user.choose_language(colleague.language)
        if found:
            duties.give(user, colleague.duties, by=next(iter(found.values())))
        else:
            _give_to_the_first(user, colleague)
        if colleague.author:
            Author.objects.filter(slug=colleague.author).update(user=user)
        found[colleague.username] = user
    return found


def _give_to_the_first(user: User, colleague: Colleague) -> None:
    """There is nobody yet who could."""
    for row in colleague.duties:
        Duty.objects.create(user=user, **row._asdict())
        audit.record(None, "duty.give", user, **row._asdict())


def invite(invited: Sequence[Invited], *, by: User, at: datetime) -> None:
    """Invitations whose letters were never sent: the demo writes to nobody."""
    for one in invited:
        sent_at = one.sent.seen_from(at).astimezone(get_default_timezone())
        invitations.invite(
            one.email, one.duties, language=one.language, by=by, at=sent_at, first_name=one.first_name, last_name=one.last_name
        )


def let_in(usernames: Sequence[str], *, like: User) -> None:
    """Let the demo's colleagues sign in with the password of `like`. It was hashed once: a hash takes half a second."""
    for user in User.objects.filter(username__in=usernames):
        if not user.has_usable_password():
            User.objects.filter(pk=user.pk).update(password=like.password)
