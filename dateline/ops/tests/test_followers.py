"""What the followers of the log do for pictures."""

from django.test import TestCase

from dateline.media.models import Rendition
from dateline.ops.followers import FOLLOWERS
from dateline.stories import publishing
from dateline.testing import NOON, make_picture, make_story


class RenditionTests(TestCase):
    def test_a_picture_that_comes_back_by_an_undo_gets_its_sizes(self) -> None:
        picture = make_picture(800, 600)
        story = make_story(pictures=[picture])
        story.pictures.set([])
        publishing.update(story, at=NOON)
        FOLLOWERS["renditions"]()
        self.assertFalse(Rendition.objects.filter(image=picture).exists())
        publishing.undo(story, at=NOON)
        FOLLOWERS["renditions"]()
        self.assertTrue(Rendition.objects.filter(image=picture).exists())
