"""Made-up archives for the benchmarks: words drawn from a skewed vocabulary, so that rare and common words exist."""

import io
import itertools
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

SYLLABLES = ("ka", "ra", "so", "lo", "ma", "ne", "ti", "bu", "ro", "ve", "sha", "li", "do", "pe", "ga", "zhu", "an", "er", "il", "ot")


def use_data_folder(keep: str = "") -> Path:
    """Point Dateline at a data folder of its own and set Django up. `keep` names one that is used again."""
    folder = Path(keep or tempfile.mkdtemp(prefix="dateline-bench-"))
    os.environ.update(DATELINE_DATA=str(folder), DJANGO_SETTINGS_MODULE="dateline.settings", LOG_LEVEL="ERROR", DEMO="0")
    import django

    django.setup()
    return folder


def migrate() -> None:
    """Empty databases, and static files with hashed names."""
    from django.core.management import call_command

    from dateline.ops import starting

    starting.migrate()
    call_command("collectstatic", interactive=False, verbosity=0)


def vocabulary(size: int = 30_000) -> tuple[list[str], list[float]]:
    """Words and their cumulative weights after Zipf's law."""
    chance = random.Random(7)
    words = list(dict.fromkeys("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _n in range(size * 2)))[:size]
    return words, list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))


def sentences(chance: random.Random, words: list[str], weights: list[float], count: int) -> str:
    """`count` sentences of some 14 words."""
    drawn = [chance.choices(words, cum_weights=weights, k=14) for _n in range(count)]
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in drawn)


def add_stories(count: int, *, language: str = "en", newest: datetime | None = None, per_day: int = 100) -> None:
    """`count` published stories, the last at `newest`, `per_day` a day, written through `publishing.move_in`."""
    from dateline.stories import publishing
    from dateline.stories.models import Section

    newest = newest or datetime.now(UTC) - timedelta(minutes=5)
    cast = _cast()
    sections = [Section.objects.get_or_create(slug=slug, defaults={"names": {"en": slug}})[0] for slug in ("politics", "economy", "world")]
    for start in range(0, count, 1000):
        batch = _stories(range(start, min(start + 1000, count)), count, language, newest, per_day, sections, cast)
        publishing.move_in(list(batch), at=newest)
        print(f"\r{min(start + 1000, count):,} of {count:,} stories", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


class Cast(NamedTuple):
    """What every made-up story is given some of, as a real one has it."""

    authors: list[Any]
    subjects: list[Any]
    pictures: list[Any]


def _cast() -> Cast:
    from django.core.files.images import ImageFile
    from PIL import Image

    from dateline.media import renditions
    from dateline.media.models import Picture
    from dateline.newscodes.models import Subject
    from dateline.people.models import Author

    authors = [Author.objects.get_or_create(slug=f"author-{n}", defaults={"names": {"en": f"Author {n}"}})[0] for n in range(8)]
    subjects = [
        Subject.objects.get_or_create(code=f"own:topic-{n}", defaults={"slug": f"topic-{n}", "names": {"en": f"topic {n}"}})[0]
        for n in range(40)
    ]
    while Picture.objects.count() < 8:
        data = io.BytesIO()
        Image.effect_noise((1600, 1067), 40).convert("RGB").save(data, "JPEG")
        file = ImageFile(data, name="noise.jpg")
        renditions.ensure(Picture.objects.create(title="noise", file=file, credit_lines={"en": "Benchmark"}))
    return Cast(authors, subjects, list(Picture.objects.all()))


def _stories(
    numbers: range, count: int, language: str, newest: datetime, per_day: int, sections: list[Any], cast: Cast
) -> Iterator[tuple[Any, Any]]:
    from dateline.stories.models import Story, StoryPicture, StorySource
    from dateline.stories.snapshots import Parts

    words, weights = vocabulary()
    for number in numbers:
        chance = random.Random(number)
        text = [sentences(chance, words, weights, 3) for _paragraph in range(5)]
        story = Story(
            language=language,
            slugline=f"made-up-{number}",
            headline=" ".join(chance.choices(words, cum_weights=weights, k=8)).capitalize(),
            lead=sentences(chance, words, weights, 1),
            body="".join(f"<p>{paragraph}</p>" for paragraph in text),
            section=sections[number % len(sections)],
            published_at=newest - timedelta(days=(count - 1 - number) / per_day),
        )
        yield (
            story,
            Parts(
                authors=[chance.choice(cast.authors)],
                subjects=chance.sample(cast.subjects, 2),
                sources=[StorySource(role="said", name="Benchmark office")],
                pictures=[StoryPicture(picture=chance.choice(cast.pictures), caption="Noise")] if number % 5 < 3 else [],
            ),
        )


def figure(name: str, value: float, unit: str, goal: float, *, at_least: bool = False) -> str:
    """The last line a benchmark prints for one figure."""
    met = value >= goal if at_least else value <= goal
    return f"{name} {value:.3g} {unit} (goal {'at least' if at_least else 'at most'} {goal:g}) {'ok' if met else 'SHORT'}"
