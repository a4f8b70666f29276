"""Templates: what a story begins with, chosen by somebody, or by the clock on set days."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy

from dateline.desk import alerts
from dateline.desk.models import StoryTemplate, Work
from dateline.desk.models.alerts import Kind
from dateline.lib.html import clean
from dateline.people import audit
from dateline.stories.models import Story

LATE_AT_MOST = timedelta(hours=6)  # after a standstill, a template of this morning is still made; one of yesterday is not


def filled_in(number: int, *, at: datetime) -> Story | None:
    """A story as the template says, unsaved; {date} and {time} in its words are those of `at`. None: no such template."""
    template = StoryTemplate.objects.select_related("section").filter(pk=number).first()
    return _story(template, at) if template else None


def make_due_stories(at: datetime) -> list[Story]:
    """Make the stories that templates want by now and have not yet made today. Safe to call as often as one likes."""
    local = localtime(at)
    today = local.date()
    made = []
    waiting = StoryTemplate.objects.filter(Q(made_for=None) | Q(made_for__lt=today), at_hour__isnull=False, at_hour__lte=local.time())
    for template in waiting.select_related("section", "person"):
        if template.weekdays and today.isoweekday() not in template.weekdays:
            continue
        moment = make_aware(datetime.combine(today, template.at_hour))  # type: ignore[arg-type]
        with transaction.atomic():
            if _claim(template, today) and at - moment <= LATE_AT_MOST:
                made.append(_make(template, moment, at))
    return made


def _claim(template: StoryTemplate, today: Any) -> bool:
    """Take today's story for ourselves. False when another worker was faster."""
    mine = StoryTemplate.objects.filter(pk=template.pk, made_for=template.made_for)
    if template.made_for is None:
        mine = StoryTemplate.objects.filter(pk=template.pk, made_for__isnull=True)
    return mine.update(made_for=today) == 1


def _make(template: StoryTemplate, moment: datetime, at: datetime) -> Story:
    story = _story(template, moment)
    story.live = False
    story.save()
    story.save_revision(user=template.person, clean=False)
    due = moment + timedelta(minutes=template.due_after_min) if template.due_after_min else None
    Work.objects.create(story=story, since=at, holder=template.person, due_at=due)
    audit.record(None, "story.create", story, template=template.name)
    if template.person:
        sentence = format_lazy(
            gettext_lazy("“{story}” has been made from the template “{template}” and is given to you."),
            story=str(story),
            template=template.name,
        )
        alerts.tell(Kind.ASSIGNED, [template.person], sentence, at=at, story=story)
    return story


def _story(template: StoryTemplate, at: datetime) -> Story:
    names = ("language", "section", "lead", "dateline", "urgency", "usage_terms")
    return Story(
        identity=uuid.uuid4(),
        slugline=_words(template.slugline, template.language, at)[:64],
        headline=_words(template.headline, template.language, at)[:300],
        body=clean(template.body),
        **{name: getattr(template, name) for name in names},
    )


def _words(text: str, language: str, at: datetime) -> str:
    """{date} becomes the day, {time} the hour, as the language of the story writes them."""
    with translation.override(language):
        return text.replace("{date}", date_format(localtime(at), "DATE_FORMAT")).replace(
            "{time}", date_format(localtime(at), "TIME_FORMAT")
        )


def template_from(story: Story) -> StoryTemplate:
    """A template, unsaved, that begins as `story` is."""
    names = ("language", "section", "slugline", "headline", "lead", "body", "dateline", "urgency", "usage_terms")
    return StoryTemplate(name=str(story)[:100], **{name: getattr(story, name) for name in names})
