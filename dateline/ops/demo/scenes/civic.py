"""Public buildings: hospital, parliament, stadium."""

from math import cos, pi, sin
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, curve, mix, rolling
from dateline.ops.demo.light import Light, sky
from dateline.ops.demo.scenes.town import tree


def hospital(canvas: Canvas, light: Light, rng: Random) -> None:
    """A hospital with a cross on the roof, an ambulance in front and young trees."""
    sky(canvas, light, rng, horizon=640, sun=(rng.choice([260, 1370]), 190), radius=84)
    canvas.ground(rolling(rng, 640, 50, waves=1.3), light.far)
    canvas.rect(0, 800, WIDTH, 280, light.hill)
    left = rng.choice([240, 330])
    wing_floors = rng.choice([4, 5])
    canvas.rect(left + 640, 800 - wing_floors * 84, 420, wing_floors * 84 + 40, light.shade)
    _windows(canvas, light, rng, left + 690, 828 - wing_floors * 84, 5, wing_floors - 1, pitch=74)
    canvas.rect(left, 262, 660, 600, light.wall)
    canvas.rect(left + 560, 262, 100, 600, mix(light.wall, light.shade, 0.6))
    canvas.rect(left - 12, 250, 684, 20, light.blue)
    _windows(canvas, light, rng, left + 46, 306, 8, 5, pitch=76)
    canvas.rect(left + 250, 120, 150, 138, light.blue, corner=14)
    canvas.rect(left + 308, 142, 34, 94, light.white)
    canvas.rect(left + 278, 172, 94, 34, light.white)
    canvas.rect(left + 210, 716, 232, 120, light.window if light.night else mix(light.window, light.white, 0.3))
    for bar in range(5):
        canvas.rect(left + 206 + bar * 58, 716, 8, 120, light.wall)
    canvas.rect(left + 180, 700, 292, 22, light.blue)
    canvas.rect(0, 828, WIDTH, 60, light.shade)
    canvas.rect(0, 878, WIDTH, 200, mix(light.ink, light.far, 0.3))
    for dash in range(9):
        canvas.rect(dash * 200 + 40, 1018, 110, 10, light.wall)
    for x in (70, 170, left + 730, left + 860, left + 1010, 1530):
        tree(canvas, light, x, 846, rng.uniform(1.0, 1.4))
    _ambulance(canvas, light, rng.uniform(660, 860), 966)


def _windows(canvas: Canvas, light: Light, rng: Random, x: float, y: float, columns: int, rows: int, *, pitch: float) -> None:
    dark = mix(light.water, light.ink, 0.3)
    for column in range(columns):
        for row in range(rows):
            lit = rng.random() < (0.55 if light.night else 0.12)
            canvas.rect(x + column * pitch, y + row * 80, pitch * 0.58, 50, light.window if lit else dark)


def _ambulance(canvas: Canvas, light: Light, x: float, y: float) -> None:
    glass = light.window if light.night else mix(light.window, light.deep_water, 0.3)
    canvas.oval(x + 200, y + 22, 230, 12, light.ink)
    canvas.rect(x, y - 190, 300, 190, light.white, corner=18)
    canvas.shape([(x + 280, y - 150), (x + 352, y - 150), (x + 402, y - 74), (x + 426, y - 60), (x + 426, y), (x + 280, y)], light.white)
    canvas.shape([(x + 306, y - 134), (x + 346, y - 134), (x + 382, y - 76), (x + 306, y - 76)], glass)
    canvas.rect(x, y - 62, 426, 22, light.blue)
    canvas.rect(x + 116, y - 164, 24, 84, light.water)
    canvas.rect(x + 86, y - 134, 84, 24, light.water)
    canvas.rect(x + 206, y - 168, 70, 62, glass, corner=8)
    canvas.rect(x + 232, y - 210, 58, 22, light.clay, corner=8)
    for wheel in (x + 84, x + 344):
        canvas.disc(wheel, y, 40, light.ink)
        canvas.disc(wheel, y, 17, light.shade)


