"""A real page of another agency, field by field, against an independent reading of its lines.

The page is not part of this project: it lies beside the checkout, and the tests are skipped where it does not.
"""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from unittest import TestCase, skipUnless
from zoneinfo import ZoneInfo

from dateline.ops.movein.pages import OldPage, OldSource
from dateline.ops.movein.reading import read_page

ALMATY = ZoneInfo("Asia/Almaty")
_PAGES = sorted((Path(__file__).resolve().parents[4] / "shared" / "seed").glob("*.txt"))


def stamp(written: str) -> datetime:
    return datetime.strptime(written, "%d.%m.%Y, %H:%M").replace(tzinfo=ALMATY)


def expected_stories(lines: list[str]) -> list[dict[str, object]]:
    """Dumb on purpose: a line that is a date and a number begins a story, and the lines follow in one known order."""
    notice = Counter(line for line in lines if len(line) > 60).most_common(1)[0][0]  # the only long line that stands under every story
    starts = [place for place, line in enumerate(lines) if re.fullmatch(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d \d+", line)]
    stories = []
    for start in starts:
        date, count = lines[start].rsplit(" ", 1)
        place = start + 2
        credit = ""
        if lines[place].startswith("Images | "):
            credit, place = lines[place].removeprefix("Images | "), place + 1
        assert lines[place] == "Tell a friend"
        end = lines.index(notice, place)
        stories.append(
            {
                "headline": lines[start + 1],
                "published_at": stamp(date),
                "views": int(count),
                "credit_line": credit,
                "paragraphs": tuple(lines[place + 1 : end]),
                "rights_notice": lines[end],
                "line": start + 1,
            }
        )
    return stories


def expected_entries(lines: list[str]) -> list[tuple[datetime, int | None, str]]:
    pieces = re.split(r"(\d\d\.\d\d\.\d{4}, \d\d:\d\d)", lines[lines.index("Most viewed") + 1])
    entries = []
    for date, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        figures = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        entries.append((stamp(date), int(figures) if figures else None, rest[len(figures) :].strip()))
    return entries


@skipUnless(_PAGES, "the page of the other agency is not beside this checkout")
class SeedPageTests(TestCase):
    page: OldPage
    lines: list[str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        data = _PAGES[0].read_bytes()
        cls.lines = data.decode("utf-8").split("\n")
        cls.page = read_page(data, zone=ALMATY)

    def test_every_field_of_the_nine_stories_is_that_of_the_file(self) -> None:
        expected = expected_stories(self.lines)
        self.assertEqual(len(expected), 9)
        found = [{name: getattr(story, name) for name in expected[0]} for story in self.page.stories]
        self.assertEqual(found, expected)

    def test_the_ten_most_viewed_are_those_of_the_file_and_the_first_has_no_count(self) -> None:
        expected = expected_entries(self.lines)
        self.assertEqual(len(expected), 10)
        self.assertIsNone(expected[0][1])
        self.assertEqual([(entry.published_at, entry.views, entry.headline) for entry in self.page.entries], expected)

    def test_they_are_two_lists_of_five(self) -> None:
        places = [(entry.list_number, entry.position) for entry in self.page.entries]
        self.assertEqual(places, [(number, position) for number in (1, 2) for position in range(1, 6)])

    def test_every_line_of_the_file_is_accounted_for(self) -> None:
        """Nothing is lost: what is neither field nor label does not exist on this page."""
        fields = {line for story in self.page.stories for line in (story.headline, *story.paragraphs, story.rights_notice)}
        left = [line for line in self.lines if line and line not in fields]
        dates = [line for line in left if re.match(r"\d\d\.\d\d\.\d{4}", line)]
        self.assertEqual(len(dates), 10)  # nine stories and the line of the lists
        credits = [line for line in left if line.startswith("Images | ")]
        self.assertEqual(len(credits), sum(bool(story.credit_line) for story in self.page.stories))
        labels = set(left) - set(dates) - set(credits)
        self.assertEqual(len(labels), 5)

    def test_the_body_says_what_the_paragraphs_say(self) -> None:
        for story in self.page.stories:
            self.assertEqual(story.body.count("<p>"), len(story.paragraphs))

    def test_each_story_names_its_source(self) -> None:
        roles = [tuple(source.role for source in story.sources) for story in self.page.stories]
        self.assertEqual(roles, [("said",), ("carried", "published"), *[("said",)] * 6, ("published",)])
        carried, first = self.page.stories[1].sources
        self.assertEqual((carried, first), (OldSource("Qazinform News Agency", "carried"), OldSource("Akorda press service", "published")))

    def test_there_is_nothing_to_report(self) -> None:
        self.assertEqual((self.page.troubles, self.page.headlines, self.page.encoding), ((), (), "utf-8"))

    def test_other_line_ends_and_encodings_read_the_same(self) -> None:
        text = "\n".join(self.lines)
        for data in (
            text.replace("\n", "\r\n").encode("utf-8-sig"),
            text.encode("utf-16"),
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
        ):
            again = read_page(data, zone=ALMATY)
            self.assertEqual((again.stories, again.entries), (self.page.stories, self.page.entries))
