from datetime import timedelta
from io import BytesIO
from unittest import mock

from django.core.files.images import ImageFile
from django.test import SimpleTestCase, TestCase
from PIL import Image, ImageCms

from dateline.media import encoding, renditions
from dateline.media.metadata import reading, writing
from dateline.media.models import Picture, Rendition
from dateline.media.sizes import ALL, CARDS, WIDTHS, cut, of_picture
from dateline.media.tests.hostile import photograph
from dateline.media.tests.test_metadata import FULL
from dateline.testing import NOON, make_picture

EVERY_KIND = {"avif", "webp", "jpg"}


def opened(rendition: Rendition) -> Image.Image:
    return Image.open(BytesIO(rendition.file.read()))


class CutTests(SimpleTestCase):
    def test_the_part_is_as_large_as_it_can_be_and_the_focus_in_its_middle(self) -> None:
        for width, height, aspect, focus, wanted in (
            (600, 400, 1.5, None, (0, 0, 600, 400)),
            (800, 400, 1.5, None, (100, 0, 700, 400)),
            (800, 400, 1.5, (0, 0), (0, 0, 600, 400)),
            (800, 400, 1.5, (790, 10), (200, 0, 800, 400)),
            (800, 400, 1.5, (350, 10), (50, 0, 650, 400)),
            (400, 800, 2.0, (10, 700), (0, 600, 400, 800)),
            (1, 1, 1.5, None, (0, 0, 1, 1)),
        ):
            self.assertEqual(cut(width, height, aspect, focus), wanted)


