"""Four lights to draw a scene in: the same place in the morning, by day, in the evening and at night.

The colours are those of the site's own drawings: ink, wormwood grey-green, lake blue, ochre sun, cream.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from dateline.ops.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb

INK = rgb("16242b")
WHITE = rgb("fbfbf8")


@dataclass(frozen=True)
class Light:
    """The colours of one hour. Names say what a colour is for, not what it looks like."""

    night: bool
    sky: Colour
    low_sky: Colour  # the band above the horizon
    sun: Colour  # or the moon
    far: Colour  # the farthest hills
    hill: Colour
    land: Colour
    dark_land: Colour
    water: Colour
    deep_water: Colour
    ripple: Colour
    wall: Colour  # light stone, paper, snow in shadow
    shade: Colour  # the side of a wall that the sun does not reach
    white: Colour
    ochre: Colour
    clay: Colour
    blue: Colour
    window: Colour
    ink: Colour = INK


DAY = Light(
    night=False,
    sky=rgb("cfe0e6"),
    low_sky=rgb("e6eef0"),
    sun=rgb("e9a823"),
    far=rgb("b3c8cf"),
    hill=rgb("a9b89f"),
    land=rgb("8da086"),
    dark_land=rgb("6f846d"),
    water=rgb("5b93ad"),
    deep_water=rgb("1f5673"),
    ripple=rgb("cfe0e6"),
    wall=rgb("efe9dc"),
    shade=rgb("d9d2c1"),
    white=WHITE,
    ochre=rgb("e9a823"),
    clay=rgb("b4583a"),
    blue=rgb("1f5673"),
    window=rgb("8fb0bd"),
)
MORNING = Light(
    night=False,
    sky=rgb("dfe9ea"),
    low_sky=rgb("f5e6d5"),
    sun=rgb("f2b98c"),
    far=rgb("c3cfd2"),
    hill=rgb("b4c0ac"),
    land=rgb("97a88f"),
    dark_land=rgb("768a76"),
    water=rgb("7fadc0"),
    deep_water=rgb("2f6a86"),
    ripple=rgb("f5e6d5"),
    wall=rgb("f3ece0"),
    shade=rgb("dcd3c6"),
    white=WHITE,
    ochre=rgb("e6b04a"),
    clay=rgb("c06c4e"),
    blue=rgb("2c637f"),
    window=rgb("9dbac5"),
)
EVENING = Light(
    night=False,
    sky=rgb("f3d9a2"),
    low_sky=rgb("f4c48d"),
    sun=rgb("d9702f"),
    far=rgb("cfae86"),
    hill=rgb("a39a72"),
    land=rgb("7f8766"),
    dark_land=rgb("5f6d56"),
    water=rgb("557f8c"),
    deep_water=rgb("1f4d63"),
    ripple=rgb("f4c48d"),
    wall=rgb("f0dfc0"),
    shade=rgb("d3b98f"),
    white=rgb("fcf3e2"),
    ochre=rgb("e39a1f"),
    clay=rgb("a84b30"),
    blue=rgb("1f4d63"),
    window=rgb("f7e3a6"),
)
NIGHT = Light(
    night=True,
    sky=rgb("234454"),
    low_sky=rgb("36657b"),
    sun=rgb("f3e2b4"),
    far=rgb("2f5a6d"),
    hill=rgb("3c5d58"),
    land=rgb("2f4b49"),
    dark_land=rgb("233b3d"),
    water=rgb("2b5f79"),
    deep_water=rgb("173f55"),
    ripple=rgb("88aab4"),
    wall=rgb("a9b6b2"),
    shade=rgb("7f9290"),
    white=rgb("dfe5df"),
    ochre=rgb("d79f35"),
    clay=rgb("95503c"),
    blue=rgb("1b4a63"),
    window=rgb("f0c870"),
)

Scene: TypeAlias = Callable[[Canvas, Light, Random], None]


def sky(canvas: Canvas, light: Light, rng: Random, *, horizon: float, sun: tuple[float, float], radius: float) -> None:
    """The sky down to `horizon`: two bands, the sun or moon with a soft ring, clouds by day and stars at night."""
    canvas.rect(0, 0, WIDTH, HEIGHT, light.sky)
    canvas.rect(0, horizon * 0.58, WIDTH, HEIGHT - horizon * 0.58, light.low_sky)
    if light.night:
        for _ in range(46):
            stars_end = horizon * 0.55
            canvas.disc(rng.uniform(0, WIDTH), rng.uniform(0, stars_end), rng.uniform(1.4, 3.2), light.ripple)
    canvas.disc(*sun, radius, light.sun)
    if light.night:
        canvas.disc(sun[0] - radius * 0.25, sun[1] + radius * 0.2, radius * 0.16, mix(light.sun, light.shade, 0.25))
        canvas.disc(sun[0] + radius * 0.35, sun[1] - radius * 0.3, radius * 0.1, mix(light.sun, light.shade, 0.25))
    else:
        _clouds(canvas, light, rng, horizon, clear_of=sun[0])


def _clouds(canvas: Canvas, light: Light, rng: Random, horizon: float, *, clear_of: float) -> None:
    """Two to four flat clouds; none covers the sun, whose middle is at x = `clear_of`."""
    colour = mix(light.low_sky, light.white, 0.55)
    for _ in range(rng.randint(2, 4)):
        x, y = rng.uniform(-60, WIDTH - 240), rng.uniform(horizon * 0.1, horizon * 0.52)
        length = rng.uniform(170, 300)
        if x - 200 < clear_of < x + length + 200:
            continue
        canvas.rect(x, y, length, 26, colour, corner=13)
        canvas.rect(x + length * 0.2, y - 18, length * 0.5, 40, colour, corner=20)
