"""A canvas for flat pictures: shapes in plain colours with clean edges.

All coordinates are in picture units, 1600 wide and 1067 high, origin top left. The canvas draws three times as
large and averages each 3 by 3 block at the end. A resampling filter with negative lobes (Lanczos) would leave a
light seam along every edge between two flat colours; averaging leaves none.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin
from random import Random
from typing import TypeAlias

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
OVERSAMPLING = 3

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]


def rgb(code: str) -> Colour:
    """The colour of six hexadecimal digits, as in CSS but without the hash."""
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """One picture while it is drawn. Shapes may reach over the edge; later shapes cover earlier ones."""

    def __init__(self, ground: Colour) -> None:
        self._image = Image.new("RGB", (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING), ground)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """The picture in its final size, 1600 by 1067."""
        return self._image.reduce(OVERSAMPLING)

    def shape(self, points: Iterable[Point], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=colour)

    def ground(self, edge: Sequence[Point], colour: Colour, *, bottom: float = HEIGHT) -> None:
        """Everything below `edge`, a line from left to right, down to `bottom`."""
        self.shape([*edge, (edge[-1][0], bottom), (edge[0][0], bottom)], colour)

    def rect(self, x: float, y: float, width: float, height: float, colour: Colour, *, corner: float = 0) -> None:
        """A rectangle by its top left corner; `corner` is the radius of rounded corners."""
        box = self._box(x, y, x + width, y + height)
        if corner:
            self._draw.rounded_rectangle(box, min(corner, width / 2, height / 2) * OVERSAMPLING, fill=colour)
        else:
            self._draw.rectangle(box, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle by its centre."""
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """A filled ellipse by its centre and half axes."""
        self._draw.ellipse(self._box(x - across, y - down, x + across, y + down), fill=colour)

    def dome(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """The upper half of a circle whose middle lies at (x, y)."""
        self._draw.pieslice(self._box(x - radius, y - radius, x + radius, y + radius), 180, 360, fill=colour)

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A stroke through `points` with round joints and ends."""
        self._stroke(points, width, colour)
        if width > 2:
            for x, y in points:
                self.disc(x, y, width / 2, colour)

    def beam(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A stroke through `points` with square ends and no joints: for poles, rails and wires."""
        self._stroke(points, width, colour)

    def _stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            length = hypot(x2 - x1, y2 - y1)
            if length:
                across, down = (y2 - y1) / length * width / 2, (x1 - x2) / length * width / 2
                corners = (x1 + across, y1 + down), (x2 + across, y2 + down), (x2 - across, y2 - down)
                self.shape((*corners, (x1 - across, y1 - down)), colour)

    @staticmethod
    def _box(left: float, top: float, right: float, bottom: float) -> list[float]:
        return [
            left * OVERSAMPLING,
            top * OVERSAMPLING,
            right * OVERSAMPLING - 1,
            bottom * OVERSAMPLING - 1,
        ]


def curve(*anchors: Point, steps: int = 16) -> list[Point]:
    """A smooth line through all `anchors` (Catmull-Rom spline, `steps` points for each stretch)."""
    padded = [anchors[0], *anchors, anchors[-1]]
    points = []
    for i in range(len(anchors) - 1):
        p0, p1, p2, p3 = padded[i : i + 4]
        points += [_spline(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return [*points, anchors[-1]]


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return b + t * ((c - a) + t * ((2 * a - 5 * b + 4 * c - d) + t * (3 * (b - c) + d - a))) / 2

    return along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])


def sagging(start: Point, end: Point, sag: float, *, steps: int = 20) -> list[Point]:
    """A wire between two points that hangs `sag` below the straight line in its middle."""
    (x1, y1), (x2, y2) = start, end
    parts = (step / steps for step in range(steps + 1))
    return [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag * 4 * t * (1 - t)) for t in parts]


def rolling(rng: Random, y: float, swing: float, *, waves: float = 1.5) -> list[Point]:
    """A soft hill line across the picture, within `swing` of `y`, with about `waves` hills."""
    first, second = rng.uniform(0, 2 * pi), rng.uniform(0, 2 * pi)
    line = []
    for x in range(-20, WIDTH + 41, 20):
        turn = x / WIDTH * 2 * pi * waves
        line.append((float(x), y + swing * (0.7 * sin(turn + first) + 0.3 * sin(1.7 * turn + second))))
    return line


def turned(points: Iterable[Point], *, by: float, to: Point, scale: float = 1) -> list[Point]:
    """`points` around the origin, scaled, turned clockwise `by` radians and moved to `to`."""
    return [(to[0] + scale * (x * cos(by) - y * sin(by)), to[1] + scale * (x * sin(by) + y * cos(by))) for x, y in points]


def height_at(line: Sequence[Point], x: float) -> float:
    """The y of `line` (left to right) at `x`, between its points by straight interpolation."""
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return line[-1][1]
