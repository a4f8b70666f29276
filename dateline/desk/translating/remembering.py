"""Languages follow the release log: what is public in two languages is remembered; a version whose source changes falls behind.

Whatever the releases say, the stories as they are now count, so that the same releases may be read again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from dateline.desk.models import Clue, ParagraphPair, TranslatedParagraph, Translation
from dateline.desk.translating import marks, memory
from dateline.desk.translating.parts import parts_of
from dateline.desk.translating.rows import Kept, kept_of_pair, line_up
from dateline.stories import releases
from dateline.stories.models import Release, Story

FOLLOWER = "translations"
STEP = 20  # releases at once
MOST_CHARS = 4000  # of a paragraph; what is longer is no paragraph that comes again
PRUNED_AT_ONCE = 2000


def follow() -> int:
    """Take the next releases; how many there were."""
    return releases.follow(FOLLOWER, take, limit=STEP)


def take(found: Sequence[Release]) -> None:
    """The effect of some releases. Idempotent."""
    at = now()
    for release in found:
        _note_who_is_behind(release)
    for story in Story.objects.filter(pk__in={release.story_id for release in found}).select_related("section"):
        remember(story, at)
    prune()


# --- who is behind ------------------------------------------------------------------------------------------------------


def _note_who_is_behind(release: Release) -> None:
    """The versions that follow this story and have not gone out since; those that have are up to it."""
    story = release.story
    if release.kind == Release.Kind.KILL:
        return  # the flags of `stories.elsewhere` tell
    mine = Translation.objects.filter(story=story).select_related("source").first()
    if mine and mine.behind_since and not _later(mine.source, release.number):
        mine.behind_since, mine.seen_version = None, mine.source.version
        mine.save(update_fields=["behind_since", "seen_version"])
    if release.kind == Release.Kind.NEW:
        return
    _link_versions_of_unknown_source(story)
    for one in Translation.objects.filter(source=story, seen_version__lt=release.version, behind_since=None).select_related("story"):
        if not _later(one.story, release.number):
            one.behind_since = release.at
            one.save(update_fields=["behind_since"])


def _later(story: Story, number: int) -> bool:
    return Release.objects.filter(story=story, number__gt=number).exists()


def _link_versions_of_unknown_source(story: Story) -> None:
    """Public versions of which nobody knows what they follow, follow the one that was public first.

    There may be none: what the release told of may have been taken back to a draft since.
    """
    versions = list(
        Story.objects.versions_of(story).exclude(state=Story.State.DRAFT).order_by("published_at", "pk").only("pk", "published_at", "state")
    )
    if not versions or versions[0].pk != story.pk:
        return
    known = set(Translation.objects.filter(story__in=[one.pk for one in versions]).values_list("story", flat=True))
    Translation.objects.bulk_create(
        [Translation(story=one, source=story) for one in versions[1:] if one.pk not in known], ignore_conflicts=True
    )


# --- what is remembered -------------------------------------------------------------------------------------------------


@transaction.atomic
def remember(story: Story, at: datetime) -> int:
    """Keep the pairs of `story` with its other public versions, instead of those that were kept; how many there are now."""
    _forget([story.pk])
    if not story.is_live(at):
        return 0
    others = Story.objects.live(at).filter(identity=story.identity).exclude(pk=story.pk).select_related("section")
    return sum(_remember_pair(*sorted((story, other), key=lambda one: one.language)) for other in others)


def _forget(stories: Iterable[int]) -> None:
    for name in ("first_story", "second_story"):
        numbers = list(ParagraphPair.objects.filter(**{f"{name}__in": stories}).values_list("pk", flat=True))
        _delete(numbers)


def _delete(numbers: list[int]) -> None:
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        Clue.objects.filter(pair__in=some).delete()
        ParagraphPair.objects.filter(pk__in=some).delete()


def _remember_pair(first: Story, second: Story) -> int:
    texts = dict.fromkeys((a, b) for a, b in [*_paragraphs(first, second), *_registers(first, second)] if _is_worth_it(a, b))
    at = max(filter(None, (first.published_at, second.published_at)))
    pairs = ParagraphPair.objects.bulk_create(
        ParagraphPair(
            first_story=first, second_story=second, first_text=a, second_text=b,
            first_language=first.language, second_language=second.language, at=at,
        ) for a, b in texts
    )  # fmt: skip
    Clue.objects.bulk_create(
        [Clue(key=key, pair=pair) for pair in pairs for key in _clues(pair)], batch_size=500, ignore_conflicts=True
    )  # fmt: skip
    return len(pairs)


def _clues(pair: ParagraphPair) -> set[int]:
    return memory.clues(pair.first_text, pair.first_language, pair.second_language) | memory.clues(
        pair.second_text, pair.second_language, pair.first_language
    )


def _is_worth_it(one: str, other: str) -> bool:
    return 2 < len(one) <= MOST_CHARS and 2 < len(other) <= MOST_CHARS and any(letter.isalpha() for letter in one)


def _paragraphs(first: Story, second: Story) -> list[tuple[str, str]]:
    """The paragraphs that belong together: as the translator's screen kept them, else by aligning."""
    a, b = parts_of(first), parts_of(second)
    for source, target, of_source, of_target in ((first, second, a, b), (second, first, b, a)):
        if kept := _kept(source, target):
            rows = [row for row in line_up(of_source, of_target, kept) if row.source and row.text and not row.is_changed]
            found = [(marks.plain(row.source), _one_line(row.text)) for row in rows]
            return found if source is first else [(text, said) for said, text in found]
    rows = line_up(a, b, kept_of_pair(a, b, (first.language, second.language)))
    return [(marks.plain(row.source), _one_line(row.text)) for row in rows if row.source and row.text]


