from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dateline.people"
    label = "people"

    def ready(self) -> None:
        from wagtail.images import get_image_model  # type: ignore[attr-defined]
        from wagtail.permissions import register_permission_policy

        from dateline.people import signing_in  # noqa: F401  (its receivers write the audit log)
        from dateline.people.collections import ByDuties

        register_permission_policy(get_image_model(), ByDuties(get_image_model()), exact_class=True)
