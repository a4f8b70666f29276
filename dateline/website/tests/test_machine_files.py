import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.robotparser import RobotFileParser

from django.test import SimpleTestCase, TestCase
from django.utils.timezone import now
from PIL import Image

from dateline.agency.models import Agency
from dateline.website import icons


class RobotsTests(TestCase):
    def test_it_opens_the_site_and_closes_the_newsroom(self) -> None:
        response = self.client.get("/robots.txt")
        lines = response.content.decode().splitlines()
        self.assertEqual(response.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(lines[0], "User-agent: *")
        self.assertIn("Disallow: /newsroom/", lines)
        self.assertIn("Disallow: /*/search/", lines)
        self.assertIn("Disallow: /*/tell/", lines)

    def test_it_is_closed_to_crawlers_of_training_and_to_them_alone(self) -> None:
        rules = RobotFileParser()
        rules.parse(self.client.get("/robots.txt").content.decode().splitlines())
        for name, may in (("GPTBot", False), ("CCBot", False), ("OAI-SearchBot", True), ("Googlebot", True), ("Anything", True)):
            self.assertEqual(rules.can_fetch(name, "http://testserver/en/"), may, name)

    def test_every_line_is_one_that_rfc_9309_or_the_sitemaps_protocol_knows(self) -> None:
        lines = self.client.get("/robots.txt").content.decode().split()
        self.assertEqual({word for word in lines if word.endswith(":")}, {"User-agent:", "Disallow:", "Sitemap:"})

    def test_it_names_the_sitemaps_with_the_sites_own_address_whatever_the_host(self) -> None:
        text = self.client.get("/robots.txt", headers={"host": "localhost"}).content.decode()
        self.assertIn("Sitemap: http://testserver/sitemap.xml\n", text)
        self.assertIn("Sitemap: http://testserver/sitemaps/news.xml\n", text)

    def test_who_has_it_is_told_so(self) -> None:
        etag = self.client.get("/robots.txt").headers["ETag"]
        again = self.client.get("/robots.txt", headers={"if-none-match": etag})
        self.assertEqual((again.status_code, again.content), (304, b""))


class MiningTests(TestCase):
    def test_it_reserves_what_robots_txt_does_not_give(self) -> None:
        response = self.client.get("/.well-known/tdmrep.json")
        self.assertEqual(response.headers["Content-Type"].split(";")[0], "application/json")
        self.assertEqual(json.loads(response.content), [{"location": "/", "tdm-reservation": 1}])
        self.assertIn("User-agent: GPTBot\n", self.client.get("/robots.txt").content.decode())


class SecurityTextTests(TestCase):
    def fields(self) -> dict[str, str]:
        lines = self.client.get("/.well-known/security.txt").content.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def agency(self, **fields: str) -> None:
        agency = Agency.load()
        for name, value in fields.items():
            setattr(agency, name, value)
        agency.save()

    def test_without_any_address_there_is_no_file(self) -> None:
        self.assertEqual(self.client.get("/.well-known/security.txt").status_code, 404)

    def test_the_newsrooms_address_will_do(self) -> None:
        self.agency(mail="news@kerme.example")
        self.assertEqual(self.fields()["Contact"], "mailto:news@kerme.example")

    def test_the_address_for_faults_comes_first_and_the_rest_is_there(self) -> None:
        self.agency(mail="news@kerme.example", security_contact="faults@kerme.example")
        fields = self.fields()
        self.assertEqual(fields["Contact"], "mailto:faults@kerme.example")
        self.assertEqual(fields["Preferred-Languages"], "kk, ru, en")
        self.assertEqual(fields["Canonical"], "http://testserver/.well-known/security.txt")

    def test_it_expires_within_a_year_and_never_soon(self) -> None:
        self.agency(mail="news@kerme.example")
        expires = datetime.strptime(self.fields()["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        self.assertGreater(expires, now() + timedelta(days=150))
        self.assertLess(expires, now() + timedelta(days=365))


class ManifestTests(TestCase):
    def test_it_speaks_the_language_of_its_address(self) -> None:
        agency = Agency.load()
        agency.names = {"kk": "Керме", "en": "Kerme"}
        agency.save()
        response = self.client.get("/kk/manifest.webmanifest")
        manifest = json.loads(response.content)
        self.assertEqual(response.headers["Content-Type"].split(";")[0], "application/manifest+json")
        self.assertEqual((manifest["short_name"], manifest["lang"], manifest["start_url"]), ("Керме", "kk", "/kk/"))
        self.assertEqual([icon["sizes"] for icon in manifest["icons"]], ["any", "192x192", "512x512"])

    def test_there_is_none_in_a_language_that_the_agency_does_not_write(self) -> None:
        self.assertEqual(self.client.get("/de/manifest.webmanifest").status_code, 404)


class IconTests(SimpleTestCase):
    def test_the_kept_files_are_what_the_code_draws(self) -> None:
        self.assertEqual((icons.FOLDER / "icon.svg").read_text(), icons.svg())
        for size in icons.PNG_SIZES_PX:
            kept = Image.open(icons.FOLDER / f"icon-{size}.png").convert("RGB")
            drawn = Image.open(BytesIO(icons.png(size))).convert("RGB")
            self.assertEqual(kept.size, (size, size))
            self.assertEqual(kept.tobytes(), drawn.tobytes())

    def test_they_are_small(self) -> None:
        for file in Path(icons.FOLDER).glob("*ico*"):
            self.assertLess(file.stat().st_size, 4000, file.name)

    def test_the_story_stands_on_the_line(self) -> None:
        image = icons.picture(512)
        self.assertEqual(image.getpixel((13 * 16, 20 * 16)), (0xFF, 0xC6, 0x2B))
        self.assertEqual(image.getpixel((16 * 16, 7 * 16)), (255, 255, 255))
        self.assertEqual(image.getpixel((16 * 16, 30 * 16)), (0x0A, 0x57, 0x88))

    def test_browsers_that_ask_without_being_told_get_it(self) -> None:
        response = self.client.get("/favicon.ico")
        self.assertEqual(response.headers["Content-Type"], "image/x-icon")
        self.assertEqual(Image.open(BytesIO(response.content)).size, (32, 32))
