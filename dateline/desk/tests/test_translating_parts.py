"""Marks, parts, alignment and rows: decisions over plain data."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.translating import alignment, marks, parts
from dateline.desk.translating.differences import differences
from dateline.desk.translating.parts import Part
from dateline.desk.translating.rows import Kept, kept_of_pair, line_up
from dateline.desk.translating.sounds import likeness, sound

BODY = (
    '<p>Hi <b>you</b>, <a href="https://example.org/a_(b)" rel="noopener nofollow">the <i>link</i></a> 5*3 [x](y) '
    "H<sub>2</sub>O<br>next</p>"
    "<ul><li>one</li><li>two<ul><li>in</li></ul></li></ul><blockquote><p>q1</p><p>q2</p></blockquote><h2>T</h2>"
)
letters = st.text(alphabet="ab*[](){}\\<>& \n/supdelins:.https", max_size=60)


class MarksTests(SimpleTestCase):
    @given(letters)
    def test_what_was_typed_comes_back_the_same_the_second_time(self, typed: str) -> None:
        for paragraph in parts.paragraphs(typed):
            once = marks.canonical(paragraph)
            self.assertEqual(marks.canonical(once), once)

    @given(letters)
    def test_nothing_that_is_typed_becomes_another_tag(self, typed: str) -> None:
        for tag in ("<script", "<p", "<img", "<a"):
            self.assertNotIn(tag, marks.to_html(f"{typed}{tag} href=javascript:x>").replace('<a href="http', ""))

    def test_a_link_that_runs_a_script_stays_text(self) -> None:
        self.assertEqual(marks.to_html("[x](javascript:alert(1))"), "[x](javascript:alert(1))")
        self.assertEqual(marks.links("[x](javascript:alert(1))"), ["javascript:alert(1)"])

    def test_marks_without_a_partner_are_letters(self) -> None:
        self.assertEqual(marks.to_html("2 * 3 **x"), "2 * 3 **x")
        self.assertEqual(marks.to_html(r"\*not\* *so*"), "*not* <i>so</i>")

    def test_plain_text_has_no_marks(self) -> None:
        self.assertEqual(marks.plain("**Hi** [you](https://example.org/)\nthere &"), "Hi you there &")


class PartsTests(SimpleTestCase):
    def test_a_body_taken_apart_and_put_together_is_the_same(self) -> None:
        self.assertEqual(parts.body(parts.blocks(BODY)), BODY)

    def test_every_block_has_its_place(self) -> None:
        places = [part.place for part in parts.blocks(BODY)]
        self.assertEqual(places, ["1:p", "2:ul/1:li", "2:ul/2:li", "2:ul/2:li/1:ul/1:li", "3:blockquote/1:p", "3:blockquote/2:p", "4:h2"])

    def test_two_paragraphs_in_one_part_become_two_blocks_and_none_becomes_nothing(self) -> None:
        found = parts.body([Part("1:ul/1:li", "a\n\nb"), Part("1:ul/2:li", ""), Part("2:p", "c")])
        self.assertEqual(found, "<ul><li>a</li><li>b</li></ul><p>c</p>")

    def test_text_outside_of_any_block_is_not_lost(self) -> None:
        self.assertEqual([part.text for part in parts.blocks("loose <b>words</b><p>x</p>")], ["loose **words**", "x"])

    def test_case_signs_and_spaces_make_no_other_key(self) -> None:
        self.assertEqual(parts.key_of("Two gates, **open**."), parts.key_of("two gates open"))
        self.assertNotEqual(parts.key_of("two gates"), parts.key_of("three gates"))


class AlignmentTests(SimpleTestCase):
    def test_numbers_and_names_find_their_paragraph_when_one_is_missing(self) -> None:
        english = ["The gates of Karasor opened at 09:20 on Friday.", "Nobody was hurt.", "The Bestau office counted 148 cars."]
        russian = ["Затворы Карасора открыли в пятницу в 09:20.", "Служба Бестау насчитала 148 машин."]
        groups = alignment.align(
            [alignment.seen("p", text, "en") for text in english], [alignment.seen("p", text, "ru") for text in russian]
        )
        self.assertEqual([(g.first, g.second) for g in groups], [((0,), (0,)), ((1,), ()), ((2,), (1,))])

    def test_a_text_of_a_thousand_paragraphs_is_aligned_too(self) -> None:
        some = [alignment.seen("p", f"paragraph {n}", "en") for n in range(1000)]
        self.assertEqual(len(alignment.align(some, some)), 1000)

    def test_one_side_may_be_empty(self) -> None:
        self.assertEqual(alignment.align([alignment.seen("p", "x", "en")], [])[0].second, ())

    def test_a_name_sounds_nearly_the_same_in_three_languages(self) -> None:
        sounds = [sound("Қарасор", "kk"), sound("Карасор", "ru"), sound("Karasor", "en")]
        self.assertEqual(len(set(sounds)), 1)
        self.assertGreater(likeness(sound("Шымкенте", "ru"), sound("Shymkent", "en")), 0.85)
        self.assertLess(likeness(sound("Астана", "ru"), sound("Karasor", "en")), 0.5)


def texts(*some: str, headline: str = "") -> list[Part]:
    return [*([Part("headline", headline)] if headline else []), *[Part(f"{n}:p", text) for n, text in enumerate(some, 1)]]


class RowsTests(SimpleTestCase):
    source = texts("one apple pie", "two big pears here", "three", headline="H")
    kept = [
        Kept("headline", "H", "h", 1), Kept("1:p", "one apple pie", "ein Apfel", 2),
        Kept("2:p", "two big pears here", "zwei\n\nBirnen", 3), Kept("3:p", "three", "", 4),
    ]  # fmt: skip
    target = texts("ein Apfel", "zwei", "Birnen", headline="h")

    def test_a_row_may_hold_two_paragraphs_or_none(self) -> None:
        rows = line_up(self.source, self.target, self.kept)
        self.assertEqual([row.text for row in rows], ["h", "ein Apfel", "zwei\n\nBirnen", ""])
        self.assertEqual([row.key for row in rows], ["p1", "p2", "p3", "p4"])
        self.assertFalse(any(row.wants_a_look for row in rows))

    def test_a_changed_paragraph_is_marked_and_a_new_one_asks_for_its_text(self) -> None:
        rows = line_up(texts("intro", "one apple tart", "two big pears here", "three", headline="H"), self.target, self.kept)
        self.assertEqual([row.source for row in rows if row.is_changed], ["one apple tart"])
        self.assertEqual([row.source for row in rows if row.is_new], ["intro", "three"])
        self.assertEqual([row.text for row in rows], ["h", "", "ein Apfel", "zwei\n\nBirnen", ""])

    def test_a_paragraph_that_the_source_drops_keeps_its_translation_and_is_marked(self) -> None:
        rows = line_up(texts("one apple pie", "three", headline="H"), self.target, self.kept)
        self.assertEqual([row.text for row in rows if row.is_dropped], ["zwei\n\nBirnen"])

    def test_what_was_edited_elsewhere_stays_with_its_source(self) -> None:
        rows = line_up(self.source, texts("ein Apfelkuchen", "zwei", "Birnen", "drei", headline="h"), self.kept)
        self.assertEqual([row.text for row in rows], ["h", "ein Apfelkuchen", "zwei\n\nBirnen", "drei"])

    def test_a_heading_of_its_own_gets_a_row_of_its_own(self) -> None:
        rows = line_up(self.source, [*self.target, Part("9:h2", "eigen")], self.kept)
        self.assertIn(("", "eigen"), [(row.source, row.text) for row in rows])
        self.assertEqual("".join(row.text for row in rows), "hein Apfelzwei\n\nBirneneigen")

    def test_a_missing_link_is_told(self) -> None:
        rows = line_up(
            texts("see [this](https://example.org/a)"),
            texts("siehe dies"),
            [Kept("1:p", "see [this](https://example.org/a)", "siehe dies", 1)],
        )
        self.assertEqual(rows[0].faults(), ["https://example.org/a"])

    def test_a_pair_written_elsewhere_is_aligned(self) -> None:
        source, target = texts("Gates 148 open", "Talks go on", headline="H"), texts("Затворы 148 открыты", "Переговоры идут", headline="З")
        rows = line_up(source, target, kept_of_pair(source, target, ("en", "ru")))
        self.assertEqual(
            [(row.source, row.text) for row in rows][1:], list(zip([p.text for p in source[1:]], [p.text for p in target[1:]], strict=True))
        )

    def test_a_machines_text_is_a_machines_until_it_is_touched(self) -> None:
        kept = [Kept("1:p", "one", "eins", 1, machine="Robot")]
        self.assertEqual(line_up(texts("one"), texts("eins"), kept)[0].machine, "Robot")
        self.assertEqual(line_up(texts("one"), texts("eins!"), kept)[0].machine, "")

    def test_differences_are_words(self) -> None:
        pieces = differences("two of five gates", "three of five gates")
        self.assertEqual([(p.kind, p.text) for p in pieces][:2], [("gone", "two"), ("new", "three")])
