"""Where views are reported."""

from django.urls import path

from dateline.readership import views

app_name = "readership"
urlpatterns = [path("views/<int:story_id>/", views.views, name="views")]
