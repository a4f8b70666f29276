"""Real clipboards: Word's, Google Docs', a web page's. The samples of whole documents are in tests/pasted/."""

from pathlib import Path

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from dateline.lib import pasting
from dateline.lib.html import clean, plain
from dateline.lib.pasting import TooMuch, from_clipboard, without_tracking
from dateline.lib.tidy import tidy

SAMPLES = Path(__file__).resolve().parents[3] / "tests" / "pasted"


def sample(name: str) -> pasting.Pasted:
    return from_clipboard((SAMPLES / f"{name}.html").read_text())


class ClipboardTests(SimpleTestCase):
    def test_word(self) -> None:
        found = sample("word")
        self.assertEqual(
            found.html,
            "<p><b>Aksu</b> opens <i>two</i> gates</p>"
            "<ul><li>First point<ul><li>Inner point</li></ul></li></ul><ol><li>Numbered point</li></ol>"
            "<p>2024 | 620</p><p>2025 | 148</p><p>As said[1]</p><p>[1] The ministry.</p>",
        )
        self.assertEqual(len(found.remarks), 2)
        self.assertIn("1 picture was left out", found.remarks[0])
        self.assertIn("Struck-out text", found.remarks[1])

    def test_google_docs_writes_its_b_that_is_not_bold(self) -> None:
        self.assertEqual(
            sample("google_docs").html,
            '<p><b>Bold</b> plain <i>slanted</i> <a href="https://example.org/a?x=1" rel="noopener nofollow">link</a></p>'
            "<ul><li>one<ul><li>two</li></ul></li></ul><h2>Heading</h2>",
        )

    def test_a_web_page(self) -> None:
        found = sample("web_page")
        self.assertEqual(
            found.html,
            '<p>Text one</p><p>Text two</p><p>loose <a href="https://example.org/?id=2" rel="noopener nofollow">link</a></p>'
            "<blockquote>Said so.</blockquote>",
        )
        self.assertIn("1 picture", found.remarks[0])

    def test_lists_in_lists_and_numbers(self) -> None:
        markup = "<ol><li>a<ul><li>b</li><li>c<ol><li>d</li></ol></li></ul></li><li>e</li></ol>"
        self.assertEqual(from_clipboard(markup).html, markup)

    def test_superscripts_and_no_break_spaces_stay(self) -> None:
        self.assertEqual(
            from_clipboard("<p>148\u00a0m<span style='vertical-align:super'>3</span></p>").html,
            "<p>148\u00a0m<sup>3</sup></p>".replace("\u00a0", "&nbsp;"),
        )

    def test_runs_of_spaces_become_one(self) -> None:
        self.assertEqual(from_clipboard("<p>a \u00a0 b\n\n c</p>").html, "<p>a b c</p>")

    def test_nothing_gives_nothing(self) -> None:
        for markup in ("", "   ", "<p></p>", "<img src=x>"):
            self.assertEqual(from_clipboard(markup).html, "")

    def test_a_thousand_levels_lose_no_text(self) -> None:
        self.assertIn("deep", from_clipboard("<div>" * 3000 + "deep" + "</div>" * 3000).html)

    def test_too_much_is_said(self) -> None:
        with self.assertRaises(TooMuch) as caught:
            from_clipboard("x" * (pasting.MAX_LETTERS + 1))
        self.assertIn("too much for one story", str(caught.exception))

    def test_links(self) -> None:
        for address, wanted in (
            ("https://e.org/?utm_source=a&id=2&fbclid=x", "https://e.org/?id=2"),
            ("https://e.org/a?b=1&c=%20", "https://e.org/a?b=1&c=%20"),
            ("https://www.google.com/url?q=https://e.org/&sa=D", "https://e.org/"),
            ("https://www.google.com/url?q=javascript:x()", ""),
            ("mailto:desk@example.org", "mailto:desk@example.org"),
            ("javascript:x()", ""), ("#_ftn1", ""), ("/relative", ""), ("https://[bad", ""), ("file:///c:/x", ""),
        ):  # fmt: skip
            with self.subTest(address=address):
                self.assertEqual(without_tracking(address), wanted)

    @given(st.text(alphabet="<>/abpiult =\"'&;\x00\ud800\u202e\n", max_size=200))
    def test_whatever_comes_the_result_is_clean(self, markup: str) -> None:
        found = from_clipboard(markup).html
        self.assertEqual(clean(found), found)
        plain(found).encode()


class TidyTests(SimpleTestCase):
    def test_what_is_not_seen_goes(self) -> None:
        self.assertEqual(tidy("a\u202eb\u0000c\u200bd\ufeffe\u00adf\u2066g\u2069"), "abcdefg")

    def test_what_is_seen_stays(self) -> None:
        text = "«Әлем» — 5\u00a0000\u202f₸, “ok” 👩\u200d🚒\tx\ny"
        self.assertEqual(tidy(text), text)

    def test_it_composes(self) -> None:
        self.assertEqual(tidy("и\u0306 e\u0301"), "й é")

    def test_halves_of_characters_are_put_together_or_replaced(self) -> None:
        self.assertEqual(tidy("\ud83d\ude00 \ud83d x"), "😀 \ufffd x")

    def test_line_ends_are_one_kind(self) -> None:
        self.assertEqual(tidy("a\r\nb\rc\u2028d"), "a\nb\nc\nd")

    @given(st.text())
    def test_tidy_text_stays_as_it_is(self, text: str) -> None:
        self.assertEqual(tidy(tidy(text)), tidy(text))
        tidy(text).encode()
