"""Open country: harvest, mountains, wind park, winter village."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Point, curve, height_at, mix, rolling, turned
from dateline.ops.demo.light import Light, sky


def harvest(canvas: Canvas, light: Light, rng: Random) -> None:
    """A combine at work on a ripe field whose rows run to the horizon; bales or a grain elevator behind."""
    horizon = 352
    sun = (rng.choice([260, 420]), 232)
    sky(canvas, light, rng, horizon=horizon, sun=sun, radius=78)
    canvas.ground(rolling(rng, horizon - 22, 20, waves=1.1), light.far)
    if rng.random() < 0.6:
        _elevator(canvas, light, rng.choice([620, 760]), horizon)
    canvas.rect(0, horizon - 6, WIDTH, 20, light.dark_land)
    canvas.rect(0, horizon + 8, WIDTH, HEIGHT, light.ochre)
    vanishing = rng.choice([640, 720])
    for row in range(-8, 10):
        near, far = vanishing + (row - 0.5) * 330, vanishing + (row - 0.5) * 11
        colour = mix(light.ochre, light.clay, 0.75) if row % 2 else light.wall
        canvas.shape([(far, horizon + 8), (far + 5, horizon + 8), (near + 150, HEIGHT), (near - 10, HEIGHT)], colour)
    for bale in range(rng.randint(2, 4)):
        _bale(canvas, light, 120 + bale * 150 + rng.uniform(-20, 20), 480 + bale % 2 * 70, 34 + bale % 2 * 10)
    _combine(canvas, light, 1130, 640)


def _elevator(canvas: Canvas, light: Light, x: float, horizon: float) -> None:
    colour = mix(light.far, light.deep_water, 0.35)
    for silo in range(4):
        canvas.rect(x + silo * 40, horizon - 96, 37, 100, colour)
    canvas.rect(x + 160, horizon - 150, 44, 154, mix(colour, light.ink, 0.25))
    canvas.rect(x + 20, horizon - 112, 150, 14, mix(colour, light.ink, 0.25))


def _bale(canvas: Canvas, light: Light, x: float, y: float, radius: float) -> None:
    canvas.oval(x + radius * 0.4, y + radius * 0.92, radius * 1.4, radius * 0.22, mix(light.clay, light.ink, 0.4))
    canvas.rect(x, y - radius, radius * 1.1, radius * 2, mix(light.ochre, light.ink, 0.28))
    canvas.disc(x + radius * 1.1, y, radius, mix(light.ochre, light.ink, 0.28))
    for ring, share in enumerate((1, 0.72, 0.44, 0.18)):
        canvas.disc(x, y, radius * share, light.wall if ring % 2 == 0 else mix(light.ochre, light.clay, 0.3))


def _combine(canvas: Canvas, light: Light, x: float, y: float) -> None:
    """Facing left; (x, y) is where the front wheel touches the ground."""
    body, dark = light.blue, mix(light.blue, light.ink, 0.45)
    canvas.oval(x + 60, y + 4, 330, 20, mix(light.clay, light.ink, 0.35))
    canvas.beam([(x + 60, y - 292), (x + 330, y - 352), (x + 372, y - 330)], 22, light.ochre)
    canvas.shape([(x - 30, y - 250), (x + 250, y - 250), (x + 310, y - 200), (x + 310, y - 84), (x - 60, y - 84)], body)
    canvas.shape([(x + 10, y - 300), (x + 200, y - 300), (x + 222, y - 246), (x - 6, y - 246)], dark)
    canvas.shape([(x - 130, y - 284), (x - 24, y - 284), (x - 24, y - 110), (x - 108, y - 110)], dark)
    glass = light.window if light.night else mix(light.window, light.white, 0.35)
    canvas.shape([(x - 116, y - 268), (x - 40, y - 268), (x - 40, y - 164), (x - 102, y - 164)], glass)
    canvas.rect(x + 40, y - 196, 210, 10, light.ochre)
    canvas.rect(x + 60, y - 170, 170, 54, dark, corner=8)
    canvas.shape([(x - 108, y - 150), (x - 108, y - 96), (x - 236, y - 18), (x - 250, y - 50)], dark)
    canvas.rect(x - 306, y - 40, 90, 44, light.clay, corner=10)
    middle = (x - 262, y - 66)
    for spoke in range(8):
        tip = (middle[0] + 62 * cos(spoke * pi / 4 + 0.2), middle[1] + 62 * sin(spoke * pi / 4 + 0.2))
        canvas.beam([middle, tip], 6, light.ink)
        canvas.disc(*tip, 9, light.clay)
    canvas.disc(*middle, 11, light.ink)
    for wheel_x, radius in ((x, 84), (x + 250, 54)):
        canvas.disc(wheel_x, y - radius, radius, light.ink)
        canvas.disc(wheel_x, y - radius, radius * 0.52, light.ochre)
        canvas.disc(wheel_x, y - radius, radius * 0.2, light.ink)


def mountains(canvas: Canvas, light: Light, rng: Random) -> None:
    """Snow peaks behind rolling foothills with firs in front."""
    sky(canvas, light, rng, horizon=520, sun=(rng.choice([300, 1240, 1330]), 190), radius=88)
    haze = mix(light.far, light.low_sky, 0.45)
    _peaks(canvas, rng, base=560, high=(300, 390), count=7, colours=(haze, mix(haze, light.far, 0.5), light.low_sky))
    stone = mix(light.far, light.deep_water, 0.42)
    dark = mix(stone, light.deep_water, 0.45)
    _peaks(canvas, rng, base=740, high=(215, 420), count=4, colours=(stone, dark, light.white))
    foothills = [mix(light.water, light.dark_land, share) for share in (0.25, 0.6)]
    canvas.ground(rolling(rng, 690, 42, waves=1.7), foothills[0])
    canvas.ground(rolling(rng, 780, 46, waves=1.3), foothills[1])
    front = rolling(rng, 890, 40, waves=1.0)
    canvas.ground(front, light.dark_land)
    for _ in range(rng.randint(18, 26)):
        x = rng.uniform(-20, WIDTH + 20)
        _fir(canvas, light, x, height_at(front, x) + rng.uniform(14, 60), rng.uniform(0.55, 0.9))
    near = rolling(rng, 1015, 22, waves=0.8)
    canvas.ground(near, light.ink)
    for x in sorted(rng.uniform(0, 460) for _ in range(5)):
        _fir(canvas, light, x if rng.random() < 0.85 else WIDTH - x, 1062, rng.uniform(1.5, 2.2), dark=True)


def _peaks(
    canvas: Canvas,
    rng: Random,
    *,
    base: float,
    high: tuple[float, float],
    count: int,
    colours: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]],
) -> None:
    """A range of `count` summits between the heights `high`: lit side, shaded side, snow."""
    lit, shaded, snow = colours
    pitch = WIDTH / (count - 0.6)
    summits = [(pitch * (i + 0.2) + rng.uniform(-0.16, 0.16) * pitch, rng.uniform(*high)) for i in range(count)]
    for x, y in sorted(summits, key=lambda summit: summit[1]):
        reach, drop = pitch * rng.uniform(0.78, 0.98), base - y
        foot = x + pitch * 0.12
        bend = (x + pitch * 0.05, y + drop * 0.3), (x - pitch * 0.06, y + drop * 0.55)
        canvas.shape([(x, y), (x + reach, base + 60), (x - reach, base + 60)], lit)
        canvas.shape([(x, y), (x + reach, base + 60), (foot, base + 60), bend[1], bend[0]], shaded)
        left = (x - reach * 0.34, y + (drop + 60) * 0.34)
        right = (x + reach * 0.3, y + (drop + 60) * 0.3)
        zigzag = [
            left,
            (x - reach * 0.2, y + drop * 0.29),
            (x - reach * 0.13, y + drop * 0.4),
            (x - reach * 0.04, y + drop * 0.27),
        ]
        cap = [(x, y), *zigzag, bend[0]]
        canvas.shape(cap, snow)
        canvas.shape(
            [(x, y), bend[0], (x + reach * 0.13, y + drop * 0.38), (x + reach * 0.18, y + drop * 0.28), right],
            mix(snow, shaded, 0.35),
        )


def _fir(canvas: Canvas, light: Light, x: float, y: float, scale: float, *, dark: bool = False) -> None:
    colour = light.ink if dark else mix(light.dark_land, light.ink, 0.45)
    canvas.rect(x - 4 * scale, y - 24 * scale, 8 * scale, 26 * scale, light.ink)
    for tier in range(3):
        half, top = (34 - tier * 8) * scale, y - (62 + tier * 30) * scale
        canvas.shape([(x, top - 18 * scale), (x + half, y - (16 + tier * 28) * scale), (x - half, y - (16 + tier * 28) * scale)], colour)


def wind(canvas: Canvas, light: Light, rng: Random) -> None:
    """Wind turbines on round hills above the steppe."""
    sky(canvas, light, rng, horizon=760, sun=(rng.choice([260, 1290]), 250), radius=112)
    canvas.ground(rolling(rng, 690, 36, waves=1.4), light.far)
    back = rolling(rng, 762, 44, waves=1.6)
    canvas.ground(back, light.hill)
    count = rng.randint(3, 5)
    for i in range(count):
        x = WIDTH * (i + 0.5) / count + rng.uniform(-60, 60)
        _turbine(canvas, light, rng, x, height_at(back, x) + 20, 250 + rng.uniform(-20, 30))
    middle = rolling(rng, 860, 42, waves=1.1)
    canvas.ground(middle, light.land)
    for x, size in ((rng.uniform(230, 420), 560), (rng.uniform(980, 1180), 660)):
        _turbine(canvas, light, rng, x, height_at(middle, x) + 26, size)
    front = rolling(rng, 975, 26, waves=0.9)
    canvas.ground(front, light.dark_land)
    for _ in range(rng.randint(9, 15)):
        x = rng.uniform(0, WIDTH)
        _sheep(canvas, light, x, height_at(front, x) + rng.uniform(12, 62))


def _turbine(canvas: Canvas, light: Light, rng: Random, x: float, y: float, height: float) -> None:
    top, wide = y - height, height * 0.022
    tower = light.white if not light.night else light.wall
    side = mix(tower, light.far, 0.55)
    canvas.shape([(x - wide, y), (x - wide * 0.5, top), (x + wide * 0.5, top), (x + wide, y)], tower)
    canvas.shape([(x + wide * 0.1, y), (x + wide * 0.1, top), (x + wide * 0.5, top), (x + wide, y)], side)
    turn = rng.uniform(0, 2 * pi / 3)
    for blade in range(3):
        outline: list[Point] = [(0, 0), (0.09, 0.026), (0.2, 0.03), (0.58, 0.004), (0.2, -0.012), (0.08, -0.014)]
        canvas.shape(turned(outline, by=turn + blade * 2 * pi / 3, to=(x, top), scale=height), tower)
    canvas.disc(x, top, height * 0.026, side)
    canvas.disc(x, top, height * 0.013, light.clay)


def _sheep(canvas: Canvas, light: Light, x: float, y: float) -> None:
    canvas.rect(x - 11, y, 4, 14, light.ink)
    canvas.rect(x + 7, y, 4, 14, light.ink)
    canvas.oval(x, y - 5, 19, 12, light.wall)
    canvas.oval(x + 19, y - 9, 7, 6, light.ink)


def winter(canvas: Canvas, light: Light, rng: Random) -> None:
    """A village under snow: smoke from the chimneys, bare poplars, snow falling."""
    sky(canvas, light, rng, horizon=560, sun=(rng.choice([330, 1250]), 210), radius=84)
    snow = light.white if not light.night else mix(light.white, light.water, 0.35)
    blue = mix(snow, light.water, 0.28)
    haze = mix(light.far, light.low_sky, 0.45)
    _peaks(canvas, rng, base=600, high=(320, 430), count=6, colours=(mix(haze, light.far, 0.4), light.far, snow))
    canvas.ground(rolling(rng, 600, 26, waves=1.6), mix(blue, light.far, 0.4))
    _poplars(canvas, light, rng)
    canvas.ground(rolling(rng, 672, 22, waves=1.2), blue)
    spots = [150, 470, 800, 1120, 1400]
    rng.shuffle(spots)
    for x in sorted(spots[: rng.choice([4, 5])]):
        _cottage(canvas, light, rng, x + rng.uniform(-40, 40), 800 + rng.uniform(-36, 30), snow)
    canvas.ground(rolling(rng, 842, 26, waves=0.9), snow)
    road = [*curve((700, 1080), (820, 950), (690, 850)), *curve((716, 850), (900, 950), (960, 1080))]
    canvas.shape(road, blue)
    _fence(canvas, light, rng)
    for _ in range(120):
        canvas.disc(rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(2.2, 6.0), light.white)


def _poplars(canvas: Canvas, light: Light, rng: Random) -> None:
    for _ in range(11):
        x, tall = rng.uniform(0, WIDTH), rng.uniform(130, 210)
        colour = mix(light.dark_land, light.far, 0.35)
        canvas.oval(x, 690 - tall * 0.55, tall * 0.1, tall * 0.45, colour)
        canvas.rect(x - 3, 690 - tall * 0.4, 6, tall * 0.5, mix(colour, light.ink, 0.5))


def _cottage(canvas: Canvas, light: Light, rng: Random, x: float, y: float, snow: tuple[int, int, int]) -> None:
    wall = rng.choice([light.blue, light.clay, light.ochre, light.wall, light.water])
    wide, tall = rng.uniform(112, 140), 104
    dark = mix(wall, light.ink, 0.3)
    chimney = x + wide * 0.3
    canvas.rect(chimney, y - tall - 110, 30, 80, light.ink)
    canvas.rect(chimney - 4, y - tall - 118, 38, 14, snow, corner=6)
    smoke = mix(light.low_sky, light.white, 0.6) if not light.night else mix(light.low_sky, light.white, 0.35)
    for puff in range(5):
        canvas.disc(chimney + 15 + puff * 17, y - tall - 140 - puff * 34, 15 + puff * 6, smoke)
    canvas.rect(x - wide, y - tall, wide * 2, tall + 70, wall)
    canvas.rect(x + wide * 0.55, y - tall, wide * 0.45, tall + 70, dark)
    canvas.shape(
        [(x - wide - 26, y - tall + 8), (x - wide * 0.6, y - tall - 84), (x + wide * 0.6, y - tall - 84), (x + wide + 26, y - tall + 8)],
        snow,
    )
    canvas.rect(x - wide - 26, y - tall, wide * 2 + 52, 16, snow, corner=8)
    glass = light.window if light.night or rng.random() < 0.5 else mix(light.window, light.white, 0.3)
    for left in (x - wide * 0.78, x - wide * 0.12):
        canvas.rect(left - 6, y - tall + 34, 62, 58, light.white)
        canvas.rect(left, y - tall + 40, 50, 46, glass)
        canvas.rect(left + 23, y - tall + 40, 4, 46, light.white)


def _fence(canvas: Canvas, light: Light, rng: Random) -> None:
    colour = mix(light.dark_land, light.ink, 0.55)
    posts = [(60.0 + 92 * i, 968 + rng.uniform(-5, 5)) for i in range(6)]
    for (x1, y1), (x2, y2) in pairwise(posts):
        canvas.beam([(x1, y1 - 44), (x2, y2 - 44)], 6, colour)
        canvas.beam([(x1, y1 - 22), (x2, y2 - 22)], 6, colour)
    for x, y in posts:
        canvas.rect(x - 6, y - 66, 12, 72, colour)
        canvas.rect(x - 9, y - 74, 18, 12, light.white, corner=6)
