from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dateline.desk"
    label = "desk"

    def ready(self) -> None:
        from wagtail.admin import auth

        from dateline.desk import labels, permissions
        from dateline.desk.staff import menu, register_log  # noqa: F401  (their hooks and receivers)

        auth.permission_denied = permissions.forbidden  # type: ignore[attr-defined]  # Wagtail would lead home with a message; ours is a real 403
        labels.label_fields()
        from dateline.desk.translating import machine

        machine.machine()  # a plug-in that cannot be loaded stops the start, not a translator
