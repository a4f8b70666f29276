"""Until its minute a story under embargo is in no output of the program; after it, it is. Likewise what was killed or taken back."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.test import TestCase
from django.utils.timezone import localtime, now

from dateline.desk import scheduling, workflow
from dateline.lib.errors import Refused
from dateline.media.models import Picture
from dateline.media.renditions import ensure
from dateline.ops.followers import catch_up
from dateline.people.models import User
from dateline.people.rights import Role
from dateline.search.engine import engine
from dateline.stories import publishing
from dateline.stories.models import Dossier, Story, StoryPicture
from dateline.testing import make_author, make_colleague, make_draft, make_picture, make_section, make_story, make_subject
from dateline.website import remembering
from tests.outputs import everything_said_at, public_outputs

SECRET = "Zhalynkol"  # a word that nothing else says; addresses have it without the capital
HOUR = timedelta(hours=1)


class EmbargoTests(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        engine().clear()
        self.chief: User = make_colleague("chief", Role.CHIEF_EDITOR)
        self.section, self.author, self.subject = make_section(), make_author(), make_subject()
        self.dossier = Dossier.objects.create(slug="dossier", names={"en": "Dossier"})
        self.picture = make_picture(1400, 900, title=SECRET, alt_texts={"en": SECRET})
        self.other = make_story(at=now() - HOUR, headline="Reservoir opens its gates", **self.about())

    def about(self) -> dict[str, Any]:
        return {"section": self.section, "dossier": self.dossier, "authors": [self.author], "subjects": [self.subject]}

    def secret_draft(self, **fields: Any) -> Story:
        pictures = [StoryPicture(picture=self.picture, caption=SECRET, alt_text=SECRET, credit_line=SECRET)]
        words = {"headline": f"Reservoir {SECRET} opens its gates", "lead": f"{SECRET}.", "body": f"<p>{SECRET} opened two gates.</p>"}
        draft = make_draft(**self.about(), **words, slugline=SECRET, usage_terms=SECRET, sources=[SECRET], pictures=pictures, **fields)
        ensure(Picture.objects.get(pk=self.picture.pk))  # as the background work may have done long before
        return draft

    def values(self, story: Story) -> dict[str, list[Any]]:
        """What to put for each variable of the URL conf. A new variable needs a line here, or the test fails."""
        day = localtime(now())
        parts = [1]
        return {
            "language": ["en", "ru"],
            "pk": [story.pk, self.other.pk],
            "story_id": [story.pk],
            "slug": [story.slug or "-", self.section.slug, self.author.slug, self.subject.slug, self.dossier.slug],
            "year": [day.year], "month": [day.month], "month_number": [day.month], "day_number": [day.day], "part": parts,
            "name": [rendition.file.name.removeprefix("images/") for rendition in self.picture.renditions.all()],
        }  # fmt: skip

    def outputs_that_say(self, word: str, story: Story) -> set[str]:
        """The names of the outputs in which a stranger finds `word`; pictures count as saying it when their file is handed out."""
        remembering.forget_all()
        cache.clear()
        found = set()
        for output in public_outputs():
            for address in output.addresses(self.values(story)):
                for asked in (address, f"{address}?q={word.lower()}"):  # a search repeats the question, not its capital
                    said = everything_said_at(asked, self.client)
                    if word in said or (output.name == "rendition" and "image/" in said):
                        found.add(output.name)
        return found

    def test_every_address_pattern_is_walked(self) -> None:
        names = {output.name for output in public_outputs()}
        self.assertLessEqual({"story", "front-page", "feed-rss", "sitemap-news", "rendition", "search", "health"}, names)

    def test_a_draft_is_nowhere_before_its_minute_and_everywhere_after(self) -> None:
        draft = self.secret_draft(embargoed_until=now() + HOUR)
        with self.assertRaises(Refused):
            publishing.publish(draft, at=now())
        with self.assertRaises(Refused):
            workflow.publish(draft, by=self.chief, at=now())
        workflow.schedule(draft, now() + HOUR, by=self.chief, at=now())
        scheduling.send_due(now())
        catch_up()
        self.assertEqual(set(), self.outputs_that_say(SECRET, draft))

        Story.objects.filter(pk=draft.pk).update(embargoed_until=now() - HOUR)  # the minute comes
        draft = Story.objects.get(pk=draft.pk)
        draft.save_revision()
        draft.work.scheduled_for = now()
        draft.work.save()
        scheduling.send_due(now())
        catch_up()
        story = Story.objects.get(pk=draft.pk)
        self.assertEqual(Story.State.PUBLISHED, story.state)
        said = self.outputs_that_say(SECRET, story)
        wanted = {"story", "front-page", "section", "author", "subject", "dossier", "archive-day", "search", "rendition", "part"}
        wanted |= {"feed-rss", "feed-atom", "feed-json", "section-feed-rss", "sitemap-news", "tell-a-friend"}
        self.assertLessEqual(wanted, said)

    def test_a_row_that_says_published_under_embargo_is_nowhere_either(self) -> None:
        """The second net: should a story ever be in the log too early, no output shows it all the same."""
        draft = self.secret_draft()
        publishing.publish(draft, at=now())
        Story.objects.filter(pk=draft.pk).update(embargoed_until=now() + HOUR)
        catch_up()
        self.assertEqual(set(), self.outputs_that_say(SECRET, Story.objects.get(pk=draft.pk)))

    def test_a_killed_story_leaves_no_copy_anywhere(self) -> None:
        draft = self.secret_draft()
        publishing.publish(draft, at=now())
        catch_up()
        story = Story.objects.get(pk=draft.pk)
        self.assertIn("story", self.outputs_that_say(SECRET, story))
        workflow.kill(story, reason="The source took it back.", by=self.chief, at=now())
        catch_up()
        self.assertEqual(set(), self.outputs_that_say(SECRET, Story.objects.get(pk=story.pk)))
