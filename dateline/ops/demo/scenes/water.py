"""Reservoir and lake."""

from math import sin
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, curve, mix, rolling
from dateline.ops.demo.light import Light, sky


def reservoir(canvas: Canvas, light: Light, rng: Random) -> None:
    """A dam seen from below: the water behind it and five gates, with water falling through the two that are open."""
    sky(canvas, light, rng, horizon=430, sun=(rng.choice([330, 1130, 1270]), rng.randint(268, 300)), radius=92)
    canvas.ground(rolling(rng, 395, 42), light.far)
    canvas.ground(rolling(rng, 425, 22, waves=1.1), light.hill)
    canvas.rect(0, 450, WIDTH, 220, light.water)
    _ripples(canvas, light, rng, top=478, bottom=632)
    canvas.rect(0, 668, WIDTH, 400, light.wall)
    river = mix(light.water, light.deep_water, 0.35)
    canvas.rect(0, 985, WIDTH, 90, river)

    gates = 5
    pitch = WIDTH / gates
    opened = rng.sample(range(gates), 2)
    for gate in range(gates):
        _gate(canvas, light, pitch * (gate + 0.5), pitch * 0.56, is_open=gate in opened)
    canvas.rect(0, 652, WIDTH, 38, light.ink)
    _railing(canvas, light)
    for gate in range(gates):
        if gate in opened:
            for x in range(-3, 4):
                reach = pitch * 0.4
                canvas.oval(pitch * (gate + 0.5) + x / 3 * reach * 0.9, 992, reach * 0.2, 15, light.white)
    for row in range(3):
        for _ in range(5):
            canvas.rect(rng.uniform(0, WIDTH), 1016 + row * 16, rng.uniform(60, 180), 4, light.ripple, corner=2)


def _gate(canvas: Canvas, light: Light, middle: float, width: float, *, is_open: bool) -> None:
    left, panel = middle - width / 2, mix(light.dark_land, light.hill, 0.3)
    canvas.rect(left - 16, 720, width + 32, 265, light.shade)
    canvas.rect(left, 734, width, 251, light.ink)
    height = 60 if is_open else 251
    canvas.rect(left, 734, width, height, panel)
    for y in range(764, 734 + height, 30):
        canvas.rect(left, y, width, 4, mix(panel, light.ink, 0.35))
    if is_open:
        canvas.shape(
            [*_side(middle, width, 1), *reversed(_side(middle, width, -1))],
            light.white,
        )
        for streak in range(-3, 4):
            x = middle + streak * width * 0.095
            canvas.beam([(x, 846), (x + streak * 2, 985)], 5, light.water)


def _side(middle: float, width: float, sign: int) -> list[tuple[float, float]]:
    return curve((middle + sign * width * 0.36, 822), (middle + sign * width * 0.4, 890), (middle + sign * width * 0.46, 990))


def _railing(canvas: Canvas, light: Light) -> None:
    canvas.rect(0, 618, WIDTH, 5, light.ink)
    for x in range(20, WIDTH, 40):
        canvas.rect(x, 618, 4, 36, light.ink)
    for x in range(120, WIDTH, 340):
        canvas.rect(x, 520, 7, 140, light.ink)
        canvas.rect(x - 24, 516, 56, 8, light.ink, corner=4)
        if light.night:
            canvas.disc(x - 16, 528, 9, light.window)
            canvas.disc(x + 23, 528, 9, light.window)


def _ripples(canvas: Canvas, light: Light, rng: Random, *, top: float, bottom: float) -> None:
    y = top
    while y < bottom:
        start = rng.uniform(-100, 200)
        while start < WIDTH:
            length = rng.uniform(180, 420)
            line = [(x, y + 5 * sin(x / 55)) for x in _span(start, start + length)]
            canvas.line(line, 3.4, mix(light.water, light.ripple, 0.75))
            start += length + rng.uniform(60, 200)
        y += 38


