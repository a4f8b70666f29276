"""What the editor changes in Wagtail: links of a story, and no bulk actions on stories."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from dateline.people import rights
from dateline.stories.models import Story


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def links_to_the_web(features: Any) -> None:
    """Stories link to addresses; there are no Wagtail pages to choose from."""
    choosers = features.plugins_by_editor["draftail"]["link"].data["chooserUrls"]  # asking politely would read the hooks again
    choosers["pageChooser"] = choosers["externalLinkChooser"]


@hooks.register("before_bulk_action")
def no_bulk_actions_on_stories(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """They would go past `desk.workflow`."""
    if any(isinstance(one, Story) for one in objects):
        raise PermissionDenied(_("Stories are published, withdrawn and deleted one by one, in the editor."))


class _Templates(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return rights.is_staff_member(request.user)


@hooks.register("register_admin_menu_item")
def templates_in_the_menu() -> MenuItem:
    return _Templates(
        gettext_lazy("Templates"), reverse("wagtailsnippets_stories_story:templates"), name="story-templates", icon_name="copy", order=120
    )
