"""Django's and Wagtail's permissions, answered from duties: the one bridge between their words and `people.rights`."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from dateline.people import rights
from dateline.people.rights import Act

STAFF = "staff"  # anybody with a duty

PERMISSIONS: dict[str, Act | str] = {
    "wagtailadmin.access_admin": STAFF,
    "stories.view_story": STAFF,
    "stories.add_story": Act.WRITE,
    "stories.change_story": Act.WRITE,
    "stories.delete_story": Act.WRITE,
    "stories.publish_story": Act.PUBLISH,
    "stories.lock_story": Act.WRITE,
    "stories.unlock_story": Act.REVIEW,
    "media.view_picture": STAFF,
    "media.choose_picture": STAFF,
    "media.add_picture": Act.UPLOAD_PICTURES,
    "media.change_picture": Act.UPLOAD_PICTURES,
    "media.delete_picture": Act.MANAGE_PICTURES,
    "agency.change_agency": Act.SETTINGS,
    **{f"people.{verb}_user": Act.PEOPLE for verb in ("view", "add", "change", "delete")},
    **{
        f"{model}": Act.REGISTERS
        for app, name in (("stories", "section"), ("stories", "dossier"), ("people", "author"), ("newscodes", "subject"))
        for model in (f"{app}.{verb}_{name}" for verb in ("add", "change", "delete"))
    },
    **{
        f"{app}.view_{name}": STAFF
        for app, name in (("stories", "section"), ("stories", "dossier"), ("people", "author"), ("newscodes", "subject"))
    },
}


class Duties(BaseBackend):
    """Answers `has_perm` from a person's duties. Where a desk or language matters, the screens ask `rights.may` besides."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        wanted = PERMISSIONS.get(perm)
        if wanted is None or not user_obj.is_active:
            return False
        return rights.is_staff_member(user_obj) if wanted == STAFF else rights.may(user_obj, Act(wanted))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(self.has_perm(user_obj, name) for name in PERMISSIONS if name.startswith(f"{app_label}."))
