from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "dateline.limits"
    label = "limits"
