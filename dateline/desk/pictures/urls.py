"""Addresses of pictures, under the newsroom's."""

from django.urls import path

from dateline.desk.pictures import screens

app_name = "pictures"
urlpatterns = [
    path("", screens.pictures, name="list"),
    path("upload/", screens.upload, name="upload"),
    path("describe/", screens.describe, name="describe"),
    path("<int:pk>/", screens.picture, name="picture"),
    path("<int:pk>/delete/", screens.delete, name="delete"),
    path("<int:pk>/give-way/<int:other>/", screens.give_way, name="give-way"),
]