def _kept(source: Story, target: Story) -> list[Kept]:
    rows = TranslatedParagraph.objects.filter(story=target, source_story=source).order_by("position")
    return [Kept(one.place, one.source_text, one.text, one.pk, one.source_key) for one in rows]


def _one_line(text: str) -> str:
    return " ".join(marks.plain(one) for one in text.split("\n\n"))


def _registers(first: Story, second: Story) -> list[tuple[str, str]]:
    """Names that the registers have in both languages, and the memory not yet: section, authors, credits."""
    a, b = first.language, second.language
    found = [(first.section.names.get(a, ""), first.section.names.get(b, ""))]
    found += [(author.names.get(a, ""), author.names.get(b, "")) for author in first.authors.all()]
    found += [(author.roles.get(a, ""), author.roles.get(b, "")) for author in first.authors.all()]
    for placement in first.pictures.all():
        if placement.picture:
            found.append((placement.picture.credit_lines.get(a, ""), placement.picture.credit_lines.get(b, "")))
    known = memory.newest([memory.whole_clue(one, a, b) for one, _other in found], 1)
    return [(one, other) for one, other in found if one and other and memory.whole_clue(one, a, b) not in known]


def prune() -> int:
    """Let the oldest pairs go when there are more than the setting allows; how many went. Some at a time."""
    newest = ParagraphPair.objects.order_by("-pk").values_list("pk", flat=True)
    last = newest[settings.TRANSLATION_MEMORY_PAIRS : settings.TRANSLATION_MEMORY_PAIRS + 1].first() if _is_large() else None
    if last is None:
        return 0
    numbers = list(ParagraphPair.objects.filter(pk__lte=last).order_by("pk").values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    _delete(numbers)
    return len(numbers)


def _is_large() -> bool:
    """A cheap guess that never misses: numbers only grow."""
    ends = ParagraphPair.objects.order_by("pk").values_list("pk", flat=True)
    first, last = ends.first(), ends.last()
    return bool(first and last and last - first >= settings.TRANSLATION_MEMORY_PAIRS)


__all__ = ["FOLLOWER", "follow", "prune", "remember", "take"]
