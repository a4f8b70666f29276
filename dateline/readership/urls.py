"""Where views are reported."""

from django.urls import URLPattern

app_name = "readership"
urlpatterns: list[URLPattern] = []
