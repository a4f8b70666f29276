"""On a table or a shelf: chess pieces, library, school books; and the market as a chart."""

from math import cos, pi, sin
from random import Random

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, curve, mix
from dateline.ops.demo.light import Light


def chess(canvas: Canvas, light: Light, rng: Random) -> None:
    """Large chess pieces before a board that fills the picture."""
    dark, pale = rng.choice([(light.blue, light.water), (light.dark_land, light.hill), (light.clay, light.ochre)])
    dark, pale = (dark, pale) if not light.night else (light.deep_water, light.water)
    for column in range(8):
        for row in range(6):
            canvas.rect(column * 200, row * 178 - 1, 200, 179, dark if (column + row) % 2 else mix(pale, dark, 0.12))
    ochre = light.ochre if pale != light.ochre else light.blue
    line_up = rng.sample([_king, _rook, _bishop, _pawn], 3)
    places = ((470, 930, 1.12), (880, 860, 0.86), (1190, 985, 1.3))
    colours = [light.wall, ochre, light.ink]
    rng.shuffle(colours)
    for piece, (x, y, scale), colour in zip(line_up, places, colours, strict=True):
        canvas.oval(x + 26 * scale, y + 8 * scale, 170 * scale, 26 * scale, mix(dark, light.ink, 0.45))
        piece(canvas, colour, mix(colour, light.ink if colour != light.ink else light.water, 0.25), x, y, scale)


def _turned_piece(canvas: Canvas, colour: Colour, shade: Colour, x: float, y: float, scale: float, waist: float) -> None:
    """Foot and body of a piece as from a lathe, up to `waist` above the foot, with a shaded right side."""
    top = y - waist * scale
    for side, paint in ((-1, colour), (1, shade)):
        edge = curve(
            (x + side * 128 * scale, y - 52 * scale),
            (x + side * 76 * scale, y - 130 * scale),
            (x + side * 50 * scale, (y - 130 * scale + top) / 2),
            (x + side * 56 * scale, top),
        )
        canvas.shape([(x, y - 52 * scale), *edge, (x, top)], paint)
    canvas.rect(x - 150 * scale, y - 56 * scale, 300 * scale, 62 * scale, colour, corner=22 * scale)
    canvas.rect(x - 126 * scale, y - 82 * scale, 252 * scale, 34 * scale, colour, corner=16 * scale)
    canvas.rect(x + 30 * scale, y - 82 * scale, 96 * scale, 34 * scale, shade, corner=16 * scale)
    canvas.rect(x - 88 * scale, top - 20 * scale, 176 * scale, 34 * scale, colour, corner=16 * scale)
    canvas.rect(x + 8 * scale, top - 20 * scale, 80 * scale, 34 * scale, shade, corner=16 * scale)


