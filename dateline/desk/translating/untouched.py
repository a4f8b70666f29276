"""What a machine translated and nobody has touched: it does not go out."""

from django.utils.translation import ngettext

from dateline.desk.models import TranslatedParagraph
from dateline.desk.translating.parts import paragraphs, parts_of
from dateline.stories.models import Story


def is_possible(number: int) -> bool:
    """Whether a machine ever wrote something here that nobody has touched: one small query."""
    return TranslatedParagraph.objects.filter(story=number).exclude(machine="").exclude(text="").exists()


def count(text: Story) -> int:
    """How many paragraphs of `text` (the latest of a story) are a machine's alone."""
    made = TranslatedParagraph.objects.filter(story=text.pk).exclude(machine="").exclude(text="").values_list("text", flat=True)
    if not made:
        return 0
    there = {part.text for part in parts_of(text)}
    return sum(any(one in there for one in paragraphs(all_of_them)) for all_of_them in made)


def reasons(text: Story) -> list[str]:
    """Why `text` cannot go out on this account; empty when it can."""
    number = count(text)
    sentence = ngettext(
        "%(number)d paragraph is a machine’s and nobody has read it: open the translation, and change it or say that it is right.",
        "%(number)d paragraphs are a machine’s and nobody has read them: open the translation, and change them or say that they are right.",
        number,
    )
    return [sentence % {"number": number}] if number else []
