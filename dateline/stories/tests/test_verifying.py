"""Whatever is changed behind the log's back is found and named."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest import skipUnless

from django.db import connection, transaction
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from dateline.media.models import Picture
from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories import chain, publishing, signing
from dateline.stories.migrations import __name__ as migrations_package
from dateline.stories.models import Correction, Dossier, Release, ReleaseCounter, Section, SignedHead, Story, StoryPicture, StorySource
from dateline.stories.verifying import Fault, Verification
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject, make_user

COLUMNS = ("number", "story_id", "kind", "version", "at", "by_id", "reason", "snapshot", "content_hash", "previous_hash", "hash")
RELEASES = 6


def guard() -> None:
    """Put the triggers back that the test run works without, see conftest.py."""
    if connection.vendor == "sqlite":
        log = import_module(f"{migrations_package}.0002_the_log_is_immutable")
        with connection.cursor() as cursor:
            cursor.execute(log.SQLITE[1])
            for table in ("stories_signedhead", "stories_signingkey"):
                cursor.execute(f"CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'never'); END")


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor for whoever holds the database in his hands. The guards are there again afterwards."""
    drop = import_module(f"{migrations_package}.0009_hashes_of_earlier_releases")
    log = import_module(f"{migrations_package}.0002_the_log_is_immutable")
    on = " ON stories_release" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(drop.DROP[connection.vendor])
        cursor.execute(f"DROP TRIGGER release_is_never_deleted{on}")
        yield cursor
        for statement in log.SQLITE if connection.vendor == "sqlite" else log.POSTGRESQL[1:]:
            cursor.execute(statement)


def change(number: int, column: str, value: object) -> None:
    with unguarded() as cursor:
        cursor.execute(f"UPDATE stories_release SET {column} = %s WHERE number = %s", [value, number])


def faults(**options: Any) -> list[Fault]:
    return list(Verification(**options).faults())


class LogTestCase(PropertyTestCase):
    """Six releases of two stories: kinds, people and reasons differ."""

    story: Story
    other: Story
    unreleased: Story

    @classmethod
    def setUpTestData(cls) -> None:
        guard()
        editor = make_user()
        cls.story = make_story(
            slugline="gates", headline="Two gates", authors=[make_author()], subjects=[make_subject()], sources=["Guard"],
            pictures=[make_picture(), StoryPicture(credit_line="gov.example")], dossier=Dossier.objects.create(slug="flood", names={}),
        )  # fmt: skip
        cls.other = make_story(slugline="swans", headline="Swans return", language="kk")
        publishing.update(Story.objects.get(pk=cls.story.pk), at=NOON + timedelta(minutes=5), by=editor, reason="more ж")
        publishing.correct(Story.objects.get(pk=cls.story.pk), at=NOON + timedelta(hours=1), note="It is 620.", by=editor)
        publishing.kill(cls.other, at=NOON + timedelta(hours=2), reason="wrong", public_reason="Wrong.", by=make_user("chief"))
        make_story(slugline="third")
        cls.unreleased = make_draft()

    def sentences(self, **options: Any) -> list[str]:
        return [str(fault) for fault in faults(**options)]


