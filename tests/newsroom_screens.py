"""Every screen of the newsroom that is ours: what it is called, who looks at it, in which states.

`SCREENS` holds them, by the name of the address and the state; `NO_SCREENS` holds the addresses that show none, and what
they answer instead. An address that is in neither fails `tests/test_accessibility.py`, which walks the URL conf; one of
Wagtail's own (its view lies in the package `wagtail`) need not be here, but may.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from playwright.sync_api import Page

from dateline.desk.addresses import Closed
from tests.screens_cast import PASSWORD
from tests.test_rights_matrix import newsroom, walk

Do = Callable[[Page], object]


@dataclass(frozen=True)
class Screen:
    """One screen in one state.

    name      of its address
    state     what is special, in a word or two; empty: as it opens
    values    variables of the address → names of the cast's things (`screens_cast.Cast.values`)
    who       of the cast; empty: signed out
    query     behind the address; {words} are the cast's things
    do, undo  what is pressed before it is looked at, and afterwards
    status    of the last page that came
    setting   a setting that the server needs for it, else it cannot be seen
    ends      the name of another address, where what is pressed leads to; “*”: to one that nobody knows beforehand
    """

    name: str
    state: str = ""
    values: tuple[tuple[str, str], ...] = ()
    who: str = "all"
    query: str = ""
    do: Do | None = None
    undo: Do | None = None
    status: int = 200
    setting: str = ""
    ends: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.state})" if self.state else self.name

    def path(self, things: dict[str, Any]) -> str:
        """Its address, with the things of the cast."""
        path = f"/{settings.NEWSROOM_PATH}{self.name}" if self.name.endswith("/") else reverse(self.name, kwargs=dict(self._filled(things)))
        return path + self.query.format(**things)

    def is_at(self, path: str, things: dict[str, Any]) -> bool:
        """Whether the address `path` is where this screen is: not somewhere else, to which one was led."""
        if self.ends == "*":
            return True
        return path == (reverse(self.ends) if self.ends else self.path(things).partition("?")[0].partition("#")[0])

    def _filled(self, things: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for variable, thing in self.values:
            yield variable, thing.removeprefix("=") if thing.startswith("=") else things[thing]


def _a(name: str, state: str = "", *, who: str = "all", query: str = "", do: Do | None = None, undo: Do | None = None,
       status: int = 200, setting: str = "", ends: str = "", **values: str) -> Screen:  # fmt: skip
    return Screen(name, state, tuple(values.items()), who, query, do, undo, status, setting, ends)


# --- what is pressed ----------------------------------------------------------------------------------------------------


def _click(selector: str) -> Do:
    return lambda page: page.locator(selector).first.click()


def _send(selector: str) -> Do:
    """Press a button that sends a form; the page that answers is looked at."""

    def do(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()

    return do


def _send_filled(button: str, **fields: str) -> Do:
    def do(page: Page) -> None:
        for name, text in fields.items():
            page.locator(f'main [name="{name}"], [role=main] [name="{name}"]').first.fill(text)
        _send(button)(page)

    return do


def _open_all(page: Page) -> None:
    """Everything that is folded up."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def _flash_dialog(page: Page) -> None:
    page.keyboard.press("Shift+F8")
    page.locator("dialog[open] .flash-form").wait_for()


def _dialog_of(selector: str) -> Do:
    def do(page: Page) -> None:
        page.locator(selector).first.click()
        page.locator("dialog[open]").wait_for()

    return do


def _slip_dialog(page: Page) -> None:
    page.locator(".lane-place[data-part=review] details.menu > summary").first.click()
    page.locator(".lane-place[data-part=review] details[open] [data-dialog]").first.click()
    page.locator("dialog[open]").wait_for()


def _wrong_password(page: Page) -> None:
    page.locator("[name=login]").fill("cast-nobody")
    page.locator("[name=password]").fill("wrong")
    _send("main button[type=submit]")(page)


def _until_locked_out(page: Page) -> None:
    while page.locator("[name=login]").count():
        page.locator("[name=login]").fill("cast-gone")
        page.locator("[name=password]").fill("wrong")
        _send("main button[type=submit]")(page)


