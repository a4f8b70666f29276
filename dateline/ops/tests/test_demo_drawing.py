"""The demo pictures."""

from itertools import combinations
from unittest import TestCase

from PIL import Image, ImageChops, ImageStat

from dateline.ops.demo.canvas import Canvas, curve, height_at, mix, rgb, sagging
from dateline.ops.demo.drawing import HOURS_OF, SCENES, draw

THE_SCENES = (
    "chess city harvest hospital lake library market mountains parliament power railway reservoir road school "
    "stadium studio theatre tram wind winter"
)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 (same) to 255, over all channels."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


class DrawTests(TestCase):
    def test_every_scene_that_stories_may_name_is_there(self) -> None:
        self.assertEqual(list(SCENES), THE_SCENES.split())
        self.assertLessEqual(set(HOURS_OF), set(SCENES))

    def test_every_scene_is_a_picture_of_the_promised_size_and_not_blank(self) -> None:
        for scene in SCENES:
            with self.subTest(scene):
                picture = draw(scene, seed=0)
                self.assertEqual((picture.mode, picture.size), ("RGB", (1600, 1067)))
                colours = picture.resize((320, 213), Image.Resampling.NEAREST).getcolors(maxcolors=320 * 213)
                assert colours is not None
                self.assertGreater(len([count for count, _ in colours if count > 100]), 4)
                self.assertLess(max(count for count, _ in colours), 320 * 213 * 0.9)

    def test_the_same_seed_draws_the_same_picture(self) -> None:
        self.assertEqual(draw("lake", seed=5).tobytes(), draw("lake", seed=5).tobytes())

    def test_neighbouring_seeds_draw_related_but_different_pictures(self) -> None:
        for scene in ("lake", "city", "chess"):
            pictures = [draw(scene, seed=seed) for seed in range(3)]
            for one, other in combinations(pictures, 2):
                self.assertGreater(difference(one, other), 4, scene)

    def test_a_later_round_of_the_same_hour_differs_too(self) -> None:
        self.assertGreater(difference(draw("mountains", seed=0), draw("mountains", seed=4)), 1)

    def test_a_scene_that_does_not_exist_is_refused(self) -> None:
        with self.assertRaises(KeyError):
            draw("volcano", seed=0)


class CanvasTests(TestCase):
    def test_edges_are_smooth_and_flat_parts_stay_flat(self) -> None:
        canvas = Canvas(rgb("000000"))
        canvas.disc(800, 500, 200, rgb("ffffff"))
        picture = canvas.finished()
        colours = picture.getcolors()
        assert colours is not None
        self.assertEqual(len(colours), 10)  # black, white and the eight steps between them
        self.assertEqual(picture.getpixel((800, 500)), (255, 255, 255))
        self.assertEqual(picture.getpixel((5, 5)), (0, 0, 0))

    def test_a_stroke_without_length_draws_nothing_and_does_not_fail(self) -> None:
        canvas = Canvas(rgb("000000"))
        canvas.beam([(3, 3), (3, 3)], 10, rgb("ffffff"))
        self.assertIsNone(canvas.finished().getbbox())

    def test_a_curve_goes_through_its_anchors(self) -> None:
        anchors = [(0.0, 0.0), (10.0, 5.0), (20.0, -5.0)]
        self.assertEqual(curve(*anchors, steps=4)[::4], anchors)

    def test_a_wire_hangs_lowest_in_its_middle(self) -> None:
        self.assertEqual(sagging((0, 10), (100, 10), 8, steps=2), [(0, 10), (50, 18), (100, 10)])

    def test_height_between_two_points_lies_on_the_line(self) -> None:
        self.assertEqual(height_at([(0, 0), (10, 20)], 5), 10)
        self.assertEqual(height_at([(0, 0), (10, 20)], 99), 20)

    def test_mixing_goes_from_one_colour_to_the_other(self) -> None:
        black, white = rgb("000000"), rgb("ffffff")
        self.assertEqual([mix(black, white, share) for share in (0, 1)], [black, white])
        self.assertEqual(mix(black, white, 0.2), (51, 51, 51))
