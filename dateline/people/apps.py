from django.apps import AppConfig, apps


class PeopleConfig(AppConfig):
    name = "dateline.people"
    label = "people"

    def ready(self) -> None:
        if apps.is_installed("allauth.account"):
            from dateline.people import signing_in  # noqa: F401  (its receivers write the audit log)