def _password_of_factor(page: Page) -> None:
    """To the question for a code; who has come that far before is there already."""
    if page.locator("[name=code]").count():
        return
    page.locator("[name=login]").fill("cast-factor")
    page.locator("[name=password]").fill(PASSWORD)
    _send("main form[action$='login/'] button[type=submit]")(page)


def _wrong_code(page: Page) -> None:
    _password_of_factor(page)
    page.locator("[name=code]").fill("000000")
    _send("main button[type=submit]")(page)


def _bad_form(page: Page) -> None:
    """A form that nobody could send by hand: refused as a whole."""
    with page.expect_navigation():
        page.evaluate(
            """address => {
                const form = document.createElement("form");
                form.method = "post"; form.action = address;
                const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
                const story = Object.assign(document.createElement("input"), { name: "language", value: "xx" });
                const number = Object.assign(document.createElement("input"), { name: "story", value: location.hash.slice(1) });
                form.append(token, story, number); document.body.append(form); form.submit();
            }""",
            reverse("languages:take"),
        )


def _form_without_token(page: Page) -> None:
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(one => { one.value = 'x'; })")
    _send('main button[type="submit"], [role=main] button[type="submit"]')(page)


_publish = _send('.acts button[value="publish"]')
_take_back = _send("[data-undo] button")
STORY = "wagtailsnippets_stories_story"

# --- the table ----------------------------------------------------------------------------------------------------------

