"""Our rights over pictures, in the form in which Wagtail's own screens ask for them: its chooser, its list, its editor."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy

from dateline.desk.pictures import acts
from dateline.desk.pictures.uses import is_used
from dateline.media.models import Picture
from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act

_NEEDED = {"add": Act.UPLOAD_PICTURES, "change": Act.UPLOAD_PICTURES, "delete": Act.UPLOAD_PICTURES}  # at all; of one see below


class PicturePolicy(BasePermissionPolicy):  # type: ignore[misc]
    """Wagtail's actions are add, change, delete, choose and view. Collections are not used for rights."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in _NEEDED:
            return rights.may(user, _NEEDED[action]) or (action != "add" and rights.may(user, Act.MANAGE_PICTURES))
        return rights.is_staff_member(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Picture) -> bool:
        if action == "change":
            return acts.may_edit(user, instance)
        if action == "delete":
            return acts.may_edit(user, instance) and not is_used(instance)
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Picture]:
        """Who may only change the own ones finds those; whoever may choose, all."""
        wanted = set(actions)
        if not any(self.user_has_permission(user, action) for action in wanted):
            return Picture.objects.none()
        if wanted <= {"change", "delete"} and not rights.may(user, Act.MANAGE_PICTURES):
            return Picture.objects.filter(uploaded_by_user=user)
        return Picture.objects.all()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        found: QuerySet[User] = rights.who_may(Act.UPLOAD_PICTURES)
        return found

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        allowed = any(self.user_has_permission(user, action) for action in actions)
        found: QuerySet[Any] = Collection.objects.all() if allowed else Collection.objects.none()
        return found

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.collections_user_has_any_permission_for(user, [action])
