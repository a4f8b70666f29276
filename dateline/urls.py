"""The addresses of the whole program: newsroom, pictures, what machines ask, then the site."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as newsroom_urls

from dateline.media import serving

urlpatterns = [
    path(settings.NEWSROOM_PATH, include(newsroom_urls)),
    path("media/images/<path:name>", serving.rendition, name="rendition"),
    path("", include("dateline.ops.urls")),
    path("", include("dateline.readership.urls")),
    path("", include("dateline.website.urls")),
]

handler400 = "dateline.website.errors.bad_request"
handler403 = "dateline.website.errors.forbidden"
handler404 = "dateline.website.errors.not_found"
handler500 = "dateline.website.errors.broken"
