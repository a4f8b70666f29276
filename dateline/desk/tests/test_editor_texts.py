"""Comparing, merging and measuring texts: plain functions."""

from django.test import SimpleTestCase

from dateline.desk.editor.differences import body_pairs, mark
from dateline.desk.editor.measuring import LINE_LETTERS, READ_LETTERS_A_MINUTE, Length, measure
from dateline.desk.editor.merging import BOTH, MINE, THEIRS, blocks, joined, proposed_value, stretches

OLD = "<p>One.</p><p>Two.</p><p>Three.</p>"


class DifferenceTests(SimpleTestCase):
    def test_words_are_marked_and_escaped(self) -> None:
        found = mark("260 <households>", "620 <households>")
        self.assertEqual(found.before, "<del>260</del> &lt;households&gt;")
        self.assertEqual(found.after, "<ins>620</ins> &lt;households&gt;")

    def test_the_same_differs_in_nothing(self) -> None:
        self.assertFalse(mark("a b", "a b").differs)

    def test_a_very_long_paragraph_is_marked_as_a_whole(self) -> None:
        self.assertTrue(mark("word " * 3000, "words " * 3000).before.startswith("<del>word word"))

    def test_paragraphs_stand_in_pairs(self) -> None:
        pairs = body_pairs(OLD, "<p>One.</p><p>Two and a half.</p><p>Three.</p><p>Four.</p>")
        self.assertEqual([(one.before, one.after) for one in pairs],
                         [("One.", "One."), ("Two.", "Two and a half."), ("Three.", "Three."), (None, "Four.")])  # fmt: skip


class MergeTests(SimpleTestCase):
    def merge(self, theirs: str, mine: str, base: str = OLD, **choices: str) -> str:
        return joined(stretches(base, theirs, mine), {int(number.removeprefix("s")): choice for number, choice in choices.items()})

    def test_what_only_one_changed_is_taken_from_that_one(self) -> None:
        theirs, mine = OLD.replace("One.", "One, she says."), OLD.replace("Three.", "Three, he says.")
        self.assertEqual(self.merge(theirs, mine), "<p>One, she says.</p><p>Two.</p><p>Three, he says.</p>")
        self.assertEqual(self.merge(mine, theirs), "<p>One, she says.</p><p>Two.</p><p>Three, he says.</p>")

    def test_what_one_added_or_took_out_stays_so(self) -> None:
        added, less = OLD + "<p>Four.</p>", "<p>One.</p><p>Three.</p>"
        self.assertEqual(self.merge(added, OLD), added)
        self.assertEqual(self.merge(OLD, added), added)
        self.assertEqual(self.merge(OLD, less), less)
        self.assertEqual(self.merge(less, OLD), less)

    def test_what_both_changed_is_mine_until_somebody_chooses(self) -> None:
        theirs, mine = OLD.replace("Two.", "2."), OLD.replace("Two.", "II.")
        self.assertIn("II.", self.merge(theirs, mine))
        self.assertIn("2.", self.merge(theirs, mine, s1=THEIRS))
        self.assertIn("<p>2.</p><p>II.</p>", self.merge(theirs, mine, s1=BOTH))
        self.assertNotIn("2.", self.merge(theirs, mine, s1=MINE))

    def test_without_the_text_both_began_from_mine_is_proposed(self) -> None:
        self.assertEqual(self.merge("<p>a</p>", "<p>b</p>", base=""), "<p>b</p>")

    def test_the_same_texts_are_one_stretch(self) -> None:
        self.assertEqual([one.same for one in stretches(OLD, OLD, OLD)], [True])

    def test_blocks_are_the_outermost(self) -> None:
        self.assertEqual(blocks("<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>loose<h2>d</h2>"),
                         ["<ul><li>a<ul><li>b</li></ul></li></ul>", "<p>c</p>", "loose", "<h2>d</h2>"])  # fmt: skip

    def test_values(self) -> None:
        self.assertEqual(
            (proposed_value("a", "b", "a"), proposed_value("a", "a", "b"), proposed_value("a", "b", "c")), (THEIRS, MINE, MINE)
        )


class MeasureTests(SimpleTestCase):
    def test_nothing_is_nothing(self) -> None:
        self.assertEqual(measure("", ""), Length(0, 0, 0, 0))

    def test_words_letters_lines_and_minutes(self) -> None:
        found = measure("A lead – here.", "<p>Two words</p><ul><li>x</li></ul>")
        self.assertEqual((found.words, found.letters, found.lines, found.minutes), (6, 24, 3, 1))

    def test_a_full_line_is_one_line(self) -> None:
        self.assertEqual(measure("x" * LINE_LETTERS, "").lines, 1)
        self.assertEqual(measure("x" * (LINE_LETTERS + 1), "").lines, 2)

    def test_a_minute_is_so_many_letters(self) -> None:
        self.assertEqual(measure("x" * READ_LETTERS_A_MINUTE, "").minutes, 1)
        self.assertEqual(measure("x" * (READ_LETTERS_A_MINUTE + 1), "").minutes, 2)
