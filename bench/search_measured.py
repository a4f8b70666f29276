"""Search and relevant news on a large archive of made-up stories.

Usage: bench/search [--stories 100000] [--keep FOLDER]

Makes an archive in a folder of its own (thrown away afterwards, or used again with --keep), indexes it, and prints one
line a figure: name, value, unit, goal, ok or SHORT. The reference is a plain LIKE scan over the same stories.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
YEARS = 10
BATCH = 1000
ENDINGS = ("", "", "а", "у", "ом", "е", "ы", "ов", "ами", "ах")


class Writer:
    """Writes made-up Russian-looking news: common words by Zipf's law, a topic's own words, people and places."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [self._word(2, 4) for _number in range(40_000)]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.topics = [self.random.sample(self.words[300:], 40) for _number in range(2_000)]
        self.names = [self._word(2, 3).capitalize() for _number in range(20_000)]

    def story(self, number: int) -> tuple[str, str, str]:
        """Headline, lead and body. Stories near each other in number share names, as the news of a week do."""
        topic = self.topics[self.random.randrange(len(self.topics))]
        names = [self.names[(number // 50 * 7 + self.random.randrange(60)) % len(self.names)] for _number in range(4)]
        sentences = [self._sentence(topic, names) for _number in range(self.random.randint(8, 22))]
        paragraphs = [" ".join(sentences[start : start + 3]) for start in range(1, len(sentences), 3)]
        return self._sentence(topic, names)[:120], sentences[0], "".join(f"<p>{text}</p>" for text in paragraphs)

    def query(self, headline: str) -> str:
        """Two words of a headline, one of them perhaps in another form."""
        words = [word.strip(".,").lower() for word in headline.split() if len(word) > 4]
        return " ".join(self.random.sample(words, min(2, len(words))))

    def _sentence(self, topic: list[str], names: list[str]) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(8, 14))
        words[1::5] = [self.random.choice(topic) for _word in words[1::5]]
        words = [word + self.random.choice(ENDINGS) for word in words]
        words.insert(len(words) // 2, self.random.choice(names))
        return " ".join(words).capitalize() + "."

    def _word(self, least: int, most: int) -> str:
        syllables = (self.random.choice("бвгдзклмнпрстх") + self.random.choice("аеиоуя") for _n in range(self.random.randint(least, most)))
        return "".join(syllables) + self.random.choice("вдклмнрст")


def fill(stories: int, writer: Writer) -> None:
    """Put so many published stories into the empty database."""
    from django.core.management import call_command

    from dateline.stories.models import Section, Story

    call_command("migrate", verbosity=0)
    if Story.objects.count() >= stories:
        return
    section = Section.objects.get_or_create(slug="bench", defaults={"names": {"en": "Bench"}})[0]
    step = timedelta(days=365 * YEARS) / stories

    def rows() -> Iterator[Story]:
        for number in range(stories):
            headline, lead, body = writer.story(number)
            story = Story(language="ru", section=section, slugline=f"bench-{number}", headline=headline, lead=lead, body=body)
            story.state, story.version, story.slug, story.live = "published", 1, f"bench-{number}", True
            story.published_at = NOW - timedelta(days=365 * YEARS) + step * number
            yield story

    made = rows()
    while batch := list(islice(made, BATCH)):
        Story.objects.bulk_create(batch)


def measured(work: Callable[[object], object], things: list[object]) -> list[float]:
    """Milliseconds that `work` took for each thing, sorted."""
    times = []
    for thing in things:
        start = time.perf_counter()
        work(thing)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def told(name: str, value: float, unit: str, goal: float, *, at_least: bool = False) -> bool:
    """Print a figure with its goal; True if it is met."""
    met = value >= goal if at_least else value <= goal
    print(f"{name} {value:.2f} {unit} (goal {'at least' if at_least else 'at most'} {goal:g}) {'ok' if met else 'SHORT'}")
    return met


def run(stories: int) -> bool:
    from django.conf import settings
    from django.db import connection

    from dateline.search.engine import engine
    from dateline.search.finding import find
    from dateline.search.indexing import reindex
    from dateline.search.relevance import relate, relevant_news
    from dateline.stories.models import Story

    writer = Writer(7)
    print(f"writing {stories} stories into {settings.DATA} …", flush=True)
    fill(stories, writer)
    if engine().is_ready() and len(engine().story_ids()) == stories:
        rate = None
    else:
        start = time.perf_counter()
        for done in reindex():
            print(f"\r{done} indexed", end="", file=sys.stderr)
        rate = stories / (time.perf_counter() - start)
        print(file=sys.stderr)
    connection.cursor().execute("ANALYZE")
    sample = writer.random.sample(list(Story.objects.values_list("pk", flat=True)), 200)
    queries = [writer.query(headline) for headline in Story.objects.filter(pk__in=sample).values_list("headline", flat=True)]
    common = [" ".join(pair) for pair in zip(writer.words[:10], writer.words[10:20], strict=True)]

    def scan(text: object) -> object:
        return list(Story.objects.live(NOW).filter(body__contains=str(text).split()[0]).newest_first()[:20])

    ours = measured(lambda text: find(str(text), language="ru", at=NOW), [*queries])
    hard = measured(lambda text: find(str(text), language="ru", at=NOW), [*common])
    like = measured(scan, [*queries[:10]])
    related = measured(lambda pk: relate(int(str(pk))), [*sample])
    some = list(Story.objects.filter(pk__in=sample))
    reads = measured(lambda story: relevant_news(story, at=NOW), [*some])  # type: ignore[arg-type]
    lists = statistics.mean(len(relevant_news(story, at=NOW, limit=8)) for story in some)
    print(f"{stories} stories, index of {settings.SEARCH_DB.stat().st_size / 1e6:.0f} MB, lists of {lists:.1f} stories on average")
    met = [] if rate is None else [told("index_rate", rate, "stories/s", 300, at_least=True)]
    met += [
        told("query_p50", statistics.median(ours), "ms", 20),
        told("query_p95", ours[int(len(ours) * 0.95)], "ms", 60),
        told("query_of_most_common_words_p95", hard[-1], "ms", 250),
        told("faster_than_like_scan", statistics.median(like) / statistics.median(ours), "times", 5, at_least=True),
        told("relate_at_publish_p50", statistics.median(related), "ms", 40),
        told("relate_at_publish_p95", related[int(len(related) * 0.95)], "ms", 100),
        told("read_list_p50", statistics.median(reads), "ms", 2),
        told("read_list_p95", reads[int(len(reads) * 0.95)], "ms", 4),
    ]
    return all(met)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000, metavar="N", help="how many stories (default 100000)")
    parser.add_argument("--keep", metavar="FOLDER", help="make the archive there and leave it, or use the one that is there")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.settings"
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        os.environ.update(DATELINE_DATA=options.keep or folder, LOG_LEVEL="ERROR")
        import django

        django.setup()
        return 0 if run(options.stories) else 1


if __name__ == "__main__":
    sys.exit(main())
