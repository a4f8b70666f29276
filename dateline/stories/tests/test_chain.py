"""Every release carries the hash of its content and of the release before it."""

import hashlib
import json
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import SimpleTestCase, TestCase

from dateline.stories import chain, publishing
from dateline.stories.migrations import __name__ as migrations_package
from dateline.stories.models import Release, ReleaseCounter, Section, Story
from dateline.stories.snapshots import Parts
from dateline.testing import NOON, make_section, make_story, make_user

migration = import_module(f"{migrations_package}.0009_hashes_of_earlier_releases")


def hashes() -> list[tuple[str, str, str]]:
    return list(Release.objects.values_list("content_hash", "previous_hash", "hash"))


class ChainTests(TestCase):
    def test_a_release_is_hashed_by_the_recipe_of_the_documentation(self) -> None:
        editor = make_user()
        story = make_story(headline="Су қоймасы “ашылды”", language="kk")
        first, second = (
            Release.objects.get(),
            publishing.kill(story, at=NOON + timedelta(microseconds=7), reason="wrong\nfigures", by=editor),
        )

        def sha(value: Any) -> str:
            text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            return hashlib.sha256(text.encode("utf-8")).hexdigest()

        content = sha(second.snapshot)
        whole = {
            "number": 2, "story": story.pk, "kind": "kill", "version": 2, "at": "2026-03-12T07:00:00.000007+00:00", "by": editor.pk,
            "reason": "wrong\nfigures", "content": content, "previous": first.hash,
        }  # fmt: skip
        self.assertEqual((second.content_hash, second.previous_hash, second.hash), (content, first.hash, sha(whole)))
        self.assertEqual(first.previous_hash, chain.BEGINNING)
        self.assertEqual(ReleaseCounter.objects.get().hash, second.hash)

    def moved(self, count: int, section: Section) -> list[tuple[Story, Parts]]:
        return [
            (Story(language="en", slugline="a", headline="Old", body="<p>x</p>", section=section, published_at=NOON), Parts())
            for _number in range(count)
        ]

    def test_stories_that_move_in_are_chained_without_a_query_for_each(self) -> None:
        make_story()
        section = make_section()
        with self.assertNumQueries(6):
            publishing.move_in(self.moved(2, section), at=NOON)
        with self.assertNumQueries(6):
            publishing.move_in(self.moved(20, section), at=NOON)
        found = hashes()
        self.assertEqual([previous for _content, previous, _hash in found[1:]], [own for _content, _previous, own in found[:-1]])
        self.assertEqual(len({own for _content, _previous, own in found}), 23)
        self.assertEqual(ReleaseCounter.objects.get().hash, found[-1][2])

    def test_what_fails_leaves_the_head_where_it_was(self) -> None:
        story = make_story()
        before = ReleaseCounter.objects.get().hash

        def fail() -> None:
            with transaction.atomic():
                publishing.kill(story, at=NOON, reason="x")
                raise OSError("disk full")

        self.assertRaises(OSError, fail)
        self.assertEqual((ReleaseCounter.objects.get().last, ReleaseCounter.objects.get().hash), (1, before))


class CanonicalTests(SimpleTestCase):
    def test_it_is_sorted_without_blanks_in_utf_8(self) -> None:
        self.assertEqual(
            chain.canonical({"b": ['ә\u0007\u2028"', None, True], "a": 1}), '{"a":1,"b":["ә\\u0007\u2028\\"",null,true]}'.encode()
        )

    def test_what_readers_of_json_read_differently_is_refused(self) -> None:
        for value in ({"size": 1.0}, {"all": [{"n": 2**53}]}, {"ә": 1}):
            with self.assertRaises(TypeError):
                chain.check_plain(value)
        chain.check_plain({"size": 2**53 - 1, "on": True, "none": None, "text": "ә"})


class EarlierReleasesTests(TestCase):
    """The migration that chains what is there already."""

    def setUp(self) -> None:
        story = make_story()
        publishing.update(story, at=NOON + timedelta(minutes=1), by=make_user(), reason="more")
        publishing.kill(story, at=NOON + timedelta(minutes=2), reason="wrong")
        self.wanted = hashes()

    def forget(self, after: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(migration.DROP[connection.vendor])
            cursor.execute("UPDATE stories_release SET content_hash = '', previous_hash = '', hash = '' WHERE number > %s", [after])
            cursor.execute(migration.CREATE[connection.vendor])
        ReleaseCounter.objects.update(hash=chain.BEGINNING)

    def migrate(self) -> None:
        migration.forwards(apps, SimpleNamespace(connection=connection))

    def test_it_gives_them_the_hashes_that_the_doors_would_have_given(self) -> None:
        self.forget(0)
        self.migrate()
        self.assertEqual(hashes(), self.wanted)
        self.assertEqual(ReleaseCounter.objects.get().hash, self.wanted[-1][2])

    def test_it_goes_on_where_it_was_broken_off(self) -> None:
        self.forget(1)
        self.migrate()
        self.assertEqual(hashes(), self.wanted)

    def test_the_log_is_immutable_again(self) -> None:
        self.forget(0)
        self.migrate()
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Release.objects.update(reason="another")