class SoundLogTests(LogTestCase):
    def test_a_log_as_the_doors_wrote_it_has_no_faults(self) -> None:
        told: list[int] = []
        walk = Verification(told=told.append)
        self.assertEqual(list(walk.faults()), [])
        self.assertEqual((walk.releases, walk.number, walk.hash), (RELEASES, RELEASES, ReleaseCounter.objects.get().hash))
        self.assertEqual(told, [RELEASES])

    def test_an_empty_log_has_none_either(self) -> None:
        with unguarded() as cursor:
            cursor.execute("DELETE FROM stories_release")
        Correction.objects.all().delete()
        Story.objects.all().delete()
        ReleaseCounter.objects.update(last=0, hash=chain.BEGINNING)
        self.assertEqual(self.sentences(), [])

    def test_a_walk_may_begin_where_the_last_one_ended(self) -> None:
        first = Verification()
        list(first.faults())
        self.assertEqual(self.sentences(after=first.number, hash=first.hash), [])
        make_story()
        walk = Verification(after=first.number, hash=first.hash)
        self.assertEqual((list(walk.faults()), walk.releases), ([], 1))
        self.assertIn("does not continue", self.sentences(after=first.number, hash="0" * 64)[0])

    def test_after_an_undo_all_is_in_order(self) -> None:
        later = NOON + timedelta(days=1)
        doors: tuple[Callable[[Story], object], ...] = (
            lambda s: publishing.update(s, at=later), lambda s: publishing.correct(s, at=later, note="x"),
            lambda s: publishing.kill(s, at=later, reason="x"),
        )  # fmt: skip
        for door in doors:
            door(Story.objects.get(pk=self.story.pk))
            publishing.undo(self.story, at=later)
        fresh = make_draft(embargoed_until=NOON.astimezone())
        publishing.publish(fresh, at=later)
        publishing.undo(fresh, at=later)
        Story.objects.filter(pk=fresh.pk).update(headline="The newsroom goes on")
        self.assertEqual(self.sentences(), [])

    def test_what_others_may_change_is_no_fault(self) -> None:
        Author.objects.update(slug="another", names={"en": "Another"})
        Section.objects.update(slug="provinces")
        Dossier.objects.all().delete()
        Subject.objects.update(names={"en": "Nature"})
        Picture.objects.update(credit_lines={"en": "Somebody"}, alt_texts={"en": "A dam"})
        self.assertEqual(self.sentences(), [])


