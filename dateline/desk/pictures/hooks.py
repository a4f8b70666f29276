"""Pictures in the newsroom's menu and addresses, and our rights in Wagtail's own screens of pictures."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from dateline.desk.pictures import chooser
from dateline.desk.pictures.policy import PicturePolicy
from dateline.media.models import Picture

register_permission_policy(Picture, PicturePolicy(Picture), exact_class=True)
chooser.take_over()


class _OurPage(ModelAdminURLFinder):  # type: ignore[misc]
    """Where “edit this picture” leads: to our screen, everywhere."""

    edit_url_name = "pictures:picture"


register_admin_url_finder(Picture, _OurPage)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's
def _addresses() -> list[URLPattern | URLResolver]:
    """Wagtail's list leads to ours: it searches in an index that is not kept, because it does not scale."""
    return [
        path("pictures/", include("dateline.desk.pictures.urls")),
        path("images/", RedirectView.as_view(pattern_name="pictures:list")),
        path("images/results/", RedirectView.as_view(pattern_name="pictures:list")),
    ]


@hooks.register("register_admin_menu_item")
def _menu() -> MenuItem:
    return MenuItem(_("Pictures"), reverse("pictures:list"), name="pictures", icon_name="image", order=130)


@hooks.register("construct_main_menu")
def _one_door(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "images"]