class EnsureTests(TestCase):
    def test_it_makes_every_size_in_every_kind(self) -> None:
        picture = make_picture(1500, 1000)
        self.assertEqual(renditions.ensure(picture), len(ALL))
        made = Rendition.objects.filter(image=picture, filter_spec__startswith="width-")
        self.assertEqual({(r.width, r.file.name.rsplit(".", 1)[1]) for r in made}, {(w, e) for w in WIDTHS for e in EVERY_KIND})

    def test_cut_sizes_have_their_shape(self) -> None:
        picture = make_picture(1500, 1000)
        renditions.ensure(picture)
        sizes = {r.filter_spec.split("|")[0]: (r.width, r.height) for r in Rendition.objects.filter(image=picture)}
        self.assertEqual((sizes["card-672"], sizes["share-1200"], sizes["max-165x165"]), ((672, 448), (1200, 629), (165, 110)))

    def test_it_never_enlarges_a_picture(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        widths = Rendition.objects.filter(image=picture).values_list("width", flat=True)
        self.assertEqual(sorted(set(widths)), [165, 360, 672, 800])

    def test_a_second_call_makes_nothing_anew(self) -> None:
        picture = make_picture(500, 400)
        renditions.ensure(picture)
        before = set(Rendition.objects.values_list("pk", "stamp"))
        with self.assertNumQueries(1), mock.patch.object(encoding, "encode", side_effect=AssertionError):
            renditions.ensure(picture)
        self.assertEqual(set(Rendition.objects.values_list("pk", "stamp")), before)

    def test_it_makes_only_what_is_missing(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        Rendition.objects.filter(width=360).delete()
        renditions.ensure(picture)
        self.assertEqual(Rendition.objects.filter(image=picture).count(), len(of_picture(800)))

    def test_a_new_credit_goes_into_the_files_and_the_addresses_stay(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        before = set(Rendition.objects.values_list("pk", "file"))
        picture.credit_lines = {"kk": "Керме / Әйгерім Төлен"}
        picture.save()
        renditions.ensure(picture)
        self.assertEqual(set(Rendition.objects.values_list("pk", "file")), before)
        for rendition in Rendition.objects.all():
            self.assertEqual(reading.read(opened(rendition)).credit_line, "Керме / Әйгерім Төлен")

    def test_a_new_focus_moves_only_what_is_cut(self) -> None:
        picture = make_picture(1600, 400)
        renditions.ensure(picture)
        before = dict(Rendition.objects.values_list("filter_spec", "stamp"))
        Picture.objects.filter(pk=picture.pk).update(focal_point_x=1500, focal_point_y=10)
        renditions.ensure(Picture.objects.get(pk=picture.pk))
        after = dict(Rendition.objects.values_list("filter_spec", "stamp"))
        self.assertEqual({spec for spec in after if after[spec] != before[spec]}, {spec for spec, size in ALL.items() if size.aspect})

    def test_the_focus_is_in_the_part_that_cards_show(self) -> None:
        data = BytesIO()
        wide = Image.new("RGB", (1200, 300), "white")
        wide.paste("red", (1100, 0, 1200, 300))
        wide.save(data, "PNG")
        picture = Picture.objects.create(title="x", file=ImageFile(data, name="x.png"), focal_point_x=1150, focal_point_y=150)
        renditions.ensure(picture)
        card = opened(Rendition.objects.get(image=picture, filter_spec="card-360|format-webp")).convert("RGB")
        red, _green, blue = card.getpixel((card.width - 10, card.height // 2))  # type: ignore[misc]
        self.assertGreater(red - blue, 150)

    def test_sizes_of_an_earlier_version_are_thrown_away(self) -> None:
        picture = make_picture(800, 600)
        old = {"filter_spec": "width-360|format-webp|webpquality-72", "file": "images/old.webp", "width": 360, "height": 270}
        Rendition.objects.create(image=picture, **old)
        theirs = picture.get_rendition("fill-20x20")
        renditions.ensure(picture)
        self.assertFalse(Rendition.objects.filter(filter_spec__contains="webpquality").exists())
        self.assertTrue(Rendition.objects.filter(pk=theirs.pk).exists())

    def test_two_files_of_one_name_do_not_share_an_address(self) -> None:
        for kind in ("JPEG", "PNG"):
            data = photograph(kind=kind)
            renditions.ensure(Picture.objects.create(title="x", file=ImageFile(BytesIO(data), name=f"same.{kind.lower()}")))
        names = Rendition.objects.values_list("file", flat=True)
        self.assertEqual(len(names), len(set(names)))


class RecordsTests(TestCase):
    """What the files say, read again from the files."""

    def make(self, **fields: object) -> list[Rendition]:
        exif = Image.Exif()
        exif[0x010F], exif[0x0112] = "A camera", 6
        exif.get_ifd(0x8769)[0xA431] = "SERIAL-4711"
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 10.0, 3.0), 3: "E", 4: (71.0, 25.0, 0.0)})
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        data = photograph(800, 600, xmp=writing.records(FULL).xmp, exif=exif, icc_profile=profile, comment=b"secret")
        picture = Picture(title="", file=ImageFile(BytesIO(data), name="x.jpg"))
        picture.learn(reading.read(Image.open(BytesIO(data))))
        for name, value in {"title": FULL.title, "instructions": "only for us", **fields}.items():
            setattr(picture, name, value)
        picture.save()
        renditions.ensure(picture)
        return list(Rendition.objects.filter(image=picture))

    def test_every_file_names_creator_credit_rights_and_source_type(self) -> None:
        for rendition in self.make():
            with self.subTest(rendition.filter_spec):
                self.assertEqual(reading.read(opened(rendition)), FULL)

    def test_nothing_of_the_camera_and_no_position_is_left(self) -> None:
        for rendition in self.make():
            with self.subTest(rendition.filter_spec):
                data = rendition.file.read()
                found = Image.open(BytesIO(data))
                self.assertEqual(set(found.getexif()), {0x013B, 0x8298})  # artist and copyright
                for secret in (b"A camera", b"SERIAL", b"secret", b"only for us", b"icc_profile"):
                    self.assertNotIn(secret, data)
                self.assertEqual(found.height > found.width, rendition.filter_spec.startswith(("width", "max")))  # turned upright

    def test_the_position_goes_along_when_the_picture_says_so(self) -> None:
        for rendition in self.make(keep_position=True):
            self.assertEqual(reading.read(opened(rendition)).position, (51.1675, 71.416667), rendition.filter_spec)

    def test_our_own_pictures_name_our_terms_and_others_do_not(self) -> None:
        ours, theirs = make_picture(), make_picture(source="Another agency")
        self.assertTrue(renditions.facts_for_readers(ours).web_statement.endswith("/kk/terms/"))
        self.assertEqual(renditions.facts_for_readers(theirs).web_statement, "")

    def test_colours_of_another_space_become_ours_and_transparency_white(self) -> None:
        for mode in ("CMYK", "L", "I;16", "P"):
            data = BytesIO()
            Image.new(mode, (40, 30)).save(data, "JPEG" if mode == "CMYK" else "PNG")
            made = encoding.encode(data.getvalue(), of_picture(40), writing.records(FULL), None)
            self.assertEqual({Image.open(BytesIO(one.data)).mode for one in made}, {"RGB"}, mode)
        data = BytesIO()
        Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(data, "PNG")
        for one in encoding.encode(data.getvalue(), of_picture(40), writing.records(FULL), None):
            self.assertEqual(Image.open(BytesIO(one.data)).convert("RGB").getpixel((5, 5)), (255, 255, 255))


class DueTests(TestCase):
    def test_new_and_edited_pictures_are_due_and_then_no_more(self) -> None:
        picture = make_picture(400, 300)
        assert picture.sizes_due_at
        self.assertFalse(renditions.make_due(picture.sizes_due_at))
        picture.refresh_from_db()
        self.assertIsNone(picture.sizes_due_at)
        self.assertTrue(picture.content_hash)
        with self.assertNumQueries(1):
            renditions.make_due(NOON + timedelta(days=9999))

    def test_one_that_fails_waits_and_stops_no_other(self) -> None:
        broken, good = make_picture(400, 300), make_picture(400, 300)
        broken.file.storage.delete(broken.file.name)
        at = good.sizes_due_at
        assert at
        renditions.make_due(at)
        self.assertEqual(Picture.objects.values_list("sizes_due_at", flat=True).get(pk=broken.pk), at + renditions.AGAIN_AFTER)
        self.assertEqual(renditions.sized([good], at=NOON).keys(), {good.pk})

    def test_an_edit_while_they_are_made_makes_them_due_again(self) -> None:
        picture = make_picture(400, 300)
        assert picture.sizes_due_at
        later = picture.sizes_due_at + timedelta(seconds=1)
        with mock.patch.object(renditions, "ensure", side_effect=lambda p: Picture.objects.filter(pk=p.pk).update(sizes_due_at=later)):
            renditions.make_due(picture.sizes_due_at)
        picture.refresh_from_db()
        self.assertEqual(picture.sizes_due_at, later)


class SizedTests(TestCase):
    def test_many_pictures_cost_one_query(self) -> None:
        pictures = [make_picture(800, 600), make_picture(400, 300)]
        for picture in pictures:
            renditions.ensure(picture)
        with self.assertNumQueries(1):
            shown = renditions.sized(pictures, at=NOON)
        self.assertEqual(set(shown), {picture.pk for picture in pictures})

    def test_the_source_sets_name_real_widths(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        shown = renditions.sized([picture], at=NOON)[picture.pk]
        for srcset, ending in ((shown.avif, ".avif"), (shown.webp, ".webp"), (shown.jpeg, ".jpg")):
            self.assertEqual([part.split()[1] for part in srcset.split(", ")], ["360w", "672w", "800w"])
            self.assertTrue(all(part.split()[0].endswith(ending) for part in srcset.split(", ")))
        self.assertIn("width-672", shown.src)
        self.assertEqual((shown.width, shown.height), (800, 600))

    def test_cards_are_cut(self) -> None:
        picture = make_picture(800, 300)
        renditions.ensure(picture)
        shown = renditions.sized([picture], at=NOON, sizes=CARDS)[picture.pk]
        self.assertEqual((shown.width, shown.height), (450, 300))
        self.assertIn("card-", shown.avif)

    def test_a_picture_without_sizes_waits_and_its_original_is_not_served(self) -> None:
        picture = make_picture(800, 600)
        self.assertEqual(renditions.sized([picture], at=NOON), {})
        self.assertFalse(Rendition.objects.exists())

    def test_one_whose_rights_have_ended_is_missing_from_that_minute(self) -> None:
        picture = make_picture(400, 300, rights_expire_at=NOON)
        renditions.ensure(picture)
        self.assertEqual(set(renditions.sized([picture], at=NOON - timedelta(seconds=1))), {picture.pk})
        self.assertEqual(renditions.sized([picture], at=NOON), {})

    def test_no_pictures_cost_no_query(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(renditions.sized([], at=NOON), {})
