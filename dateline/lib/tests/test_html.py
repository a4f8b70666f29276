from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from dateline.lib.html import clean, from_plain, paragraphs, plain

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>', '<p style="position:fixed">x</p>',
    "<svg onload=alert(1)>", "<iframe src=//evil.example></iframe>", "<style>p{}</style>", "<!-- <p> -->", '<p onclick="x()">x</p>',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<p><template><script>x</script></template>", "<form action=/x><input name=y></form>",
)  # fmt: skip


class CleanTests(TestCase):
    def test_nothing_that_runs_or_moves_survives(self) -> None:
        for markup in HOSTILE:
            with self.subTest(markup):
                found = clean(markup).lower()
                for word in ("<script", "onerror", "onload", "onclick", "javascript:", "style", "<iframe", "<svg", "<form", "<img", "<!--"):
                    self.assertNotIn(word, found)

    def test_what_a_story_may_contain_stays(self) -> None:
        body = (
            '<p>A <strong>b</strong> <em>c</em> <a href="https://x.example/" rel="noopener nofollow">d</a></p><h2>E</h2><ul><li>f</li></ul>'
        )
        self.assertEqual(clean(body), body)

    def test_empty_paragraphs_go(self) -> None:
        self.assertEqual(clean("<p>a</p><p> &nbsp;</p><p><br></p><p>b</p>"), "<p>a</p><p>b</p>")

    @given(st.text())
    def test_cleaning_twice_is_cleaning_once(self, markup: str) -> None:
        once = clean(markup)
        self.assertEqual(clean(once), once)


class PlainTests(TestCase):
    def test_blocks_become_lines_and_entities_letters(self) -> None:
        self.assertEqual(paragraphs("<p>A &amp; <b>b</b></p><ul><li>c</li><li>d</li></ul>"), ["A & b", "c", "d"])
        self.assertEqual(plain(""), "")

    def test_plain_text_becomes_paragraphs_headings_and_quotations(self) -> None:
        self.assertEqual(
            from_plain("One <two>\nline.\n\n## Head\n\n> Said."),
            "<p>One &lt;two&gt; line.</p><h2>Head</h2><blockquote><p>Said.</p></blockquote>",
        )
