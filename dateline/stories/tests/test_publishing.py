from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from dateline.media.models import Picture
from dateline.stories import publishing, releases
from dateline.stories.errors import CannotPublish
from dateline.stories.migrations import __name__ as migrations_package
from dateline.stories.models import Correction, Release, Section, Story, StoryPicture, StorySource
from dateline.stories.snapshots import Parts
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject


def saved(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


class PublishTests(TestCase):
    def test_it_makes_the_story_public_and_writes_release_one(self) -> None:
        draft = make_draft(headline="Karasor opens two gates")
        release = publishing.publish(draft, at=NOON)
        story = saved(draft)
        self.assertEqual((story.state, story.version, story.published_at, story.live), (Story.State.PUBLISHED, 1, NOON, True))
        self.assertEqual((release.number, release.kind, release.version, release.at), (releases.head(), "new", 1, NOON))
        self.assertEqual(story.get_absolute_url(), f"/en/story/{story.pk}/karasor-opens-two-gates/")

    def test_the_release_holds_everything(self) -> None:
        picture = make_picture(credit_lines={"en": "Images | gov.example"})
        draft = make_draft(
            authors=[make_author()], subjects=[make_subject()], pictures=[StoryPicture(picture=picture, caption="The dam")],
            sources=[StorySource(role="published", name="District office", address="https://office.example/")],
        )  # fmt: skip
        content = Release.objects.get(pk=publishing.publish(draft, at=NOON).pk).snapshot
        self.assertEqual(content["body"], draft.body)
        self.assertEqual(content["uri"], draft.uri)
        self.assertEqual(content["published_at"], NOON.isoformat())
        self.assertEqual(content["authors"], [{"slug": "aigerim-tolen", "name": "Aigerim Tolen"}])
        self.assertEqual(content["subjects"], [{"code": "medtop:06000000", "name": "environment"}])
        self.assertEqual(content["sources"], [{"role": "published", "name": "District office", "address": "https://office.example/"}])
        self.assertEqual([(p["caption"], p["credit_line"]) for p in content["pictures"]], [("The dam", "Images | gov.example")])

    def test_it_names_every_reason_at_once_and_saves_nothing(self) -> None:
        draft = make_draft()
        draft.headline, draft.body, draft.slugline = "", " ", ""
        with self.assertRaises(CannotPublish) as caught:
            publishing.publish(draft, at=NOON)
        self.assertEqual(len(caught.exception.reasons), 3)
        self.assertEqual(saved(draft).state, Story.State.DRAFT)
        self.assertFalse(Release.objects.exists())

    def test_a_picture_without_credit_stops_it(self) -> None:
        draft = make_draft(pictures=[make_picture(credit_lines={})])
        with self.assertRaises(CannotPublish):
            publishing.publish(draft, at=NOON)

    def test_it_cleans_the_body(self) -> None:
        story = make_story(body='<p onclick="x()">Two<script>alert(1)</script> gates</p><p> </p>')
        self.assertEqual(story.body, "<p>Two gates</p>")

    def test_it_refuses_a_second_time(self) -> None:
        story = make_story()
        with self.assertRaises(CannotPublish):
            publishing.publish(story, at=NOON)

    def test_it_hides_an_embargoed_story_until_the_minute(self) -> None:
        story = make_story(embargoed_until=NOON + timedelta(hours=1))
        self.assertNotIn(story, Story.objects.live(NOON + timedelta(minutes=59)))
        self.assertIn(story, Story.objects.live(NOON + timedelta(hours=1)))
        self.assertFalse(story.is_live(NOON + timedelta(minutes=59)))
        self.assertTrue(story.is_live(NOON + timedelta(hours=1)))

    def test_no_door_lets_an_embargoed_story_out_before_its_minute(self) -> None:
        until = NOON + timedelta(hours=1)
        draft, public = make_draft(embargoed_until=until, slugline="vote"), make_story(slugline="budget")
        public.embargoed_until = until
        moved = Story(language="en", slugline="old", headline="Old", body="<p>x</p>", section=make_section(), published_at=NOON)
        moved.embargoed_until = until
        early = until - timedelta(seconds=1)
        for name, door in (
            ("vote", lambda: publishing.publish(draft, at=early)),
            ("budget", lambda: publishing.update(public, at=early)),
            ("budget", lambda: publishing.correct(public, at=early, note="It is 620.")),
            ("old", lambda: publishing.move_in([(moved, Parts())], at=early)),
        ):
            with self.assertRaises(CannotPublish) as caught:
                door()
            self.assertIn(f"“{name}” is under embargo until 12.03.2026, 13:00.", caught.exception.reasons[0])
        self.assertEqual(releases.head(), 1)
        self.assertFalse(Correction.objects.exists())
        publishing.publish(draft, at=until)
        publishing.update(public, at=until)

    def test_problems_name_their_fields_in_order(self) -> None:
        draft = make_draft(pictures=[make_picture(credit_lines={})], embargoed_until=NOON + timedelta(hours=1))
        draft.slugline, draft.headline, draft.body, draft.section_id = "", " ", "<p> </p>", None  # type: ignore[assignment]
        found = draft.problems(at=NOON)
        self.assertEqual([one.field for one in found], ["slugline", "headline", "body", "section", "pictures", "embargoed_until"])
        self.assertEqual([one.sentence for one in found], draft.missing(at=NOON))
        self.assertEqual([one.field for one in draft.problems()], ["slugline", "headline", "body", "section", "pictures"])
        self.assertEqual(make_draft().problems(at=NOON), [])

    def test_two_language_versions_share_the_uri(self) -> None:
        english = make_story(language="en")
        kazakh = make_story(language="kk", identity=english.identity)
        self.assertEqual(english.uri, kazakh.uri)
        self.assertEqual(set(Story.objects.versions_of(english)), {english, kazakh})


class UpdateTests(TestCase):
    def test_it_replaces_the_text_and_keeps_address_and_time(self) -> None:
        story = make_story(headline="First headline")
        address = story.get_absolute_url()
        story.headline = "Another headline"
        later = NOON + timedelta(hours=2)
        release = publishing.update(story, at=later)
        story = saved(story)
        self.assertEqual((story.headline, story.version, story.published_at, story.updated_at), ("Another headline", 2, NOON, later))
        self.assertEqual(story.get_absolute_url(), address)
        self.assertEqual((release.kind, release.version), ("update", 2))

    def test_an_old_copy_cannot_turn_back_version_or_time(self) -> None:
        old_copy = make_story()
        publishing.update(saved(old_copy), at=NOON + timedelta(hours=1))
        old_copy.published_at = NOON - timedelta(days=9)
        release = publishing.update(old_copy, at=NOON + timedelta(hours=2))
        self.assertEqual(release.version, 3)
        self.assertEqual(saved(old_copy).published_at, NOON)

    def test_a_draft_cannot_be_updated(self) -> None:
        with self.assertRaises(CannotPublish):
            publishing.update(make_draft(), at=NOON)


class CorrectTests(TestCase):
    def test_it_prints_a_dated_note(self) -> None:
        story = make_story()
        release = publishing.correct(story, at=NOON + timedelta(hours=1), note="It is 620, not 260.")
        self.assertEqual(
            [(c.at, c.note) for c in Correction.objects.filter(story=story)], [(NOON + timedelta(hours=1), "It is 620, not 260.")]
        )
        self.assertEqual(release.kind, "correction")
        self.assertEqual(release.snapshot["corrections"][0]["note"], "It is 620, not 260.")

    def test_without_a_note_it_is_refused_whole(self) -> None:
        story = make_story()
        with self.assertRaises(CannotPublish):
            publishing.correct(story, at=NOON, note=" ")
        self.assertEqual(saved(story).version, 1)
        self.assertFalse(Correction.objects.exists())

    def test_a_refused_correction_leaves_no_note(self) -> None:
        draft = make_draft()
        with self.assertRaises(CannotPublish):
            publishing.correct(draft, at=NOON, note="It is 620.")
        self.assertFalse(Correction.objects.exists())


class KillTests(TestCase):
    def test_it_withdraws_the_story_and_the_release_has_no_text(self) -> None:
        story = make_story(headline="Toll for lorries")
        at = NOON + timedelta(minutes=32)
        release = publishing.kill(story, at=at, reason="figures withdrawn", public_reason="The office withdrew its figures.")
        story = saved(story)
        self.assertEqual((story.state, story.killed_at, story.live), (Story.State.KILLED, at, False))
        self.assertEqual(story.kill_reason, "The office withdrew its figures.")
        self.assertNotIn("body", release.snapshot)
        self.assertNotIn("Toll", str(release.snapshot["slugline"]))
        self.assertFalse(Story.objects.live(at).exists())

    def test_it_wants_a_reason_and_a_published_story(self) -> None:
        with self.assertRaises(CannotPublish) as caught:
            publishing.kill(make_draft(), at=NOON, reason="")
        self.assertEqual(len(caught.exception.reasons), 2)

    def test_a_killed_story_stays_killed(self) -> None:
        story = make_story()
        publishing.kill(story, at=NOON, reason="wrong")
        for door in (publishing.publish, publishing.update):
            with self.assertRaises(CannotPublish):
                door(saved(story), at=NOON)


class MoveInTests(TestCase):
    def test_it_writes_stories_parts_and_gapless_releases(self) -> None:
        make_story()
        section, author = make_section(), make_author()
        stories = []
        for number in range(3):
            story = Story(language="ru", slugline=f"old-{number}", headline=f"Старая новость {number}", body="<p>Текст</p>",
                          section=section,
                          published_at=NOON - timedelta(days=number))  # fmt: skip
            pictures, sources = [StoryPicture(credit_line="gov.example")], [StorySource(role="said", name="Office")]
            stories.append((story, Parts(pictures=pictures, sources=sources, authors=[author])))
        found = publishing.move_in(stories, at=NOON)
        self.assertEqual([release.number for release in found], [2, 3, 4])
        kept = Story.objects.get(slugline="old-2")
        self.assertEqual(kept.published_at, NOON - timedelta(days=2))
        self.assertEqual([p.credit() for p in kept.pictures.all()], ["gov.example"])
        self.assertEqual([s.name for s in kept.sources.all()], ["Office"])
        self.assertEqual(list(kept.authors.all()), [author])
        self.assertEqual(found[2].snapshot["pictures"][0]["credit_line"], "gov.example")
        self.assertEqual(found[2].snapshot["authors"][0]["slug"], "aigerim-tolen")

    def test_a_picture_of_ours_brings_its_own_credit_and_must_have_one(self) -> None:
        def moved(picture: Picture) -> list[tuple[Story, Parts]]:
            story = Story(language="en", slugline="a", headline="Old", body="<p>x</p>", section=make_section(), published_at=NOON)
            return [(story, Parts(pictures=[StoryPicture(picture=picture)]))]

        with self.assertRaisesRegex(CannotPublish, "no credit line"):
            publishing.move_in(moved(make_picture(credit_lines={})), at=NOON)
        release = publishing.move_in(moved(make_picture()), at=NOON)[0]
        self.assertEqual(release.snapshot["pictures"][0]["credit_line"], "Kerme graphics desk")
        self.assertEqual(StoryPicture.objects.get().story_id, release.story_id)

    def test_one_that_is_not_ready_stops_all_and_is_named(self) -> None:
        good = Story(language="en", slugline="a", headline="Good", body="<p>x</p>", section=make_section(), published_at=NOON)
        bad = Story(language="en", slugline="b", headline="Timeless", body="<p>x</p>", section=make_section())
        with self.assertRaises(CannotPublish) as caught:
            publishing.move_in([(good, Parts()), (bad, Parts())], at=NOON)
        self.assertIn("Timeless", caught.exception.reasons[0])
        self.assertFalse(Story.objects.exists())


class ReleaseLogTests(TestCase):
    def test_numbers_follow_each_other_over_all_stories(self) -> None:
        for number in range(1, 6):
            self.assertEqual(make_story().releases.get().number, number)

    def test_a_release_cannot_be_changed(self) -> None:
        make_story()
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Release.objects.update(reason="another")

    def test_a_release_cannot_be_deleted(self) -> None:
        make_story()
        if connection.vendor == "sqlite":  # the test run works without this trigger, see conftest.py
            from importlib import import_module

            with connection.cursor() as cursor:
                cursor.execute(import_module(f"{migrations_package}.0002_the_log_is_immutable").SQLITE[1])
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            Release.objects.all()._raw_delete("default")


class SectionTests(TestCase):
    def test_its_name_falls_back_to_a_language_that_has_one(self) -> None:
        section = Section(slug="regions", names={"ru": "Регионы"})
        self.assertEqual(section.name("ru"), "Регионы")
        self.assertEqual(section.name("en"), "Регионы")
