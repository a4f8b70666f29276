"""Who may do what with pictures, for Wagtail's screens: from duties, not from groups and collections."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy

from dateline.people import rights
from dateline.people.models import User
from dateline.people.rights import Act

KNOWN = {"add", "change", "delete", "choose", "view"}


class ByDuties(BasePermissionPolicy):  # type: ignore[misc]
    """Choosing is for all staff, adding for who may upload; changing and deleting one's own, or every one with MANAGE_PICTURES.

    Collections are folders here: they grant nothing.
    """

    owner_field_name = "uploaded_by_user"

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in ("choose", "view"):
            return rights.is_staff_member(user)
        if action not in KNOWN:
            return bool(getattr(user, "is_active", False) and user.is_superuser)
        return rights.may(user, Act.UPLOAD_PICTURES) or (action != "add" and rights.may(user, Act.MANAGE_PICTURES))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action not in ("change", "delete") or rights.may(user, Act.MANAGE_PICTURES):
            return self.user_has_permission(user, action)
        return rights.may(user, Act.UPLOAD_PICTURES) and getattr(instance, f"{self.owner_field_name}_id") == user.pk

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[Any]":
        everything: QuerySet[Any] = self.model._default_manager.all()
        if any(action in ("choose", "view") for action in actions) and rights.is_staff_member(user):
            return everything
        if rights.may(user, Act.MANAGE_PICTURES):
            return everything
        if not rights.may(user, Act.UPLOAD_PICTURES):
            return everything.none()
        own: QuerySet[Any] = everything.filter(**{self.owner_field_name: user})
        return own

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[User]":
        act = Act.UPLOAD_PICTURES if {"add", "change", "delete"} & set(actions) else None
        found: QuerySet[User] = rights.who_may(act) if act else User.objects.filter(is_active=True)
        return found

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[Collection]":
        found: QuerySet[Collection] = Collection.objects.all()
        return found if self.user_has_any_permission(user, actions) else found.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> "QuerySet[Collection]":
        return self.collections_user_has_any_permission_for(user, [action])