SCREENS: tuple[Screen, ...] = (
    # the board
    _a("wagtailadmin_home"),
    _a("wagtailadmin_home", "everything unfolded", do=_open_all),
    _a("wagtailadmin_home", "a slip's question", do=_slip_dialog),
    _a("wagtailadmin_home", "its keys", do=_dialog_of(".board-foot [data-dialog]")),
    _a("wagtailadmin_home", "nothing there", who="alone"),
    _a("board:help"),
    _a("board:give", pk="review"),
    _a("board:return", pk="review"),
    _a("board:return", "without a note", pk="review", do=_send("main form button.button"), status=200),
    _a("board:schedule", pk="ready"),
    _a("board:publish", pk="ready"),
    _a("board:publish", "not ready", pk="gaps"),
    # flash and alerts
    _a("flash"),
    _a("flash", "in the dialog", do=_flash_dialog),
    _a("flash", "without a headline", do=_send("main .flash-form button[type=submit]:not([value])")),
    _a("flash-sent", identity="flash"),
    _a("alerts"),
    _a("alerts", "none", who="alone"),
    _a("alert-settings"),
    # the editor
    _a(f"{STORY}:list"),
    _a(f"{STORY}:list", "nothing found", query="?q=zzzzzz"),
    _a(f"{STORY}:add"),
    _a(f"{STORY}:add", "of a template", query="?template={template}"),
    _a(f"{STORY}:edit", "being written, with notes", pk="draft", do=_open_all),
    _a(f"{STORY}:edit", "lacking everything", pk="gaps"),
    _a(f"{STORY}:edit", "in review", pk="review", do=_open_all),
    _a(f"{STORY}:edit", "ready", pk="ready", do=_open_all),
    _a(f"{STORY}:edit", "scheduled", pk="scheduled", do=_open_all),
    _a(f"{STORY}:edit", "public", pk="live", do=_open_all),
    _a(f"{STORY}:edit", "just out", pk="quick", do=_publish, undo=_take_back),
    _a(f"{STORY}:edit", "public, edited", pk="edited", do=_open_all),
    _a(f"{STORY}:edit", "withdrawn", pk="killed"),
    _a(f"{STORY}:edit", "locked", pk="locked"),
    _a(f"{STORY}:edit", "to read only", pk="live", who="reporter"),
    _a(f"{STORY}:edit", "typed and not saved", pk="typed"),
    _a(f"{STORY}:edit", "typed and overtaken", pk="second"),
    _a(f"{STORY}:two_texts", pk="second"),
    _a(f"{STORY}:two_texts", "set aside", pk="typed", query="?with={aside}"),
    _a(f"{STORY}:correct", pk="edited"),
    _a(f"{STORY}:correct", "without a note", pk="live", do=_send(".editor-asking button.button")),
    _a(f"{STORY}:unpublish", pk="live"),
    _a(f"{STORY}:delete", pk="draft"),
    _a(f"{STORY}:preview", pk="edited"),
    _a("story-preview", pk="edited"),
    _a(f"{STORY}:history", pk="edited"),
    _a(f"{STORY}:revisions_compare", pk="edited"),
    _a(f"{STORY}:templates"),
    _a(f"{STORY}:new_template"),
    _a(f"{STORY}:new_template", "empty", do=_send("#story-form button.button")),
    _a(f"{STORY}:template", pk="template"),
    _a(f"{STORY}:make_template", pk="draft"),
    # languages
    _a("languages:parity"),
    _a("languages:parity", "everything unfolded", do=_open_all),
    _a("languages:parity", "nothing there", query="?days=7&desk=culture&language=kk&person={person-alone}"),
    _a("languages:wanted"),
    _a("languages:sheet", pk="source", language="=ru"),
    _a("languages:sheet", "not there yet", pk="untranslated", language="=ru"),
    # pictures
    _a("pictures:list"),
    _a("pictures:list", "nothing found", query="?q=zzzzzz"),
    _a("pictures:list", "with gaps", query="?show=gaps"),
    _a("pictures:upload"),
    _a("pictures:upload", "everything unfolded", do=_open_all),
    _a("pictures:upload", "nothing waits", who="alone"),
    _a("pictures:picture", pk="used"),
    _a("pictures:picture", "expired", pk="expired", do=_open_all),
    _a("pictures:picture", "with a copy", pk="copy"),
    _a("pictures:picture", "to look at only", pk="theirs", who="alone"),
    _a("pictures:delete", pk="copy"),
    _a("pictures:delete", "in use", pk="used"),
    # planning
    _a("planning:calendar", query="?view=week&desk=&language="),
    _a("planning:calendar", "a day", query="?view=day&desk=&language=&day={day}", do=_open_all),
    _a("planning:calendar", "nothing there", query="?view=week&desk=&language=&day=1999-01-01", who="alone"),
    _a("planning:my-day"),
    _a("planning:my-day", "free", who="alone"),
    _a("planning:add"),
    _a("planning:add", "empty", do=_send("main form button[type=submit]")),
    _a("planning:event", pk="event", do=_open_all),
    _a("planning:event", "to read only", pk="event", who="manager"),
    _a("planning:calendars"),
    # people
    _a("wagtailusers_users:index"),
    _a("wagtailusers_users:index", "nobody found", query="?q=zzzzzz"),
    _a("wagtailusers_users:edit", pk="person-factor"),
    _a("wagtailusers_users:edit", "oneself", pk="person-all"),
    _a("wagtailusers_users:edit", "gone", pk="person-gone"),
    _a("wagtailusers_users:add"),
    _a("wagtailusers_users:add", "empty", do=_send("main form button[type=submit]")),
    _a("staff:audit"),
    _a("staff:audit", "everything unfolded", query="?act=story.", do=_open_all),
    _a("staff:audit", "nothing found", query="?q=zzzzzz"),
    # one's own account
    _a("staff:account"),
    _a("staff:sessions"),
    _a("staff:second-factor-wanted", who="wanted", setting="SECOND_FACTOR_FOR"),
    _a("account_change_password"),
    _a(
        "account_change_password",
        "not taken",
        do=_send_filled("main form button[type=submit]", oldpassword="x", password1="y", password2="z"),
    ),
    _a("account_reauthenticate"),
    _a("mfa_index", who="factor"),
    _a("mfa_index", "none yet"),
    _a("mfa_reauthenticate", who="factor"),
    _a("mfa_activate_totp"),
    _a("mfa_activate_totp", "a wrong code", do=_send_filled("main form button[type=submit]", code="000000")),
    _a("mfa_deactivate_totp", who="factor"),
    _a("mfa_view_recovery_codes", who="factor"),
    _a("mfa_generate_recovery_codes", who="factor"),
    _a("mfa_list_webauthn", who="factor"),
    _a("mfa_list_webauthn", "none yet"),
    _a("mfa_add_webauthn"),
    _a("mfa_reauthenticate_webauthn", who="factor"),
    _a("mfa_remove_webauthn", who="factor", pk="passkey"),
    _a("mfa_edit_webauthn", who="factor", pk="passkey"),
    _a("account_logout"),
    # before the newsroom
    _a("account_login", who=""),
    _a("account_login", "a wrong password", who="", do=_wrong_password),
    _a("account_login", "locked out", who="", do=_until_locked_out),
    _a("mfa_authenticate", "after the password", who="", query="", do=_password_of_factor),
    _a("mfa_authenticate", "a wrong code", who="", do=_wrong_code),
    _a("account_inactive", who=""),
    _a("account_reset_password", who=""),
    _a("account_reset_password", "no address", who="", do=_send("main form button[type=submit]")),
    _a("account_reset_password_done", who=""),
    _a("account_reset_password_from_key", who="", uidb36="uid", key="key", ends="*"),
    _a("account_reset_password_from_key", "an old link", who="", uidb36="uid", key="bad"),
    _a("account_reset_password_from_key_done", who=""),
    _a("staff:invitation", who="", token="invitation"),
    _a("staff:invitation", "empty", who="", token="invitation", do=_send("main form button[type=submit]")),
    _a("staff:invitation", "not open", who="", token="bad", status=410),
    _a("staff:invitation", "signed in", token="invitation", status=409),
    # trouble
    _a("nothing/here/", "no such screen", status=404),
    _a("staff:audit", "not theirs", who="reporter", status=403),
    _a("wagtailadmin_home", "no duty at all", who="nobody", status=403),
    _a("languages:parity", "a request that makes no sense", query="#{draft}", do=_bad_form, ends="languages:take"),
    _a("staff:account", "a form without its token", do=_form_without_token),
)

