import json
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from dateline.people import audit_search
from dateline.people.audit import record
from dateline.people.audit_search import Wanted
from dateline.people.models import AuditEntry
from dateline.testing import make_section, make_user


def in_small(entry: AuditEntry) -> tuple[str, str]:
    """Names of an act and a kind, as a test needs them."""
    return entry.act.partition(".")[2], entry.kind.partition(".")[2]


class AuditTests(TestCase):
    def test_an_entry_is_never_changed(self) -> None:
        entry = record(None, "story.publish")
        with self.assertRaises(DatabaseError), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(act="story.kill")

    def test_an_entry_keeps_names_as_they_were_then(self) -> None:
        user = make_user("aigerim", first_name="Aigerim", last_name="Tolen")
        record(user, "section.edit", make_section("economy"), names=["Economy", "Markets"])
        user.last_name = "Sadyk"
        user.save()
        entry = AuditEntry.objects.get()
        self.assertEqual((entry.by_name, entry.kind, entry.label), ("Aigerim Tolen", "stories.section", "Economy"))


class SearchTests(TestCase):
    def setUp(self) -> None:
        self.editor, self.admin = make_user("editor", first_name="Дәурен"), make_user("admin")
        self.section = make_section("economy")
        record(self.editor, "story.publish", reason="Су деңгейі КӨТЕРІЛДІ")
        record(self.editor, "story.kill", self.section)
        record(self.admin, "person.invite", self.editor, email="new@example.org")

    def acts(self, **wanted: object) -> list[str]:
        return [entry.act for entry in audit_search.page(Wanted(**wanted)).entries]  # type: ignore[arg-type]

    def test_it_filters_by_person_act_kind_and_number(self) -> None:
        self.assertEqual(self.acts(), ["person.invite", "story.kill", "story.publish"])
        self.assertEqual(self.acts(by=self.editor.pk), ["story.kill", "story.publish"])
        self.assertEqual(self.acts(act="story."), ["story.kill", "story.publish"])
        self.assertEqual(self.acts(act="story.kill"), ["story.kill"])
        self.assertEqual(self.acts(kind="stories.section", of=str(self.section.pk)), ["story.kill"])

    def test_words_are_found_in_any_letters_of_any_alphabet(self) -> None:
        self.assertEqual(self.acts(words="көтерілді СУ"), ["story.publish"])
        self.assertEqual(self.acts(words="ДӘУРЕН деңгейі"), ["story.publish"])
        self.assertEqual(self.acts(words="NEW@example.org"), ["person.invite"])
        self.assertEqual(self.acts(words="economy"), ["story.kill"])

    def test_dates_bound_it(self) -> None:
        first = AuditEntry.objects.order_by("pk")[1].at
        self.assertEqual(self.acts(from_=first), ["person.invite", "story.kill"])
        self.assertEqual(self.acts(until=first), ["story.publish"])
        self.assertEqual(self.acts(from_=first + timedelta(days=1)), [])
        self.assertEqual(len(self.acts(until=first + timedelta(days=1))), 3)

    def test_pages_follow_each_other_without_gap(self) -> None:
        AuditEntry.objects.bulk_create(AuditEntry(act="session.sign_in") for _ in range(audit_search.PAGE))
        first = audit_search.page(Wanted())
        self.assertEqual(len(first.entries), audit_search.PAGE)
        second = audit_search.page(Wanted(), first.older)
        self.assertEqual([e.act for e in second.entries], ["person.invite", "story.kill", "story.publish"])
        self.assertIsNone(second.older)

    def test_a_search_for_words_says_how_far_it_looked(self) -> None:
        stretch, audit_search.STRETCH = audit_search.STRETCH, 2
        self.addCleanup(setattr, audit_search, "STRETCH", stretch)
        first = audit_search.page(Wanted(words="деңгейі"))
        self.assertEqual((first.entries, first.searched_to is None), ([], False))
        self.assertEqual([e.act for e in audit_search.page(Wanted(words="деңгейі"), first.older).entries], ["story.publish"])

    def test_the_files_hold_everything_and_no_formulas(self) -> None:
        record(None, "person.invite", details="x", label="=HYPERLINK(1)")
        AuditEntry.objects.create(act="person.change", by_name="=1+1")
        chunk, audit_search.CHUNK = audit_search.CHUNK, 2
        self.addCleanup(setattr, audit_search, "CHUNK", chunk)
        lines = list(audit_search.as_csv(audit_search.every(Wanted()), in_small))
        self.assertEqual(len(lines), 6)
        self.assertIn("'=1+1", lines[1])
        row = json.loads(next(audit_search.as_json_lines(audit_search.every(Wanted(act="story.kill")), in_small)))
        self.assertEqual(
            [row[name] for name in ("act", "act_name", "kind", "kind_name")], ["story.kill", "kill", "stories.section", "section"]
        )
        self.assertEqual(len(list(audit_search.as_json_lines(audit_search.every(Wanted(act="story.")), in_small))), 2)

    def test_the_acts_are_found_without_reading_the_log(self) -> None:
        self.assertEqual(audit_search.acts(), ["person.invite", "story.kill", "story.publish"])

    def test_the_guards_are_there(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'people_auditentry' AND name LIKE '%changed'"
                )
                self.assertEqual(cursor.fetchone(), (1,))
