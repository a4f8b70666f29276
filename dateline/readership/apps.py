from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    name = "dateline.readership"
    label = "readership"
