"""Random days of an agency, played against a plain Python tally."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dateline.readership import most_viewed as module
from dateline.readership import sums
from dateline.readership.carrying import CarriedCount, carry_over
from dateline.readership.counting import count_view
from dateline.readership.hours import WINDOWS_H, oldest_hour
from dateline.readership.most_viewed import Viewed, audit, most_viewed, slide_windows, views_of
from dateline.readership.past_views import PastViews, add_past_views
from dateline.testing import NOON

STORIES = {1: "kk", 2: "kk", 3: "ru"}


@dataclass
class Tally:
    """The rule in its plainest form: every counted view with its time."""

    views: list[tuple[int, datetime]] = field(default_factory=list)
    last: dict[tuple[int, bytes], datetime] = field(default_factory=dict)
    carried: Counter[int] = field(default_factory=Counter)

    def view(self, story_id: int, reader: bytes, at: datetime) -> bool:
        before = self.last.get((story_id, reader))
        if before is not None and at - before < timedelta(minutes=30):
            return False
        self.last[story_id, reader] = at
        self.views.append((story_id, at))
        return True

    def total(self, story_id: int) -> int:
        return sum(seen == story_id for seen, _at in self.views) + self.carried[story_id]

    def most_viewed(self, window_h: int, language: str, at: datetime) -> list[Viewed]:
        since = at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=window_h)
        sums = Counter(story_id for story_id, seen in self.views if seen >= since and STORIES[story_id] == language)
        return sorted((Viewed(*pair) for pair in sums.items()), key=lambda viewed: (-viewed.views, -viewed.story_id))


story_ids = st.sampled_from(list(STORIES))
pauses = st.one_of(
    st.timedeltas(timedelta(0), timedelta(minutes=70)),
    st.sampled_from([timedelta(minutes=30), timedelta(hours=1), timedelta(hours=24), timedelta(days=7)]),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)
steps = st.one_of(
    st.tuples(st.just("view"), story_ids, st.sampled_from([b"a" * 16, b"b" * 16])),
    st.tuples(st.just("past"), story_ids, st.timedeltas(timedelta(0), timedelta(days=35))),
    st.tuples(st.just("carry"), story_ids, st.integers(0, 90)),
    st.tuples(st.just("slide"), st.none(), st.none()),
    st.tuples(st.just("killed slide"), st.none(), st.none()),
)


class TallyTests(TestCase):
    databases = {"default", "counts"}

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(pauses, steps), max_size=30))
    def test_any_sequence_gives_what_the_plain_tally_gives(self, played: list) -> None:  # type: ignore[type-arg]
        tally, at = Tally(), NOON
        with patch.object(module, "SLIDE_AT_ONCE", 2):
            for pause, step in played:
                at += pause
                self.play(tally, step, at)
                self.assertEqual(audit(at), [])
            for window_h in WINDOWS_H:
                for language in ("kk", "ru"):
                    late = most_viewed(window_h, language=language, at=at) if not _is_fresh(at) else None
                    slide_windows(at)
                    expected = tally.most_viewed(window_h, language, at)
                    self.assertEqual(most_viewed(window_h, language=language, at=at), expected)
                    self.assertIn(late, (None, expected))
        self.assertEqual({n: shown.total for n, shown in views_of(STORIES).items()}, {n: tally.total(n) for n in STORIES})

    def play(self, tally: Tally, step: tuple, at: datetime) -> None:  # type: ignore[type-arg]
        match step:
            case "view", story_id, reader:
                counted = count_view(story_id, reader=reader, language=STORIES[story_id], at=at)
                self.assertEqual(counted.counted, tally.view(story_id, reader, at))
                self.assertEqual(counted.views, tally.total(story_id))
            case "past", story_id, age:
                add_past_views([PastViews(story_id, STORIES[story_id], at - age, 2)])
                tally.views += [(story_id, at - age)] * 2
            case "carry", story_id, views:
                carry_over([CarriedCount(story_id, views, at.date())])
                tally.carried[story_id] = views_of([story_id])[story_id].carried or 0
            case "slide", _, _:
                slide_windows(at)
            case "killed slide", _, _:
                module._slide_once(24, oldest_hour(24, at))


def _is_fresh(at: datetime) -> bool:
    """Whether some window is late by no more than is tolerated, so that a list may still hold one hour too much."""
    edges = sums.edges(WINDOWS_H)
    return any(edge[0] + module.MOST_LATE_H >= oldest_hour(w, at) for w, edge in edges.items())
