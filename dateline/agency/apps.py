from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "dateline.agency"
    label = "agency"
