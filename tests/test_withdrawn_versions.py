"""No output that the URL conf knows shows a word of any version of a withdrawn story, nor of one that was taken back."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.test import TestCase
from django.utils.timezone import localtime, now

from dateline.ops.followers import catch_up
from dateline.search.engine import engine
from dateline.stories import publishing
from dateline.stories.models import Dossier, Story, StoryPicture
from dateline.testing import make_author, make_picture, make_section, make_story, make_subject
from dateline.website import remembering
from tests.outputs import everything_said_at, public_outputs

MINUTE = timedelta(minutes=1)
FIRST, SECOND, THIRD = "Zhalynkol", "Tasbastau", "Karasor"  # of each version; addresses have them without the capital


class WithdrawnVersionsTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        engine().clear()
        about: dict[str, Any] = {
            "section": make_section(), "dossier": Dossier.objects.create(slug="dossier", names={"en": "Dossier"}),
            "authors": [make_author()], "subjects": [make_subject()],
        }  # fmt: skip
        self.other = make_story(at=now() - 9 * MINUTE, headline="The reservoir", **about)
        self.story = make_story(at=now() - 5 * MINUTE, headline="The reservoir opens", **about)
        self.say(SECOND, 3)
        self.say(THIRD, 2)

    def say(self, word: str, minutes_ago: int) -> None:
        """A correction that puts `word` everywhere."""
        story = Story.objects.get(pk=self.story.pk)
        story.headline, story.lead, story.body = f"{word} opens", f"{word} is early.", f"<p>The reservoir of {word}.</p>"
        story.byline, story.dateline, story.slugline, story.ednote = word, word, word, word
        story.pictures.set([StoryPicture(picture=make_picture(), caption=word, alt_text=word, credit_line=word)])
        publishing.correct(story, at=now() - minutes_ago * MINUTE, note=f"It is {word}.", reason=f"{word} called")

    def said(self, word: str) -> set[str]:
        day = localtime(self.story.published_at)
        slugs = [self.story.slug, "regions", "aigerim-tolen", "medtop-06000000", "dossier"]
        values: dict[str, list[Any]] = {
            "language": ["en"], "pk": [self.story.pk, self.other.pk], "story_id": [self.story.pk], "slug": slugs, "year": [day.year],
            "month": [day.month], "month_number": [day.month], "day_number": [day.day], "part": [1], "name": ["x"],
        }  # fmt: skip
        remembering.forget_all()
        found = set()
        for output in public_outputs():
            for address in output.addresses(values):
                if any(word in everything_said_at(asked, self.client) for asked in (address, f"{address}?q=reservoir")):
                    found.add(output.name)
        return found

    def test_a_withdrawal_takes_every_version_away(self) -> None:
        catch_up()
        self.assertLessEqual({"story", "story-versions", "feed-atom"}, self.said(THIRD))
        self.assertLessEqual({"story", "story-versions"}, self.said(SECOND))
        publishing.kill(self.story, at=now(), reason=f"{FIRST} called")
        catch_up()
        for word in (FIRST, SECOND, THIRD):
            self.assertEqual(set(), self.said(word))
        cache.clear()
        self.assertEqual(set(), self.said(SECOND))

    def test_so_does_taking_a_version_back(self) -> None:
        self.say(FIRST, 0)
        publishing.undo(self.story, at=now(), reason=f"{FIRST} was wrong")
        catch_up()
        self.assertEqual(set(), self.said(FIRST))
        self.assertIn("story", self.said(THIRD))
