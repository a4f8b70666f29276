"""The town: skyline and tram street."""

from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, curve, mix
from dateline.ops.demo.light import Light, sky


def city(canvas: Canvas, light: Light, rng: Random) -> None:
    """City blocks in three rows, one behind the other, with lit windows towards the evening."""
    sky(canvas, light, rng, horizon=760, sun=(rng.choice([430, 1180]), rng.randint(300, 350)), radius=140)
    far = mix(light.far, light.low_sky, 0.25)
    _blocks(canvas, light, rng, far, tops=(280, 520))
    _tower(canvas, light, rng.choice([760, 840]), mix(far, light.deep_water, 0.2))
    middle = mix(light.far, light.deep_water, 0.5)
    _blocks(canvas, light, rng, middle, tops=(430, 640), windows=0.12)
    front = mix(light.deep_water, light.ink, 0.75)
    _blocks(canvas, light, rng, front, tops=(600, 760), windows=0.55 if light.night else 0.34)
    for x in range(-20, WIDTH + 40, 74):
        tree(canvas, light, x + rng.uniform(-20, 20), HEIGHT + 20, rng.uniform(0.8, 1.15))


def _blocks(
    canvas: Canvas,
    light: Light,
    rng: Random,
    colour: Colour,
    *,
    tops: tuple[float, float],
    windows: float = 0.0,
) -> None:
    """A row of houses with roofs between the heights `tops`; `windows` is the share of windows that are lit."""
    x = -40.0
    while x < WIDTH:
        width, top = rng.choice([112, 148, 184, 220]), rng.uniform(*tops)
        canvas.rect(x, top, width, HEIGHT, colour)
        _roof(canvas, rng, x, top, width, colour)
        columns = (width - 24) // 34
        for column in range(columns):
            for row in range(int((HEIGHT - top) / 50)):
                if rng.random() < windows:
                    left = x + (width - columns * 34 + 16) / 2 + column * 34
                    canvas.rect(left, top + 32 + row * 50, 18, 26, light.window)
        x += width + rng.choice([0, 0, 14, 26])


def _roof(canvas: Canvas, rng: Random, x: float, top: float, width: float, colour: Colour) -> None:
    kind = rng.randrange(4)
    if kind == 0:
        canvas.rect(x + width * 0.55, top - 26, width * 0.3, 28, colour)
    elif kind == 1:
        canvas.rect(x + width * 0.3, top - 74, 5, 76, colour)
    elif kind == 2:
        canvas.shape([(x, top + 1), (x + width * 0.5, top - 44), (x + width, top + 1)], colour)


def _tower(canvas: Canvas, light: Light, x: float, colour: Colour) -> None:
    canvas.shape([(x - 26, 700), (x - 7, 230), (x + 7, 230), (x + 26, 700)], colour)
    canvas.oval(x, 248, 42, 20, colour)
    canvas.rect(x - 3, 110, 6, 130, colour)
    canvas.disc(x, 110, 6, light.clay)


def tree(canvas: Canvas, light: Light, x: float, y: float, scale: float) -> None:
    crown = mix(light.dark_land, light.ink, 0.35)
    canvas.rect(x - 4 * scale, y - 70 * scale, 8 * scale, 70 * scale, light.ink)
    canvas.disc(x, y - 88 * scale, 44 * scale, crown)
    canvas.disc(x - 28 * scale, y - 66 * scale, 30 * scale, crown)
    canvas.disc(x + 28 * scale, y - 66 * scale, 30 * scale, crown)


