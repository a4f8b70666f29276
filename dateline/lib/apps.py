from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "dateline.lib"
    label = "lib"
