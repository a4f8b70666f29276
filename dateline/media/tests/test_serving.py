from pathlib import Path

from django.conf import settings
from django.test import TestCase

from dateline.testing import make_picture


class ServingTests(TestCase):
    def test_a_rendition_is_served_with_its_type_and_kept_by_caches(self) -> None:
        rendition = make_picture().get_rendition("width-32|format-webp")
        answer = self.client.get(rendition.url)
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/webp"))
        self.assertIn("immutable", answer["Cache-Control"])
        self.assertEqual(b"".join(answer.streaming_content)[8:12], b"WEBP")  # type: ignore[attr-defined]

    def test_who_has_it_already_gets_304(self) -> None:
        rendition = make_picture().get_rendition("width-32")
        etag = self.client.get(rendition.url)["ETag"]
        answer = self.client.get(rendition.url, headers={"If-None-Match": f'"other", W/{etag}'})
        self.assertEqual((answer.status_code, answer.content), (304, b""))

    def test_originals_are_not_served(self) -> None:
        picture = make_picture()
        self.assertEqual(self.client.get(f"/media/{picture.file.name}").status_code, 404)

    def test_nothing_outside_the_folder_is_served(self) -> None:
        outside = Path(settings.MEDIA_ROOT, "secret.jpg")
        outside.parent.mkdir(parents=True, exist_ok=True)
        outside.write_bytes(b"x")
        for name in ("../secret.jpg", "%2e%2e/secret.jpg", "..%2fsecret.jpg", "/etc/passwd", "nothing.jpg"):
            with self.subTest(name=name):
                self.assertEqual(self.client.get(f"/media/images/{name}").status_code, 404)

    def test_files_that_are_no_pictures_are_not_served(self) -> None:
        inside = Path(settings.MEDIA_ROOT, "images", "page.html")
        inside.parent.mkdir(parents=True, exist_ok=True)
        inside.write_text("<script>alert(1)</script>")
        self.assertEqual(self.client.get("/media/images/page.html").status_code, 404)
