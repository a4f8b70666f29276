"""What crosses the steppe: railway, road, power line."""

from collections.abc import Callable
from itertools import pairwise
from math import atan2, hypot, pi
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, curve, mix, rolling, sagging, turned
from dateline.ops.demo.light import Light, sky


def railway(canvas: Canvas, light: Light, rng: Random) -> None:
    """A track that runs straight to a low sun, masts and wire beside it."""
    horizon, vanish = 452.0, WIDTH / 2 + rng.choice([-120, 0, 120])
    sky(canvas, light, rng, horizon=horizon, sun=(vanish, horizon + 4), radius=196)
    canvas.ground(rolling(rng, horizon - 14, 18, waves=1.2), light.far, bottom=horizon + 30)
    canvas.dome(vanish, horizon + 2, 196, light.sun)
    canvas.rect(0, horizon, WIDTH, HEIGHT, light.dark_land)
    canvas.shape([(0, 600), (WIDTH, 530), (WIDTH, HEIGHT), (0, HEIGHT)], light.land)
    canvas.shape([(0, 760), (WIDTH, 700), (WIDTH, HEIGHT), (0, HEIGHT)], light.hill)
    _bushes(canvas, light, rng, horizon)

    def across(offset: float, depth: float) -> Point:
        """The point `offset` metres beside the middle of the track; depth 0 is the horizon, 1 the lower edge."""
        return vanish + offset * 236 * depth - (vanish - WIDTH / 2) * depth * 0.35, horizon + (HEIGHT - horizon) * depth

    canvas.shape([across(-2.2, 0.015), across(2.2, 0.015), across(2.2, 1.05), across(-2.2, 1.05)], light.shade)
    canvas.shape([across(-1.75, 0.015), across(1.75, 0.015), across(1.75, 1.05), across(-1.75, 1.05)], light.wall)
    depth = 1.03
    while depth > 0.05:
        thick = depth * 0.055
        left, right = across(-1.42, depth), across(1.42, depth)
        low_left, low_right = across(-1.42, depth - thick), across(1.42, depth - thick)
        canvas.shape([left, right, low_right, low_left], light.ink)
        depth *= 0.86
    for side in (-1, 1):
        rail = [across(side * 0.84, 0.015), across(side * 0.92, 0.015), across(side * 0.92, 1.05), across(side * 0.74, 1.05)]
        canvas.shape(rail, light.blue)
        shine = [across(side * 0.86, 0.015), across(side * 0.88, 0.015), across(side * 0.85, 1.05), across(side * 0.81, 1.05)]
        canvas.shape(shine, light.ripple)
    _masts(canvas, light, across, side=rng.choice([-1, 1]))


def _bushes(canvas: Canvas, light: Light, rng: Random, horizon: float) -> None:
    for _ in range(16):
        depth = rng.uniform(0.12, 0.8) ** 1.5
        x, y = rng.choice([rng.uniform(0, 430), rng.uniform(1180, WIDTH)]), horizon + 40 + depth * 560
        if abs(x - WIDTH / 2) > 300 + depth * 420:
            size = 14 + depth * 60
            canvas.oval(x, y, size, size * 0.55, mix(light.dark_land, light.ink, 0.12))


def _masts(canvas: Canvas, light: Light, across: Callable[[float, float], Point], *, side: int) -> None:
    tops: list[Point] = []
    for depth in (1.25, 0.62, 0.34, 0.19, 0.11, 0.065):
        foot, arm = across(side * 2.75, depth), across(0, depth)
        tall = 1010 * depth
        width = max(2.5, 22 * depth)
        top = foot[1] - tall
        canvas.beam([foot, (foot[0], top)], width, light.ink)
        hang = (foot[0] + (arm[0] - foot[0]) * 0.98, top + tall * 0.1)
        canvas.beam([(foot[0], top + tall * 0.1), hang], max(2.0, 11 * depth), light.ink)
        canvas.beam([(foot[0], top + tall * 0.01), (foot[0] + (hang[0] - foot[0]) * 0.8, hang[1])], max(1.6, 7 * depth), light.ink)
        tops.append((hang[0], hang[1] + 20 * depth))
    for near, distant in pairwise(tops):
        canvas.beam(sagging(near, distant, 12), 3.2, light.ink)


