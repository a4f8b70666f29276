"""What the desk keeps about stories in the making. The stories themselves are in `stories`."""

from dateline.desk.models.alerts import Alert, AlertWish
from dateline.desk.models.board import BoardChoice
from dateline.desk.models.editing import EditLock, SetAside, UnsavedText
from dateline.desk.models.notes import Note
from dateline.desk.models.planning import CalendarSource, Coverage, PlannedEvent
from dateline.desk.models.rules import DeskRule
from dateline.desk.models.templates import StoryTemplate
from dateline.desk.models.translating import Clue, ParagraphPair, TranslatedParagraph, Translation, UnwantedLanguage
from dateline.desk.models.work import Work

__all__ = [
    "Alert", "AlertWish", "BoardChoice", "CalendarSource", "Clue", "Coverage", "DeskRule", "EditLock", "Note", "ParagraphPair",
    "PlannedEvent", "SetAside", "StoryTemplate", "TranslatedParagraph", "Translation", "UnsavedText", "UnwantedLanguage", "Work",
]  # fmt: skip
