"""The demo agency's calendar, templates and rules, kept as its colleagues would keep them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import override

from dateline.desk.models import Coverage, DeskRule, PlannedEvent, StoryTemplate
from dateline.desk.planning import acts
from dateline.lib.html import from_plain
from dateline.ops.demo.newsroom.reading import DemoCoverage, DemoEvent, Rule, Template
from dateline.people.models import User
from dateline.stories.models import Section, Story


class _Coverages:
    """The coverages of one event in the place of the form that `acts.keep` saves."""

    instance: PlannedEvent

    def __init__(self, told: Sequence[DemoCoverage], people: Mapping[str, User], at: datetime) -> None:
        self._told, self._people, self._at = told, people, at

    def save(self) -> None:
        for one in self._told:
            Coverage.objects.create(
                event=self.instance,
                medium=one.medium,
                language=one.language,
                slugline=one.slugline,
                person=self._people.get(one.person),
                due_at=one.due.arranged(self._at) if one.due else None,
                note=one.note,
            )


def plan(
    events: Sequence[DemoEvent], people: Mapping[str, User], sections: Mapping[str, Section], works: Mapping[tuple[str, str], Story],
    *, at: datetime,
) -> None:  # fmt: skip
    """Keep the events with their coverages, and link the stories that come of them. Who is sent is told."""
    for told in events:
        by = people[told.by]
        event = PlannedEvent(
            names=told.names,
            descriptions=told.descriptions,
            starts_at=told.begins.arranged(at),
            ends_at=told.ends.arranged(at) if told.ends else None,
            all_day=told.all_day,
            place=told.place,
            contact=told.contact,
            section=sections[told.section],
            occurrence=told.occurrence,
        )
        with override(by.language()):  # the log names things as who does them reads them
            acts.keep(event, _Coverages(told.coverages, people, at), by=by, at=told.kept.seen_from(at))
        made = Coverage.objects.filter(event=event).order_by("pk")
        for coverage, one in zip(made, told.coverages, strict=True):
            if one.story:
                with override(by.language()):
                    acts.link_story(coverage, works[one.story, one.language], by=by)


def keep_templates(templates: Sequence[Template], people: Mapping[str, User], sections: Mapping[str, Section]) -> None:
    for told in templates:
        fields = vars(told) | {
            "section": sections[told.section],
            "person": people.get(told.person),
            "body": from_plain(told.body),
        }
        StoryTemplate.objects.create(**fields)


def set_rules(rules: Sequence[Rule], sections: Mapping[str, Section]) -> None:
    for told in rules:
        DeskRule.objects.create(section=sections[told.desk], two_persons=told.two_persons)