def road(canvas: Canvas, light: Light, rng: Random) -> None:
    """A winding road between fields, seen from the air, with cars and trees."""
    fields = [light.dark_land, light.hill, light.land, mix(light.hill, light.wall, 0.6), mix(light.ochre, light.wall, 0.35)]
    shift = rng.randrange(len(fields))
    canvas.rect(0, 0, WIDTH, HEIGHT, fields[shift])
    cuts: list[list[Point]] = [
        [(0, 0), (760, 0), (300, HEIGHT), (0, HEIGHT)],
        [(760, 0), (1090, 0), (1007, 420), (560, 464)],
        [(1090, 0), (WIDTH, 0), (WIDTH, 520), (880, HEIGHT)],
        [(560, 464), (1007, 420), (880, HEIGHT), (300, HEIGHT)],
    ]
    for number, cut in enumerate(cuts):
        colour = fields[(shift + number + 1) % len(fields)]
        canvas.shape(cut, colour)
        _furrows(canvas, cut, mix(colour, light.ink, 0.1))
    bends = [(470 + rng.uniform(-60, 60), -60), (640, 200), (1000, 390), (1040, 610), (830, 830), (740, 1140)]
    path = curve(*bends, steps=40)
    canvas.line(path, 214, mix(light.hill, light.wall, 0.5))
    canvas.line(path, 188, light.ink)
    canvas.line(_beside(path, 78), 5, light.wall)
    canvas.line(_beside(path, -78), 5, light.wall)
    for i in range(0, len(path) - 6, 9):
        canvas.beam(path[i : i + 5], 8, light.wall)
    colours = [light.clay, light.ochre, light.white, light.water]
    rng.shuffle(colours)
    for number, place in enumerate(rng.sample([40, 70, 100, 128, 156], 4)):
        forward = number % 2 == 0
        lane = _beside(path, 42 if forward else -42)
        x, y = lane[place]
        heading = atan2(lane[place + 1][1] - y, lane[place + 1][0] - x)
        _car(canvas, light, (x, y), heading, colours[number % len(colours)], forward=forward)
    _groves(canvas, light, rng, path)


def _furrows(canvas: Canvas, field: list[Point], colour: Colour) -> None:
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = field[0], field[1], field[2], field[-1]
    for line in range(1, 12):
        share = line / 12
        start = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        end = x4 + (x3 - x4) * share, y4 + (y3 - y4) * share
        canvas.beam([start, end], 3, colour)


def _beside(path: list[Point], distance: float) -> list[Point]:
    """The same path, moved `distance` to its right."""
    moved = []
    for (x1, y1), (x2, y2) in pairwise(path):
        length = hypot(x2 - x1, y2 - y1) or 1.0
        moved.append((x1 - (y2 - y1) / length * distance, y1 + (x2 - x1) / length * distance))
    return moved


def _car(canvas: Canvas, light: Light, at: Point, heading: float, colour: Colour, *, forward: bool) -> None:
    turn = heading if forward else heading + pi

    def part(x: float, y: float, length: float, width: float) -> list[Point]:
        outline = [(x, y - width), (x + length - 8, y - width), (x + length, y - width + 8)]
        outline += [(x + length, y + width - 8), (x + length - 8, y + width), (x, y + width)]
        return turned(outline, by=turn, to=at)

    canvas.shape(part(-64, 0, 128, 33), colour)
    canvas.shape(part(18, 0, 22, 26), light.ink)
    canvas.shape(part(-50, 0, 16, 26), light.ink)
    canvas.shape(part(-26, 0, 38, 24), mix(colour, light.white, 0.3))


def _groves(canvas: Canvas, light: Light, rng: Random, path: list[Point]) -> None:
    for _ in range(46):
        x, y, size = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(20, 46)
        if min(hypot(x - px, y - py) for px, py in path[::4]) > 150 + size:
            canvas.disc(x + size * 0.3, y + size * 0.35, size, mix(light.dark_land, light.ink, 0.5))
            canvas.disc(x, y, size, mix(light.dark_land, light.ink, 0.18))
            canvas.disc(x - size * 0.25, y - size * 0.25, size * 0.5, mix(light.dark_land, light.hill, 0.35))


