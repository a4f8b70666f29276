"""Addresses of planning, under the newsroom's. Calendars for people's own programs have a secret one, see `dateline.urls`."""

from django.urls import path

from dateline.desk.planning import screens

app_name = "planning"
urlpatterns = [
    path("", screens.calendar, name="calendar"),
    path("my-day/", screens.own_day, name="my-day"),
    path("event/", screens.add, name="add"),
    path("event/<int:pk>/", screens.event, name="event"),
    path("event/<int:pk>/delete/", screens.delete, name="delete"),
    path("coverage/<int:pk>/story/", screens.start_story, name="start-story"),
    path("coverage/<int:pk>/link/", screens.link_story, name="link-story"),
    path("coverage/<int:pk>/done/", screens.done, name="done"),
    path("calendars/", screens.calendars, name="calendars"),
]
