"""Taking back what has just gone out."""

from collections.abc import Callable
from datetime import timedelta

from django.test import TestCase
from django.utils.timezone import now

from dateline.newscodes.models import Subject
from dateline.stories import elsewhere, publishing, releases, wagtail_doors
from dateline.stories.errors import CannotUndo
from dateline.stories.models import ChangedElsewhere, Correction, Dossier, Release, Story, StoryPicture, StorySource
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject, make_user

SOON = NOON + timedelta(seconds=publishing.UNDO_S)
LATER = NOON + timedelta(hours=1)
LATER_SOON = LATER + timedelta(seconds=3)


def saved(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def content(story: Story) -> dict[str, object]:
    """What the public sees of it, but for version and times."""
    last = Release.objects.filter(story=story).order_by("number").last()
    assert last
    return {name: value for name, value in last.snapshot.items() if name not in ("version", "updated_at")}


class UndoOfPublicationTests(TestCase):
    def test_the_story_is_a_draft_again_and_the_log_says_so(self) -> None:
        story, editor = make_story(headline="Gates open"), make_user()
        release = publishing.undo(story, at=SOON, by=editor, reason="wrong dam")
        story = saved(story)
        self.assertEqual((story.state, story.version, story.published_at, story.live), (Story.State.DRAFT, 2, None, False))
        self.assertTrue(story.has_unpublished_changes)
        self.assertEqual((release.number, release.kind, release.version, release.by, release.reason), (2, "undo", 2, editor, "wrong dam"))
        self.assertNotIn("headline", release.snapshot)
        self.assertNotIn("Gates open", str(release.snapshot["slugline"]))
        self.assertFalse(Story.objects.live(SOON).exists())
        self.assertEqual(Release.objects.get(number=1).snapshot["headline"], "Gates open")

    def test_it_can_go_out_again_at_the_address_that_it_had(self) -> None:
        story = make_story(headline="Gates open")
        address = story.get_absolute_url()
        publishing.undo(story, at=SOON)
        story = saved(story)
        story.headline = "The gates of Karasor open"
        release = publishing.publish(story, at=LATER)
        story = saved(story)
        self.assertEqual((release.kind, release.version, story.version, story.published_at), ("new", 3, 3, LATER))
        self.assertEqual(story.get_absolute_url(), address)
        publishing.undo(story, at=LATER_SOON)
        self.assertEqual((saved(story).state, saved(story).version), (Story.State.DRAFT, 4))


class UndoOfChangesTests(TestCase):
    def setUp(self) -> None:
        self.picture = make_picture()
        self.story = make_story(
            headline="Two gates", authors=[make_author(), make_author("bolat")], subjects=[make_subject(), make_subject("medtop:01000000")],
            sources=[StorySource(role="published", name="District office", address="https://office.example/"), StorySource(name="Guard")],
            pictures=[StoryPicture(picture=self.picture, caption="The dam"), StoryPicture(credit_line="gov.example", alt_text="A map")],
            dossier=Dossier.objects.create(slug="flood", names={"en": "The flood"}), urgency=2, ednote="Not for radio.",
        )  # fmt: skip

    def changed(self) -> Story:
        story = saved(self.story)
        story.headline, story.lead, story.body, story.ednote = "Three gates", "", "<p>Wrong.</p>", ""
        story.section, story.dossier, story.urgency, story.byline = make_section("economy"), None, 5, "Somebody"
        for parts in (story.pictures, story.sources, story.authors, story.subjects):
            parts.set([])
        return story

    def test_an_update_gives_way_to_the_version_before(self) -> None:
        before = content(self.story)
        publishing.update(self.changed(), at=LATER)
        release = publishing.undo(self.story, at=LATER_SOON)
        self.assertEqual(content(self.story), before)
        story = saved(self.story)
        self.assertEqual((story.headline, story.state, story.version, release.version), ("Two gates", "published", 3, 3))
        self.assertEqual((story.published_at, story.updated_at), (NOON, LATER_SOON))
        self.assertEqual([s.name for s in story.sources.all()], ["District office", "Guard"])
        self.assertEqual([s.code for s in story.subjects.all()], list(Subject.objects.order_by("code").values_list("code", flat=True)))
        first, second = story.pictures.all()
        self.assertEqual((first.picture, first.caption, first.alt_text, first.credit_line), (self.picture, "The dam", "", ""))
        self.assertEqual((second.picture, second.alt_text, second.credit()), (None, "A map", "gov.example"))

    def test_only_the_last_step_goes(self) -> None:
        publishing.update(self.changed(), at=LATER)
        story = saved(self.story)
        story.headline = "Four gates"
        publishing.update(story, at=LATER + timedelta(seconds=1))
        publishing.undo(story, at=LATER_SOON)
        self.assertEqual(saved(story).headline, "Three gates")
        with self.assertRaisesRegex(CannotUndo, "already taken back"):
            publishing.undo(story, at=LATER_SOON)
        story = saved(story)
        story.headline = "Five gates"
        publishing.update(story, at=LATER_SOON)
        publishing.undo(story, at=LATER_SOON)
        self.assertEqual((saved(story).headline, saved(story).version), ("Three gates", 6))

    def test_the_note_of_a_correction_is_withdrawn_and_kept(self) -> None:
        publishing.correct(saved(self.story), at=NOON + timedelta(minutes=1), note="It is two.")
        publishing.correct(self.changed(), at=LATER, note="It is three.")
        release = publishing.undo(self.story, at=LATER_SOON)
        self.assertEqual([one.note for one in self.story.corrections.all()], ["It is two."])
        self.assertEqual([one["note"] for one in release.snapshot["corrections"]], ["It is two."])
        kept = Correction.with_withdrawn.get(note="It is three.")
        self.assertEqual(kept.withdrawn_at, LATER_SOON)
        self.assertEqual(saved(self.story).headline, "Two gates")

    def test_a_withdrawn_story_is_public_as_before(self) -> None:
        publishing.update(saved(self.story), at=NOON + timedelta(minutes=1))
        before = content(self.story)
        publishing.kill(self.story, at=LATER, reason="wrong one", public_reason="Wrong.")
        publishing.undo(self.story, at=LATER_SOON)
        story = saved(self.story)
        self.assertEqual((story.state, story.live, story.killed_at, story.kill_reason), ("published", True, None, ""))
        self.assertEqual(story.updated_at, NOON + timedelta(minutes=1))
        self.assertEqual(content(story), before)
        publishing.update(story, at=LATER_SOON)

    def test_what_was_deleted_meanwhile_does_not_stop_it(self) -> None:
        publishing.update(self.changed(), at=LATER)
        self.picture.delete()
        self.story.section.delete()
        make_author().delete()
        Dossier.objects.all().delete()
        publishing.undo(self.story, at=LATER_SOON)
        story = saved(self.story)
        self.assertEqual((story.headline, story.section.slug, story.dossier), ("Two gates", "economy", None))
        self.assertEqual([one.credit() for one in story.pictures.all()], ["Kerme graphics desk", "gov.example"])
        self.assertEqual([one.slug for one in story.authors.all()], ["bolat"])

    def test_flags_in_other_languages_are_settled(self) -> None:
        make_story(language="kk", identity=self.story.identity)
        elsewhere.flag(publishing.correct(saved(self.story), at=LATER, note="It is two."), tell_readers=True)
        publishing.undo(self.story, at=LATER_SOON, by=make_user())
        self.assertEqual(ChangedElsewhere.objects.get().settled_at, LATER_SOON)


class RefusedUndoTests(TestCase):
    def refused(self, door: Callable[[], object]) -> list[str]:
        head = releases.head()
        with self.assertRaises(CannotUndo) as caught:
            door()
        self.assertEqual(releases.head(), head)
        return caught.exception.reasons

    def test_a_draft_has_nothing_to_take_back(self) -> None:
        draft = make_draft()
        self.assertIn("has not gone out", self.refused(lambda: publishing.undo(draft, at=NOON))[0])

    def test_the_window_closes_after_ten_seconds(self) -> None:
        story = make_story()
        late = SOON + timedelta(microseconds=1)
        self.assertIn("more than 10 seconds ago", self.refused(lambda: publishing.undo(story, at=late))[0])
        publishing.undo(story, at=SOON)

    def test_it_is_about_the_release_that_was_meant(self) -> None:
        story = make_story()
        seen = releases.head()
        publishing.update(saved(story), at=NOON)
        self.assertIn("again meanwhile", self.refused(lambda: publishing.undo(story, at=NOON, number=seen))[0])
        publishing.undo(story, at=NOON, number=seen + 1)


class WagtailUndoTests(TestCase):
    """The editor goes on from what was taken back."""

    def setUp(self) -> None:
        self.editor = make_user()

    def sent(self, story: Story, **changes: str) -> None:
        """Edit and publish as the newsroom does."""
        edited = story.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(edited, name, value)
        wagtail_doors.publish(edited.save_revision(user=self.editor, clean=False), self.editor, at=now())

    def test_after_a_first_publication(self) -> None:
        draft = make_draft(headline="Gates open")
        self.sent(draft, headline="Gates opne")
        wagtail_doors.undo(draft, self.editor, at=now())
        story = saved(draft)
        self.assertEqual((story.state, story.live, story.live_revision, story.has_unpublished_changes), ("draft", False, None, True))
        self.assertEqual(story.get_latest_revision_as_object().headline, "Gates opne")

    def test_after_an_update_with_its_parts(self) -> None:
        story = make_story(headline="Gates open")
        edited = saved(story)
        edited.headline = "Gates opne"
        edited.sources.add(StorySource(name="Guard"))
        wagtail_doors.publish(edited.save_revision(user=self.editor, clean=False), self.editor, at=now())
        release = wagtail_doors.undo(story, self.editor, at=now(), reason="slip")
        story = saved(story)
        self.assertEqual((story.headline, story.sources.count(), story.has_unpublished_changes), ("Gates open", 0, True))
        latest = story.get_latest_revision_as_object()
        self.assertEqual((latest.headline, [s.name for s in latest.sources.all()]), ("Gates opne", ["Guard"]))
        self.assertEqual(story.live_revision.as_object().headline, "Gates open")
        self.assertEqual((release.by, release.reason), (self.editor, "slip"))
        self.sent(story, lead="Mended.")
        self.assertEqual((saved(story).headline, saved(story).version), ("Gates opne", 4))

    def test_what_went_out_without_a_revision_is_kept_too(self) -> None:
        story = make_story(headline="Gates open")
        story.headline = "Gates opne"
        publishing.update(story, at=now())
        wagtail_doors.undo(story, self.editor, at=now())
        self.assertEqual(saved(story).get_latest_revision_as_object().headline, "Gates opne")

    def test_later_edits_win(self) -> None:
        draft = make_draft(headline="Gates open")
        self.sent(draft, headline="Gates opne")
        edited = saved(draft)
        edited.headline = "The gates open"
        edited.save_revision(user=self.editor, clean=False)
        wagtail_doors.undo(draft, self.editor, at=now())
        self.assertEqual(saved(draft).get_latest_revision_as_object().headline, "The gates open")

    def test_after_a_withdrawal_nothing_is_edited(self) -> None:
        draft = make_draft()
        self.sent(draft)
        before = saved(draft)
        publishing.kill(draft, at=now(), reason="wrong one")
        wagtail_doors.undo(draft, self.editor, at=now())
        story = saved(draft)
        self.assertEqual((story.live, story.has_unpublished_changes), (True, False))
        self.assertEqual((story.live_revision_id, story.latest_revision_id), (before.live_revision_id, before.latest_revision_id))

    def test_a_refusal_changes_nothing(self) -> None:
        story = make_story()
        with self.assertRaises(CannotUndo):
            wagtail_doors.undo(story, self.editor, at=now())
        self.assertIsNone(saved(story).latest_revision)
