"""Board, flash and alerts in the newsroom's addresses, and what every screen loads for them."""

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("register_admin_urls")
def _addresses() -> list[URLResolver]:
    return [
        path("board/", include("dateline.desk.board.urls")),
        path("flash/", include("dateline.desk.flash.views")),
        path("alerts/", include("dateline.desk.alert_screens")),
    ]


@hooks.register("insert_global_admin_css")
def _style_of_the_strip() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/board/strip.css"))


@hooks.register("insert_global_admin_js")
def _script_of_the_strip() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("desk/board/strip.js"))
