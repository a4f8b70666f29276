"""In front of an audience: television studio and theatre."""

from math import cos, pi, sin
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, curve, mix
from dateline.ops.demo.light import Light


def studio(canvas: Canvas, light: Light, rng: Random) -> None:
    """Two presenters at a desk before a large sun and a row of thin lines, as high as the day's stories."""
    back = mix(light.deep_water, light.ink, 0.35)
    canvas.rect(0, 0, WIDTH, HEIGHT, back)
    canvas.rect(0, 0, WIDTH, 640, mix(light.deep_water, light.ink, 0.12))
    sun = rng.choice([1130, 1220, 470, 380])
    canvas.disc(sun, 470, 250, light.ochre if not light.night else light.sun)
    canvas.rect(0, 640, WIDTH, 430, mix(light.ink, back, 0.2))
    for x in range(24, WIDTH, 27):
        tall = rng.choice([1, 1, 1, 2, 3]) * rng.uniform(14, 62)
        canvas.rect(x, 640 - tall, 6, tall, light.ripple)
    for lamp in (330, 800, 1270):
        canvas.rect(lamp - 5, 0, 10, 60, light.ink)
        canvas.shape([(lamp - 46, 52), (lamp + 46, 52), (lamp + 74, 118), (lamp - 74, 118)], light.ink)
        canvas.rect(lamp - 66, 112, 132, 12, light.wall)
    jackets = rng.sample([light.blue, light.water, light.clay, light.dark_land], 2)
    for x, jacket, long_hair in ((620, jackets[0], rng.random() < 0.5), (980, jackets[1], True)):
        _presenter(canvas, light, x, jacket, long_hair=long_hair)
    canvas.shape([(370, 836), (1230, 836), (1310, HEIGHT + 5), (290, HEIGHT + 5)], light.wall)
    canvas.shape([(1010, 836), (1230, 836), (1310, HEIGHT + 5), (1060, HEIGHT + 5)], light.shade)
    canvas.rect(346, 812, 908, 32, light.clay, corner=8)
    for x in (700, 900):
        canvas.line(curve((x, 812), (x + 2, 770), (x + 16, 742)), 6, light.ink)
        canvas.disc(x + 18, 736, 13, light.ink)


def _presenter(canvas: Canvas, light: Light, x: float, jacket: Colour, *, long_hair: bool) -> None:
    hair, skin = light.ink, mix(light.wall, light.clay, 0.14)
    if long_hair:
        canvas.rect(x - 92, 376, 184, 240, hair, corner=88)
    canvas.shape(
        [(x - 140, 830), *curve((x - 140, 830), (x - 122, 660), (x - 60, 590), (x, 580), (x + 60, 590), (x + 122, 660), (x + 140, 830))],
        jacket,
    )
    canvas.shape([(x - 44, 588), (x + 44, 588), (x, 690)], light.white)
    canvas.rect(x - 24, 540, 48, 64, mix(skin, light.clay, 0.25), corner=16)
    canvas.disc(x, 470, 80, skin)
    canvas.shape(
        [
            (x - 82, 468),
            *curve((x - 82, 468), (x - 64, 396), (x, 376), (x + 64, 396), (x + 82, 468)),
            *curve((x + 66, 440), (x + 20, 424), (x - 56, 440)),
        ],
        hair,
    )


def theatre(canvas: Canvas, light: Light, rng: Random) -> None:
    """A stage between red curtains, a single light on it, the heads of the audience in front."""
    back = mix(light.deep_water, light.ink, 0.45)
    canvas.rect(0, 0, WIDTH, HEIGHT, back)
    spot = WIDTH / 2 + rng.choice([-170, 0, 170])
    canvas.shape([(spot - 40, 0), (spot + 40, 0), (spot + 300, 800), (spot - 300, 800)], mix(back, light.window, 0.2))
    canvas.shape([(250, 720), (1350, 720), (1500, 880), (100, 880)], mix(light.clay, light.ochre, 0.45))
    canvas.oval(spot, 796, 300, 58, mix(light.ochre, light.white, 0.5))
    _set_piece(canvas, light, rng, spot)
    canvas.rect(0, 872, WIDTH, 60, mix(light.ink, light.clay, 0.25))
    for lamp in range(13):
        canvas.dome(110 + lamp * 115, 876, 15, light.window)
    cloth, fold = light.clay, mix(light.clay, light.ink, 0.32)
    for side in (-1, 1):
        outer = 800 + side * 900
        canvas.shape([*curve((800 + side * 410, 120), (800 + side * 450, 560), (800 + side * 640, 890)), (outer, 890), (outer, 120)], fold)
        for pleat in range(5):
            near = 800 + side * (860 - pleat * 88)
            inner = 800 + side * (760 - pleat * 88)
            low = 800 + side * (800 - pleat * 40)
            canvas.shape(
                [*curve((inner, 120), (inner + side * 30, 560), (low, 890)), (near + side * 60, 890), (near, 120)],
                cloth if pleat % 2 else fold,
            )
        canvas.line(curve((800 + side * 540, 600), (800 + side * 640, 640), (800 + side * 800, 600)), 22, light.ochre)
    for swag in range(5):
        x = swag * 320 + 160
        canvas.oval(x, 96, 186, 132, fold if swag % 2 else cloth)
        canvas.line([(x + 176 * cos(i * pi / 20), 96 + 132 * sin(i * pi / 20)) for i in range(21)], 9, light.ochre)
    canvas.rect(0, 0, WIDTH, 72, mix(light.clay, light.ink, 0.5))
    canvas.rect(0, 66, WIDTH, 12, light.ochre)
    _audience(canvas, light, rng)


def _set_piece(canvas: Canvas, light: Light, rng: Random, x: float) -> None:
    kind = rng.randrange(3)
    if kind == 0:
        canvas.rect(x - 8, 470, 16, 330, light.ink)
        canvas.line(curve((x, 560), (x - 60, 500), (x - 110, 440)), 10, light.ink)
        canvas.line(curve((x, 520), (x + 50, 470), (x + 104, 430)), 10, light.ink)
        for dx, dy, size in ((-120, 420, 62), (-30, 370, 86), (70, 390, 74), (126, 440, 48)):
            canvas.disc(x + dx, dy, size, light.dark_land)
    elif kind == 1:
        canvas.rect(x - 130, 470, 260, 330, light.wall)
        canvas.rect(x - 52, 590, 104, 210, light.blue)
        canvas.shape([(x - 170, 480), (x, 350), (x + 170, 480)], light.ochre)
        canvas.disc(x + 34, 700, 8, light.ochre)
    else:
        canvas.disc(x, 470, 150, light.window)
        canvas.shape([(x - 250, 800), (x - 120, 620), (x, 720), (x + 130, 590), (x + 260, 800)], light.blue)


def _audience(canvas: Canvas, light: Light, rng: Random) -> None:
    for row, (y, size, colour) in enumerate(((1000, 44, mix(light.ink, light.blue, 0.35)), (1082, 56, light.ink))):
        x = -40.0 + row * 60
        while x < WIDTH + 60:
            lift = rng.uniform(-12, 12)
            canvas.disc(x, y - 20 + lift, size * 0.72, colour)
            canvas.rect(x - size * 1.1, y + size * 0.4 + lift, size * 2.2, 160, colour, corner=size * 0.9)
            x += size * 2.5 + rng.uniform(-6, 10)