def parliament(canvas: Canvas, light: Light, rng: Random) -> None:
    """A house with a colonnade, a dome and a flag, mirrored in a basin."""
    sky(canvas, light, rng, horizon=640, sun=(rng.choice([250, 1350]), 220), radius=92)
    canvas.ground(rolling(rng, 640, 34, waves=1.5), light.far)
    for x in range(-20, WIDTH + 60, 86):
        canvas.oval(x + rng.uniform(-14, 14), 690, 48, rng.uniform(58, 84), mix(light.hill, light.dark_land, 0.5))
    canvas.rect(0, 720, WIDTH, 360, light.hill)
    middle, columns = WIDTH / 2, rng.choice([7, 9])
    canvas.rect(middle - 620, 490, 1240, 260, mix(light.wall, light.shade, 0.7))
    canvas.rect(middle - 632, 476, 1264, 24, light.shade)
    for side in (-1, 1):
        for window in range(5):
            lit = light.window if light.night or rng.random() < 0.15 else mix(light.water, light.ink, 0.25)
            left = middle + side * (370 + window * 52) - 14
            canvas.rect(left, 556, 28, 140, lit, corner=14)
            canvas.rect(left, 620, 28, 76, lit)
    canvas.rect(middle - 150, 330, 300, 130, light.wall)
    for pillar in range(9):
        canvas.rect(middle - 136 + pillar * 32, 350, 14, 100, mix(light.wall, light.shade, 0.9))
    canvas.rect(middle - 166, 322, 332, 20, light.shade)
    canvas.dome(middle, 324, 140, light.water)
    canvas.shape([(middle, 324), *curve((middle + 18, 184), (middle + 70, 214), (middle + 76, 324))], mix(light.water, light.white, 0.25))
    canvas.rect(middle - 20, 150, 40, 40, light.wall)
    _flag(canvas, light, middle, 150)
    canvas.rect(middle - 320, 450, 640, 290, light.wall)
    canvas.shape([(middle - 350, 456), (middle, 380), (middle + 350, 456)], light.wall)
    canvas.shape([(middle - 290, 446), (middle, 394), (middle + 290, 446)], light.shade)
    canvas.rect(middle - 350, 452, 700, 22, light.wall)
    canvas.rect(middle - 350, 472, 700, 6, light.shade)
    canvas.rect(middle - 310, 490, 620, 240, mix(light.blue, light.ink, 0.25))
    canvas.rect(middle - 34, 580, 68, 150, light.window if light.night else light.ochre)
    pitch = 620 / columns
    for column in range(columns + 1):
        pillar_x = middle - 310 + column * pitch
        canvas.rect(pillar_x - 15, 490, 30, 240, light.wall)
        canvas.rect(pillar_x + 5, 490, 10, 240, light.shade)
        canvas.rect(pillar_x - 21, 486, 42, 12, light.wall)
        canvas.rect(pillar_x - 21, 722, 42, 12, light.wall)
    for step in range(4):
        half = 350 + step * 34
        canvas.rect(middle - half, 732 + step * 17, half * 2, 18, mix(light.wall, light.shade, 0.25 * step))
    _basin(canvas, light, middle, columns)


def _flag(canvas: Canvas, light: Light, x: float, y: float) -> None:
    canvas.rect(x - 3, y - 106, 6, 108, light.ink)
    top = curve((x + 3, y - 104), (x + 34, y - 112), (x + 66, y - 98), (x + 98, y - 106))
    bottom = [(px, py + 52) for px, py in reversed(top)]
    canvas.shape([*top, *bottom], light.ochre)


def _basin(canvas: Canvas, light: Light, middle: float, columns: int) -> None:
    canvas.shape([(middle - 480, 836), (middle + 480, 836), (middle + 900, HEIGHT), (middle - 900, HEIGHT)], light.shade)
    canvas.shape([(middle - 440, 850), (middle + 440, 850), (middle + 800, HEIGHT), (middle - 800, HEIGHT)], light.water)
    mirror = mix(light.water, light.wall, 0.42)
    for row in range(11):
        y, half = 858 + row * 20, 330 - row * 16
        canvas.rect(middle - half + (row % 3) * 14, y, half * 2 - 20, 9, mirror, corner=4)
    for jet in range(-2, 3):
        x = middle + jet * 150
        for turn in range(-2, 3):
            tip = 96 - abs(turn) * 18
            canvas.line(curve((x, 930), (x + turn * 12, 930 - tip), (x + turn * 30, 934)), 4, light.white)


