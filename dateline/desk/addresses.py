"""What each address of the newsroom needs that is not ours: Wagtail's and allauth's, by the name of the address.

Our own views say it themselves (`desk.permissions.needs`). The gate (`desk.staff.gate`) asks this table before the view
runs, and `tests/test_rights_matrix.py` walks the URL conf: an address that neither knows fails the test. A snippet of
Wagtail's that is new in the newsroom gets a line in SNIPPETS.
"""

from dataclasses import dataclass

from dateline.desk.permissions import Needs
from dateline.people.rights import Act

STAFF = Needs()


@dataclass(frozen=True)
class Open:
    """For everybody, signed in or not."""


@dataclass(frozen=True)
class Own:
    """For everybody who is signed in: it is about themselves."""


@dataclass(frozen=True)
class Closed:
    """For nobody: Wagtail has it, we do not use it. Answers 404."""


Rule = Needs | Open | Own | Closed
OPEN, OWN, CLOSED = Open(), Own(), Closed()

WRITES, LOCKS, PUBLISHES = (Needs((act,), "pk") for act in (Act.WRITE, Act.REVIEW, Act.PUBLISH))
PICTURES = Needs((Act.UPLOAD_PICTURES, Act.MANAGE_PICTURES))

# Wagtail's screens of a story, by the last word of their name.
STORY: dict[str, Rule] = {
    "list": STAFF,
    "list_results": STAFF,
    "add": Needs((Act.WRITE,)),
    "preview_on_add": Needs((Act.WRITE,)),
    "edit": WRITES,
    "delete": WRITES,
    "preview_on_edit": WRITES,
    "revisions_revert": WRITES,
    "usage": STAFF,
    "history": STAFF,
    "history_results": STAFF,
    "revisions_view": STAFF,
    "revisions_compare": STAFF,
    "lock": WRITES,
    "unlock": WRITES,
    "revisions_unschedule": PUBLISHES,
    "correct": PUBLISHES,
    "unpublish": Needs((Act.KILL,), "pk"),
    **dict.fromkeys(
        (  # stages are ours (`desk.workflow`), not Wagtail's
            "workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation", "workflow_history",
            "workflow_history_detail", "workflow_preview",
        ),
        CLOSED,
    ),
}  # fmt: skip

# Which act keeps the snippets of a model. The lists are for all staff.
SNIPPETS: dict[str, Act] = {
    "stories_section": Act.REGISTERS,
    "stories_dossier": Act.REGISTERS,
    "people_author": Act.REGISTERS,
    "newscodes_subject": Act.REGISTERS,
}
SNIPPETS_READ = {"list", "list_results"}

# Whole names, or the part before a colon for all of them.
NAMES: dict[str, Rule] = {
    # before the newsroom
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
    "staff:invitation": OPEN,  # its link is signed
    "planning-feed": OPEN,  # so is this one's
    "wagtailadmin_sprite": OPEN,
    "wagtailadmin_javascript_catalog": OPEN,
    # one's own account
    **dict.fromkeys(
        (
            "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate",
            "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn", "mfa_edit_webauthn",
        ),
        OWN,
    ),
    # the frame of the newsroom
    "wagtailadmin_home": STAFF,
    "wagtailadmin_dismissibles": STAFF,
    "wagtailadmin_editing_sessions": STAFF,
    "wagtailadmin_choose_page_external_link": STAFF,
    "wagtailadmin_choose_page_email_link": STAFF,
    "wagtailadmin_choose_page_phone_link": STAFF,
    "wagtailadmin_choose_page_anchor_link": STAFF,
    "wagtailadmin_tag_autocomplete": STAFF,
    "wagtailadmin_tag_model_autocomplete": STAFF,
    "wagtailsettings": Needs((Act.SETTINGS,)),
    # pictures: whose they are is asked by `people.collections`
    "wagtailimages_chooser": STAFF,
    "wagtailimages_chooser:create": PICTURES,
    "wagtailimages": PICTURES,
    "wagtailadmin_api:images": STAFF,
    # Wagtail has these; the newsroom does not
    **dict.fromkeys(
        (
            "", "wagtailadmin_api", "wagtailadmin_error_test", "wagtailadmin_explore_root", "wagtailadmin_explore",
            "wagtailadmin_explore_results", "wagtailadmin_pages", "wagtailadmin_choose_page", "wagtailadmin_choose_page_child",
            "wagtailadmin_choose_page_search", "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_collections",
            "wagtailadmin_workflows", "wagtailadmin_reports", "wagtailadmin_block_preview", "wagtail_bulk_action",
            "wagtailusers_groups", "wagtailusers_users", "wagtaildocs", "wagtaildocs_chooser", "wagtailsites",
            "wagtailsnippets:index", "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account", "wagtailadmin_password_reset",
            "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete",
        ),
        CLOSED,
    ),
}  # fmt: skip


def rule(name: str) -> Rule | None:
    """What the address called `name` needs, as this table has it; None when it does not know the name."""
    space, _, last = name.rpartition(":")
    if space == "wagtailsnippets_stories_story":
        return STORY.get(last)
    if space.startswith("wagtailsnippets_"):
        keeper = SNIPPETS.get(space.removeprefix("wagtailsnippets_"))
        if keeper is None:
            return None
        return STAFF if last in SNIPPETS_READ else Needs((keeper,))
    if space.startswith("wagtailsnippetchoosers_"):
        return CLOSED if last == "create" else STAFF
    while name:
        if name in NAMES:
            return NAMES[name]
        name = name.rpartition(":")[0]
    return NAMES[""] if not space and not last else None
