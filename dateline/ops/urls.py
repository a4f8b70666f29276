"""Addresses for machines."""

from django.urls import path

from dateline.ops import views

urlpatterns = [path("health", views.health, name="health")]