def stadium(canvas: Canvas, light: Light, rng: Random) -> None:
    """A full stand behind a striped pitch, a goal, floodlights and a ball."""
    sky(canvas, light, rng, horizon=420, sun=(rng.choice([330, 1270]), 130), radius=70)
    for x in (120, 1480):
        canvas.shape([(x - 8, 240), (x - 5, 110), (x + 5, 110), (x + 8, 240)], light.ink)
        canvas.rect(x - 78, 56, 156, 84, light.ink, corner=8)
        for lamp in range(8):
            lit = light.window if light.night else light.white
            canvas.disc(x - 54 + lamp % 4 * 36, 80 + lamp // 4 * 36, 13, lit)
    _stand(canvas, light, rng)
    stripes = 9
    for stripe in range(stripes):
        grass = light.land if stripe % 2 else mix(light.land, light.hill, 0.6)
        left, right = WIDTH / stripes * stripe, WIDTH / stripes * (stripe + 1)
        middle = WIDTH / 2
        canvas.shape(
            [
                (middle + (left - middle) * 1.02, 640),
                (middle + (right - middle) * 1.02, 640),
                (middle + (right - middle) * 2.1, HEIGHT + 5),
                (middle + (left - middle) * 2.1, HEIGHT + 5),
            ],
            grass,
        )
    chalk = light.white
    canvas.beam([(0, 668), (WIDTH, 668)], 5, chalk)
    canvas.beam([(WIDTH / 2, 668), (WIDTH / 2, HEIGHT)], 8, chalk)
    ring = [(WIDTH / 2 + 330 * cos(i * pi / 36), 915 + 112 * sin(i * pi / 36)) for i in range(73)]
    canvas.line(ring, 8, chalk)
    _players(canvas, light, rng)
    canvas.disc(WIDTH / 2 + 40, 965, 24, light.white)
    canvas.disc(WIDTH / 2 + 40, 965, 9, light.ink)
    for spot in range(5):
        turn = spot * 2 * pi / 5
        canvas.disc(WIDTH / 2 + 40 + 19 * cos(turn), 965 + 19 * sin(turn), 4.5, light.ink)


def _stand(canvas: Canvas, light: Light, rng: Random) -> None:
    canvas.ground(curve((-20, 300), (400, 262), (800, 252), (1200, 262), (1620, 300)), light.blue, bottom=650)
    crowd = [light.wall, light.ochre, light.clay, light.water, light.far, light.white]
    weights = [5, rng.choice([2, 8]), 2, rng.choice([2, 8]), 4, 3]
    for row in range(12):
        y = 326 + row * 24
        for seat in range(-1, 68):
            x = seat * 24 + (row % 2) * 12
            bend = abs(x - 800) ** 2 / 16500
            in_aisle = abs((x + 30) % 330 - 30) < 13
            if rng.random() < 0.86 and not in_aisle and y + bend * 0.9 < 622:
                canvas.disc(x, y + bend * 0.9 - 12, 8.4, rng.choices(crowd, weights)[0])
    canvas.ground(curve((-20, 300), (400, 262), (800, 252), (1200, 262), (1620, 300)), light.shade, bottom=300)
    roof = [*curve((-20, 236), (400, 196), (800, 186), (1200, 196), (1620, 236)), (1620, 300)]
    canvas.shape([*roof, *reversed(curve((-20, 300), (400, 258), (800, 248), (1200, 258), (1620, 300)))], light.wall)
    for x in range(60, WIDTH, 165):
        canvas.rect(x, 250, 5, 60, light.ink)
    canvas.rect(0, 618, WIDTH, 34, light.ink)
    for board in range(7):
        canvas.rect(board * 236 + 12, 624, 210, 22, [light.clay, light.ochre, light.water][board % 3])


def _players(canvas: Canvas, light: Light, rng: Random) -> None:
    for shirt, spots in ((light.clay, ((420, 800), (650, 905), (1120, 760))), (light.white, ((540, 745), (960, 845), (1260, 925)))):
        for spot, y in spots:
            x, size = spot + rng.uniform(-60, 60), 0.62 + (y - 740) / 330
            canvas.oval(x, y + 62 * size, 34 * size, 7 * size, light.dark_land)
            stride = rng.choice([-1, 1]) * 16 * size
            canvas.line([(x, y + 10 * size), (x - stride, y + 34 * size), (x - stride * 1.3, y + 62 * size)], 11 * size, light.ink)
            canvas.line([(x, y + 10 * size), (x + stride, y + 32 * size), (x + stride * 0.8, y + 60 * size)], 11 * size, light.ink)
            canvas.rect(x - 15 * size, y - 40 * size, 30 * size, 56 * size, shirt, corner=10 * size)
            canvas.line([(x - 10 * size, y - 30 * size), (x - 28 * size, y - 4 * size)], 9 * size, shirt)
            canvas.line([(x + 10 * size, y - 30 * size), (x + 28 * size, y - 8 * size)], 9 * size, shirt)
            canvas.disc(x, y - 56 * size, 14 * size, mix(light.ochre, light.clay, 0.55))
