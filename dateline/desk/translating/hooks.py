"""Languages in the newsroom's menu and addresses."""

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def _addresses() -> list[URLResolver]:
    return [path("", include("dateline.desk.translating.urls"))]


@hooks.register("register_admin_menu_item")
def _menu() -> MenuItem:
    return MenuItem(_("Languages"), reverse("languages:parity"), name="languages", icon_name="globe", order=110)
