from django.test import TestCase

from dateline.media import renditions
from dateline.media.models import Rendition
from dateline.testing import make_picture


class EnsureTests(TestCase):
    def test_it_makes_every_size_as_webp_and_jpeg(self) -> None:
        picture = make_picture(1500, 1000)
        self.assertEqual(renditions.ensure(picture), 8)
        made = Rendition.objects.filter(image=picture)
        self.assertEqual(
            {(r.width, r.file.name.rsplit(".", 1)[1]) for r in made}, {(w, e) for w in (360, 672, 960, 1344) for e in ("webp", "jpg")}
        )

    def test_it_never_enlarges_a_picture(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        self.assertEqual(sorted(set(Rendition.objects.filter(image=picture).values_list("width", flat=True))), [360, 672, 800])

    def test_a_second_call_makes_nothing_anew(self) -> None:
        picture = make_picture(500, 400)
        renditions.ensure(picture)
        before = set(Rendition.objects.values_list("pk", flat=True))
        with self.assertNumQueries(1):
            renditions.ensure(picture)
        self.assertEqual(set(Rendition.objects.values_list("pk", flat=True)), before)

    def test_it_makes_only_what_is_missing(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        Rendition.objects.filter(width=360).delete()
        renditions.ensure(picture)
        self.assertEqual(Rendition.objects.filter(image=picture, width=360).count(), 2)


class SizedTests(TestCase):
    def test_many_pictures_cost_one_query(self) -> None:
        pictures = [make_picture(800, 600), make_picture(400, 300)]
        for picture in pictures:
            renditions.ensure(picture)
        with self.assertNumQueries(1):
            shown = renditions.sized(pictures)
        self.assertEqual(set(shown), {picture.pk for picture in pictures})

    def test_the_source_sets_name_real_widths(self) -> None:
        picture = make_picture(800, 600)
        renditions.ensure(picture)
        shown = renditions.sized([picture])[picture.pk]
        for srcset, ending in ((shown.webp, ".webp"), (shown.jpeg, ".jpg")):
            self.assertEqual([part.split()[1] for part in srcset.split(", ")], ["360w", "672w", "800w"])
            self.assertTrue(all(part.split()[0].endswith(ending) for part in srcset.split(", ")))
        self.assertIn("width-672", shown.src)
        self.assertEqual((shown.width, shown.height), (800, 600))

    def test_a_picture_without_sizes_waits_and_its_original_is_not_served(self) -> None:
        picture = make_picture(800, 600)
        self.assertEqual(renditions.sized([picture]), {})
        self.assertFalse(Rendition.objects.exists())

    def test_no_pictures_cost_no_query(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(renditions.sized([]), {})
