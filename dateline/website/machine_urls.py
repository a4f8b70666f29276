"""Addresses for programs, not for eyes; `website.urls` asks these first."""

from django.urls import path, register_converter

from dateline.website import feeds, machine_files, signed_heads, sitemaps, tell_a_friend
from dateline.website.languages_in_paths import LanguageConverter

register_converter(LanguageConverter, "site_language")

urlpatterns = [
    path("robots.txt", machine_files.robots, name="robots"),
    path(".well-known/security.txt", machine_files.security, name="security"),
    path(".well-known/tdmrep.json", machine_files.mining, name="mining"),
    path(".well-known/dateline-signing-key.pem", signed_heads.signing_key, name="signing-key"),
    path(".well-known/dateline-signed-heads.json", signed_heads.signed_heads, name="signed-heads"),
    path("favicon.ico", machine_files.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemaps/<site_language:language>-<int:year>-<int:month>-<int:part>.xml", sitemaps.stories, name="sitemap-stories"),
    path("<site_language:language>/manifest.webmanifest", machine_files.manifest, name="manifest"),
    path("<site_language:language>/feed.rss", feeds.language_feed, {"format_name": "rss"}, name="feed-rss"),
    path("<site_language:language>/feed.atom", feeds.language_feed, {"format_name": "atom"}, name="feed-atom"),
    path("<site_language:language>/feed.json", feeds.language_feed, {"format_name": "json"}, name="feed-json"),
    path("<site_language:language>/section/<slug:slug>/feed.rss", feeds.section_feed, {"format_name": "rss"}, name="section-feed-rss"),
    path("<site_language:language>/section/<slug:slug>/feed.atom", feeds.section_feed, {"format_name": "atom"}, name="section-feed-atom"),
    path("<site_language:language>/story/<int:pk>/tell/", tell_a_friend.tell, name="tell-a-friend"),
]
