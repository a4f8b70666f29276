"""How much two stories have to do with each other."""

from dataclasses import replace
from datetime import timedelta
from unittest import TestCase

from dateline.search.documents import SUBJECT
from dateline.search.resemblance import Rarity, features, most_telling, resemblance
from dateline.search.tests.test_fts5 import document

RARITY = Rarity({"": 1000, "pelican": 3, "lake": 60, "day": 700, "snow": 60, f"{SUBJECT}a": 20})


def score(one: str, other: str, **fields: object) -> float:
    return resemblance(features(document(1, one)), features(document(2, other, **fields)), RARITY)  # type: ignore[arg-type]


class ResemblanceTests(TestCase):
    def test_a_rare_word_ties_more_than_a_common_one(self) -> None:
        self.assertGreater(score("pelican snow", "pelican lake"), score("pelican lake", "snow lake"))
        self.assertGreater(score("lake snow", "lake day"), score("day snow", "day lake"))

    def test_nothing_shared_is_nothing(self) -> None:
        self.assertEqual(score("pelican", "snow"), 0.0)

    def test_it_is_the_same_in_both_directions_and_with_a_part_of_the_terms(self) -> None:
        one, other = document(1, "pelican lake lake"), document(2, "pelican day", headline="lake", days_ago=9)
        there = resemblance(features(one), features(other), RARITY)
        self.assertAlmostEqual(there, resemblance(features(other), features(one), RARITY))
        self.assertAlmostEqual(there, resemblance(features(one), features(other, features(one).weights), RARITY))

    def test_a_name_ties_more_than_a_word(self) -> None:
        named = replace(document(1, "pelican lake"), names=frozenset({"pelican"}))
        other = document(2, "pelican snow")
        plain = resemblance(features(document(1, "pelican lake")), features(other), RARITY)
        self.assertGreater(resemblance(features(named), features(other), RARITY), plain)

    def test_a_shared_subject_ties(self) -> None:
        marks = frozenset({f"{SUBJECT}a"})
        one, other = document(1, "pelican", marks=marks), document(2, "snow", marks=marks)
        self.assertGreater(resemblance(features(one), features(other), RARITY), 0)

    def test_nearness_in_time_counts_but_the_archive_is_not_lost(self) -> None:
        near, far = score("pelican", "pelican lake", days_ago=1), score("pelican", "pelican lake", days_ago=5000)
        self.assertGreater(near, far)
        self.assertGreater(far, near / 2)

    def test_a_long_text_does_not_win_by_length(self) -> None:
        long = "pelican " + " ".join(f"word{number}" for number in range(300))
        self.assertGreater(score("pelican lake", "pelican snow"), score("pelican lake", long))

    def test_telling_terms_are_those_that_others_have_too(self) -> None:
        own = features(document(1, "pelican lake day unique", published_at=document(1, "").published_at + timedelta(days=1)))
        self.assertEqual(most_telling(own, RARITY, 2), ["pelican", "lake"])
        self.assertNotIn("uniqu", most_telling(own, RARITY, 10))
