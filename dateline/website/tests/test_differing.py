"""What differs between two texts."""

from difflib import SequenceMatcher
from unittest.mock import patch

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from dateline.website import differing
from dateline.website.differing import Paragraph, Piece, TooLong, compare

texts = st.lists(st.text("абв ,.\n", min_size=1, max_size=30).filter(str.strip), max_size=8)


def shown(found: tuple[Paragraph, ...]) -> str:
    """Short: ·3 unchanged paragraphs, -taken out-, +put in+."""
    marks = {"same": "{}", "del": "-{}-", "ins": "+{}+"}
    return "|".join(
        f"·{one.unchanged}" if one.unchanged else "".join(marks[piece.kind].format(piece.text) for piece in one.pieces) for one in found
    )


class CompareTests(SimpleTestCase):
    def differ(self, old: str, new: str, wanted: str) -> None:
        self.assertEqual(shown(compare(old.split("|"), new.split("|"))), wanted)

    def test_a_word_of_a_paragraph(self) -> None:
        self.differ(
            "a|The dam opened two of its five gates.|c",
            "a|The dam opened three of its five gates.|c",
            "·1|The dam opened- two-+ three+ of its five gates.|·1",
        )

    def test_words_that_come_and_go(self) -> None:
        self.differ("Two gates are open.", "Two gates are open, says Guard.", "Two gates are open+, says Guard+.")
        self.differ("Two gates are now open.", "Two gates are open.", "Two gates are- now- open.")

    def test_paragraphs_that_come_and_go(self) -> None:
        self.differ("a b c d|e f g h", "a b c d|new one here|e f g h", "·1|+new one here+|·1")
        self.differ("a b c d|old one here|e f g h", "a b c d|e f g h", "·1|-old one here-|·1")
        self.differ("", "a b", "--|+a b+")

    def test_a_paragraph_put_before_a_changed_one_is_not_taken_for_it(self) -> None:
        self.differ(
            "The dam opened two gates today.", "Swans have returned here.|The dam opened three gates today.",
            "+Swans have returned here.+|The dam opened- two-+ three+ gates today.",
        )  # fmt: skip

    def test_paragraphs_without_much_in_common_are_two(self) -> None:
        self.differ("The dam opened two gates.", "Nobody was hurt in town.", "-The dam opened two gates.-|+Nobody was hurt in town.+")

    def test_equal_texts_have_no_difference(self) -> None:
        self.assertEqual(compare(["a", "b"], ["a", "b"]), ())

    @given(old=texts, new=texts)
    def test_both_texts_can_be_read_out_of_it(self, old: list[str], new: list[str]) -> None:
        found = compare(old, new)
        for kinds, text in ((("same", "del"), old), (("same", "ins"), new)):
            unchanged = [one for one in found if one.unchanged]
            said = "".join(piece.text for one in found for piece in one.pieces if piece.kind in kinds)
            words = "".join(text).split() if not unchanged else None
            if words is not None and found:
                self.assertEqual("".join(said.split()), "".join(words))

    def test_a_huge_text_is_not_compared(self) -> None:
        with self.assertRaises(TooLong):
            compare(["а" * 5_000_000], ["б"])
        with self.assertRaises(TooLong):
            compare(["а"] * 2_000, ["б"])

    def test_the_work_is_bounded_whatever_comes(self) -> None:
        asked: list[int] = []

        def counting(junk: None, old: list[str], new: list[str], autojunk: bool) -> object:
            asked.append(len(old) * len(new))
            return SequenceMatcher(junk, old, new, autojunk=autojunk)

        self.enterContext(patch.object(differing, "SequenceMatcher", counting))
        half = differing.CHARACTERS_MAX // 2
        for old, new in (
            (["a b " * (half // 4)], ["b a " * (half // 4)]),
            (["x"] + ["a", "b"] * 490, ["y"] + ["b", "a"] * 490),
            ([f"{n} " + "a b " * 99 for n in range(15)], [f"{n} " + "b a " * 99 for n in range(20, 35)]),
        ):
            asked.clear()
            compare(old, new)
            self.assertLessEqual(max(asked, default=0), differing.WORDS_MAX)
            self.assertLessEqual(sum(asked), differing.BUDGET + differing.WORDS_MAX + differing.PARAGRAPHS_MAX)

    def test_past_the_limit_old_and_new_stand_whole(self) -> None:
        words = " ".join(f"w{n}" for n in range(300))
        others = " ".join(f"v{n}" for n in range(300))
        found = compare([f"Begin {words} end."], [f"Begin {others} end."])
        self.assertEqual([[piece.kind for piece in one.pieces] for one in found], [["del"], ["ins"]])
        self.assertEqual(found[0].pieces, (Piece("del", f"Begin {words} end."),))
