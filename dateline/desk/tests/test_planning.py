"""The calendar: events, coverages, what is due, calendars in and out."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import icalendar
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import localtime, now
from hypothesis import given
from hypothesis import strategies as some

from dateline.desk.models import Alert, CalendarSource, Coverage, PlannedEvent, Work
from dateline.desk.models.alerts import Kind
from dateline.desk.planning import acts, ical, reading
from dateline.desk.planning.days import Choice, days, due_soon, my_day
from dateline.lib.fetch import CannotFetch, Fetched
from dateline.people.models import User
from dateline.people.rights import Role
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import NOON, make_colleague, make_section

HOUR = timedelta(hours=1)


def make_event(**fields: object) -> PlannedEvent:
    defaults = {"names": {"en": "Referendum", "kk": "Референдум"}, "starts_at": NOON + HOUR, "section": make_section("politics")}
    return PlannedEvent.objects.create(**{**defaults, **fields})


def calendar_of(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *lines, "END:VCALENDAR", ""]).encode()


def event_lines(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


class DaysTests(TestCase):
    def test_an_event_stands_on_its_day_in_the_agencys_time(self) -> None:
        late = make_event(starts_at=datetime(2026, 3, 12, 20, 30, tzinfo=UTC))  # 01:30 of the 13th in Almaty
        found = days(date(2026, 3, 12), 2, at=NOON)
        self.assertEqual([[], [late]], [day.events for day in found])
        self.assertEqual([True, False], [day.is_today for day in found])

    def test_one_that_lasts_stands_on_each_of_its_days(self) -> None:
        summit = make_event(starts_at=NOON, ends_at=NOON + timedelta(days=2), all_day=True)
        found = days(date(2026, 3, 11), 5, at=NOON)
        self.assertEqual([[], [summit], [summit], [summit], []], [day.all_day for day in found])

    def test_what_is_due_stands_on_its_day_with_few_queries_however_many_there_are(self) -> None:
        person = make_colleague("reporter", Role.REPORTER)
        for number in range(12):
            Coverage.objects.create(event=make_event(starts_at=NOON + number * HOUR), person=person, due_at=NOON + number * HOUR)
        with self.assertNumQueries(4):
            week = days(date(2026, 3, 9), 7, at=NOON)
        self.assertEqual([0, 0, 0, 12, 0, 0, 0], [len(day.due) for day in week])
        self.assertEqual([], days(date(2026, 3, 12), 1, at=NOON, choice=Choice(desk="sports"))[0].due)

    def test_my_day_has_what_is_mine_and_open(self) -> None:
        me, other = make_colleague("me", Role.REPORTER), make_colleague("other", Role.REPORTER)
        late = Coverage.objects.create(event=make_event(), person=me, due_at=NOON - HOUR)
        due = Coverage.objects.create(event=make_event(), person=me, due_at=NOON + HOUR)
        Coverage.objects.create(event=make_event(), person=other, due_at=NOON + HOUR)
        Coverage.objects.create(event=make_event(), person=me, due_at=NOON + HOUR, done_at=NOON)
        Coverage.objects.create(event=make_event(occurrence="cancelled"), person=me, due_at=NOON + HOUR)
        mine = my_day(me, NOON)
        self.assertEqual(([late], [due], [late, due]), (list(mine.late), list(mine.due), list(mine.goes)))
        self.assertTrue(my_day(make_colleague("third", Role.REPORTER), NOON).is_empty())
        self.assertEqual([late, due], [one for one in due_soon(NOON) if one.person == me])


class ActsTests(TestCase):
    def setUp(self) -> None:
        self.editor: User = make_colleague("editor", Role.EDITOR)
        self.reporter: User = make_colleague("reporter", Role.REPORTER)

    def test_a_story_begins_from_a_coverage_once_and_lies_with_who_goes(self) -> None:
        event = make_event(place="Karasor", embargoed_until=NOON + 2 * HOUR)
        coverage = Coverage.objects.create(event=event, person=self.reporter, language="kk", slugline="REFERENDUM", due_at=NOON + HOUR)
        story = acts.start_story(coverage, by=self.editor, at=NOON)
        self.assertEqual(story, acts.start_story(coverage, by=self.editor, at=NOON))
        wanted = ("kk", "REFERENDUM", "Референдум", "Karasor", NOON + 2 * HOUR)
        self.assertEqual(wanted, (story.language, story.slugline, story.headline, story.dateline, story.embargoed_until))
        work = Work.objects.get(story=story)
        self.assertEqual((self.reporter, NOON + HOUR), (work.holder, work.due_at))
        self.assertTrue(Alert.objects.filter(person=self.reporter, kind=Kind.ASSIGNED).exists())

    def test_its_publication_makes_it_done(self) -> None:
        coverage = Coverage.objects.create(event=make_event(), language="en", due_at=NOON + HOUR)
        story = acts.start_story(coverage, by=self.editor, at=NOON)
        story.body = "<p>They voted.</p>"
        coverage.refresh_from_db()
        self.assertFalse(coverage.is_done())
        publishing.publish(story, at=NOON)
        self.assertTrue(Coverage.objects.get().is_done())
        self.assertEqual(0, acts.shout(NOON + 2 * HOUR))

    def test_lateness_is_told_once_to_who_goes_or_to_the_desk(self) -> None:
        Coverage.objects.create(event=make_event(), person=self.reporter, due_at=NOON)
        Coverage.objects.create(event=make_event(), due_at=NOON)
        self.assertEqual([0, 2, 0], [acts.shout(NOON + timedelta(seconds=s)) for s in (0, 1, 2)])
        self.assertCountEqual([self.reporter, self.editor], [alert.person for alert in Alert.objects.filter(kind=Kind.LATE)])


class ScreenTests(TestCase):
    def setUp(self) -> None:
        self.editor = make_colleague("editor", Role.EDITOR)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def event_form(self, **fields: str) -> dict[str, str]:
        rows = {f"coverages-{name}": number for name, number in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))}
        start = localtime(now() + HOUR).strftime("%Y-%m-%dT%H:%M")
        return {"names_kk": "Референдум", "starts_at": start, "occurrence": "planned", **rows, **fields}

    def test_an_event_with_a_coverage_is_made_in_one_go(self) -> None:
        reporter = make_colleague("reporter", Role.REPORTER)
        form = self.event_form(**{"coverages-0-medium": "text", "coverages-0-person": str(reporter.pk), "coverages-0-language": "kk"})
        self.client.post(reverse("planning:add"), form)
        event = PlannedEvent.objects.get()
        self.assertEqual([reporter], [coverage.person for coverage in event.coverages.all()])
        self.assertContains(self.client.get(reverse("planning:event", args=[event.pk])), "Референдум")
        self.assertContains(self.client.get(reverse("planning:calendar")), "Референдум")

    def test_an_end_before_the_beginning_is_refused_and_nothing_typed_is_lost(self) -> None:
        response = self.client.post(reverse("planning:add"), self.event_form(ends_at="2020-01-01T00:00", place="Karasor"))
        self.assertContains(response, "It ends before it begins.")
        self.assertContains(response, "Karasor")
        self.assertFalse(PlannedEvent.objects.exists())

    def test_who_plans_for_another_desk_reads_only(self) -> None:
        event = make_event()
        self.client.force_login(make_colleague("sports", Role.REPORTER, desk="sports"))
        self.assertContains(self.client.get(reverse("planning:event", args=[event.pk])), "You may read it.")
        self.assertEqual(403, self.client.post(reverse("planning:event", args=[event.pk]), self.event_form()).status_code)
        self.assertEqual(403, self.client.post(reverse("planning:delete", args=[event.pk])).status_code)

    def test_an_event_that_stories_came_of_is_not_deleted(self) -> None:
        event = make_event()
        coverage = Coverage.objects.create(event=event, language="en")
        response = self.client.post(reverse("planning:start-story", args=[coverage.pk]))
        self.assertIn(str(Story.objects.get().pk), response.url)  # type: ignore[attr-defined]
        self.client.post(reverse("planning:delete", args=[event.pk]))
        self.assertTrue(PlannedEvent.objects.filter(pk=event.pk).exists())

    def test_a_wrong_day_in_the_address_is_today(self) -> None:
        for day in ("x", "9999-99-99", "0001-01-01", "2026-02-30"):
            self.assertEqual(200, self.client.get(reverse("planning:calendar"), {"day": day}).status_code)

    def test_the_own_calendar_is_open_to_its_secret_address_until_the_password_changes(self) -> None:
        make_event(starts_at=now() + HOUR)
        page = self.client.get(reverse("planning:calendars"))
        address = page.context["feeds"]["all"].removeprefix("http://testserver")
        self.client.logout()
        self.assertContains(self.client.get(address), "Референдум")
        self.assertEqual(404, self.client.get(address.replace("/all", "/mine").replace("-", "-0", 1)).status_code)
        self.editor.set_password("something quite else")
        self.editor.save()
        self.assertEqual(404, self.client.get(address).status_code)

    def test_a_file_that_is_no_calendar_is_refused_with_a_sentence(self) -> None:
        file = SimpleUploadedFile("x.ics", b"\x00\xff<script>")
        response = self.client.post(reverse("planning:calendars"), {"which": "file", "file": file, "language": "en"})
        self.assertContains(response, "This is not an iCalendar file.")


class CalendarTests(TestCase):
    def read(self, *lines: str) -> list[ical.ReadEvent]:
        return ical.read(calendar_of(*event_lines(*lines)), at=NOON)

    def test_times_with_a_zone_without_one_and_whole_days(self) -> None:
        [zoned] = self.read("UID:1", "SUMMARY:Vote", "DTSTART:20260315T040000Z", "DURATION:PT2H")
        self.assertEqual((datetime(2026, 3, 15, 4, tzinfo=UTC), datetime(2026, 3, 15, 6, tzinfo=UTC)), (zoned.starts_at, zoned.ends_at))
        [floating] = self.read("UID:1", "SUMMARY:Vote", "DTSTART:20260315T090000")
        self.assertEqual("2026-03-15T09:00:00+05:00", localtime(floating.starts_at).isoformat())
        [whole] = self.read("UID:1", "SUMMARY:Vote", "DTSTART;VALUE=DATE:20260315")
        self.assertEqual((True, "2026-03-15T00:00:00+05:00"), (whole.all_day, localtime(whole.starts_at).isoformat()))

    def test_repeats_are_unfolded_without_what_is_excepted_and_moved_ones_are_moved(self) -> None:
        weekly = event_lines(
            "UID:w", "SUMMARY:Cabinet", "DTSTART:20260303T050000Z", "RRULE:FREQ=WEEKLY;UNTIL=20260401T000000Z", "EXDATE:20260317T050000Z"
        )
        moved = event_lines("UID:w", "SUMMARY:Cabinet", "DTSTART:20260311T080000Z", "RECURRENCE-ID:20260310T050000Z")
        found = ical.read(calendar_of(*weekly, *moved), at=NOON)
        self.assertEqual(["03-03 05", "03-11 08", "03-24 05", "03-31 05"], [event.starts_at.strftime("%m-%d %H") for event in found])
        self.assertEqual(4, len({event.uid for event in found}))

    def test_an_endless_rule_ends(self) -> None:
        self.assertLessEqual(len(self.read("UID:1", "SUMMARY:x", "DTSTART:20200101T000000Z", "RRULE:FREQ=SECONDLY")), ical.LIMIT_REPEATS)
        self.assertEqual(1, len(self.read("UID:1", "SUMMARY:x", "DTSTART:20260315T040000Z", "RRULE:FREQ=NEVER")))

    def test_what_is_written_is_read_back_the_same(self) -> None:
        events = [make_event(), make_event(starts_at=NOON, all_day=True, occurrence="cancelled", place="Qarasor, “Hall”; 2\nfloor")]
        written = ical.write(PlannedEvent.objects.all(), name="Newsroom", language="en", at=NOON)
        icalendar.Calendar.from_ical(written)
        back = {event.uid: event for event in ical.read(written, at=NOON)}
        for event in events:
            self.assertEqual(
                (event.name("en"), event.occurrence, event.place), (back[event.uid].name, back[event.uid].occurrence, back[event.uid].place)
            )

    def test_taking_a_calendar_over_twice_changes_nothing_and_our_own_edits_stay(self) -> None:
        def lines(place: str, sequence: int) -> bytes:
            return calendar_of(
                *event_lines("UID:1", "SUMMARY:Vote", f"LOCATION:{place}", "DTSTART:20260315T040000Z", f"SEQUENCE:{sequence}")
            )

        def take(data: bytes) -> reading.Taken:
            return reading.take(ical.read(data, at=NOON), language="en")

        self.assertEqual(reading.Taken(1, 0, 0), take(lines("Hall", 0)))
        self.assertEqual(reading.Taken(0, 0, 1), take(lines("Hall", 0)))
        PlannedEvent.objects.update(names={"en": "The vote", "kk": "Дауыс"})
        self.assertEqual(reading.Taken(0, 1, 0), take(lines("Palace", 1)))
        event = PlannedEvent.objects.get()
        self.assertEqual(("Palace", {"en": "The vote", "kk": "Дауыс"}), (event.place, event.names))
        self.assertEqual(reading.Taken(0, 0, 1), take(lines("Hall", 0)))  # an older one does not turn it back

    def test_a_source_is_read_in_its_turn_and_says_what_is_wrong(self) -> None:
        source = CalendarSource.objects.create(name="Parliament", address="https://example.org/p.ics", language="en")
        first = calendar_of(*event_lines("UID:1", "SUMMARY:Vote", "DTSTART:20260315T040000Z"))
        with patch("dateline.desk.planning.reading.fetch", return_value=Fetched("", first, "text/calendar", '"1"', "")):
            self.assertEqual([1, 0], [reading.read_due_sources(NOON), reading.read_due_sources(NOON + timedelta(minutes=1))])
        with patch("dateline.desk.planning.reading.fetch", side_effect=CannotFetch("It does not answer.")):
            reading.read_due_sources(NOON + HOUR)
        source.refresh_from_db()
        self.assertEqual(("It does not answer.", NOON, 1), (source.problem, source.read_well_at, source.events.count()))
        with patch("dateline.desk.planning.reading.fetch", return_value=Fetched("", calendar_of(), "text/calendar", "", "")):
            reading.read_due_sources(NOON + 2 * HOUR)
        self.assertEqual("cancelled", source.events.get().occurrence)


@given(some.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    for whole in (data, calendar_of(*event_lines("UID:1", "DTSTART:20260315T040000Z", data.decode("latin-1")))):
        with suppress(ical.CannotReadCalendar):
            ical.read(whole, at=NOON)
