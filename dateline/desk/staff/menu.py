"""What of the menu is for whom: people, audit log, registers; and where one's own account is."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from dateline.desk.addresses import SNIPPETS
from dateline.people import rights
from dateline.people.rights import Act


class ForAct(MenuItem):  # type: ignore[misc]
    """Shown to who may do `act`."""

    def __init__(self, label: Any, address: Any, act: Act, **words: Any) -> None:
        super().__init__(label, address, **words)
        self.act = act

    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may(request.user, self.act)


@hooks.register("register_admin_menu_item")
def _people() -> MenuItem:
    return ForAct(_("People"), reverse_lazy("wagtailusers_users:index"), Act.PEOPLE, name="people", icon_name="group", order=800)


@hooks.register("register_admin_menu_item")
def _audit_log() -> MenuItem:
    return ForAct(_("Audit log"), reverse_lazy("staff:audit"), Act.AUDIT, name="audit", icon_name="history", order=810)


@hooks.register("construct_main_menu")
def _registers_for_their_keepers(request: HttpRequest, menu_items: list[Any]) -> None:
    kept = {_address(f"wagtailsnippets_{name}:list"): act for name, act in SNIPPETS.items()}
    menu_items[:] = [item for item in menu_items if (act := kept.get(str(item.url))) is None or rights.may(request.user, act)]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return name