def _half_disc(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    canvas.shape([(x + radius * sin(i * pi / 40), y - radius * cos(i * pi / 40)) for i in range(41)], colour)


def _pawn(canvas: Canvas, colour: Colour, shade: Colour, x: float, y: float, scale: float) -> None:
    _turned_piece(canvas, colour, shade, x, y, scale, 300)
    canvas.disc(x, y - 392 * scale, 92 * scale, colour)
    _half_disc(canvas, x, y - 392 * scale, 92 * scale, shade)


def _rook(canvas: Canvas, colour: Colour, shade: Colour, x: float, y: float, scale: float) -> None:
    _turned_piece(canvas, colour, shade, x, y, scale, 350)
    canvas.rect(x - 100 * scale, y - 470 * scale, 200 * scale, 110 * scale, colour)
    canvas.rect(x + 20 * scale, y - 470 * scale, 80 * scale, 110 * scale, shade)
    for tooth, paint in ((-100, colour), (-28, colour), (44, shade)):
        canvas.rect(x + tooth * scale, y - 512 * scale, 56 * scale, 60 * scale, paint)


def _bishop(canvas: Canvas, colour: Colour, shade: Colour, x: float, y: float, scale: float) -> None:
    _turned_piece(canvas, colour, shade, x, y, scale, 380)
    for side, paint in ((-1, colour), (1, shade)):
        edge = curve(
            (x + side * 50 * scale, y - 398 * scale),
            (x + side * 92 * scale, y - 470 * scale),
            (x + side * 60 * scale, y - 560 * scale),
            (x, y - 622 * scale),
        )
        canvas.shape([(x, y - 398 * scale), *edge], paint)
    canvas.disc(x, y - 634 * scale, 25 * scale, colour)
    canvas.beam([(x + 6 * scale, y - 480 * scale), (x + 74 * scale, y - 568 * scale)], 15 * scale, mix(shade, (22, 36, 43), 0.45))


def _king(canvas: Canvas, colour: Colour, shade: Colour, x: float, y: float, scale: float) -> None:
    _turned_piece(canvas, colour, shade, x, y, scale, 420)
    canvas.shape(
        [
            (x - 62 * scale, y - 438 * scale),
            (x + 62 * scale, y - 438 * scale),
            (x + 104 * scale, y - 574 * scale),
            (x - 104 * scale, y - 574 * scale),
        ],
        colour,
    )
    canvas.shape(
        [
            (x + 10 * scale, y - 438 * scale),
            (x + 62 * scale, y - 438 * scale),
            (x + 104 * scale, y - 574 * scale),
            (x + 22 * scale, y - 574 * scale),
        ],
        shade,
    )
    canvas.rect(x - 112 * scale, y - 596 * scale, 224 * scale, 34 * scale, colour, corner=14 * scale)
    canvas.rect(x - 14 * scale, y - 700 * scale, 28 * scale, 108 * scale, colour)
    canvas.rect(x - 48 * scale, y - 672 * scale, 96 * scale, 28 * scale, colour)


def library(canvas: Canvas, light: Light, rng: Random) -> None:
    """Shelves full of books, a ladder and a reading lamp."""
    canvas.rect(0, 0, WIDTH, HEIGHT, mix(light.ink, light.clay, 0.16))
    wood, edge = mix(light.clay, light.ochre, 0.3), mix(light.clay, light.ink, 0.45)
    for shelf in range(4):
        top = shelf * 236 - 6
        canvas.rect(0, top, WIDTH, 236, mix(light.ink, light.clay, 0.2))
        _books(canvas, light, rng, floor=top + 222)
        canvas.rect(0, top + 222, WIDTH, 22, wood)
        canvas.rect(0, top + 238, WIDTH, 6, edge)
    for upright in (-14, 522, 1058, 1586):
        canvas.rect(upright, 0, 28, 946, wood)
        canvas.rect(upright + 20, 0, 8, 946, edge)
    canvas.rect(0, 944, WIDTH, 130, mix(light.ink, light.clay, 0.1))
    _ladder(canvas, light, rng.choice([250, 1210]))
    _reading_table(canvas, light, rng.choice([720, 860]))


def _books(canvas: Canvas, light: Light, rng: Random, *, floor: float) -> None:
    spines = [light.blue, light.water, light.clay, light.ochre, light.wall, light.dark_land, light.hill, light.far]
    x = 16.0
    while x < WIDTH:
        if rng.random() < 0.05:
            x += rng.uniform(30, 70)
            continue
        width, tall = rng.uniform(20, 50), rng.uniform(132, 196)
        colour = rng.choice(spines)
        if rng.random() < 0.06:
            lean = [(0.0, 0.0), (width, 0.0), (width + 46, -tall * 0.93), (46.0, -tall * 0.97)]
            canvas.shape([(x + px, floor + py) for px, py in lean], colour)
            x += width + 50
            continue
        canvas.rect(x, floor - tall, width, tall, colour)
        mark = mix(colour, light.white if sum(colour) < 380 else light.ink, 0.5)
        kind = rng.randrange(3)
        if kind == 0:
            canvas.rect(x, floor - tall + 22, width, 7, mark)
            canvas.rect(x, floor - 38, width, 7, mark)
        elif kind == 1 and width > 28:
            canvas.rect(x + width * 0.28, floor - tall + 34, width * 0.44, tall * 0.36, mark)
        x += width + 2.5


def _ladder(canvas: Canvas, light: Light, x: float) -> None:
    wood = light.wall
    left, right = [(x - 70, 1010), (x - 20, 60)], [(x + 90, 1010), (x + 40, 60)]
    for side in (left, right):
        canvas.line(side, 18, wood)
    for rung in range(10):
        share = (rung + 0.6) / 10.4
        y = 1010 - 950 * share
        canvas.beam([(x - 70 + 50 * share, y), (x + 90 - 50 * share, y)], 13, light.shade)


def _reading_table(canvas: Canvas, light: Light, x: float) -> None:
    canvas.shape([(x - 92, 780), (x + 92, 780), (x + 300, 972), (x - 300, 972)], mix(light.ochre, light.wall, 0.6))
    canvas.rect(x - 6, 770, 12, 200, light.ink)
    canvas.shape([(x - 60, 700), (x + 60, 700), (x + 104, 790), (x - 104, 790)], light.dark_land)
    canvas.rect(x - 8, 680, 16, 24, light.ink)
    canvas.oval(x, 968, 74, 14, light.ink)
    canvas.rect(x - 480, 964, 960, 34, mix(light.clay, light.ochre, 0.4), corner=6)
    canvas.rect(x - 440, 998, 880, 80, mix(light.clay, light.ink, 0.5))
    _open_book(canvas, light, x + 250, 956, 118, light.blue)


def _open_book(canvas: Canvas, light: Light, x: float, y: float, half: float, cover: Colour, *, lines: bool = False) -> None:
    """An open book seen from a little above; (x, y) is the foot of its spine."""
    tall = half * 0.78
    canvas.shape(
        [
            (x - half * 1.06, y - tall * 1.12),
            (x, y - tall * 0.7),
            (x + half * 1.06, y - tall * 1.12),
            (x + half * 1.06, y - tall * 0.34),
            (x, y + tall * 0.12),
            (x - half * 1.06, y - tall * 0.34),
        ],
        cover,
    )
    for side, paint in ((-1, light.white), (1, light.wall)):
        upper = curve((x, y - tall * 0.82), (x + side * half * 0.42, y - tall * 1.2), (x + side * half, y - tall * 1.22))
        lower = [(px, py + tall * 0.8) for px, py in reversed(upper)]
        canvas.shape([*upper, *lower], paint)
        if lines and half > 100:
            for row in range(5):
                drop = tall * (0.14 + row * 0.13)
                line = [(px, py + drop) for px, py in upper[6:-4]]
                canvas.beam(line, max(3.0, half * 0.024), cover if side > 0 else mix(light.white, cover, 0.45))


def school(canvas: Canvas, light: Light, rng: Random) -> None:
    """Open books in many colours on a plain ground."""
    ground = mix(light.hill, light.white, 0.6) if not light.night else light.deep_water
    canvas.rect(0, 0, WIDTH, HEIGHT, ground)
    canvas.disc(rng.choice([420, 1180]), 420, 330, mix(ground, light.ochre, 0.4 if not light.night else 0.25))
    covers = [light.blue, light.clay, light.ochre, light.dark_land, light.water]
    rng.shuffle(covers)
    places = ((290, 520, 226), (830, 470, 268), (1340, 540, 208), (500, 950, 300), (1170, 960, 312))
    for (across, down, half), cover in zip(places, covers, strict=True):
        x, y = across + rng.uniform(-20, 20), down + rng.uniform(-22, 16)
        canvas.oval(x, y + half * 0.08, half * 0.9, half * 0.1, mix(ground, light.ink, 0.18))
        _open_book(canvas, light, x, y, half, cover, lines=True)


def market(canvas: Canvas, light: Light, rng: Random) -> None:
    """Bars with their daily range and a rising line, on squared paper."""
    paper = light.wall if not light.night else mix(light.ink, light.deep_water, 0.4)
    canvas.rect(0, 0, WIDTH, HEIGHT, paper)
    grid = mix(paper, light.shade if not light.night else light.water, 0.75 if not light.night else 0.3)
    for y in range(112, HEIGHT, 120):
        canvas.rect(0, y, WIDTH, 4, grid)
    pen = light.ink if not light.night else light.shade
    level, bars = 640.0, 24
    for bar in range(bars):
        x = 30 + bar * 66
        level += rng.uniform(-62, 34)
        level = min(max(level, 260), 700)
        body, reach = rng.uniform(50, 170), rng.uniform(26, 64)
        canvas.rect(x + 21, level - body / 2 - reach, 5, body + 2 * reach, pen)
        canvas.rect(x, level - body / 2, 47, body, light.water if rng.random() < 0.64 else light.clay)
    for bar in range(bars):
        canvas.rect(30 + bar * 66, HEIGHT - (tall := rng.uniform(30, 120)), 47, tall, grid)
    climb: list[Point] = [(step * 195.0, 930 - step * 62 + rng.uniform(-34, 30)) for step in range(1, 8)]
    canvas.line([(-20, 930), *climb, (1490, 430)], 17, light.blue if not light.night else light.ripple)
    canvas.disc(1490, 430, 40, light.ochre)
    canvas.disc(1490, 430, 16, paper)
