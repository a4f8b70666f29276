"""Every screen of the newsroom that is ours can be used by everybody: known to the table, and without a fault before axe.

Here each screen is looked at once, in the state that the table names first, the languages, widths and themes in turn;
`python -m tests.axe_everywhere` looks at all of them in every state and combination.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser

from dateline.people.rights import Role
from dateline.testing import make_user
from tests.axe_everywhere import ALL, Combination, Walk, make_cast
from tests.newsroom_screens import FILE, LEADS_ON, NO_SCREENS, PART, POSTED, SCREENS, SCRIPTS, UNNAMED, Screen, names_of_ours, unnamed
from tests.processes import Running
from tests.test_rights_matrix import Address, Matrix


def is_part(answer: Any) -> bool:
    return answer.status_code == 404 or (answer.status_code == 200 and b"<html" not in answer.content)


# What an address without a screen answers to a browser that opens it. 404: the things of these tests do not have what it names.
ANSWERS: dict[str, Callable[[Any], bool]] = {
    POSTED: lambda answer: answer.status_code == 405,
    SCRIPTS: lambda answer: answer.headers["Content-Type"] == "application/json",
    PART: is_part,
    FILE: lambda answer: answer.status_code == 404 or "attachment" in answer.headers.get("Content-Disposition", ""),
    LEADS_ON: lambda answer: answer.status_code == 302,
}


class TableTests(Matrix):
    """What is not in the table is not looked at: so everything is in it, or proves that it is no screen."""

    def test_every_address_is_a_screen_that_is_looked_at_or_none(self) -> None:
        known = {screen.name for screen in SCREENS} | set(NO_SCREENS)
        self.assertEqual(
            sorted(set(names_of_ours()) - known), [],
            "A new screen goes into SCREENS of tests/newsroom_screens.py, an address without one into NO_SCREENS.",
        )  # fmt: skip
        self.assertEqual(unnamed(), set(UNNAMED), "An address without a name: say in UNNAMED what it is.")

    def test_nothing_is_known_that_is_not_there(self) -> None:
        self.assertEqual(sorted(set(NO_SCREENS) - set(names_of_ours())), [])
        self.assertEqual({screen.name for screen in SCREENS} & set(NO_SCREENS), set())
        names = [str(screen) for screen in SCREENS]
        self.assertEqual(sorted({name for name in names if names.count(name) > 1}), [])

    def test_what_shows_no_screen_answers_as_it_is_said(self) -> None:
        user = make_user("root", is_superuser=True)
        for role in Role:
            user.duties.create(role=role)
        client = self.client_of(user)
        client.defaults["HTTP_ACCEPT"] = "text/html"
        for name, what in NO_SCREENS.items():
            with self.subTest(name=name):
                answer = self.ask(client, "get", Address(name, names_of_ours()[name], None))
                self.assertTrue(ANSWERS[what](answer), f"{what}? It answers {answer.status_code} {answer.headers}")


# --- before axe ---------------------------------------------------------------------------------------------------------


def in_turn() -> Iterator[tuple[Screen, Combination]]:
    """Every address once: the first in the first combination, the second in the second, and so on, round and round."""
    first = {screen.name: screen for screen in reversed(SCREENS) if not screen.setting}
    return zip([screen for screen in SCREENS if first.get(screen.name) is screen], cycle(ALL), strict=False)


@pytest.mark.browser
def test_no_screen_has_a_fault(chrome: Browser, demo: Running) -> None:
    looks = list(Walk(chrome, demo, make_cast(demo)).look(in_turn()))
    assert [f"{look.screen}, {look.at}: {fault}" for look in looks for fault in look.faults] == []
    assert {look.at for look in looks} == set(ALL)
