from io import BytesIO
from unittest import TestCase

import django.test
from django.core.files.images import ImageFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from dateline.media.metadata.stripping import without_exif
from dateline.media.models import Picture

GPS, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112


def photograph(orientation: int = 1) -> bytes:
    """A JPEG with a position, a name and a colour profile."""
    picture = Image.linear_gradient("L").convert("RGB").resize((64, 48))
    exif = Image.Exif()
    exif[ARTIST], exif[ORIENTATION] = "Somebody", orientation
    exif.get_ifd(GPS)[2] = (51.0, 10.0, 3.0)
    data = BytesIO()
    picture.save(data, "JPEG", exif=exif, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return data.getvalue()


class WithoutExifTests(TestCase):
    def test_the_position_goes_and_every_pixel_and_the_profile_stay(self) -> None:
        before = photograph()
        after = without_exif(before)
        self.assertTrue(Image.open(BytesIO(before)).getexif())
        found = Image.open(BytesIO(after))
        self.assertFalse(found.getexif())
        self.assertIn("icc_profile", found.info)
        self.assertEqual(found.tobytes(), Image.open(BytesIO(before)).tobytes())

    def test_what_is_no_jpeg_stays_as_it_is(self) -> None:
        for data in (b"", b"\xff", b"RIFF....WEBP", b"\x89PNG\r\n"):
            self.assertEqual(without_exif(data), data)

    @given(st.binary(max_size=200))
    def test_broken_files_do_not_break_it(self, rest: bytes) -> None:
        for start in (b"\xff\xd8", b"\x89PNG\r\n\x1a\n"):
            self.assertTrue(without_exif(start + rest).startswith(start))


class RenditionTests(django.test.TestCase):
    def test_no_rendition_tells_where_a_picture_was_taken(self) -> None:
        picture = Picture.objects.create(title="x", file=ImageFile(BytesIO(photograph(orientation=6)), name="x.jpg"))
        for spec in ("width-32|format-jpeg", "width-32|format-webp", "width-32|format-png", "width-32", "original"):
            with self.subTest(spec):
                file = picture.get_rendition(spec).file
                found = Image.open(file)
                self.assertFalse(dict(found.getexif()))
                if spec != "original":
                    self.assertEqual(found.size, (32, 42))  # turned as the camera was held
