"""What goes wrong, told to people: a code for machines, a sentence for what happened, a remedy for what to do."""

from collections.abc import Sequence


class DatelineError(Exception):
    """An error that a person is told about.

    code      stable, for machines and logs
    sentence  what happened, translated
    remedy    what to do now, translated; empty when nothing can be done
    """

    code = "error"

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy


class Refused(DatelineError):
    """Something was asked for that cannot be done; `reasons` are all of them at once, a translated sentence each."""

    code = "refused"

    def __init__(self, reasons: Sequence[str], remedy: str = "") -> None:
        super().__init__(" ".join(str(reason) for reason in reasons), remedy)
        self.reasons = [str(reason) for reason in reasons]
