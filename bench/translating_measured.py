"""The board of languages on a large archive, the translation memory, and how often its first offer is right.

Usage: bench/translating [--stories 300000] [--pairs 100000] [--keep FOLDER]     DATABASE_URL chooses PostgreSQL

Makes an archive in a folder of its own (thrown away afterwards, or used again with --keep) and prints one line a figure:
name, value, unit, goal, ok or SHORT. Offers and alignment are measured on news in three languages that lie beside the
checkout (../shared/data/news), where they are. The weights were fitted on these same articles, so other news may do worse.

offers     every name of a paragraph is asked for that stands in another known paragraph, too: of the same article or
           another (first_offer_right), or of another article only (…_from_other_articles). An offer is counted as right
           when its words stand anywhere in the real translation of the paragraph, whatever they translate there; another
           good translation counts as wrong.
alignment  of each article in two languages, some paragraphs are left out and some joined with the next on one side; a
           paragraph is counted as right when it finds all its partners and nothing else.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.made_up import figure, migrate, use_data_folder

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "ntrex_en_ru_kk.jsonl"
NOW = datetime.now(UTC).replace(microsecond=0)
A_DAY = 100  # stories, each in up to three languages
BATCH = 2000
QUALITY = (("en", "ru", 75), ("ru", "en", 75), ("kk", "en", 75), ("kk", "ru", 75), ("ru", "kk", 65), ("en", "kk", 65))  # from, to, goal
LEFT_OUT = JOINED = 0.07  # of the paragraphs of a text that is aligned


def fill_stories(count: int) -> None:
    """Public stories: all in English, most in Russian, many in Kazakh; some with a translation in the making."""
    from dateline.desk.models import Translation, Work
    from dateline.stories.models import Section, Story

    if Story.objects.count() >= count:
        return
    chance = random.Random(5)
    sections = [Section.objects.get_or_create(slug=slug, defaults={"names": {"en": slug}})[0] for slug in ("politics", "economy", "world")]
    body = "<p>" + "reservoir gates opened in the district " * 40 + "</p>"

    def rows() -> Iterator[Story]:
        for number in range(count // 2):
            at = NOW - timedelta(days=number / A_DAY, minutes=5)
            for place, (language, share) in enumerate((("en", 1.0), ("ru", 0.75), ("kk", 0.4))):
                if chance.random() < share:
                    yield Story(
                        identity=UUID(int=number + 1), language=language, state="published", version=1, slug="s", live=True, body=body,
                        slugline=f"s-{number}", headline=f"Headline {number} {language}", section=sections[number % 3],
                        published_at=at + timedelta(minutes=2 * place),
                    )  # fmt: skip

    made = rows()
    while Story.objects.count() < count and (batch := list(islice(made, BATCH))):
        Story.objects.bulk_create(batch)
    drafts = [
        Story(identity=UUID(int=number * 7 + 1), language="kk", slugline="d", headline="", section=sections[0]) for number in range(300)
    ]
    drafts = [one for one in drafts if not Story.objects.filter(identity=one.identity, language="kk").exists()]
    Story.objects.bulk_create(drafts)
    Work.objects.bulk_create([Work(story=one, since=NOW) for one in drafts])
    behind = Story.objects.filter(language="ru").order_by("-pk")[: count // 10]
    english = {one.identity: one for one in Story.objects.filter(language="en", identity__in=behind.values("identity")).only("identity")}
    Translation.objects.bulk_create(
        [
            Translation(story=one, source=english[one.identity], behind_since=NOW - timedelta(days=n / 50))
            for n, one in enumerate(behind)
            if one.identity in english
        ],
        batch_size=BATCH,
    )


def fill_pairs(count: int) -> list[str]:
    """Pairs of made-up paragraphs with names that come again, as in news. Returns some of the sources."""
    from dateline.desk.models import Clue, ParagraphPair
    from dateline.desk.translating import remembering
    from dateline.stories.models import Story

    chance = random.Random(9)
    syllables = ("ka", "ra", "so", "lo", "ma", "ne", "ti", "bu", "ro", "ve", "sha", "li", "do", "pe", "ga", "an")
    cyrillic = dict(
        zip(syllables, ("ка", "ра", "со", "ло", "ма", "не", "ти", "бу", "ро", "ве", "ша", "ли", "до", "пе", "га", "ан"), strict=True)
    )
    names = [[chance.choice(syllables) for _n in range(3)] for _name in range(20_000)]
    weights = [1 / (rank + 2) for rank in range(len(names))]
    words = [["".join(chance.choice(syllables) for _n in range(3))] for _word in range(5000)]
    story = Story.objects.filter(language="en").first()
    other = Story.objects.filter(language="ru").first()
    assert story
    assert other
    some: list[str] = []

    def pair() -> ParagraphPair:
        chosen = chance.choices(names, weights, k=4)
        plain = [chance.choice(words)[0] for _n in range(24)]
        english, russian = list(plain), [word[::-1] for word in plain]
        for name in chosen:
            place = chance.randrange(3, 20)
            english.insert(place, "".join(name).capitalize())
            russian.insert(place, "".join(cyrillic[one] for one in name).capitalize())
        first, second = "The " + " ".join(english) + ".", "И " + " ".join(russian) + "."
        some.append(first)
        return ParagraphPair(
            first_story=story, second_story=other, first_text=first, second_text=second, first_language="en", second_language="ru", at=NOW
        )

    while (there := ParagraphPair.objects.count()) < count or not some:
        pairs = ParagraphPair.objects.bulk_create([pair() for _n in range(min(BATCH, max(count - there, 1)))])
        Clue.objects.bulk_create([Clue(key=key, pair=one) for one in pairs for key in remembering._clues(one)], batch_size=5000)
        print(f"\r{there:,} pairs", end="", file=sys.stderr, flush=True)
    return chance.sample(some, min(300, len(some)))


def times_ms(name: str, work: Callable[[Any], object], things: list[Any]) -> list[float]:
    """Milliseconds for each thing, sorted. Prints the processor time too, which is what counts when other work runs beside."""
    found, own = [], []
    for thing in things:
        start, begun = time.perf_counter(), time.process_time()
        work(thing)
        found.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - begun) * 1000)
    own.sort()
    print(f"{name}: this process computed {statistics.median(own):.3g} ms (p50), {own[int(len(own) * 0.95)]:.3g} ms (p95)")
    return sorted(found)


def measure_board() -> None:
    from django.test import Client
    from django.urls import reverse

    from dateline.desk.translating import parity
    from dateline.people.models import User

    user = User.objects.filter(username="bench").first() or User.objects.create_superuser(
        "bench", "b@example.org", "long enough a password"
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    address = reverse("languages:parity")

    def page(words: Any) -> int:
        return client.get(address, words).status_code

    assert page({}) == 200
    for name, words in (("7_days", {}), ("90_days", {"days": 90}), ("one_language", {"language": "kk"}), ("mine", {"person": "me"})):
        page(words)
        found = times_ms(f"parity_page_{name}", page, [words] * 15)
        print(figure(f"parity_page_{name}_p95", found[-1], "ms", 300))
    found = times_ms("parity_queries", lambda _n: parity.look(parity.Choice(), NOW), list(range(15)))
    print(figure("parity_queries_7_days_p50", statistics.median(found), "ms", 100))


def measure_memory(some: list[str]) -> None:
    from dateline.desk.translating import memory
    from dateline.desk.translating.names import names

    keys = [[memory._hashed("en", "ru", "name", name.key) for name in names(text, "en")] for text in some]
    memory.newest(keys[0], memory.NEWEST)
    found = times_ms("memory_index", lambda asked: memory.newest(asked, memory.NEWEST), keys)
    print(figure("memory_index_lookup_p95", found[int(len(found) * 0.95)], "ms", 20))
    whole = times_ms("memory_offers", lambda text: memory.offers(text, "en", "ru"), list(some))
    print(figure("memory_offers_of_a_paragraph_p50", statistics.median(whole), "ms", 60))
    print(figure("memory_offers_of_a_paragraph_p95", whole[int(len(whole) * 0.95)], "ms", 120))
    right = sum(bool(memory.offers(text, "en", "ru").whole) for text in some)
    print(figure("same_paragraph_is_found", right / len(some) * 100, "%", 99, at_least=True))


def articles() -> list[dict[str, Any]]:
    if not NEWS.exists():
        print(f"{NEWS} is not here: offers and alignment are not measured")
        return []
    return [json.loads(line) for line in NEWS.open(encoding="utf-8")]


def paragraphs(article: dict[str, Any], language: str) -> list[str]:
    return [article[language]["title"], *article[language]["sentences"]]


def measure_offers(source: str, target: str, goal: float, *, from_other_articles: bool) -> None:
    """The first offer against the real translation, sentence by sentence."""
    from dateline.desk.translating.counterparts import Counterparts, Pair, parts_of_names
    from dateline.desk.translating.memory import BACKGROUND, NEWEST
    from dateline.desk.translating.names import JOINT, names, tokens

    def in_phrases(text: str) -> str:
        return f"{JOINT}{JOINT.join(token.stem for token in tokens(text, target))}{JOINT}"

    texts = [
        (number, *both)
        for number, one in enumerate(articles())
        for both in zip(paragraphs(one, source), paragraphs(one, target), strict=True)
    ]
    pairs = [Pair(number, said, meant) for number, (_article, said, meant) in enumerate(texts)]
    known: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for key in {name.key for name in names(pair.source, source) if name.sure or len(name) > 1}:
            known[key].append(pair)

    def others(pair: Pair, key: str) -> list[Pair]:
        article = texts[pair.number][0]
        return [one for one in known[key] if (texts[one.number][0] != article if from_other_articles else one is not pair)]

    finder = Counterparts(source, target, [pair.target for pair in pairs[:: len(pairs) // BACKGROUND]])
    asked = offered = right = 0
    for pair in pairs:
        found, real = names(pair.source, source), in_phrases(pair.target)
        for name in parts_of_names(found, [one.key for one in found if others(pair, one.key)]):
            asked += 1
            if answer := finder.find(name.text, name.key, others(pair, name.key)[-NEWEST:][::-1]):
                offered += 1
                right += in_phrases(answer.text) in real
    name_of_it = f"first_offer_right_{source}_{target}{'_from_other_articles' if from_other_articles else ''}"
    print(figure(name_of_it, right / offered * 100, "%", goal, at_least=True), end="; ")
    print(f"{asked} names known, {offered / asked:.0%} of them offered, {right / asked:.0%} of all right")


def measure_alignment(first: str, second: str) -> None:
    """Of each article's paragraphs LEFT_OUT are left out and JOINED joined with the next, on the second side."""
    from dateline.desk.translating.alignment import align, seen

    chance = random.Random(11)
    right = count = 0
    for one in articles():
        texts: list[str] = []
        partners: list[set[int]] = []  # of each of the second side, the numbers on the first
        for number, text in enumerate(paragraphs(one, second)):
            at_will = chance.random()
            if at_will < LEFT_OUT:
                continue
            if at_will < LEFT_OUT + JOINED and texts and max(partners[-1]) == number - 1 and len(partners[-1]) == 1:
                texts[-1] += f" {text}"
                partners[-1].add(number)
            else:
                texts.append(text)
                partners.append({number})
        groups = align([seen("p", text, first) for text in paragraphs(one, first)], [seen("p", text, second) for text in texts])
        found = {place: set(group.first) for group in groups for place in group.second}
        right += sum(found.get(place) == wanted for place, wanted in enumerate(partners))
        count += len(partners)
    print(figure(f"aligned_{first}_{second}", right / count * 100, "%", 95, at_least=True), end="; ")
    print(f"{count} paragraphs, {LEFT_OUT:.0%} left out and {JOINED:.0%} joined on the side of {second}")


def measure_quality() -> None:
    if not articles():
        return
    for from_other_articles in (False, True):
        for source, target, goal in QUALITY:
            measure_offers(source, target, goal, from_other_articles=from_other_articles)
    for first, second in (("en", "ru"), ("ru", "kk"), ("kk", "en")):
        measure_alignment(first, second)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=300_000, metavar="N")
    parser.add_argument("--pairs", type=int, default=100_000, metavar="N")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="make the archive there and leave it, or use the one that is there")
    options = parser.parse_args()
    use_data_folder(options.keep)
    from django.db import connection

    migrate()
    fill_stories(options.stories)
    some = fill_pairs(options.pairs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from dateline.desk.models import Clue, ParagraphPair
    from dateline.stories.models import Story

    counts = f"{Story.objects.count():,} stories, {ParagraphPair.objects.count():,} pairs, {Clue.objects.count():,} clues"
    print(f"\n{connection.display_name}: {counts}")
    measure_board()
    measure_memory(some)
    measure_quality()
    return 0


if __name__ == "__main__":
    sys.exit(main())
