"""The site map: read top to bottom."""

from django.urls import include, path

from dateline.website import views

app_name = "website"
language_urls = [  # /<language>/
    path("", views.front_page, name="front-page"),
    path("story/<int:pk>/<slug:slug>/", views.story, name="story"),
]
urlpatterns = [path("<slug:language>/", include(language_urls))]
