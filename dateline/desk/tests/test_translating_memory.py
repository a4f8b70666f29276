"""The translation memory: what is remembered of public pairs, what is offered, what is forgotten; and who falls behind."""

from datetime import timedelta
from typing import Any

from django.test import TestCase, override_settings

from dateline.desk.models import Clue, ParagraphPair, TranslatedParagraph, Translation
from dateline.desk.translating import memory, remembering
from dateline.desk.translating.names import names
from dateline.stories import publishing
from dateline.stories.models import Story
from dateline.testing import NOON, make_author, make_story

LATER = NOON + timedelta(hours=1)
TOLD = (
    ("“The water is ours,” said Marat Ospan, the chief engineer.", "«Вода наша», — сказал главный инженер Марат Оспан."),
    (
        "In the afternoon Marat Ospan met the Ministry of Water in Karasor.",
        "Днём Марат Оспан был в Министерстве водных ресурсов в Карасоре.",
    ),
    ("A spokesman of the Ministry of Water refused to say more.", "В Министерстве водных ресурсов отказались от подробностей."),
    ("The team of Bestau won by four points on Saturday evening.", "Команда Бестау победила в субботу вечером с перевесом в четыре очка."),
)


class MemoryTests(TestCase):
    def pair(self, told: tuple[tuple[str, str], ...] = TOLD, **fields: Any) -> tuple[Story, Story]:
        english = make_story(headline="Water", lead="", body="".join(f"<p>{one}</p>" for one, _other in told), **fields)
        russian = make_story(
            language="ru", identity=english.identity, headline="Вода", lead="",
            body="".join(f"<p>{other}</p>" for _one, other in told), at=LATER, **fields,
        )  # fmt: skip
        return english, russian

    def follow(self) -> None:
        while remembering.follow():
            pass

    def asked(self, text: str, source: str = "en", target: str = "ru") -> dict[str, str]:
        return {offer.name: offer.text for offer in memory.offers(text, source, target).names}

    def test_a_name_that_sounds_the_same_is_found_after_one_pair(self) -> None:
        self.pair(TOLD[:1])
        self.follow()
        self.assertEqual(self.asked("Yesterday Marat Ospan spoke."), {"Marat Ospan": "Марат Оспан"})

    def test_a_ministry_is_found_after_two(self) -> None:
        self.pair()
        self.follow()
        self.assertEqual(self.asked("Then the Ministry of Water replied."), {"Ministry of Water": "Министерстве водных ресурсов"})

    def test_it_is_asked_in_the_other_direction_too(self) -> None:
        self.pair()
        self.follow()
        self.assertEqual(self.asked("Вчера выступил Марат Оспан.", "ru", "en"), {"Марат Оспан": "Marat Ospan"})
        self.assertEqual(self.asked("Yesterday Marat Ospan spoke.", "en", "kk"), {})

    def test_an_offer_says_where_it_comes_from(self) -> None:
        _english, russian = self.pair()
        self.follow()
        offer = memory.offers("Yesterday Marat Ospan spoke.", "en", "ru").names[0]
        self.assertEqual((offer.story, offer.at, offer.pairs, offer.of), (russian.pk, LATER, 2, 2))
        self.assertIn("Марат Оспан", offer.target_text)

    def test_nearly_the_same_paragraph_is_offered_whole(self) -> None:
        self.pair()
        self.follow()
        whole = memory.offers("The team of Bestau won by nine points on Saturday evening.", "en", "ru").whole
        self.assertEqual([(offer.text, offer.percent) for offer in whole], [(TOLD[3][1], 90)])
        self.assertEqual(memory.offers("The team of Aksu lost by nine goals on Sunday evening.", "en", "ru").whole, [])

    def test_the_story_itself_is_left_out(self) -> None:
        english, russian = self.pair()
        self.follow()
        self.assertFalse(memory.offers(TOLD[3][0], "en", "ru", without=[english.pk, russian.pk]))

    def test_names_of_the_registers_are_known(self) -> None:
        self.pair(authors=[make_author()])
        self.follow()
        self.assertEqual(self.asked("By Aigerim Tolen yesterday."), {"Aigerim Tolen": "Айгерим Толен"})
        count = ParagraphPair.objects.filter(first_text="Aigerim Tolen").count()
        self.pair(authors=[make_author()])
        self.follow()
        self.assertEqual(ParagraphPair.objects.filter(first_text="Aigerim Tolen").count(), count)

    def test_what_the_screen_kept_wins_over_guessing(self) -> None:
        english, russian = self.pair((("One two three.", "Раз."), ("Four five six.", "Два.")))
        for position, (source, text) in enumerate((("One two three.", "Два."), ("Four five six.", "Раз."))):
            TranslatedParagraph.objects.create(
                story=russian, source_story=english, position=position, place=f"{position}:p", source_text=source, text=text, at=LATER
            )
        Story.objects.filter(pk=russian.pk).update(body="<p>Два.</p><p>Раз.</p>")
        self.follow()
        self.assertIn(("One two three.", "Два."), ParagraphPair.objects.values_list("first_text", "second_text"))

    def test_reading_the_log_again_remembers_nothing_twice(self) -> None:
        self.pair()
        self.follow()
        before = ParagraphPair.objects.count(), Clue.objects.count()
        remembering.take(list(Story.objects.first().releases.all()))  # type: ignore[union-attr]
        self.assertEqual((ParagraphPair.objects.count(), Clue.objects.count()), before)

    def test_what_is_withdrawn_is_forgotten(self) -> None:
        english, _russian = self.pair()
        self.follow()
        publishing.kill(english, at=LATER, reason="wrong")
        self.follow()
        self.assertEqual((ParagraphPair.objects.count(), Clue.objects.count()), (0, 0))

    def test_what_is_under_embargo_is_not_remembered(self) -> None:
        english, _russian = self.pair()
        Story.objects.filter(pk=english.pk).update(embargoed_until=NOON + timedelta(days=36500))
        self.follow()
        self.assertEqual(ParagraphPair.objects.count(), 0)

    def test_the_oldest_pairs_go(self) -> None:
        self.pair()
        self.follow()
        kept = list(ParagraphPair.objects.order_by("-pk").values_list("pk", flat=True)[:3])
        with override_settings(TRANSLATION_MEMORY_PAIRS=3):
            remembering.prune()
        self.assertEqual(set(ParagraphPair.objects.values_list("pk", flat=True)), set(kept))

    def test_names_are_found_with_the_small_words_inside_them(self) -> None:
        found = [name.text for name in names("Then the Ministry of Water met Marat Ospan.", "en") if name.sure]
        self.assertIn("Ministry of Water", found)
        self.assertIn("Marat Ospan", found)
        self.assertNotIn("Water met Marat Ospan", found)

    # --- who is behind

    def test_a_version_falls_behind_when_its_source_is_updated_and_not_when_it_is_updated_itself(self) -> None:
        english, russian = self.pair()
        self.follow()
        publishing.update(russian, at=LATER)
        self.follow()
        self.assertFalse(Translation.objects.filter(behind_since__isnull=False).exists())
        publishing.update(english, at=LATER + timedelta(hours=1))
        self.follow()
        self.assertEqual(
            list(Translation.objects.values_list("story", "source", "behind_since")), [(russian.pk, english.pk, LATER + timedelta(hours=1))]
        )
        publishing.update(russian, at=LATER + timedelta(hours=2))
        self.follow()
        self.assertEqual(Translation.objects.get().behind_since, None)

    def test_reading_the_log_again_marks_nobody_who_went_out_since(self) -> None:
        english, russian = self.pair()
        publishing.update(english, at=LATER)
        publishing.update(russian, at=LATER)
        self.follow()
        self.assertFalse(Translation.objects.filter(behind_since__isnull=False).exists())

    def test_the_log_is_followed_past_a_story_that_was_taken_back_to_a_draft(self) -> None:
        story = make_story()
        publishing.undo(story, at=NOON)
        story.refresh_from_db()
        self.assertEqual(story.state, Story.State.DRAFT)
        self.follow()
        english, russian = self.pair()
        self.follow()
        self.assertEqual(list(Translation.objects.values_list("story", "source")), [])
        publishing.update(english, at=LATER)
        self.follow()
        self.assertEqual(list(Translation.objects.values_list("story", "source")), [(russian.pk, english.pk)])
