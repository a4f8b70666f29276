"""The site map: read top to bottom."""

from django.urls import include, path, register_converter

from dateline.website import agency_pages, archive, front_page, lists, searching, story_pages, story_versions
from dateline.website.languages_in_paths import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "website"
language_urls = [  # /<language>/
    path("", front_page.front_page, name="front-page"),
    path("story/<int:pk>/<slug:slug>/", story_pages.story, name="story"),
    path("story/<int:pk>/<slug:slug>/versions/", story_versions.versions, name="story-versions"),
    path("story/<int:pk>/", story_pages.story_without_slug, name="story-without-slug"),
    path("part/<int:pk>/", story_pages.part, name="part"),
    path("section/<slug:slug>/", lists.section, name="section"),
    path("author/<slug:slug>/", lists.author, name="author"),
    path("subject/<slug:slug>/", lists.subject, name="subject"),
    path("dossier/<slug:slug>/", lists.dossier, name="dossier"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<int:year>/<int:month_number>/", archive.archive_month, name="archive-month"),
    path("archive/<int:year>/<int:month_number>/<int:day_number>/", archive.archive_day, name="archive-day"),
    path("search/", searching.search, name="search"),
    path("tv/", agency_pages.tv, name="tv"),
    path("about/", agency_pages.about, name="about"),
    path("terms/", agency_pages.terms, name="terms"),
]
urlpatterns = [
    path("", include("dateline.website.machine_urls")),
    path("", front_page.to_first_language, name="first-language"),
    path("<language:language>/", include(language_urls)),
]
