"""Sources out of the phrases in which agencies name them, and silence where a phrase is not plain."""

from unittest import TestCase

from dateline.ops.movein.sources import sources_in


def named(*paragraphs: str) -> list[tuple[str, str]]:
    return [(source.role, source.name) for source in sources_in(paragraphs)]


class NamedTests(TestCase):
    def test_english(self) -> None:
        self.assertEqual(named("The gates stay open, the Ministry of Water reports."), [("said", "Ministry of Water")])
        self.assertEqual(named("The gates stay open, kerme.example.kz reports."), [("published", "kerme.example.kz")])
        self.assertEqual(
            named("The gates stay open, Steppe News Agency reports, citing the press service of the town."),
            [("carried", "Steppe News Agency"), ("published", "press service of the town")],
        )

    def test_russian(self) -> None:
        self.assertEqual(named("Шлюзы открыты, сообщает пресс-служба порта."), [("said", "пресс-служба порта")])
        self.assertEqual(named("Об этом сообщили в министерстве водного хозяйства."), [("said", "министерство водного хозяйства")])
        self.assertEqual(named("Как сообщает akorda.kz, встреча прошла утром."), [("published", "akorda.kz")])
        self.assertEqual(
            named("Шлюзы открыты, передаёт Qazinform со ссылкой на пресс-службу порта."),
            [("carried", "Qazinform"), ("published", "пресс-служба порта")],
        )

    def test_kazakh(self) -> None:
        self.assertEqual(named("Шлюз ашылды, деп хабарлайды порттың баспасөз қызметі."), [("said", "порттың баспасөз қызметі")])
        self.assertEqual(
            named("Шлюз ашылды, деп хабарлайды Qazinform агенттігі порттың баспасөз қызметіне сілтеме жасап."),
            [("carried", "Qazinform агенттігі"), ("published", "порттың баспасөз қызметі")],
        )

    def test_each_is_named_once_and_only_from_the_top(self) -> None:
        text = "The gates stay open, the Ministry of Water reports."
        self.assertEqual(len(named(text, text)), 1)
        self.assertEqual(named("One.", "Two.", "Three.", text), [])


class SilentTests(TestCase):
    def test_what_is_not_plain_names_nobody(self) -> None:
        for text in (
            "Earlier, he reports.",
            "The council heard three reports.",
            "Сообщает он, что всё готово.",
            "Ранее сообщалось о ремонте.",
            "Он передал привет Айгуль.",
            "Передаёт Qazinform со ссылкой на Ольгу.",  # the agency is plain; of the person only a bent form is known
            "Ол хабарлады.",
        ):
            with self.subTest(text):
                self.assertNotIn("Ольгу", str(named(text)))
                self.assertFalse([name for _role, name in named(text) if name != "Qazinform"])
