"""Plain-text pages, written in every variation and read back."""

from datetime import datetime
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.ops.movein.pages import BadPage, OldListEntry, OldPage
from dateline.ops.movein.text_pages import read_text_page
from dateline.ops.tests import old_text_pages as old
from dateline.ops.tests.old_text_pages import ALMATY, WrittenPage, pages

OFTEN = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def minute(at: datetime | None) -> datetime | None:
    return at.astimezone(ALMATY) if at else None


def read(text: str, encoding: str = "utf-8") -> OldPage:
    return read_text_page(text.encode(encoding), zone=ALMATY)


def page_with(*lines: str) -> str:
    """A page with one story and these lines after it."""
    return "\n".join(("05.03.2021, 09:54 295", "Harbour reopens", "The harbour opened again on Friday.", "All rights reserved.", *lines))


class RoundTripTests(TestCase):
    @OFTEN
    @given(pages())
    def test_a_page_reads_back_as_it_was_written(self, page: WrittenPage) -> None:
        found = read(page.text())
        self._same_stories(page, found)
        wanted = [(minute(entry.at), entry.views, entry.headline) for one in page.lists for entry in one]
        self.assertEqual([(minute(entry.published_at), entry.views, entry.headline) for entry in found.entries], wanted)

    def _same_stories(self, page: WrittenPage, found: OldPage) -> None:
        rights = page.rights
        whole = [story for story in page.stories if story.paragraphs]
        expected = [(minute(s.at), s.views, s.headline, s.credit, s.paragraphs, rights) for s in whole]
        got = [(minute(s.published_at), s.views, s.headline, s.credit_line, s.paragraphs, s.rights_notice) for s in found.stories]
        self.assertEqual(got, expected)
        bare = [(minute(s.at), s.views, s.headline) for s in page.stories if not s.paragraphs]
        self.assertEqual([(minute(s.published_at), s.views, s.headline) for s in found.headlines], bare)

    @OFTEN
    @given(pages())
    def test_each_entry_stands_in_its_list_and_place(self, page: WrittenPage) -> None:
        found = read(page.text())
        wanted = [(number, place) for number, one in enumerate(page.lists, 1) for place, _entry in enumerate(one, 1)]
        self.assertEqual([(entry.list_number, entry.position) for entry in found.entries], wanted)
        if page.windows:
            self.assertEqual({entry.window for entry in found.entries if entry.list_number == 2} - {"month"}, set())

    @OFTEN
    @given(pages(), st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251", "koi8-r", "kz1048"]))
    def test_the_encoding_is_told_from_the_bytes(self, page: WrittenPage, encoding: str) -> None:
        text = page.text()
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            return  # this encoding has no letters for this page
        if data == text.encode("ascii", "replace"):
            return
        try:
            found = read_text_page(data, zone=ALMATY)
        except BadPage as error:  # refused is allowed for a page with hardly a letter outside ASCII; misread never
            self.assertIn("encoding", str(error).lower() + " encoding" * (sum(c > "\x7f" for c in text) < 40))
            return
        self.assertEqual([story.headline for story in found.stories], [story.headline for story in page.stories if story.paragraphs])

    @OFTEN
    @given(pages(), st.data())
    def test_a_page_cut_off_or_damaged_is_read_or_refused_but_never_breaks(self, page: WrittenPage, data: st.DataObject) -> None:
        raw = page.text().encode()
        cut = data.draw(st.integers(0, len(raw)))
        noise = data.draw(st.binary(max_size=6))
        try:
            read_text_page(raw[:cut] + noise + raw[cut + len(noise) :], zone=ALMATY)
        except BadPage as error:
            self.assertGreaterEqual(error.trouble.line, 1)
            self.assertTrue(error.trouble.expected)

    @OFTEN
    @given(st.binary(max_size=400))
    def test_noise_is_refused(self, data: bytes) -> None:
        with self.assertRaises(BadPage):
            read_text_page(b"\x07noise " + data, zone=ALMATY)


class GluedCountTests(TestCase):
    """Where a count ends and a headline begins."""

    def entries(self, line: str) -> tuple[OldListEntry, ...]:
        return read(page_with("Most viewed", line)).entries

    def test_a_headline_that_begins_with_a_figure_is_found_by_the_order_of_the_list(self) -> None:
        page = read(
            page_with(
                "Most viewed", "01.03.2021, 10:0098000Port opens 02.03.2021, 11:00975615 reasons to visit 03.03.2021, 12:0096000Lake thaws"
            )
        )
        self.assertEqual((page.entries[1].views, page.entries[1].headline), (97561, "5 reasons to visit"))
        self.assertIn("97561", page.troubles[0].expected)  # decided, and said

    def test_what_cannot_be_told_is_unknown_and_reported(self) -> None:
        page = read(
            page_with("Most viewed", "01.03.2021, 10:00980Port opens 02.03.2021, 11:002021 budget adopted 03.03.2021, 12:0012Lake thaws")
        )
        self.assertEqual((page.entries[1].views, page.entries[1].headline), (None, "2021 budget adopted"))
        self.assertEqual(len(page.troubles), 1)

    def test_the_same_story_elsewhere_on_the_page_settles_it(self) -> None:
        text = page_with("02.03.2021, 11:00 205", "21 budgets adopted", "Every one.", "All rights reserved.", "Most viewed")
        page = read(text + "\n01.03.2021, 10:00980Port opens 02.03.2021, 11:0020521 budgets adopted 03.03.2021, 12:0012Lake thaws")
        self.assertEqual((page.entries[1].views, page.entries[1].headline), (205, "21 budgets adopted"))
        self.assertEqual(page.troubles, ())

    def test_an_unknown_count_before_a_figure_is_not_invented(self) -> None:
        first = self.entries("01.03.2021, 10:005 reasons to visit 02.03.2021, 11:0097561Port opens 03.03.2021, 12:0096000Lake thaws")[0]
        self.assertEqual((first.views, first.headline), (None, "5 reasons to visit"))

    def test_words_that_begin_with_a_figure_are_not_counts(self) -> None:
        entry = self.entries("01.03.2021, 10:0098000Port opens 02.03.2021, 11:00975615G reaches the lake 03.03.2021, 12:0096000Lake thaws")[
            1
        ]
        self.assertEqual((entry.views, entry.headline), (97561, "5G reaches the lake"))

    def test_a_label_says_where_the_count_ends(self) -> None:
        entries = self.entries(
            "01.03.2021, 10:00 97 561 views 5 reasons to visit\n02.03.2021, 11:00 Просмотров: 300 Port opens".replace("\n", " ")
        )
        self.assertEqual([(entry.views, entry.headline) for entry in entries], [(97561, "5 reasons to visit"), (300, "Port opens")])

    def test_small_counts_set_off_by_spaces_are_read_but_years_are_not(self) -> None:
        lines = (
            "01.03.2021, 10:00 512 Port opens",
            "02.03.2021, 11:00 430 Lake thaws",
            "03.03.2021, 12:00 2021 World chess final",
            "04.03.2021, 12:00 300 Bridge",
        )
        page = read(page_with("Most viewed", *lines))
        self.assertEqual([entry.views for entry in page.entries], [512, 430, None, 300])
        self.assertEqual(page.entries[2].headline, "2021 World chess final")

    @OFTEN
    @given(st.lists(st.integers(100, 5_000_000), min_size=3, max_size=8, unique=True), st.data())
    def test_a_count_is_right_or_unknown_but_never_wrong(self, counts: list[int], data: st.DataObject) -> None:
        starts = [
            "5 reasons to visit",
            "2021 budget",
            "12 people found",
            "3D museum",
            "40-year-old bridge",
            "1,500 trees",
            "7th lake",
            "Port",
            "iPhone sales",
        ]
        counts.sort(reverse=True)
        headlines = [data.draw(st.sampled_from(starts)) for _count in counts]
        headlines[0], headlines[-1] = "Port opens", "Lake thaws"
        views: list[int | None] = [None if data.draw(st.integers(0, 5)) == 0 else count for count in counts]
        line = " ".join(
            f"0{place + 1}.03.2021, 10:00{'' if count is None else count}{headline}"
            for place, (count, headline) in enumerate(zip(views, headlines, strict=True))
        )
        page = read(page_with("Most viewed", line))
        self.assertEqual(len(page.entries), len(counts))
        reported = " ".join(trouble.found for trouble in page.troubles)
        for entry, count, headline in zip(page.entries, views, headlines, strict=True):
            self.assertIn(entry.views, (count, None), line)
            self.assertTrue(entry.headline == headline if entry.views == count else entry.headline[:20] in reported, line)


class RefusalTests(TestCase):
    """A page that cannot be understood names the line and what was expected; nothing of it is read."""

    def refused(self, text: str) -> BadPage:
        with self.assertRaises(BadPage) as caught:
            read(text)
        return caught.exception

    def test_a_date_that_no_calendar_has(self) -> None:
        trouble = self.refused(page_with("31.02.2021, 10:00 55", "Lake thaws", "It thawed.")).trouble
        self.assertEqual((trouble.line, trouble.found), (5, "31.02.2021, 10:00 55"))

    def test_a_date_without_a_headline(self) -> None:
        trouble = self.refused(page_with("06.03.2021, 10:00 55", "Most viewed", "06.03.2021, 10:0055Lake")).trouble
        self.assertEqual((trouble.line, trouble.expected), (6, "a headline under the date"))

    def test_text_between_stories_that_belongs_to_none(self) -> None:
        self.assertEqual(self.refused(page_with("Somebody's banner text", "06.03.2021, 10:00 55", "Lake", "Thaws.")).trouble.line, 5)

    def test_a_page_that_does_not_begin_with_a_date(self) -> None:
        self.assertEqual(self.refused("Home\n" + page_with()).trouble.line, 1)

    def test_a_faulty_date_in_a_glued_list(self) -> None:
        self.assertEqual(
            self.refused(page_with("Most viewed", "01.03.2021, 10:0055Port 41.03.2021, 10:00 30.02.2021, 11:0044Lake")).trouble.line, 6
        )

    def test_an_empty_page(self) -> None:
        self.assertEqual(self.refused(" \r\n\t\n").trouble.found, "an empty page")

    def test_damaged_utf_8_names_its_line(self) -> None:
        data = page_with("Most viewed", "01.03.2021, 10:0055Көпір жабылды және тағы басқа жаңалықтар").encode()
        with self.assertRaises(BadPage) as caught:
            read_text_page(data.replace("ж".encode(), b"\xd0", 1), zone=ALMATY)
        self.assertEqual((caught.exception.trouble.line, caught.exception.trouble.expected), (6, "text in UTF-8"))

    def test_dates_that_begin_with_the_day_here_and_with_the_month_there(self) -> None:
        self.refused("25/03/2021, 09:54\nHarbour\nOpens.\n03/26/2021, 09:54\nLake\nThaws.")


class OddPageTests(TestCase):
    def test_figures_without_end_are_no_count(self) -> None:
        with self.assertRaises(BadPage):
            read(f"05.03.2021, 09:54 {'9' * 100_000}\nHarbour\nIt opens.")
        entry = read(page_with("Most viewed", f"05.03.2021, 09:54{'9' * 100_000}Harbour opens")).entries[0]
        self.assertIsNone(entry.views)

    def test_a_rounded_count_is_unknown_and_reported(self) -> None:
        page = read("05.03.2021, 09:54 29K\nHarbour\nIt opens.")
        self.assertIsNone(page.stories[0].views)
        self.assertEqual(page.troubles[0].line, 1)

    def test_a_month_that_may_be_a_day_is_reported(self) -> None:
        page = read("05/03/2021, 09:54 29\nHarbour\nIt opens.")
        self.assertEqual(page.stories[0].published_at.month, 3)
        self.assertEqual(len(page.troubles), 1)
        american = read("05/03/2021, 9:54 PM 29\nHarbour\nIt opens.")
        self.assertEqual((american.stories[0].published_at.month, len(american.troubles)), (5, 1))

    def test_relevant_headlines_without_text_are_headlines(self) -> None:
        page = read(page_with("relevant news", "06.03.2021, 10:00 1 205 views Lake thaws", "07.03.2021, 11:00 Bridge closes"))
        self.assertEqual([(h.headline, h.views) for h in page.headlines], [("Lake thaws", 1205), ("Bridge closes", None)])

    def test_numbered_entries_and_a_footer(self) -> None:
        page = read(
            page_with(
                "Popular",
                "1. 06.03.2021, 10:00 | 1205 | Lake thaws",
                "2. 07.03.2021, 11:00 | 90 | Bridge closes",
                "© 2021 Agency",
                "Imprint",
            )
        )
        self.assertEqual([(e.headline, e.views) for e in page.entries], [("Lake thaws", 1205), ("Bridge closes", 90)])
        self.assertEqual([(trouble.line, trouble.found) for trouble in page.troubles], [(9, "Imprint")])

    def test_lists_without_a_label_are_found_by_their_form(self) -> None:
        page = read(page_with("01.03.2021, 10:00980Port opens 02.03.2021, 11:00700Lake thaws"))
        self.assertEqual([entry.views for entry in page.entries], [980, 700])

    def test_a_paragraph_about_copyright_stays_a_paragraph(self) -> None:
        page = read(
            "05.03.2021, 09:54 29\nBook law\nCopyright of old books ends after seventy years.\nThe library is glad.\nAll rights reserved."
        )
        self.assertEqual((len(page.stories[0].paragraphs), page.stories[0].rights_notice), (2, "All rights reserved."))

    def test_an_offset_is_believed(self) -> None:
        page = read("2021-03-05T09:54:00+03:00 12\nHarbour\nIt opens.")
        self.assertEqual(page.stories[0].published_at.isoformat(), "2021-03-05T09:54:00+03:00")

    def test_the_newest_date_counts_lists_too(self) -> None:
        newest = read(page_with("Most viewed", "09.03.2021, 10:0055Port")).newest_date()
        self.assertEqual(newest, old.later(datetime(2021, 3, 9, 10, tzinfo=ALMATY), 0))
