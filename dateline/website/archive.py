"""The archive: every day as it was, the months as calendars, and what old sites showed as most viewed then."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.readership.lists import seen_lists
from dateline.readership.models import SeenListEntry
from dateline.readership.most_viewed import Shown, views_of
from dateline.readership.wording import shown_number
from dateline.stories.models import ArchivedHeadline, Correction, Story
from dateline.website.calendars import Month, day_address, month_address, month_of
from dateline.website.frame import everywhere, frame, show
from dateline.website.horizon import DayStory, Horizon, horizon
from dateline.website.languages_in_paths import page
from dateline.website.structured_data import page_head
from dateline.website.times import bounds, day, local_date, long_day, month

HORIZON_PX = 72
EARLIEST_YEAR = 1900
URGENT = 2  # from this urgency up a row stands in bold


@dataclass(frozen=True)
class DayRow:
    """One line of a day: a story, a withdrawn story in words, or a headline whose text is not known here.

    address  empty: nothing to lead to
    """

    at: datetime
    text: str
    address: str
    views: str = ""
    views_value: int = 0
    is_urgent: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Hour:
    label: str
    rows: tuple[DayRow, ...]


@dataclass(frozen=True)
class SeenRow:
    """A line of an old list. shown is empty when the old page told no number; address when the text is not here."""

    headline: str
    at: datetime | None
    value: int | None
    shown: str
    share: str
    address: str


@dataclass(frozen=True)
class SeenThen:
    """What readers saw as most viewed at the end of that day, here or on an old site. window: day, week, month or empty."""

    window: str
    rows: tuple[SeenRow, ...]


@dataclass(frozen=True)
class DayPage:
    """previous, following: the days beside it; following is None on the last day there is."""

    day: date
    drawing: Horizon
    hours: tuple[Hour, ...]
    stories: int
    headlines: int
    views: str
    corrected: int
    withdrawn: int
    seen_then: tuple[SeenThen, ...]
    month: Month
    previous: date
    following: date | None


@dataclass(frozen=True)
class Year:
    number: int
    months: tuple[date, ...]


@dataclass(frozen=True)
class ArchivePage:
    """The latest month as a calendar, and all the others by name; both empty while nothing has been published."""

    month: Month | None
    years: tuple[Year, ...]
    is_month: bool


@page
def archive(request: HttpRequest, language: str) -> HttpResponse:
    """The way into the archive: the latest month, and every month since the first story."""
    span = _span(language)
    addresses = everywhere("archive")
    around = frame(language, at=now(), addresses=addresses)
    shown = ArchivePage(_month(span[1], language) if span else None, _years(*span) if span else (), is_month=False)
    head = page_head(
        addresses[language], _("Archive"), _("Every story by day."), language=language, agency=around.agency, languages=addresses
    )
    return show(request, "archive.html", around, shown, head=head)


@page
def archive_month(request: HttpRequest, language: str, year: int, month_number: int) -> HttpResponse:
    """One month as a calendar."""
    first = _date(year, month_number, 1)
    span = _span(language)
    addresses = {code: month_address(code, first) for code in settings.LANGUAGE_CODES}
    around = frame(language, at=now(), addresses=addresses)
    shown = ArchivePage(_month(first, language), _years(*span) if span else (), is_month=True)
    head = page_head(
        addresses[language], month(first), _("Every story by day."), language=language, agency=around.agency, languages=addresses
    )
    return show(request, "archive.html", around, shown, head=head)


@page
def archive_day(request: HttpRequest, language: str, year: int, month_number: int, day_number: int) -> HttpResponse:
    """One day, hour by hour, as it stands now, with what was most viewed then, where that was kept."""
    that = _date(year, month_number, day_number)
    at = now()
    if that > local_date(at):
        raise Http404
    addresses = {code: day_address(code, that) for code in settings.LANGUAGE_CODES}
    around = frame(language, at=at, addresses=addresses)
    shown = _day_page(that, language, at)
    title = day(that)
    description = _("All stories of %(day)s.") % {"day": long_day(that)}
    head = page_head(
        addresses[language], title, description, language=language, agency=around.agency, languages=addresses, indexed=bool(shown.hours)
    )
    return show(request, "day.html", around, shown, head=head)


def _day_page(of: date, language: str, at: datetime) -> DayPage:
    begin, end = bounds(of)
    out = Story.objects.filter(language=language, published_at__gte=begin, published_at__lt=end).exclude(state=Story.State.DRAFT)
    stories = [one for one in out.for_lists().order_by("published_at", "pk") if one.state == Story.State.KILLED or one.is_live(at)]
    headlines = list(ArchivedHeadline.objects.filter(language=language, published_at__gte=begin, published_at__lt=end))
    views = views_of([story.pk for story in stories])
    drawn = [DayStory(story.pk, story.published_at or begin, story.state == Story.State.KILLED) for story in stories]
    totals = {number: one.total for number, one in views.items()}
    live = [story for story in stories if story.state != Story.State.KILLED]
    return DayPage(
        day=of,
        drawing=horizon(of, drawn, totals, height=HORIZON_PX),
        hours=_hours([*(_row(story, views) for story in stories), *(_headline_row(one) for one in headlines)]),
        stories=len(live),
        headlines=len(headlines),
        views=shown_number(sum(totals[story.pk] for story in live), language),
        corrected=Correction.objects.filter(story__in=[story.pk for story in live if story.version > 1]).values("story").distinct().count(),
        withdrawn=len(stories) - len(live),
        seen_then=_seen_then(of, language, at),
        month=_month(of, language),
        previous=of - timedelta(days=1),
        following=of + timedelta(days=1) if of < local_date(at) else None,
    )


def _row(story: Story, views: Mapping[int, Shown]) -> DayRow:
    at = story.published_at or timezone.now()
    if story.state == Story.State.KILLED:
        words = _("Withdrawn by the agency at %(time)s") % {"time": _clock_or_moment(story.killed_at or at, at)}
        return DayRow(at, words, story.get_absolute_url(), is_withdrawn=True)
    total = views[story.pk].total
    shown = shown_number(total, story.language) if total else ""
    return DayRow(at, story.headline, story.get_absolute_url(), shown, total, is_urgent=story.urgency <= URGENT)


def _clock_or_moment(at: datetime, beside: datetime) -> str:
    local = timezone.localtime(at)
    return local.strftime("%H:%M" if local_date(at) == local_date(beside) else "%d.%m.%Y, %H:%M")


def _headline_row(headline: ArchivedHeadline) -> DayRow:
    return DayRow(headline.published_at, headline.headline, "")


def _hours(rows: Iterable[DayRow]) -> tuple[Hour, ...]:
    in_order = sorted(rows, key=lambda row: row.at)
    return tuple(Hour(f"{hour:02d}:00", tuple(of_hour)) for hour, of_hour in groupby(in_order, lambda row: timezone.localtime(row.at).hour))


def _seen_then(of: date, language: str, at: datetime) -> tuple[SeenThen, ...]:
    lists = [(seen.window, list(seen.entries.all())) for seen in seen_lists(of, language)]
    numbers = {entry.story_id for _window, entries in lists for entry in entries if entry.story_id}
    stories = {story.pk: story for story in Story.objects.filter(pk__in=numbers).for_lists() if story.is_live(at)} if numbers else {}
    return tuple(SeenThen(window, tuple(_seen_rows(entries, stories, language))) for window, entries in lists)


def _seen_rows(entries: Sequence[SeenListEntry], stories: Mapping[int, Story], language: str) -> Iterable[SeenRow]:
    most = max((entry.views for entry in entries if entry.views), default=0)
    for entry in entries:
        story = stories.get(entry.story_id or 0)
        yield SeenRow(
            headline=_("Withdrawn by the agency") if entry.story_id and not story else entry.headline,
            at=entry.published_at,
            value=entry.views,
            shown="" if entry.views is None else shown_number(entry.views, language),
            share=f"{(entry.views or 0) / most * 100:.1f}%" if most else "0%",
            address=story.get_absolute_url() if story else "",
        )


def _span(language: str) -> tuple[date, date] | None:
    """The first and the last day of the archive in a language; None while it is empty."""
    ends = [
        Story.objects.filter(language=language, state=Story.State.PUBLISHED).aggregate(first=Min("published_at"), last=Max("published_at")),
        ArchivedHeadline.objects.filter(language=language).aggregate(first=Min("published_at"), last=Max("published_at")),
    ]
    known = [end for end in ends if end["first"]]
    if not known:
        return None
    return local_date(min(end["first"] for end in known)), local_date(max(end["last"] for end in known))


def _years(first: date, last: date) -> tuple[Year, ...]:
    """Every month from the first day to the last, the newest year first."""
    months = [date(number // 12, number % 12 + 1, 1) for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    return tuple(Year(year, tuple(of_year)) for year, of_year in reversed([(y, list(m)) for y, m in groupby(months, lambda one: one.year)]))


def _month(of: date, language: str) -> Month:
    """The month of a day, with the number of stories and headlines of each of its days."""
    first, after = of.replace(day=1), (of.replace(day=28) + timedelta(days=4)).replace(day=1)
    begin, end = bounds(first)[0], bounds(after)[0]
    within = {"language": language, "published_at__gte": begin, "published_at__lt": end}
    times = [
        *Story.objects.filter(state=Story.State.PUBLISHED, **within).values_list("published_at", flat=True),
        *ArchivedHeadline.objects.filter(**within).values_list("published_at", flat=True),
    ]
    return month_of(of, Counter(local_date(at) for at in times if at), today=local_date(now()))


def _date(year: int, month_number: int, day_number: int) -> date:
    try:
        found = date(year, month_number, day_number)
    except ValueError as error:
        raise Http404 from error
    if found.year < EARLIEST_YEAR:
        raise Http404
    return found
