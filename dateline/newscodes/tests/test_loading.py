"""The starter vocabulary, and following IPTC's releases."""

from dataclasses import asdict
from typing import Any
from unittest import mock

from django.db import IntegrityError, connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from dateline.newscodes.errors import BadVocabulary
from dateline.newscodes.iptc import Topic
from dateline.newscodes.loading import Report, import_topics, load_starter, read_iptc, starter
from dateline.newscodes.models import Subject
from dateline.newscodes.tests.releases import concept, release
from dateline.testing import SHARED, needs_shared

FLOOD = "medtop:20000154"
SHARED_RELEASE = SHARED / "data" / "mediatopics" / "mediatopics-2023-10-24.json"


def subject(code: str) -> Subject:
    return Subject.objects.get(code=code)


def everything() -> list[dict[str, Any]]:
    return [dict(row) for row in Subject.objects.order_by("code").values()]


def counted(report: Report) -> dict[str, int]:
    return {kind: count for kind, count in asdict(report).items() if count}


class StarterTests(TestCase):
    def test_every_topic_has_three_names_and_stands_behind_its_broader_one(self) -> None:
        seen: set[str] = set()
        for topic in starter():
            self.assertTrue(all(topic.names[language].strip() == topic.names[language] != "" for language in ("kk", "ru", "en")), topic)
            self.assertTrue(topic.parent is None or topic.parent in seen, topic)
            seen.add(topic.code)
        self.assertEqual(len(seen), len(starter()))
        self.assertEqual(sum(topic.parent is None for topic in starter()), 17)

    def test_no_two_topics_have_one_name(self) -> None:
        for language in ("kk", "ru", "en"):
            self.assertEqual(len({topic.names[language].casefold() for topic in starter()}), len(starter()), language)

    def test_our_names_are_cyrillic_and_small_but_for_proper_names(self) -> None:
        proper = ("Рождество", "Пасха", "Құр", "Кур", "Рамазан", "Рим", "Коран", "Олимп", "Паралимп")
        for topic in starter():
            for language in ("kk", "ru"):
                name = topic.names[language]
                self.assertNotRegex(name, "[A-Za-z]")
                self.assertTrue(name[0].islower() or name.startswith(proper), name)
        self.assertFalse([topic for topic in starter() if set(topic.names["ru"]) & set("әғқңөұүһі")])

    def test_it_loads_names_addresses_and_the_tree(self) -> None:
        report = load_starter()
        self.assertEqual(counted(report), {"added": len(starter())})
        flood = subject(FLOOD)
        self.assertEqual(flood.names, {"en": "flood", "kk": "су тасқыны", "ru": "паводки и наводнения"})
        self.assertEqual(flood.slug, "flood")
        self.assertEqual(flood.parent, subject("medtop:20000151"))
        self.assertFalse(Subject.objects.filter(parent=None).exclude(code__regex=r"^medtop:\d\d000000$").exists())

    def test_loading_again_changes_nothing(self) -> None:
        load_starter()
        before = everything()
        self.assertEqual(counted(load_starter()), {"unchanged": len(starter())})
        self.assertEqual(everything(), before)

    def test_it_keeps_what_the_agency_edited(self) -> None:
        load_starter()
        flood = subject(FLOOD)
        flood.names, flood.slug, flood.retired = {"en": "floods", "ru": "паводок"}, "floods", True
        flood.save()
        load_starter()
        kept = subject(FLOOD)
        self.assertEqual((kept.names, kept.slug, kept.retired), ({"en": "floods", "ru": "паводок"}, "floods", True))

    def test_a_better_name_of_ours_replaces_our_old_one(self) -> None:
        load_starter()
        better = tuple(Topic(t.code, t.parent, {**t.names, "kk": "тасқын"}) if t.code == FLOOD else t for t in starter())
        with mock.patch("dateline.newscodes.loading.starter", return_value=better):
            self.assertEqual(load_starter().renamed, 1)
        self.assertEqual(subject(FLOOD).names["kk"], "тасқын")

    def test_it_leaves_a_newer_release_as_it_is(self) -> None:
        import_topics(read_iptc(release(concept("15000000", "sports"), concept("20001065", "football", "15000000", retired=True))))
        load_starter()
        football = subject("medtop:20001065")
        self.assertEqual((football.names["en"], football.names["kk"], football.retired), ("football", "футбол", True))
        self.assertEqual(football.parent, subject("medtop:15000000"))

    def test_an_address_of_the_agency_is_not_taken_away(self) -> None:
        Subject.objects.create(code="own:flood", slug="flood", names={"en": "The great flood"})
        load_starter()
        self.assertEqual(subject(FLOOD).slug, "flood-20000154")


