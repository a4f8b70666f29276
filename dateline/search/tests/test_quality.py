"""How good answers are, on questions whose right answers are known. Texts stay where they are, beside the checkout."""

import gzip
import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import TestCase

from dateline.languages.stems import stems
from dateline.search.documents import Document
from dateline.search.fts5 import Fts5
from dateline.search.names import names
from dateline.search.queries import parse
from dateline.search.relevance import CANDIDATES, TERMS
from dateline.search.resemblance import Rarity, features, most_telling, resemblance
from dateline.testing import NOON, SHARED, needs_shared

DATA = SHARED / "data"


def rows(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode().splitlines() if line.strip()]


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, from 0 to 1; `relevant` are grades above 0."""
    gained: float = sum((2 ** relevant.get(name, 0) - 1) / math.log2(rank + 2) for rank, name in enumerate(found[:10]))
    best = sorted(relevant.values(), reverse=True)[:10]
    ideal: float = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(best))
    return gained / ideal


class Archive:
    """Texts in an index of their own, under their own names."""

    def __init__(self, folder: str, language: str, texts: Mapping[str, tuple[str, str]]) -> None:
        self.language, self.names = language, list(texts)
        self.index = Fts5(Path(folder) / "search.sqlite3")
        self.documents = [self._document(number, *text) for number, text in enumerate(texts.values())]
        self.index.index(self.documents)

    def search(self, text: str) -> list[str]:
        found = self.index.find(parse(text, self.language), language=self.language, at=NOON, offset=0, limit=10)
        return [self.names[number] for number in found.story_ids]

    def related(self, name: str) -> list[str]:
        number = self.names.index(name)
        own = features(self.documents[number])
        rarity = Rarity(self.index.frequencies(list(own.weights), self.language))
        others = self.index.sharing(most_telling(own, rarity, TERMS), self.language, CANDIDATES)
        scores = {other.story_id: resemblance(own, features(other, own.weights), rarity) for other in others}
        return [self.names[other] for other in sorted(scores, key=lambda key: -scores[key]) if other != number]

    def _document(self, number: int, headline: str, body: str) -> Document:
        found = names(f"{headline}\n{body}", self.language)
        parts = (tuple(stems(headline, self.language)), (), tuple(stems(body, self.language)))
        return Document(number, self.language, NOON, None, *parts, found.single, found.full)


@needs_shared
class QualityTests(TestCase):
    def archive(self, language: str, texts: Mapping[str, tuple[str, str]]) -> Archive:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Archive(folder.name, language, texts)

    def mean(self, archive: Archive, queries: Sequence[Mapping[str, Any]], relevant: str) -> float:
        grades = [{query[relevant]: 1} if isinstance(query[relevant], str) else query[relevant] for query in queries]
        values = [ndcg(archive.search(query["query"]), grade) for query, grade in zip(queries, grades, strict=True)]
        return sum(values) / len(values)

    def test_russian_names_are_found_in_every_form_and_related_news_share_them(self) -> None:
        texts = {row["id"]: (row.get("title") or "", "\n".join(row["paragraphs"])) for row in rows("news/ru_news.jsonl.gz")}
        archive = self.archive("ru", texts)
        self.assertGreater(self.mean(archive, rows("eval/search_ru_entities.jsonl"), "relevant"), 0.75)
        related = rows("eval/related_ru_shared_entities.jsonl")
        self.assertGreater(sum(ndcg(archive.related(row["id"]), row["related"]) for row in related) / len(related), 0.72)

    def test_kazakh_questions_find_their_passages(self) -> None:
        passages = {row["pid"]: (row["title"], row["text"]) for row in rows("eval/search_kk_kazqad_passages.jsonl.gz")}
        self.assertGreater(self.mean(self.archive("kk", passages), rows("eval/search_kk_kazqad_queries.jsonl"), "judged"), 0.75)

    def test_a_headline_finds_its_article(self) -> None:
        articles = rows("news/ntrex_en_ru_kk.jsonl")
        for language, floor in (("en", 0.91), ("ru", 0.89), ("kk", 0.88)):
            with self.subTest(language=language):
                texts = {article["id"]: ("", " ".join(article[language]["sentences"])) for article in articles}
                queries = rows(f"eval/search_knownitem_{language}.jsonl")
                self.assertGreater(self.mean(self.archive(language, texts), queries, "relevant"), floor)
