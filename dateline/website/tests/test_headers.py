import gzip

from django.test import TestCase, override_settings

from dateline.testing import make_story, make_user, minutes_ago


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


class HeaderTests(TestCase):
    databases = {"default", "counts"}

    def test_pages_files_and_errors_carry_the_same_headers(self) -> None:
        story = make_story(at=minutes_ago(5))
        for address in ("/en/", story.get_absolute_url(), "/robots.txt", "/en/feed.rss", "/no-such-page", "/en/story/999/x/"):
            headers = self.client.get(address).headers
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", address)
            self.assertEqual(headers["Referrer-Policy"], "strict-origin-when-cross-origin", address)
            self.assertEqual(headers["Cross-Origin-Opener-Policy"], "same-origin", address)
            self.assertIn("camera=()", headers["Permissions-Policy"], address)
            self.assertEqual(directives(headers["Content-Security-Policy"])["script-src"], ["'self'"], address)

    def test_the_sites_policy_allows_nothing_inline_and_nothing_foreign(self) -> None:
        policy = directives(self.client.get("/en/").headers["Content-Security-Policy"])
        self.assertEqual(policy["default-src"], ["'none'"])
        self.assertEqual(policy["style-src"], ["'self'"])
        self.assertEqual(policy["object-src"], ["'none'"])
        self.assertEqual(policy["base-uri"], ["'none'"])
        self.assertFalse([word for words in policy.values() for word in words if word.startswith(("'unsafe", "http", "*"))])

    def test_the_newsroom_gets_inline_styles_but_no_inline_script(self) -> None:
        self.client.force_login(make_user(is_superuser=True))
        policy = directives(self.client.get("/newsroom/").headers["Content-Security-Policy"])
        self.assertEqual(policy["style-src"], ["'self'", "'unsafe-inline'"])
        self.assertNotIn("'unsafe-inline'", policy["script-src"])
        self.assertNotIn("'unsafe-eval'", policy["script-src"])

    def test_a_name_that_only_begins_like_the_newsroom_is_the_site(self) -> None:
        policy = directives(self.client.get("/newsroom-gossip").headers["Content-Security-Policy"])
        self.assertEqual(policy["style-src"], ["'self'"])

    def test_a_page_may_be_kept_and_must_be_asked_about(self) -> None:
        address = make_story(at=minutes_ago(5)).get_absolute_url()
        first = self.client.get(address)
        self.assertEqual(first.headers["Cache-Control"], "public, no-cache")
        again = self.client.get(address, headers={"if-none-match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))

    def test_texts_go_compressed_to_who_takes_that(self) -> None:
        address = make_story(at=minutes_ago(5)).get_absolute_url()
        for text in (address, "/en/feed.rss", "/en/feed.atom", "/en/feed.json", "/sitemap.xml", "/robots.txt", "/no-such-page"):
            packed = self.client.get(text, headers={"accept-encoding": "gzip, br"})
            plain = self.client.get(text)
            self.assertEqual(packed.headers["Content-Encoding"], "gzip", text)
            self.assertEqual(gzip.decompress(packed.content), plain.content, text)
            self.assertNotIn("Content-Encoding", plain.headers, text)
            self.assertIn("Accept-Encoding", plain.headers["Vary"], text)
        first = self.client.get(address, headers={"accept-encoding": "gzip"})
        again = self.client.get(address, headers={"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))

    def test_pictures_and_the_newsroom_go_as_they_are(self) -> None:
        self.client.force_login(make_user(is_superuser=True))
        for address in ("/favicon.ico", "/newsroom/"):
            self.assertNotIn("Content-Encoding", self.client.get(address, headers={"accept-encoding": "gzip"}).headers, address)

    def test_an_error_is_never_kept(self) -> None:
        self.assertEqual(self.client.get("/no-such-page").headers["Cache-Control"], "no-cache")

    def test_what_a_browser_prefers_changes_nothing(self) -> None:
        make_story(at=minutes_ago(5))
        for address in ("/en/", "/en/feed.rss", "/robots.txt", "/sitemap.xml"):
            answers = [self.client.get(address, headers={"accept-language": code}) for code in ("kk", "ru")]
            self.assertNotIn("Accept-Language", answers[0].headers.get("Vary", ""), address)
            self.assertEqual(answers[0].content, answers[1].content)
            self.assertEqual(answers[0].headers.get("Content-Language"), "en" if address.startswith("/en/") else None, address)

    def test_the_newsroom_is_left_to_itself(self) -> None:
        headers = self.client.get("/newsroom/login/").headers
        self.assertNotIn("public", headers["Cache-Control"])
        self.assertNotIn("ETag", headers)

    @override_settings(SECURE_HSTS_SECONDS=31536000)
    def test_strict_transport_is_said_over_https_alone(self) -> None:
        self.assertIn("max-age=31536000", self.client.get("/robots.txt", secure=True).headers["Strict-Transport-Security"])
        self.assertNotIn("Strict-Transport-Security", self.client.get("/robots.txt").headers)
