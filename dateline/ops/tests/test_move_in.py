"""Moving in: what is written, what is left alone, and what a second run does."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.core.management import CommandError, call_command
from django.test import TestCase

from dateline.ops.models import MovedPage, MovedStory
from dateline.ops.movein import counting, journal, reading_many
from dateline.ops.movein.finding import pages_in
from dateline.ops.movein.importing import MoveIn
from dateline.ops.movein.options import Options
from dateline.ops.movein.reading import read_page
from dateline.ops.movein.report import PageReport
from dateline.readership.models import SeenList, StoryViews
from dateline.stories import publishing
from dateline.stories.models import ArchivedHeadline, Release, Section, Story
from dateline.testing import make_section, make_subject
from dateline.website.models import OldAddress

NOW = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
ALMATY = ZoneInfo("Asia/Almaty")

HARBOUR = """\
05.03.2021, 09:54 295
Harbour reopens after repairs
Images | port.example
Tell a friend
The harbour opened again on Friday, the Ministry of Transport reports.
The first ferry carried forty wagons.
All rights reserved.
"""
LAKE = """\
04.03.2021, 12:00 120
Lake thaws two weeks early
The ice went in a single night.
All rights reserved.
"""
LISTS = """\
Most viewed
03.03.2021, 10:00Bridge closes for a day 05.03.2021, 09:54300Harbour reopens after repairs
"""


class MoveInTestCase(TestCase):
    databases = {"default", "counts"}

    def setUp(self) -> None:
        make_section("archive")
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, pages: Mapping[str, str | bytes]) -> None:
        for name, text in pages.items():
            (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def move_in(self, **options: Any) -> tuple[MoveIn, list[PageReport]]:
        told: list[PageReport] = []
        run = MoveIn(Options(zone=ALMATY, **options), at=NOW, tell=told.append)
        run.run(pages_in([self.folder]))
        return run, told

    def counts(self, **options: Any) -> dict[str, int]:
        run, _told = self.move_in(**options)
        return {name: count for name, count in run.report.counts.items() if count}


class FirstRunTests(MoveInTestCase):
    def test_stories_go_out_with_every_fact_and_a_release_each(self) -> None:
        self.write({"1.txt": HARBOUR + "relevant news\n" + LAKE})
        self.move_in()
        story = Story.objects.get(headline="Harbour reopens after repairs")
        self.assertEqual(story.published_at, datetime(2021, 3, 5, 9, 54, tzinfo=ALMATY))
        self.assertEqual((story.state, story.language, story.version), ("published", "en", 1))
        self.assertEqual(story.body.count("<p>"), 2)
        self.assertEqual(story.copyright_notice, "All rights reserved.")
        self.assertEqual([one.credit() for one in story.pictures.all()], ["port.example"])
        self.assertEqual([(one.role, one.name) for one in story.sources.all()], [("said", "Ministry of Transport")])
        self.assertEqual(list(Release.objects.values_list("number", "kind")), [(1, "new"), (2, "new")])
        snapshot = Release.objects.get(story=story).snapshot
        self.assertEqual((snapshot["headline"], snapshot["pictures"][0]["credit_line"]), (story.headline, "port.example"))

    def test_counts_are_carried_over_and_unknown_ones_stay_unknown(self) -> None:
        self.write({"1.txt": HARBOUR + LAKE.replace(" 120", "")})
        self.move_in()
        harbour, lake = (Story.objects.get(headline__startswith=word) for word in ("Harbour", "Lake"))
        self.assertEqual(StoryViews.objects.get(story_id=harbour.pk).carried, 295)
        self.assertFalse(StoryViews.objects.filter(story_id=lake.pk, carried__isnull=False).exists())

    def test_entries_without_text_are_archived_headlines_and_the_list_is_kept(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS})
        self.move_in()
        self.assertEqual([one.headline for one in ArchivedHeadline.objects.all()], ["Bridge closes for a day"])
        self.assertEqual(Story.objects.count(), 1)
        kept = SeenList.objects.get()
        self.assertEqual((kept.seen_on, kept.language), (date(2021, 3, 5), "en"))
        harbour = Story.objects.get().pk
        entries = list(kept.entries.values_list("position", "views", "story_id"))
        self.assertEqual(entries, [(1, None, None), (2, 300, harbour)])

    def test_a_count_in_a_list_that_is_higher_than_that_of_the_page_is_the_newer(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS})
        self.move_in()
        self.assertEqual(StoryViews.objects.get(story_id=Story.objects.get().pk).carried, 300)

    def test_the_day_seen_may_be_given(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS})
        self.move_in(seen_on=date(2021, 3, 20))
        self.assertEqual(SeenList.objects.get().seen_on, date(2021, 3, 20))
        self.assertEqual(StoryViews.objects.get().carried_on, date(2021, 3, 20))

    def test_the_same_story_on_several_pages_is_one(self) -> None:
        self.write({"1.txt": HARBOUR + LAKE, "2.txt": LAKE + HARBOUR, "3.txt": LAKE})
        counts = self.counts()
        self.assertEqual((Story.objects.count(), counts["new"], counts["unchanged"]), (2, 2, 3))

    def test_language_versions_share_an_identity_and_old_addresses_lead_to_them(self) -> None:
        self.write({"en.html": saved("en", "Harbour reopens", "kk"), "kk.html": saved("kk", "Айлақ қайта ашылды", "en")})
        self.move_in()
        english, kazakh = Story.objects.get(language="en"), Story.objects.get(language="kk")
        self.assertEqual(english.identity, kazakh.identity)
        self.assertEqual(dict(OldAddress.objects.values_list("path", "story_id")), {"/en/17": english.pk, "/kk/17": kazakh.pk})

    def test_a_version_that_comes_later_joins_the_first(self) -> None:
        self.write({"en.html": saved("en", "Harbour reopens", "kk")})
        self.move_in()
        self.write({"kk.html": saved("kk", "Айлақ қайта ашылды", "en")})
        self.move_in()
        self.assertEqual(Story.objects.values("identity").distinct().count(), 1)

    def test_pages_that_all_name_the_same_other_version_are_not_joined(self) -> None:
        pages = {f"{number}.html": saved("en", f"Harbour {number} reopens", "kk", path="/en/" + "x" * number) for number in (1, 2)}
        self.write({**pages, "3.html": saved("kk", "Айлақ қайта ашылды", "en", path="/kk/17")})
        self.move_in()
        self.assertEqual(Story.objects.values("identity", "language").distinct().count(), 3)

    def test_sections_and_subjects_are_found_by_their_names(self) -> None:
        make_section("economy")
        subject = make_subject()
        page = saved("en", "Harbour reopens", "kk").replace(
            '"NewsArticle"', '"NewsArticle","articleSection":"Economy","keywords":"environment, zebras"'
        )
        self.write({"1.html": page})
        self.move_in()
        story = Story.objects.get()
        self.assertEqual((story.section.slug, list(story.subjects.all())), ("economy", [subject]))

    def test_a_section_that_is_not_here_is_reported_once(self) -> None:
        page = saved("en", "Harbour reopens", "kk").replace('"NewsArticle"', '"NewsArticle","articleSection":"Zebras"')
        self.write({"1.html": page, "2.html": page.replace("/17", "/18").replace("Harbour", "Lake")})
        _run, told = self.move_in()
        self.assertEqual([len(page.notes) for page in told], [1, 0])
        self.assertEqual(set(Story.objects.values_list("section__slug", flat=True)), {"archive"})

    def test_without_any_section_one_is_made(self) -> None:
        Section.objects.all().delete()
        self.write({"1.txt": HARBOUR})
        self.move_in()
        self.assertEqual(Story.objects.get().section.names["ru"], "Архив")


class SecondRunTests(MoveInTestCase):
    def test_nothing_doubles(self) -> None:
        self.write({"1.txt": HARBOUR + LAKE + LISTS, "2.txt": LAKE + HARBOUR})
        self.move_in()
        before = self.everything()
        self.assertEqual(self.counts(), {"pages": 2, "skipped": 2})
        MovedPage.objects.all().delete()  # even without the journal
        self.assertEqual(self.counts().get("new", 0), 0)
        self.assertEqual(self.everything(), before)

    def everything(self) -> list[object]:
        lists = [list(one.entries.values_list("position", "headline", "views", "story_id")) for one in SeenList.objects.all()]
        stories = list(Story.objects.values_list("pk", "headline", "version"))
        counts = list(StoryViews.objects.values_list("story_id", "carried", "carried_on"))
        return [stories, counts, lists, list(ArchivedHeadline.objects.values_list("headline")), Release.objects.count()]

    def test_a_corrected_headline_of_a_later_day_wins_and_is_reported(self) -> None:
        self.write({"1.txt": HARBOUR})
        self.move_in()
        self.write(
            {"2.txt": HARBOUR.replace("Harbour reopens", "Port reopens").replace("295", "301") + "06.03.2021, 10:00\nMuseum\nOpens.\n"}
        )
        run, told = self.move_in()
        story = Story.objects.get(published_at=datetime(2021, 3, 5, 9, 54, tzinfo=ALMATY))
        self.assertEqual((story.headline, story.version), ("Port reopens after repairs", 2))
        self.assertEqual(Release.objects.filter(story=story).values_list("kind", flat=True).last(), "update")
        self.assertEqual(run.report.counts["changed"], 1)
        self.assertTrue(any("Port reopens" in note for page in told for note in page.notes))
        self.assertEqual(StoryViews.objects.get(story_id=story.pk).carried, 301)

    def test_an_older_page_changes_nothing(self) -> None:
        self.write({"1.txt": HARBOUR})
        self.move_in(seen_on=date(2021, 3, 9))
        self.write({"1.txt": HARBOUR.replace("forty", "four").replace("295", "90")})
        self.assertEqual(self.counts(seen_on=date(2021, 3, 8)).get("changed", 0), 0)
        self.assertIn("forty", Story.objects.get().body)
        self.assertEqual(StoryViews.objects.get().carried, 295)

    def test_the_same_file_saved_anew_on_the_same_day_is_newer(self) -> None:
        self.write({"1.txt": HARBOUR})
        self.move_in()
        self.write({"1.txt": HARBOUR.replace("forty", "four")})
        self.assertEqual(self.counts()["changed"], 1)
        self.assertIn("four", Story.objects.get().body)

    def test_what_was_edited_here_is_left_alone_and_reported(self) -> None:
        self.write({"1.txt": HARBOUR})
        self.move_in()
        story = Story.objects.get()
        story.headline = "Harbour reopens, twice corrected"
        publishing.update(story, at=NOW)
        self.write({"1.txt": HARBOUR.replace("forty", "four")})
        run, told = self.move_in()
        self.assertEqual(run.report.counts["edited_here"], 1)
        self.assertIn("forty", Story.objects.get().body)
        self.assertIn("edited here", told[0].notes[0])

    def test_a_withdrawn_story_does_not_come_back(self) -> None:
        self.write({"1.txt": HARBOUR})
        self.move_in()
        publishing.kill(Story.objects.get(), at=NOW, reason="wrong")
        self.write({"1.txt": HARBOUR.replace("forty", "four")})
        self.move_in()
        self.assertEqual(Story.objects.get().state, "killed")

    def test_a_headline_whose_text_arrives_becomes_a_story_in_its_list_too(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS})
        self.move_in()
        self.write({"2.txt": "03.03.2021, 10:00 77\nBridge closes for a day\nIt is painted.\n"})
        self.move_in()
        self.assertEqual(ArchivedHeadline.objects.count(), 0)
        bridge = Story.objects.get(headline="Bridge closes for a day")
        self.assertEqual(SeenList.objects.get().entries.get(position=1).story_id, bridge.pk)

    def test_a_list_seen_with_more_views_on_the_same_day_replaces_the_earlier(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS, "2.txt": HARBOUR + LISTS.replace("300", "310"), "3.txt": HARBOUR + LISTS})
        self.move_in()
        self.assertEqual(list(SeenList.objects.get().entries.values_list("views", flat=True)), [None, 310])

    def test_an_address_learned_later_leads_to_the_story(self) -> None:
        self.write({"1.txt": "05.03.2021, 09:54 295\nHarbour reopens\nThe harbour opened again.\n"})
        self.move_in()
        self.write({"2.html": saved("en", "Harbour reopens", "kk")})
        self.move_in()
        self.assertEqual(OldAddress.objects.get().story, Story.objects.get())


class TroubleTests(MoveInTestCase):
    BAD = "05.03.2021, 09:54 12\nHarbour\nOpens.\nAll rights reserved.\n31.02.2021, 10:00 9\nLake\nThaws.\n"

    def test_a_page_that_cannot_be_understood_is_reported_kept_and_not_half_moved_in(self) -> None:
        self.write({"bad.txt": self.BAD, "good.txt": LAKE})
        run, told = self.move_in()
        self.assertEqual([one.headline for one in Story.objects.all()], ["Lake thaws two weeks early"])
        line = next(told[0].lines())
        self.assertTrue(line.startswith(f"{self.folder}/bad.txt:5: not understood: expected date and time"), line)
        page = MovedPage.objects.get(state="not understood")
        self.assertEqual(journal.kept_bytes(page).decode(), self.BAD)
        self.assertEqual(run.report.counts["not_understood"], 1)

    def test_it_is_read_again_when_the_next_run_finds_it_mended(self) -> None:
        self.write({"bad.txt": self.BAD})
        self.move_in()
        self.write({"bad.txt": self.BAD.replace("31.02", "28.02")})
        self.assertEqual(self.counts()["new"], 2)

    def test_facts_that_do_not_fit_are_refused_not_cut(self) -> None:
        self.write({"1.txt": HARBOUR.replace("after repairs", "x" * 300), "2.txt": HARBOUR.replace("2021", "2033", 1)})
        run, _told = self.move_in()
        self.assertEqual((Story.objects.count(), run.report.counts["not_understood"]), (0, 2))

    def test_a_page_that_breaks_the_reader_stops_no_other(self) -> None:
        self.write({"1.txt": HARBOUR, "2.txt": LAKE})
        with mock.patch.object(reading_many, "read_page", side_effect=[ZeroDivisionError, read_page(LAKE.encode(), zone=ALMATY)]):
            _run, told = self.move_in()
        self.assertEqual([page.bad is None for page in told], [False, True])

    def test_a_language_that_nothing_tells_asks_for_the_option(self) -> None:
        self.write({"1.txt": "05.03.2021, 09:54 12\n12345\n67890 + 2\n"})
        _run, told = self.move_in()
        self.assertIn("--language", told[0].bad.expected if told[0].bad else "")
        self.assertEqual(self.counts(language="kk")["new"], 1)

    def test_a_refusal_of_the_newsroom_stops_one_page_only(self) -> None:
        self.write({"1.txt": HARBOUR, "2.txt": LAKE})
        missing = Story.missing

        def stopped(story: Story, *given: Any, **named: Any) -> list[str]:
            return ["no"] if "Lake" in story.headline else missing(story, *given, **named)

        with mock.patch.object(Story, "missing", stopped):
            run, told = self.move_in()
        self.assertEqual([one.headline for one in Story.objects.all()], ["Harbour reopens after repairs"])
        self.assertEqual([page.bad is None for page in told], [True, False])
        self.assertEqual(run.report.counts["pages"], 2)

    def test_a_run_that_ends_before_the_counts_is_finished_by_the_next(self) -> None:
        self.write({"1.txt": HARBOUR + LISTS})
        with mock.patch.object(counting, "carry", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.move_in()
        self.assertEqual((Story.objects.count(), MovedPage.objects.get().state, SeenList.objects.count()), (1, "written", 0))
        self.move_in()
        self.assertEqual((Story.objects.count(), MovedPage.objects.get().state, SeenList.objects.count()), (1, "done", 1))
        self.assertEqual(StoryViews.objects.get().carried, 300)


class CommandTests(MoveInTestCase):
    def run_command(self, *words: str) -> tuple[str, int]:
        out = StringIO()
        try:
            call_command("move-in", *words, "--processes", "1", stdout=out, stderr=StringIO())
        except SystemExit as end:
            return out.getvalue(), int(end.code or 0)
        return out.getvalue(), 0

    def test_a_dry_run_tells_the_same_and_writes_nothing(self) -> None:
        self.write({"1.txt": HARBOUR + LAKE + LISTS, "2.txt": LAKE + HARBOUR, "3.txt": TroubleTests.BAD})
        dry, code = self.run_command("--dry-run", str(self.folder))
        self.assertEqual([model.objects.count() for model in (Story, MovedPage, MovedStory, SeenList)], [0, 0, 0, 0])
        wet, again = self.run_command(str(self.folder))
        self.assertEqual((code, again), (1, 1))
        kinds = ("stories new", "stories unchanged", "archived headlines", "lists new", "not understood", "pages looked at")
        for kind in kinds:
            self.assertEqual(*([line for line in text.splitlines() if kind in line] for text in (dry, wet)))

    def test_the_exit_code_is_nought_when_every_page_was_understood(self) -> None:
        self.write({"1.txt": HARBOUR, "logo.svg": "<svg/>"})
        text, code = self.run_command(str(self.folder))
        self.assertEqual(code, 0)
        self.assertIn("1  other files", text)

    def test_wrong_words_are_told_in_a_sentence(self) -> None:
        self.write({"1.txt": HARBOUR})
        for words in (
            (str(self.folder / "nowhere"),),
            (str(self.folder), "--section", "zebras"),
            (str(self.folder), "--seen-on", "yesterday"),
        ):
            with self.assertRaises(CommandError):
                call_command("move-in", *words)


def saved(language: str, headline: str, other: str, path: str = "") -> str:
    """A saved page of a story in `language` that names its version in `other`."""
    own = path or f"/{language}/17"
    texts = {
        "en": "The harbour opened again on Friday after nine weeks of repairs. ",
        "kk": "Айлақ тоғыз апталық жөндеуден кейін жұма күні ашылды. ",
    }
    text = texts[language]
    at = datetime(2021, 3, 5, 9, 54, tzinfo=ALMATY) + timedelta(minutes=len(path))
    return (
        f'<html lang="{language}"><head><title>{headline}</title><link rel="canonical" href="https://old.example{own}">'
        f'<link rel="alternate" hreflang="{other}" href="https://old.example/{other}/17">'
        '<script type="application/ld+json">'
        f'{{"@type":"NewsArticle","headline":"{headline}","datePublished":"{at.isoformat()}"}}</script></head>'
        f"<body><article><h1>{headline}</h1><p>{text * 2}</p><p>{text * 3}</p></article></body></html>"
    )