class ReleaseTests(TestCase):
    def setUp(self) -> None:
        self.take(
            concept("15000000", "sport"),
            concept("20000822", "competition discipline", "15000000"),
            concept("20009001", "sledding", "20000822"),
        )

    def take(self, *concepts: dict[str, Any]) -> dict[str, int]:
        return counted(import_topics(read_iptc(release(*concepts))))

    def test_new_topics_have_our_names_where_we_have_some_and_else_english(self) -> None:
        self.assertEqual(subject("medtop:15000000").names, {"en": "sport", "kk": "спорт", "ru": "спорт"})
        self.assertEqual(subject("medtop:20009001").names, {"en": "sledding"})
        self.assertEqual(subject("medtop:20009001").name("kk"), "sledding")

    def test_the_same_release_again_changes_nothing(self) -> None:
        before = everything()
        sport = (
            concept("15000000", "sport"),
            concept("20000822", "competition discipline", "15000000"),
            concept("20009001", "sledding", "20000822"),
        )
        self.assertEqual(self.take(*sport), {"unchanged": 3})
        self.assertEqual(everything(), before)

    def test_topics_come_move_are_renamed_and_retire_all_at_once(self) -> None:
        report = self.take(
            concept("15000000", "sports"),
            concept("20000822", "competition discipline", "15000000", retired=True),
            concept("20009002", "winter sport", "15000000"),
            concept("20009001", "sledding", "20009002"),
        )
        self.assertEqual(report, {"added": 1, "renamed": 1, "moved": 1, "retired": 1})
        self.assertEqual(subject("medtop:15000000").names, {"en": "sports", "kk": "спорт", "ru": "спорт"})
        self.assertEqual(subject("medtop:20009001").parent, subject("medtop:20009002"))
        self.assertFalse(Subject.objects.offered().filter(code="medtop:20000822").exists())

    def test_an_address_outlives_a_new_name(self) -> None:
        self.take(concept("15000000", "sports and games"))
        self.assertEqual(subject("medtop:15000000").slug, "sport")

    def test_what_the_agency_edited_stays(self) -> None:
        sledding = subject("medtop:20009001")
        sledding.names = {"en": "sledges", "kk": "шана"}
        sledding.save()
        self.take(concept("20009001", "tobogganing"))
        self.assertEqual(subject("medtop:20009001").names, {"en": "sledges", "kk": "шана"})

    def test_a_retirement_taken_back_is_followed_but_not_one_of_the_agency(self) -> None:
        self.take(concept("15000000", "sport", retired=True), concept("20009001", "sledding"))
        Subject.objects.filter(code="medtop:20009001").update(retired=True)
        self.assertEqual(
            self.take(concept("15000000", "sport"), concept("20009001", "sledding")), {"restored": 1, "unchanged": 1, "absent": 1}
        )
        self.assertFalse(subject("medtop:15000000").retired)
        self.assertTrue(subject("medtop:20009001").retired)

    def test_what_the_release_does_not_name_is_left_alone(self) -> None:
        own = Subject.objects.create(code="own:nauryz", slug="nauryz", names={"kk": "Наурыз"}, parent=subject("medtop:20009001"))
        self.assertEqual(self.take(concept("15000000", "sport")), {"unchanged": 1, "absent": 2})
        self.assertEqual(subject("own:nauryz").parent_id, own.parent_id)

    def test_a_retired_topic_leaves_the_plain_address_to_the_one_in_use(self) -> None:
        self.take(concept("20009003", "street sport", retired=True), concept("20009004", "street sport"))
        self.assertEqual(subject("medtop:20009004").slug, "street-sport")
        self.assertEqual(subject("medtop:20009003").slug, "street-sport-20009003")

    def test_a_name_without_latin_letters_still_has_an_address(self) -> None:
        self.take(concept("20009005", "…"))
        self.assertEqual(subject("medtop:20009005").slug, "20009005")

    def test_broken_input_leaves_everything_as_it_was(self) -> None:
        before = everything()
        with self.assertRaises(BadVocabulary):
            import_topics([Topic("medtop:15000000", None, {"en": "games"}), Topic("medtop:20009009", "medtop:20009010", {"en": "x"})])
        self.assertEqual(everything(), before)

    def test_a_failure_on_the_way_leaves_everything_as_it_was(self) -> None:
        before = everything()
        with mock.patch("dateline.newscodes.loading._save_changed", side_effect=IntegrityError), self.assertRaises(IntegrityError):
            self.take(concept("15000000", "games"), concept("20009009", "new"))
        self.assertEqual(everything(), before)


@needs_shared
class PublishedReleaseTests(TestCase):
    """IPTC's release of 2023-10-24, which lies beside the checkout."""

    def test_the_starter_is_the_release_in_its_codes_places_and_english_names(self) -> None:
        published = {topic.code: topic for topic in read_iptc(SHARED_RELEASE.read_bytes())}
        for topic in starter():
            fact = published[topic.code]
            self.assertEqual((topic.parent, topic.names["en"], False), (fact.parent, fact.names["en"], fact.retired))

    def test_the_starter_has_the_upper_two_levels_whole(self) -> None:
        in_use = [topic for topic in read_iptc(SHARED_RELEASE.read_bytes()) if not topic.retired]
        top = {topic.code for topic in in_use if topic.parent is None}
        second = {topic.code for topic in in_use if topic.parent in top}
        self.assertLessEqual(top | second, {topic.code for topic in starter()})

    def test_the_release_completes_the_starter(self) -> None:
        load_starter()
        with CaptureQueriesContext(connection) as queries:
            report = import_topics(read_iptc(SHARED_RELEASE.read_bytes()))
        self.assertLess(len(queries), 20)
        self.assertEqual(counted(report), {"added": 1372 - len(starter()), "unchanged": len(starter())})
        self.assertEqual(Subject.objects.offered().count(), 1372 - 273)
        self.assertEqual(Subject.objects.filter(parent=None).count(), 17)
        self.assertEqual(subject("medtop:20001135").names["kk"], "көркемсурет көрмелері")
