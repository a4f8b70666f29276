from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dateline.desk"
    label = "desk"

    def ready(self) -> None:
        from dateline.desk.translating import machine

        machine.machine()  # a plug-in that cannot be loaded stops the start, not a translator
