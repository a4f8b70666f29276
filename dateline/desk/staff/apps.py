"""Wagtail's app of users with our screens, by the way that Wagtail offers for it."""

from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsers(WagtailUsersAppConfig):  # type: ignore[misc]
    """In INSTALLED_APPS instead of “wagtail.users”."""

    user_viewset = "dateline.desk.staff.wagtail_users.PeopleScreens"
    group_viewset = "dateline.desk.staff.wagtail_users.NoGroups"
