"""Pictures for the demo agency's stories, drawn by code: nothing is stored and nothing is downloaded."""

from random import Random

from PIL import Image

from dateline.ops.demo.canvas import Canvas
from dateline.ops.demo.light import DAY, EVENING, MORNING, NIGHT, Light, Scene
from dateline.ops.demo.scenes import civic, country, indoors, lines, stage, town, water

SCENES: dict[str, Scene] = {
    "chess": indoors.chess,
    "city": town.city,
    "harvest": country.harvest,
    "hospital": civic.hospital,
    "lake": water.lake,
    "library": indoors.library,
    "market": indoors.market,
    "mountains": country.mountains,
    "parliament": civic.parliament,
    "power": lines.power,
    "railway": lines.railway,
    "reservoir": water.reservoir,
    "road": lines.road,
    "school": indoors.school,
    "stadium": civic.stadium,
    "studio": stage.studio,
    "theatre": stage.theatre,
    "tram": town.tram,
    "wind": country.wind,
    "winter": country.winter,
}

HOURS = (DAY, MORNING, EVENING, NIGHT)
HOURS_OF: dict[str, tuple[Light, ...]] = {  # where not every hour suits, or another one comes first
    "city": (EVENING, NIGHT),
    "library": (DAY, MORNING, EVENING),
    "railway": (EVENING, MORNING, DAY),
    "road": (DAY, MORNING, EVENING),
    "school": (DAY, MORNING, EVENING),
    "stadium": (NIGHT, EVENING, DAY),
    "studio": (DAY, MORNING, EVENING),
    "theatre": (DAY, EVENING),
    "tram": (DAY, NIGHT, EVENING, MORNING),
    "winter": (DAY, NIGHT, MORNING, EVENING),
}


def draw(scene: str, *, seed: int) -> Image.Image:
    """The picture of `scene`, RGB, 1600 by 1067; the same seed gives the same picture.

    seed    0 or more. Neighbouring seeds differ in the hour (morning, day, evening, night); everything else (where
            the sun stands, how many things there are) follows from scene and seed together
    Raises  KeyError for a scene that is not in SCENES
    """
    paint = SCENES[scene]
    rng = Random(f"{scene} {seed}")  # noqa: S311 - a picture, no secret; a text seeds the same on every machine
    hours = HOURS_OF.get(scene, HOURS)
    light = hours[seed % len(hours)]
    canvas = Canvas(light.low_sky)
    paint(canvas, light, rng)
    return canvas.finished()