POSTED, SCRIPTS, PART, FILE, LEADS_ON = "only by POST", "data for scripts", "a part of a screen", "a file", "leads on to a screen"

# Addresses of ours (and of allauth) that show no screen, and what they are instead. The test looks whether that is so.
NO_SCREENS: dict[str, str] = {
    **dict.fromkeys(
        (
            "board:choose", "board:take", "board:put-back", "board:hand-in", "board:approve", "board:unschedule", "board:undo",
            "flash-undo", "alerts-read", "alert", "planning:delete", "planning:start-story", "planning:link-story", "planning:done",
            "languages:take", "languages:settle", "languages:unwanted", "pictures:describe", "pictures:give-way",
            "wagtailusers_users:act", "wagtailusers_users:invite-again", "wagtailusers_users:uninvite",
            *(f"{STORY}:{name}" for name in (
                "autosave_new", "discard_new", "autosave", "leave", "discard", "take_over", "undo", "revisions_revert", "paste",
                "delete_template",
            )),
        ),
        POSTED,
    ),
    **dict.fromkeys(("alert-count", f"{STORY}:suggest", f"{STORY}:state"), SCRIPTS),
    **dict.fromkeys(
        ("languages:memory", f"{STORY}:list_results", "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results"), PART,
    ),
    **dict.fromkeys(
        ("planning-feed", "staff:audit-export", "mfa_download_recovery_codes"),
        FILE,
    ),
    **dict.fromkeys(("account_set_password", "mfa_login_webauthn"), LEADS_ON),
}  # fmt: skip

# Addresses without a name: their views.
UNNAMED = {
    "dateline.desk.board.views.changes": PART,
    "django.views.generic.base.view": LEADS_ON,  # Wagtail's list of pictures, to ours
}


def is_wagtails(view: Any) -> bool:
    return str(view.__module__).startswith("wagtail.")


@cache
def names_of_ours() -> dict[str, str]:
    """Every named address of the newsroom that may show a screen of ours, with the path it has in the tests of rights."""
    return {
        one.name: one.path for one in newsroom()
        if not isinstance(one.rule, Closed) and not (is_wagtails(resolve(one.path).func) and one.name.partition(":")[0] != STORY)
    }  # fmt: skip


def unnamed() -> set[str]:
    """Views of the newsroom's addresses that have no name."""
    found = {view for name, _variables, view in walk(get_resolver()) if not name.rpartition(":")[2]}
    return {f"{view.__module__}.{view.__name__}" for view in found if not is_wagtails(view)}