class AlteredLogTests(LogTestCase):
    def after(self, tamper: Callable[[], object], **options: Any) -> list[Fault]:
        """What is found after `tamper`, which is rolled back."""
        with transaction.atomic():
            tamper()
            found = faults(**options)
            transaction.set_rollback(True)
        return found

    @given(number=st.integers(1, RELEASES), column=st.sampled_from(COLUMNS), data=st.data())
    def test_altering_any_column_of_any_release_is_found_and_named(self, number: int, column: str, data: st.DataObject) -> None:
        row = Release.objects.filter(pk=number).values_list(*COLUMNS)[0]
        old = row[COLUMNS.index(column)]
        text = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
        new: Any
        if column == "number":
            new = data.draw(st.integers(RELEASES + 1, 2**40))
        elif column == "story_id":
            new = self.unreleased.pk  # another that has such a version the database refuses itself
        elif column == "version":
            new = data.draw(st.integers(10, 2**30))
        elif column == "at":
            new = old + timedelta(microseconds=data.draw(st.integers(1, 10**13)))
        elif column == "by_id":
            new = data.draw(st.sampled_from([None, *{1, 2, 3}.intersection(_users())]))
        elif column == "snapshot":
            name = data.draw(st.sampled_from(sorted(old)))
            new = json.dumps({**old, name: data.draw(st.one_of(text, st.none(), st.integers(0, 9), st.just([])))})
            assume(json.loads(new) != old)
        else:
            new = data.draw(text.map(lambda value: value[: 10 if column == "kind" else 64]))
        assume(new != old)
        found = self.after(lambda: change(number, column, new))
        named = {fault.number for fault in found}
        self.assertTrue(named & {number, new if column == "number" else number}, (column, old, new, found))

    @given(number=st.integers(1, RELEASES), data=st.data())
    def test_altering_any_character_of_a_snapshot_is_found(self, number: int, data: st.DataObject) -> None:
        if connection.vendor != "sqlite":
            self.skipTest("PostgreSQL keeps JSON as values")
        with connection.cursor() as cursor:
            cursor.execute("SELECT snapshot FROM stories_release WHERE number = %s", [number])
            old = cursor.fetchone()[0]
        place = data.draw(st.integers(0, len(old) - 1))
        new = old[:place] + data.draw(st.characters(codec="ascii", exclude_characters="\0")) + old[place + 1 :]
        try:
            assume(json.loads(new) != json.loads(old))
        except ValueError:  # broken JSON: the database itself refuses it, unless its check is off
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = ON")
        found = self.after(lambda: change(number, "snapshot", new))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        self.assertIn(number, {fault.number for fault in found}, new)

    def test_it_says_what_differs(self) -> None:
        for column, value, wanted in (
            (
                "reason",
                "less",
                "release 3, story {0}, “gates”: Its number, story, kind, version, time, person, reason or hashes are not what",
            ),
            ("snapshot", json.dumps({"slugline": "gates"}), "release 3, story {0}, “gates”: Its content is not what was released."),
            ("content_hash", "0" * 64, "release 3, story {0}, “gates”: Its content hash was changed; the content itself is as"),
        ):
            found = self.after(lambda column=column, value=value: change(3, column, value))  # type: ignore[misc]
            self.assertEqual(len(found), 1, found)
            self.assertIn(wanted.format(self.story.pk), str(found[0]))

    def test_one_wrong_hash_is_one_fault(self) -> None:
        self.assertEqual([fault.number for fault in self.after(lambda: change(3, "hash", "f" * 64))], [3])

    def test_a_chain_written_anew_from_a_release_on_breaks_at_the_counter(self) -> None:
        def tamper() -> None:
            change(RELEASES, "reason", "another")
            release = Release.objects.get(pk=RELEASES)
            change(RELEASES, "hash", publishing._seal(release))

        self.assertIn("counter holds another hash", str(self.after(tamper)[0]))

    def test_missing_releases_are_found_wherever_they_were(self) -> None:
        def delete(*numbers: int) -> Callable[[], None]:
            def tamper() -> None:
                with unguarded() as cursor:
                    cursor.execute(f"DELETE FROM stories_release WHERE number IN ({', '.join(map(str, numbers))})")

            return tamper

        self.assertIn("release 1: It is missing.", str(self.after(delete(1))[0]))
        self.assertIn("release 3: 2 releases are missing from here on.", str(self.after(delete(3, 4))[0]))
        self.assertIn("release 6: It is missing.", "\n".join(map(str, self.after(delete(6)))))

    def test_a_counter_that_was_turned_back_is_found(self) -> None:
        found = self.after(lambda: ReleaseCounter.objects.update(last=RELEASES - 1))
        self.assertIn("The counter stands at 5, before the last release.", "\n".join(map(str, found)))

    @skipUnless(connection.vendor == "sqlite", "PostgreSQL refuses a text for a number")
    def test_a_number_that_is_none_is_found(self) -> None:
        found = "\n".join(map(str, self.after(lambda: change(RELEASES, "number", "last"))))
        self.assertIn("A release has “last” for its number.", found)
        self.assertIn("release 6: It is missing.", found)

    def test_two_that_changed_places_are_found(self) -> None:
        def tamper() -> None:
            for old, new in ((3, 99), (4, 3), (99, 4)):
                change(old, "number", new)

        self.assertEqual({fault.number for fault in self.after(tamper)} & {3, 4}, {3, 4})

    def test_a_log_without_its_guards_is_found(self) -> None:
        def tamper() -> None:
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER release_is_never_changed" + (" ON stories_release" * (connection.vendor != "sqlite")))

        self.assertIn("trigger release_is_never_changed is missing", str(self.after(tamper)[0]))

    @skipUnless(connection.vendor == "sqlite", "PostgreSQL refuses such bytes")
    def test_bytes_that_are_no_text_are_found_and_the_walk_goes_on(self) -> None:
        def tamper() -> None:
            with unguarded() as cursor:
                cursor.execute("UPDATE stories_release SET reason = CAST(x'ff41' AS TEXT) WHERE number = 2")
                cursor.execute("UPDATE stories_release SET reason = 'x' WHERE number = 4")

        found = self.after(tamper)
        self.assertEqual([fault.number for fault in found], [2, 4])
        self.assertIn("It cannot be read", found[0].sentence)


