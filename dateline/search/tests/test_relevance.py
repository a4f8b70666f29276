"""Lists of relevant news."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase

from dateline.search import relevance
from dateline.search.engine import engine
from dateline.search.indexing import index
from dateline.search.models import RelevantNews
from dateline.search.relevance import relate, relevant_news
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import NOON, make_story, make_subject

NOISE = ("Harvest of melons begins", "Choir wins a prize", "Road tolls rise again", "Snow closes a pass", "New bakery opens")


class RelevanceTests(TestCase):
    def setUp(self) -> None:
        engine().clear()
        for number, headline in enumerate(NOISE):
            self.publish(headline=headline, body=f"<p>{headline} and more of that {number}.</p>", lead="")

    def publish(self, **fields: object) -> Story:
        story = make_story(**fields)  # type: ignore[arg-type]
        index([story.pk])
        relate(story.pk)
        return story

    def pelicans(self, number: int, **fields: object) -> Story:
        defaults = {
            "headline": f"Pelicans of Karasor, part {number}",
            "lead": "",
            "body": f"<p>At Karasor the pelicans nest, {number}.</p>",
        }
        return self.publish(**{**defaults, **fields})

    def test_stories_that_belong_together_find_each_other(self) -> None:
        old, new = self.pelicans(1, at=NOON - timedelta(days=400)), self.pelicans(2)
        self.assertEqual(relevant_news(new, at=NOON), [old])
        self.assertEqual(relevant_news(old, at=NOON), [new])

    def test_a_story_that_belongs_with_none_has_an_empty_list(self) -> None:
        alone = self.publish(headline="Quantum zither", lead="", body="<p>Plucked strings hum.</p>")
        self.assertEqual(relevant_news(alone, at=NOON), [])

    def test_a_shared_subject_brings_stories_together(self) -> None:
        subject = make_subject("own:zithers")
        one = self.publish(headline="Quantum zither", lead="", body="<p>Plucked.</p>", subjects=[subject])
        other = self.publish(headline="Steel strings", lead="", body="<p>Hum.</p>", subjects=[subject])
        self.assertEqual(relevant_news(one, at=NOON), [other])

    def test_languages_do_not_mix(self) -> None:
        one = self.pelicans(1)
        self.publish(language="ru", headline="Pelicans of Karasor", lead="", body="<p>Pelicans Karasor.</p>")
        self.assertEqual(relevant_news(one, at=NOON), [])

    @patch.object(relevance, "KEPT", 3)
    def test_a_list_keeps_the_best_and_lets_better_ones_in(self) -> None:
        first = self.pelicans(0)
        weak = [self.pelicans(n, body=f"<p>Pelicans. {'filling words here ' * n} w{n} x{n} y{n} z{n}.</p>") for n in range(1, 6)]
        before = relevant_news(first, at=NOON, limit=50)
        self.assertEqual(len(before), 3)
        self.assertLess(set(before), set(weak))
        strong = self.publish(headline=first.headline, lead="", body=first.body)
        after = relevant_news(first, at=NOON, limit=50)
        self.assertCountEqual(after, [strong, *before[:2]])

    def test_a_killed_story_vanishes_from_the_lists_at_once(self) -> None:
        one, other = self.pelicans(1), self.pelicans(2)
        publishing.kill(other, at=NOON, reason="It was wrong.")
        self.assertEqual(relevant_news(one, at=NOON), [])

    def test_a_story_under_embargo_is_in_no_list_before_its_moment(self) -> None:
        one, other = self.pelicans(1), self.pelicans(2, embargoed_until=NOON + timedelta(hours=1))
        self.assertEqual(relevant_news(one, at=NOON), [])
        self.assertEqual(relevant_news(one, at=NOON + timedelta(hours=1)), [other])

    def test_relating_twice_changes_nothing(self) -> None:
        one, _other = self.pelicans(1), self.pelicans(2)
        before = sorted(RelevantNews.objects.values_list("story_id", "other_id", "score"))
        relate(one.pk)
        self.assertEqual(sorted(RelevantNews.objects.values_list("story_id", "other_id", "score")), before)

    def test_an_update_may_change_what_belongs_together(self) -> None:
        one, other = self.pelicans(1), self.pelicans(2)
        other.headline, other.body = "Quantum zither", "<p>Plucked strings hum.</p>"
        publishing.update(other, at=NOON)
        index([other.pk])
        relate(other.pk)
        self.assertEqual(relevant_news(one, at=NOON), [])

    def test_what_the_index_knows_and_the_news_do_not_is_passed_over(self) -> None:
        one = self.pelicans(1)
        document = engine().document(one.pk)
        assert document
        engine().index([replace(document, story_id=one.pk + 1000)])
        relate(one.pk)
        self.assertEqual(relevant_news(one, at=NOON), [])

    def test_reading_a_list_is_one_query(self) -> None:
        one = self.pelicans(1)
        two = self.pelicans(2)
        with self.assertNumQueries(1):
            found = [(story.headline, story.published_at, story.get_absolute_url()) for story in relevant_news(one, at=NOON)]
        self.assertEqual(found, [(two.headline, two.published_at, two.get_absolute_url())])
