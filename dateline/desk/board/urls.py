"""The addresses of the board, below the newsroom's. The board itself stands at the newsroom's first address."""

from django.urls import path

from dateline.desk.board import acts, views

app_name = "board"
urlpatterns = [
    path("changes/", views.changes, name="changes"),
    path("choose/", views.choose_view, name="choose"),
    path("help/", views.help_page, name="help"),
    path("<int:pk>/take/", acts.take, name="take"),
    path("<int:pk>/give/", acts.give, name="give"),
    path("<int:pk>/put-back/", acts.put_back, name="put-back"),
    path("<int:pk>/hand-in/", acts.hand_in, name="hand-in"),
    path("<int:pk>/return/", acts.send_back, name="return"),
    path("<int:pk>/approve/", acts.approve, name="approve"),
    path("<int:pk>/schedule/", acts.schedule, name="schedule"),
    path("<int:pk>/unschedule/", acts.unschedule, name="unschedule"),
    path("<int:pk>/publish/", acts.publish, name="publish"),
    path("<int:pk>/undo/", acts.undo, name="undo"),
]