class SignedLogTests(LogTestCase):
    def setUp(self) -> None:
        head = signing.sign_head(NOON)
        assert head
        self.head = head

    def rewrite(self, last: int = RELEASES) -> None:
        """Somebody shortens the log to `last` releases, changes the first and writes the whole chain and the counter anew."""
        with unguarded() as cursor:
            cursor.execute("DELETE FROM stories_changedelsewhere")
            cursor.execute("DELETE FROM stories_release WHERE number > %s", [last])
            previous = chain.BEGINNING
            for release in Release.objects.order_by("number"):
                release.previous_hash, release.reason = previous, "rewritten" if release.number == 1 else release.reason
                previous = publishing._seal(release)
                values = [release.reason, release.content_hash, release.previous_hash, release.hash, release.number]
                cursor.execute(
                    "UPDATE stories_release SET reason = %s, content_hash = %s, previous_hash = %s, hash = %s WHERE number = %s", values
                )
        ReleaseCounter.objects.update(last=last, hash=previous)

    def test_a_signed_log_is_in_order(self) -> None:
        self.assertEqual(self.sentences(), [])

    def test_a_chain_that_was_written_anew_is_betrayed_by_the_signature(self) -> None:
        self.rewrite()
        self.assertEqual(self.sentences(), ["release 6: It is not the release that was signed on 2026-03-12."])

    def test_and_one_that_was_shortened(self) -> None:
        self.rewrite(last=5)
        self.assertIn("release 6: It was signed on 2026-03-12, and is not in the log.", self.sentences())

    def test_a_copy_that_somebody_kept_betrays_it_when_the_signatures_are_gone_too(self) -> None:
        copy = SignedHead.objects.get()
        self.rewrite()
        with transaction.atomic(), connection.cursor() as cursor:
            on = " ON stories_signedhead" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER stories_signedhead_is_never_deleted{on}")
            cursor.execute("DELETE FROM stories_signedhead")
        self.assertNotIn("signed on", str(self.sentences()))
        self.assertIn("release 6: It is not the release that was signed on 2026-03-12.", self.sentences(heads=[copy]))

    def test_a_forged_signature_is_found(self) -> None:
        SignedHead.objects.create(
            day=NOON.date(), at=NOON, number=3, hash=Release.objects.get(pk=3).hash, key=self.head.key, signature=self.head.signature
        )
        self.assertEqual(self.sentences(), ["release 3: The signature of 2026-03-12 is not the agency's."])


class ShownTests(LogTestCase):
    """What the site shows is what was released."""

    def test_any_change_behind_the_logs_back_is_named(self) -> None:
        story = Story.objects.filter(pk=self.story.pk)
        parts: dict[str, Callable[[], object]] = {
            "headline": lambda: story.update(headline="Three gates"),
            "body": lambda: story.update(body="<p>Wrong.</p>"),
            "lead": lambda: story.update(lead=""),
            "urgency": lambda: story.update(urgency=1),
            "published_at": lambda: story.update(published_at=NOON - timedelta(days=1)),
            "updated_at": lambda: story.update(updated_at=None),
            "section": lambda: story.update(section=make_section("economy")),
            "dossier": lambda: story.update(dossier=None),
            "authors": lambda: Story.authors.through._default_manager.update(author=make_author("somebody-else")),
            "subjects": lambda: Story.subjects.through._default_manager.all().delete(),
            "sources": lambda: StorySource.objects.update(name="Nobody"),
            "pictures": lambda: StoryPicture.objects.filter(picture__isnull=False).update(caption="Another dam"),
            "corrections": lambda: Correction.objects.update(note="It is 260."),
            "state": lambda: story.update(state=Story.State.DRAFT),
        }
        for name, tamper in parts.items():
            with transaction.atomic():
                tamper()
                found = self.sentences()
                transaction.set_rollback(True)
            self.assertEqual(found, [f"release 4, story {self.story.pk}, “gates”: The site does not show what was released: {name}."])

    def test_a_killed_story_that_lives_again_is_named(self) -> None:
        Story.objects.filter(pk=self.other.pk).update(state=Story.State.PUBLISHED)
        self.assertIn("does not show what was released: state.", self.sentences()[0])
        Story.objects.filter(pk=self.other.pk).update(state=Story.State.KILLED, kill_reason="We were told to.")
        self.assertIn("does not show what was released: kill_reason.", self.sentences()[0])

    def test_a_story_that_was_turned_back_or_never_released_is_named(self) -> None:
        Story.objects.filter(pk=self.story.pk).update(version=1, headline="Two gates")
        draft = make_draft(slugline="sneaked")
        Story.objects.filter(pk=draft.pk).update(state=Story.State.PUBLISHED, version=1, published_at=NOON, slug="x")
        found = "\n".join(self.sentences())
        self.assertIn(f"story {self.story.pk}, “gates”: It was turned back to an earlier version.", found)
        self.assertIn(f"story {draft.pk}, “sneaked”: It says that it is public, or was; no release says so.", found)


def _users() -> set[int]:
    from dateline.people.models import User

    return set(User.objects.values_list("pk", flat=True))
