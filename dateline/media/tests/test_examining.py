from io import BytesIO
from typing import Any
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, TestCase, override_settings
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dateline.media import finding
from dateline.media.errors import CannotTake
from dateline.media.examining import Examined, examine
from dateline.media.likeness import SAME_WITHIN, distance
from dateline.media.metadata import writing
from dateline.media.models import Picture, Trace
from dateline.media.taking_in import recognise, take_in
from dateline.media.tests.hostile import REFUSED, animation, photograph
from dateline.media.tests.test_metadata import FULL
from dateline.testing import make_picture, make_user


def look_at(data: bytes) -> Examined:
    return examine(BytesIO(data), len(data))


class ExaminingTests(SimpleTestCase):
    def test_every_hostile_file_is_refused_with_a_reason_and_a_remedy(self) -> None:
        for what, (code, data) in REFUSED.items():
            with self.subTest(what), self.assertRaises(CannotTake) as caught:
                look_at(data)
            with self.subTest(what):
                self.assertEqual(caught.exception.code, code, str(caught.exception))
                self.assertTrue(caught.exception.sentence and caught.exception.remedy)

    def test_nothing_is_decoded_before_its_size_is_known(self) -> None:
        for what in ("bomb", "101 megapixels"):
            with mock.patch.object(Image.Image, "load", side_effect=AssertionError), self.assertRaises(CannotTake):
                look_at(REFUSED[what][1])

    @override_settings(WAGTAILIMAGES_MAX_UPLOAD_SIZE=1000)
    def test_a_file_that_is_too_big_is_not_even_read(self) -> None:
        file = mock.Mock()
        with self.assertRaises(CannotTake) as caught:
            examine(file, 1001)
        self.assertEqual((caught.exception.code, file.read.called), ("file_too_big", False))

    def test_a_short_animation_of_many_pixels_is_too_long(self) -> None:
        with override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=640), self.assertRaises(CannotTake) as caught:
            look_at(animation(11))
        self.assertEqual(caught.exception.code, "too_many_frames")
        self.assertEqual(look_at(animation(5)).kind, "GIF")

    def test_good_files_of_every_kind_are_known_by_what_is_in_them(self) -> None:
        for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
            found = look_at(photograph(kind=kind))
            self.assertEqual((found.kind, found.width, found.height), (kind, 96, 64))

    def test_what_phones_append_is_no_reason(self) -> None:
        self.assertEqual(look_at(photograph() + b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40).kind, "JPEG")

    def test_a_turned_camera_swaps_the_sides(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        found = look_at(photograph(exif=exif))
        self.assertEqual((found.width, found.height), (64, 96))

    @given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 400), st.binary(min_size=1, max_size=30))
    def test_damaged_files_are_taken_or_refused_and_nothing_else(self, kind: str, at: int, junk: bytes) -> None:
        data = bytearray(photograph(kind=kind))
        data[at : at + len(junk)] = junk
        try:
            look_at(bytes(data))
        except CannotTake as error:
            self.assertTrue(error.sentence)


class LikenessTests(SimpleTestCase):
    def test_copies_in_other_sizes_and_qualities_look_the_same(self) -> None:
        original = look_at(photograph(960, 640, quality=95))
        for copy in (photograph(480, 320, quality=40), photograph(960, 640, kind="WEBP", quality=50), photograph(300, 200, kind="PNG")):
            self.assertLessEqual(distance(original.look, look_at(copy).look), SAME_WITHIN)

    def test_another_picture_does_not(self) -> None:
        with Image.open(BytesIO(photograph(960, 640))) as picture:
            data = BytesIO()
            picture.rotate(180).save(data, "JPEG")
        self.assertGreater(distance(look_at(photograph(960, 640)).look, look_at(data.getvalue()).look), 2 * SAME_WITHIN)

    def test_a_wall_of_one_colour_looks_like_nothing(self) -> None:
        data = BytesIO()
        Image.new("RGB", (50, 50), "grey").save(data, "PNG")
        self.assertEqual(look_at(data.getvalue()).look, "")

    def test_the_same_pixels_with_other_texts_are_the_same_content(self) -> None:
        made = writing.records(FULL)
        plain, described = look_at(photograph()), look_at(photograph(xmp=made.xmp, exif=made.exif, comment=b"by me"))
        self.assertEqual(plain.content_hash, described.content_hash)
        self.assertNotEqual(plain.content_hash, look_at(photograph(quality=60)).content_hash)
        self.assertEqual(look_at(photograph(kind="PNG")).content_hash, look_at(photograph(kind="PNG", optimize=True)).content_hash)