def tram(canvas: Canvas, light: Light, rng: Random) -> None:
    """A tram under its wire, house fronts behind, trees and passengers at the stop."""
    sky(canvas, light, rng, horizon=520, sun=(rng.choice([300, 1290]), 170), radius=80)
    _blocks(canvas, light, rng, mix(light.far, light.low_sky, 0.2), tops=(170, 330))
    x = -30.0
    walls = [light.wall, mix(light.ochre, light.wall, 0.45), mix(light.clay, light.wall, 0.45), light.hill, light.shade]
    order = rng.sample(walls, len(walls)) + rng.sample(walls, len(walls))
    for number, wall in enumerate(order):
        width = rng.choice([230, 270, 310])
        if x < WIDTH:
            _house(canvas, light, rng, x, rng.uniform(330, 420), width, wall, shop=number % 2 == 0)
        x += width
    canvas.rect(0, 838, WIDTH, 30, light.shade)
    street = mix(light.ink, light.far, 0.28)
    canvas.rect(0, 862, WIDTH, 210, street)
    for y in (946, 1012):
        canvas.rect(0, y, WIDTH, 7, mix(street, light.wall, 0.55))
    for pole in (110, 800, 1490):
        canvas.rect(pole, 340, 11, 520, light.ink)
        canvas.rect(pole - 2, 392, 120, 7, light.ink)
    canvas.rect(0, 424, WIDTH, 5, light.ink)
    for x in (30, 1560) if rng.random() < 0.5 else (30, 1400, 1570):
        tree(canvas, light, x, 862, 1.7)
    _tramcar(canvas, light, rng, rng.uniform(240, 420))


def _house(canvas: Canvas, light: Light, rng: Random, x: float, top: float, width: float, wall: Colour, *, shop: bool) -> None:
    canvas.rect(x, top, width + 1, 520, wall)
    canvas.rect(x - 4, top - 14, width + 8, 18, mix(wall, light.ink, 0.35))
    columns = int(width // 76)
    for column in range(columns):
        for row in range(4):
            left = x + (width - columns * 76 + 34) / 2 + column * 76
            lit = rng.random() < (0.6 if light.night else 0.0)
            glass = light.window if lit else mix(light.water, light.ink, 0.35)
            canvas.rect(left, top + 40 + row * 92, 42, 58, glass)
            canvas.rect(left - 5, top + 98 + row * 92, 52, 6, mix(wall, light.ink, 0.25))
    if shop:
        canvas.rect(x + 20, 750, width - 40, 90, light.window if light.night else mix(light.water, light.white, 0.35))
        for stripe in range(int((width - 20) // 30)):
            colour = light.clay if stripe % 2 else light.white
            canvas.shape(
                [(x + 10 + stripe * 30, 722), (x + 40 + stripe * 30, 722), (x + 40 + stripe * 30, 758), (x + 10 + stripe * 30, 758)], colour
            )


def _tramcar(canvas: Canvas, light: Light, rng: Random, x: float) -> None:
    body = rng.choice([light.clay, light.blue, light.ochre])
    band = light.white
    canvas.oval(x + 460, 1006, 480, 14, light.ink)
    canvas.beam([(x + 420, 596), (x + 360, 510), (x + 430, 428)], 7, light.ink)
    canvas.beam([(x + 500, 596), (x + 560, 510), (x + 470, 428)], 7, light.ink)
    canvas.rect(x + 404, 424, 96, 7, light.ink)
    canvas.rect(x + 300, 588, 330, 30, mix(body, light.ink, 0.5), corner=10)
    for car in (0, 478):
        canvas.rect(x + car, 608, 462, 360, body, corner=46)
        canvas.rect(x + car, 830, 462, 26, band)
        canvas.rect(x + car, 930, 462, 44, light.ink, corner=14)
    canvas.rect(x + 440, 640, 60, 300, light.ink)
    glass = light.window if light.night else mix(light.window, light.white, 0.35)
    for car, slots in ((0, (26, 136, 336)), (478, (26, 226, 346))):
        for slot in slots:
            canvas.rect(x + car + slot, 656, 92, 138, glass, corner=12)
    for door in (x + 238, x + 478 + 130):
        canvas.rect(door, 652, 80, 276, mix(body, light.ink, 0.45), corner=8)
        canvas.rect(door + 7, 662, 30, 190, glass, corner=6)
        canvas.rect(door + 43, 662, 30, 190, glass, corner=6)
    for window in (x + 64, x + 384, x + 478 + 276, x + 478 + 66):
        if rng.random() < 0.75:
            canvas.disc(window, 736, 20, light.ink)
            canvas.shape(curve((window - 34, 794), (window - 26, 764), (window, 756), (window + 26, 764), (window + 34, 794)), light.ink)
    for wheel in (x + 90, x + 180, x + 300, x + 390, x + 568, x + 658, x + 770, x + 860):
        canvas.disc(wheel, 978, 30, light.ink)
        canvas.disc(wheel, 978, 12, mix(light.ink, light.shade, 0.6))
    canvas.disc(x + 922, 892, 12, light.window if light.night else light.white)
