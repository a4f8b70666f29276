"""Our people in the place of Wagtail's users and groups.

The names of the addresses stay Wagtail's, so that whatever of Wagtail's leads to a person leads to our page.
"""

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from dateline.desk.staff import people


class PeopleScreens(ViewSet):  # type: ignore[misc]
    """List, person, invitations."""

    icon = "group"

    def __init__(self, name: str, **words: Any) -> None:
        super().__init__(name, **{**words, "url_prefix": "people"})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", people.index, name="index"),
            path("<int:pk>/", people.person, name="edit"),
            path("<int:pk>/<str:verb>/", people.act, name="act"),
            path("invite/", people.invite, name="add"),
            path("invitations/<int:pk>/again/", people.invite_again, name="invite-again"),
            path("invitations/<int:pk>/revoke/", people.uninvite, name="uninvite"),
        ]


class NoGroups(ViewSet):  # type: ignore[misc]
    """Rights come from duties; there are no groups to edit."""