def upload(data: bytes, name: str = "dam_gates.jpg") -> Any:
    return SimpleUploadedFile(name, data, "image/jpeg")


class TakingInTests(TestCase):
    def test_what_the_file_says_becomes_the_pictures_fields(self) -> None:
        made = writing.records(FULL)
        with override("kk"):
            picture = Picture.objects.get(pk=take_in(upload(photograph(xmp=made.xmp)), by=make_user()).pk)
        self.assertEqual((picture.title, picture.credit_line("kk")), (FULL.title, FULL.credit_line))
        self.assertEqual((picture.captions, picture.alt_texts), (FULL.captions, FULL.alt_texts))
        self.assertEqual((picture.creator, picture.city, picture.taken), ("Әйгерім Төлен; D. Example", FULL.city, FULL.taken))
        self.assertEqual((picture.digital_source_type, picture.data_mining), (FULL.digital_source_type, FULL.data_mining))
        self.assertEqual(picture.facts(), FULL)

    def test_without_a_title_it_is_called_as_the_file_was_and_ends_as_its_kind(self) -> None:
        picture = take_in(upload(photograph(kind="PNG"), "dam_gates.jpg"), by=make_user())
        self.assertEqual(picture.title, "dam gates")
        self.assertTrue(picture.file.name.endswith(".png"))

    def test_a_refused_file_leaves_nothing(self) -> None:
        with self.assertRaises(CannotTake):
            take_in(upload(REFUSED["SVG"][1]), by=make_user())
        self.assertFalse(Picture.objects.exists())

    def test_when_the_row_cannot_be_written_the_file_goes(self) -> None:
        with mock.patch.object(Trace.objects, "update_or_create", side_effect=OSError("disk")), self.assertRaises(OSError):
            take_in(upload(photograph(), "never-kept.jpg"), by=make_user())
        self.assertFalse(Picture.objects.exists())
        self.assertFalse(Picture.file.field.storage.exists("original_images/never-kept.jpg"))

    def test_pictures_that_came_another_way_are_recognised_later(self) -> None:
        taken = take_in(upload(photograph()), by=make_user())
        other = Picture.objects.create(title="moved in", file=taken.file.name)
        self.assertEqual(finding.copies_of([other]), {other.pk: []})
        recognise(other)
        self.assertEqual(finding.copies_of([other]), {other.pk: [finding.Copy(taken, is_exact=True)]})
        self.assertEqual(Trace.objects.get(pk=other.pk).look, taken.trace.look)


class FindingTests(TestCase):
    def test_words_are_found_in_every_form_and_language(self) -> None:
        dam = make_picture(captions={"ru": "Водохранилище открыло затворы", "kk": "Су қоймасының қақпасы"}, credit_lines={"kk": "Керме"})
        make_picture(captions={"en": "A market"}, creator="Aigerim Tolen")
        for question in ("водохранилища", "ЗАТВОР", "қоймасы", "керме", "водохр керме"):
            self.assertEqual(list(finding.with_words(Picture.objects.all(), question)), [dam], question)
        self.assertEqual(finding.with_words(Picture.objects.all(), "tolen").count(), 1)
        self.assertEqual(finding.with_words(Picture.objects.all(), "tolen керме").count(), 0)
        self.assertEqual(finding.with_words(Picture.objects.all(), "%_ \x00").count(), 2)

    def test_an_edit_is_found_at_once(self) -> None:
        picture = make_picture()
        picture.city = "Шардара"
        picture.save()
        self.assertEqual(list(finding.with_words(Picture.objects.all(), "шардара")), [picture])

    def test_near_copies_are_found_and_the_older_one_is_offered(self) -> None:
        first = take_in(upload(photograph(960, 640)), by=make_user())
        smaller = take_in(upload(photograph(400, 267, quality=50)), by=None)
        make_picture()
        self.assertEqual(finding.that_look_like({0: first.trace.look}), {0: [first.pk, smaller.pk]})
        with self.assertNumQueries(4):
            found = finding.copies_of([first, smaller])
        self.assertEqual(found, {first.pk: [], smaller.pk: [finding.Copy(first, is_exact=False)]})
