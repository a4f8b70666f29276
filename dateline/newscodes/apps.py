from django.apps import AppConfig


class NewscodesConfig(AppConfig):
    name = "dateline.newscodes"
    label = "newscodes"
