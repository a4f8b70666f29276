"""The addresses of the whole program: newsroom, pictures, what machines ask, then the site."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as newsroom_urls

from dateline.desk.board.views import board, changes
from dateline.desk.planning import screens as planning
from dateline.ops import previewing
from dateline.website.picture_files import picture_file

urlpatterns = [
    path(f"{settings.NEWSROOM_PATH}planning/feed/<str:token>/<str:which>.ics", planning.feed, name="planning-feed"),
    path(settings.NEWSROOM_PATH, board, name="wagtailadmin_home"),  # before Wagtail's own
    path(f"{settings.NEWSROOM_PATH}board/changes/", changes),  # asked all the time: without what Wagtail looks up for its screens
    path(f"{settings.NEWSROOM_PATH}stories/preview/<int:pk>/page/", previewing.page, name="story-preview"),
    path(settings.NEWSROOM_PATH, include("dateline.desk.staff.urls")),  # before Wagtail's: its sign-in gives way to ours
    path(settings.NEWSROOM_PATH, include(newsroom_urls)),
    path("media/images/<path:name>", picture_file, name="rendition"),
    path("", include("dateline.ops.urls")),
    path("", include("dateline.readership.urls")),
    path("", include("dateline.website.urls")),
]

handler400 = "dateline.website.errors.bad_request"
handler403 = "dateline.website.errors.forbidden"
handler404 = "dateline.website.errors.not_found"
handler500 = "dateline.website.errors.broken"
