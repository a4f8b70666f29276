"""Moving in: pages are read, matched with what is here, and written; each page wholly or not at all.

A batch of pages is one transaction in the newsroom's database. The counts live in another database: they are written after
it, and the journal marks a page as done only then, so that an interrupted batch is finished by the next run. Every step
may be done again without harm.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, transaction

from dateline.ops.movein import counting, journal, writing
from dateline.ops.movein.matching import Draft, Known, Row, draft_of, minute_of, path_of
from dateline.ops.movein.options import House, Options, house, language_of, language_of_lists, seen_on
from dateline.ops.movein.pages import BadPage, OldPage, Trouble
from dateline.ops.movein.reading_many import File, ReadFile, Reading, read_files
from dateline.ops.movein.report import PageReport, Report
from dateline.ops.movein.writing import OldHeadlineRow
from dateline.stories.errors import CannotPublish

Tell = Callable[[PageReport], None]


@dataclass(slots=True)
class Sheet:
    """One understood page on its way in."""

    file: File
    report: PageReport
    page: OldPage
    seen_on: date
    language: str  # of its lists and headlines
    origin: str
    drafts: list[Draft]


@dataclass(slots=True)
class Work:
    """Everything that a batch will write."""

    known: Known
    new: list[Row] = field(default_factory=list)
    newer: dict[int, tuple[Row, Draft, PageReport]] = field(default_factory=dict)  # by id() of the row
    touched: list[Row] = field(default_factory=list)
    addresses: dict[str, Row] = field(default_factory=dict)
    headlines: dict[tuple[str, int, str], tuple[OldHeadlineRow, PageReport]] = field(default_factory=dict)
    counts: list[tuple[Row, int | None, date]] = field(default_factory=list)
    lists: list[counting.OldList] = field(default_factory=list)


class MoveIn:
    """One run. `tell` hears of every page as soon as it is decided."""

    def __init__(self, options: Options, *, at: datetime, tell: Tell) -> None:
        self.options, self.at, self.tell = options, at, tell
        self.house: House = house(options)
        self.report = Report()
        self.lists = counting.Lists()
        self.dry_known, self.dry_headlines = Known(), set[tuple[str, int, str]]()  # what a dry run would have written

    def run(self, paths: Iterable[Path]) -> Report:
        """Move the pages at `paths` in. What was finished stays finished when it is interrupted."""
        reading = Reading(self.options.zone, self.options.text(), self.options.processes)
        for batch in read_files(paths, reading, journal.done):
            for page in self._batch(batch):
                self.report.add(page)
                self.tell(page)
        if self.report.counts["new"] and not self.options.dry_run:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # else the planner knows nothing of the new rows
        return self.report

    def _batch(self, batch: Sequence[ReadFile]) -> list[PageReport]:
        """Decide and write; a batch that the newsroom refuses is done page by page to find the one page."""
        try:
            return self._write(batch)
        except CannotPublish as error:
            self.lists = counting.Lists()  # what it believed to be kept was rolled back
            if len(batch) > 1:
                return [report for one in batch for report in self._batch([one])]
            refused = ReadFile(batch[0].file, BadPage(1, "stories that can be published", " ".join(error.reasons)))
            return self._write([refused])

    def _write(self, batch: Sequence[ReadFile]) -> list[PageReport]:
        resaved = journal.seen_before([one.file.path for one in batch])
        prepared = [self._prepared(one, resaved) for one in batch]
        sheets = [one for one in prepared if isinstance(one, Sheet)]
        work = Work(self.dry_known if self.options.dry_run else Known())
        self._decide(work, sheets)
        bad = [(one.file, report) for one, report in zip(batch, prepared, strict=True) if isinstance(report, PageReport) and report.bad]
        if not self.options.dry_run:
            with transaction.atomic():
                self._write_news(work)
                journal.write(((sheet.file, sheet.report, sheet.seen_on) for sheet in sheets), bad, at=self.at)
            self._write_counts(work)
            journal.finish([sheet.file.digest for sheet in sheets])
        else:
            self._forget(work)
        return [one.report if isinstance(one, Sheet) else one for one in prepared]

    def _prepared(self, one: ReadFile, resaved: set[str]) -> Sheet | PageReport:
        report = PageReport(one.file.path)
        if one.page is None:
            report.counts["skipped"] += 1
            return report
        try:
            if isinstance(one.page, BadPage):
                raise one.page
            return self._sheet(one.file, one.page, report, newer=one.file.path in resaved)
        except BadPage as error:
            report.bad = error.trouble
            return report

    def _sheet(self, file: File, page: OldPage, report: PageReport, *, newer: bool) -> Sheet:
        day = seen_on(page, self.options)
        drafts = []
        for place, story in enumerate(page.stories):
            writing.check(story, self.at)
            language = language_of(story, self.options)
            _section, strange = self.house.section_of(story.section)
            if strange:
                report.notes.append(f"no section here is called “{story.section}”; its stories go to “{self.house.default.slug}”")
            section = "" if self.house.section_of(story.section)[0] is self.house.default else story.section
            drafts.append(draft_of(story, language=language, section=section, seen_on=day, own=place == 0, newer=newer and place == 0))
        language = language_of_lists(page, self.options, [draft.language for draft in drafts])
        report.troubles += page.troubles
        origin = next((urlsplit(story.address).hostname or "" for story in page.stories if story.address), "")
        return Sheet(file, report, page, day, language, origin, drafts)

    # --- deciding ---------------------------------------------------------------------------------------------------------

    def _decide(self, work: Work, sheets: Sequence[Sheet]) -> None:
        work.known.load(_minutes(sheets), _paths(sheets))
        for sheet in sheets:
            for draft in sheet.drafts:
                self._decide_story(work, draft, sheet.report)
        for sheet in sheets:
            self._decide_headlines(work, sheet)
            self._decide_lists(work, sheet)
        here = writing.headlines_here(one for one, _report in work.headlines.values())
        for key, (_one, report) in list(work.headlines.items()):
            if key in here or key in self.dry_headlines:
                del work.headlines[key]
            else:
                report.counts["headlines"] += 1

    def _decide_story(self, work: Work, draft: Draft, report: PageReport) -> None:
        row = work.known.find(draft)
        counts = report.counts
        if row is None:
            row = work.known.add(draft)
            work.new.append(row)
            counts["new"] += 1
            if draft.path:
                work.addresses[draft.path] = row
                counts["addresses"] += 1
        else:
            self._decide_again(work, row, draft, report)
            if work.known.name(draft, row):
                work.addresses[draft.path] = row
                counts["addresses"] += 1
        self._count(work, row, draft.story.views, draft.seen_on, counts)

    def _decide_again(self, work: Work, row: Row, draft: Draft, report: PageReport) -> None:
        """The story is here or on its way: newer facts win, older ones and the same are left."""
        is_newer = draft.rank() > row.rank or (draft.newer and draft.seen_on >= row.rank[0])
        is_other = row.facts_key != draft.facts_key
        if is_newer:
            row.rank = max(row.rank, draft.rank())
            self._touch(work, row)
        if not (is_newer and is_other):
            report.counts["unchanged"] += 1
            return
        row.headline_key, row.text_key, row.facts_key = draft.headline_key, draft.text_key, draft.facts_key
        if row.story_id is None:  # not written yet: the newer facts take its place
            row.draft = draft
            report.counts["changed"] += 1
        else:
            work.newer[id(row)] = (row, draft, report)

    def _touch(self, work: Work, row: Row) -> None:
        if row.story_id is not None and not row.touched:
            row.touched = True
            work.touched.append(row)

    def _decide_headlines(self, work: Work, sheet: Sheet) -> None:
        """What has no text here becomes an archived headline, unless the text is on another page."""
        page, language = sheet.page, sheet.language
        bare = [
            (OldHeadlineRow(one.language or language, one.headline, one.published_at, one.address), one.views) for one in page.headlines
        ]
        dated = [(one, one.published_at) for one in page.entries if one.published_at]
        listed = [(OldHeadlineRow(language, one.headline, at, one.address), one.views) for one, at in dated]
        for one, views in (*bare, *listed):
            row = work.known.headline(one.language, one.published_at, one.headline)
            if row is not None:
                self._count(work, row, views, sheet.seen_on, sheet.report.counts)
                continue
            sheet.report.counts["unknown_counts"] += views is None
            key = writing.headline_key(one.language, one.published_at, one.headline)
            if len(one.headline) > 300:
                sheet.report.troubles.append(Trouble(1, "a headline of at most 300 characters; not kept", one.headline[:60]))
            else:
                work.headlines.setdefault(key, (one, sheet.report))

    def _decide_lists(self, work: Work, sheet: Sheet) -> None:
        sheet.report.counts["entries"] += len(sheet.page.entries)
        for one in counting.lists_of(sheet.page, sheet.language, sheet.seen_on, sheet.origin, work.known):
            if self.lists.is_newer(one):
                work.lists.append(one)
                sheet.report.counts["lists"] += 1
                if one.derived:
                    words = f"list of the {one.key[2]}: the page names no window; by its dates it is that"
                    sheet.report.notes.append(words)

    def _count(self, work: Work, row: Row, views: int | None, day: date, counts: Counter[str]) -> None:
        if views is None:
            counts["unknown_counts"] += 1
        else:
            work.counts.append((row, views, day))

    # --- writing ----------------------------------------------------------------------------------------------------------

    def _write_news(self, work: Work) -> None:
        if work.new:
            writing.write_new(work.new, self.house, work.known.paths, self.at)
            writing.drop_headlines(work.new)
        for row, draft, report in work.newer.values():
            self._write_newer(row, draft, report)
        writing.keep_keys(work.touched)
        writing.write_addresses(work.addresses)
        writing.write_headlines([one for one, _report in work.headlines.values()])

    def _write_newer(self, row: Row, draft: Draft, report: PageReport) -> None:
        if writing.write_newer(row, draft, self.house, self.at):
            report.counts["changed"] += 1
            report.notes.append(f"“{draft.story.headline}”: newer facts than those of before; updated")
        else:
            report.counts["edited_here"] += 1
            report.notes.append(f"“{draft.story.headline}”: differs from the page, but was edited here since; left as it is")

    def _write_counts(self, work: Work) -> None:
        self.report.counts["counts"] += counting.carry(work.counts)
        counting.keep(work.lists)
        counting.name_stories(work.new)

    def _forget(self, work: Work) -> None:
        """A dry run keeps the keys of what would be written, not the texts."""
        self.report.counts["counts"] += len(work.counts)
        self.dry_headlines.update(work.headlines)
        for _row, _draft, report in work.newer.values():
            report.counts["changed"] += 1
        for row in work.new:
            row.draft = None


def _minutes(sheets: Sequence[Sheet]) -> Iterator[int]:
    for sheet in sheets:
        for item in sheet.page.items():
            if item.published_at is not None:
                yield minute_of(item.published_at)


def _paths(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for draft in sheet.drafts:
            yield draft.path
            for _language, address in draft.story.alternates:
                yield path_of(address)
