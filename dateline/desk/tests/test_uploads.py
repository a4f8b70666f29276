from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from dateline.media.models import Picture
from dateline.testing import make_user

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def jpeg(width: int = 40, height: int = 30) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height)).save(data, "JPEG")
    return data.getvalue()


class UploadTests(TestCase):
    """Pictures are taken by what is in them, not by what they are called."""

    def setUp(self) -> None:
        self.client.force_login(make_user("admin", is_superuser=True))

    def upload(self, name: str, data: bytes) -> Any:
        file = SimpleUploadedFile(name, data, "image/jpeg")
        fields = {"title": "A picture", "file": file, "credit_lines_kk": "Керме", "collection": "1", "tags": ""}
        return self.client.post(reverse("wagtailimages:add"), fields, headers={"Accept-Language": "en"})

    def test_a_picture_is_taken_with_its_credit_line(self) -> None:
        self.upload("dam.jpg", jpeg())
        self.assertEqual(Picture.objects.get().credit_lines, {"kk": "Керме"})

    def test_a_good_picture_can_be_edited_without_sending_it_again(self) -> None:
        self.upload("dam.jpg", jpeg())
        picture = Picture.objects.get()
        fields = {"title": "Another title", "credit_lines_ru": "Керме", "collection": "1", "tags": ""}
        self.client.post(reverse("wagtailimages:edit", args=[picture.pk]), fields)
        picture.refresh_from_db()
        self.assertEqual((picture.title, picture.credit_lines), ("Another title", {"ru": "Керме"}))
        self.assertTrue(picture.file.storage.exists(picture.file.name))

    def test_everything_else_is_refused_and_nothing_is_kept(self) -> None:
        hostile = {
            "drawing.svg": SVG,
            "drawing.jpg": SVG,
            "page.jpg": b"<html><script>alert(1)</script></html>",
            "program.jpg": b"MZ\x90\x00" + bytes(200),
            "cut-off.jpg": jpeg(400, 300)[:200],
            "half-there.jpg": jpeg(400, 300)[:-300],
            "empty.jpg": b"",
            "another-kind.jpg": b"GIF89a" + bytes(50),
        }
        for name, data in hostile.items():
            with self.subTest(name):
                answer = self.upload(name, data)
                self.assertEqual(answer.status_code, 200)  # the form again, with the reason
                self.assertTrue(answer.context["form"].errors)
        self.assertFalse(Picture.objects.exists())