def power(canvas: Canvas, light: Light, rng: Random) -> None:
    """Pylons of a power line that crosses the steppe and grows small in the distance."""
    sky(canvas, light, rng, horizon=800, sun=(rng.choice([1180, 1330]), 300), radius=104)
    canvas.ground(rolling(rng, 776, 26, waves=1.3), light.far)
    canvas.ground(curve((-20, 850), (500, 800), (1100, 790), (1620, 830)), light.hill)
    canvas.ground(curve((-20, 935), (700, 880), (1620, 930)), light.land)
    shift = rng.uniform(-40, 60)
    pylons = [
        (-420.0 + shift, 1060.0, 960.0),
        (420 + shift, 960, 750),
        (905 + shift, 880, 500),
        (1235 + shift, 845, 325),
        (1440 + shift, 828, 205),
    ]
    wire = mix(light.deep_water, light.ink, 0.3)
    for (x1, y1, tall1), (x2, y2, tall2) in pairwise(pylons):
        for reach, level in ((0.29, 0.79), (0.22, 0.955)):
            for side in (-1, 1):
                start = x1 + side * reach * tall1, y1 - (level - 0.045) * tall1
                end = x2 + side * reach * tall2, y2 - (level - 0.045) * tall2
                canvas.beam(sagging(start, end, tall1 * 0.12), 2 + 1.8 * tall2 / 750, wire)
    for x, y, tall in reversed(pylons):
        _pylon(canvas, light, x, y, tall)
    canvas.ground(curve((-20, 1010), (500, 985), (1100, 1012), (1620, 990)), light.dark_land)
    for _ in range(70):
        x, y = rng.uniform(0, WIDTH), rng.uniform(1005, HEIGHT + 20)
        lean = rng.uniform(-9, 9)
        canvas.beam([(x, y), (x + lean, y - rng.uniform(18, 46))], 3.4, mix(light.dark_land, light.hill, 0.6))
    _perched(canvas, light, rng, pylons)


def _pylon(canvas: Canvas, light: Light, x: float, y: float, tall: float) -> None:
    ink, thick = light.ink, max(2.4, tall * 0.017)
    foot, waist, top = tall * 0.135, tall * 0.052, tall * 0.026
    shoulder = y - tall * 0.72
    for side in (-1, 1):
        canvas.line([(x + side * foot, y), (x + side * waist, shoulder), (x + side * top, y - tall)], thick, ink)
    levels = [0.0, 0.24, 0.44, 0.6, 0.72, 0.84, 0.955]
    for low, high in pairwise(levels):
        left, right = _half(tall, low, foot, waist, top), _half(tall, high, foot, waist, top)
        for side in (-1, 1):
            canvas.beam([(x - side * left, y - tall * low), (x + side * right, y - tall * high)], thick * 0.6, ink)
    for reach, level in ((0.29, 0.79), (0.22, 0.955)):
        arm = y - tall * level
        canvas.line([(x - reach * tall, arm), (x + reach * tall, arm)], thick * 0.9, ink)
        for side in (-1, 1):
            canvas.beam([(x + side * reach * tall, arm), (x, arm - tall * 0.042)], thick * 0.6, ink)
            canvas.line([(x + side * reach * tall, arm), (x + side * reach * tall, arm + tall * 0.045)], thick * 0.7, ink)
    canvas.line([(x, y - tall), (x, y - tall * 1.02)], thick, ink)


def _half(tall: float, level: float, foot: float, waist: float, top: float) -> float:
    """Half the width of a pylon at `level`, 0 the foot and 1 the tip."""
    if level < 0.72:
        return foot + (waist - foot) * level / 0.72
    return waist + (top - waist) * (level - 0.72) / 0.28


def _perched(canvas: Canvas, light: Light, rng: Random, pylons: list[tuple[float, float, float]]) -> None:
    x, y, tall = pylons[1]
    arm = y - tall * 0.955
    for offset in rng.sample([-140, -104, -66, 70, 102, 138], rng.randint(2, 5)):
        canvas.oval(x + offset, arm - 15, 8, 12, light.ink)
        canvas.disc(x + offset + 3, arm - 29, 6.5, light.ink)
        canvas.shape([(x + offset - 4, arm - 10), (x + offset - 12, arm + 12), (x + offset + 3, arm - 4)], light.ink)