def _span(start: float, end: float) -> list[float]:
    steps = max(2, round((end - start) / 14))
    return [start + (end - start) * step / steps for step in range(steps + 1)]


def lake(canvas: Canvas, light: Light, rng: Random) -> None:
    """A lake with the sun's path on it, birds in a wedge, reeds in front, sometimes a boat."""
    sun_x = rng.choice([470, 1080, 1180])
    sky(canvas, light, rng, horizon=620, sun=(sun_x, 430), radius=170)
    canvas.ground(rolling(rng, 575, 34, waves=1.2), light.far, bottom=640)
    canvas.ground(rolling(rng, 604, 16, waves=0.9), light.deep_water, bottom=640)
    canvas.rect(0, 624, WIDTH, 450, light.water)
    for row in range(13):
        y, half = 652 + row * 30 + row * 0.8, 270 - row * 12
        shift = 70 if row % 2 else -40
        colour = mix(light.sun, light.water, 0.12) if row % 2 else light.ripple
        canvas.rect(sun_x - half + shift + rng.uniform(-40, 40), y, half * 2, 10 - row * 0.25, colour, corner=5)
    _birds(canvas, light, rng, lead=(1600 - sun_x + rng.uniform(-60, 60), rng.uniform(120, 170)))
    if rng.random() < 0.6:
        _boat(canvas, light, (WIDTH - sun_x) + rng.uniform(-80, 80), 770)
    _reeds(canvas, light, rng, left=sun_x > WIDTH / 2)


def _birds(canvas: Canvas, light: Light, rng: Random, *, lead: tuple[float, float]) -> None:
    count = rng.choice([9, 11, 13])
    for bird in range(count):
        step, side = (bird + 1) // 2, 1 if bird % 2 else -1
        x = lead[0] + side * step * (62 if side < 0 else 52)
        y = lead[1] + step * (34 if side < 0 else 24)
        size = 44 - step * 3.4
        wing = curve((x - size, y + 4), (x - size * 0.5, y - size * 0.14), (x, y + size * 0.3))
        other = curve((x, y + size * 0.3), (x + size * 0.5, y - size * 0.14), (x + size, y + 4))
        canvas.line(wing + other, max(4.0, size * 0.17), light.wall if light.night else light.ink)


def _boat(canvas: Canvas, light: Light, x: float, y: float) -> None:
    canvas.shape(curve((x - 92, y - 22), (x - 60, y + 18), (x + 50, y + 20), (x + 96, y - 26)), light.ink)
    canvas.rect(x - 84, y - 26, 170, 8, light.clay)
    canvas.shape([(x - 14, y - 22), (x - 20, y - 74), (x + 22, y - 74), (x + 26, y - 22)], light.clay)
    canvas.disc(x + 2, y - 94, 19, light.wall)
    canvas.shape([(x - 20, y - 98), (x + 2, y - 120), (x + 24, y - 98)], light.ink)
    canvas.beam([(x + 6, y - 58), (x + 128, y + 30)], 7, light.ink)
    for row, half in enumerate((104, 74, 40)):
        canvas.rect(x - half, y + 30 + row * 16, half * 2, 5, mix(light.water, light.deep_water, 0.7), corner=2)


def _reeds(canvas: Canvas, light: Light, rng: Random, *, left: bool) -> None:
    for clump in range(22):
        near = clump / 22
        x = rng.uniform(-10, 330) if left else rng.uniform(WIDTH - 330, WIDTH + 10)
        edge = x if left else WIDTH - x
        top = HEIGHT - 300 + edge * 0.75 + rng.uniform(-40, 50)
        colour: Colour = mix(light.dark_land, light.ink, 0.15 + near * 0.6)
        lean = rng.uniform(-26, 26)
        canvas.line(curve((x, HEIGHT + 10), (x + lean * 0.4, (top + HEIGHT) / 2), (x + lean, top)), 6, colour)
        if clump % 2:
            head = [(x + lean * 0.86, top + 44), (x + lean, top)]
            canvas.line(head, 17, mix(light.clay, light.ink, 0.45))
