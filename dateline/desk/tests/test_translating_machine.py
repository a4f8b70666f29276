"""The hook for machine translation: what is loaded, what is refused, and that the example in the docs works."""

import re
import sys
import types
from pathlib import Path
from threading import Event
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase, override_settings

from dateline.desk.translating import machine
from dateline.desk.translating.machine import MachineFailed

DOCS = Path(__file__).resolve().parents[3] / "docs" / "machine-translation.md"


class Good:
    name = "Good"
    pairs = {("en", "ru")}
    answer: Any = ["раз"]
    waits: Event | None = None

    def translate(self, paragraphs: list[str], source: str, target: str) -> Any:
        if self.waits:
            self.waits.wait(5)
        return self.answer


class Nameless(Good):
    name = ""


class Nonsense(Good):
    answer = ["раз", "два"]


class Endless(Good):
    answer = ["x" * 10_000]


class Slow(Good):
    waits = Event()


def setting(name: str) -> Any:
    return override_settings(MACHINE_TRANSLATION=f"{__name__}:{name}")


class MachineTests(SimpleTestCase):
    def test_what_cannot_be_loaded_stops_the_start_with_a_sentence(self) -> None:
        for name, sentence in (
            ("nowhere.at_all:X", "cannot be loaded"),
            ("no colon", "Write package.module:Class"),
            (f"{__name__}:Missing", "cannot be loaded"),
        ):
            with override_settings(MACHINE_TRANSLATION=name), self.assertRaisesRegex(ImproperlyConfigured, sentence):
                machine.machine()

    def test_what_is_no_such_plug_in_is_named(self) -> None:
        with setting("Nameless"), self.assertRaisesRegex(ImproperlyConfigured, "its name is not a text"):
            machine.machine()

    def test_it_translates_only_between_its_languages(self) -> None:
        with setting("Good"):
            self.assertEqual(machine.translate(["one"], "en", "ru"), ["раз"])
            self.assertIsNone(machine.can("ru", "en"))
            with self.assertRaisesMessage(MachineFailed, "no machine translation between these languages"):
                machine.translate(["раз"], "ru", "en")

    def test_an_answer_that_makes_no_sense_is_refused(self) -> None:
        for name in ("Nonsense", "Endless"):
            with setting(name), self.assertRaisesMessage(MachineFailed, "did not answer as it should"):
                machine.translate(["one"], "en", "ru")

    def test_a_machine_that_hangs_is_left_alone_and_does_not_take_all_threads(self) -> None:
        Slow.waits = Event()
        try:
            with setting("Slow"), override_settings(MACHINE_TRANSLATION_TIMEOUT_S=0):
                for _n in range(machine.AT_ONCE):
                    with self.assertRaisesMessage(MachineFailed, "did not answer within 0 seconds"):
                        machine.translate(["one"], "en", "ru")
                with self.assertRaisesMessage(MachineFailed, "still busy"):
                    machine.translate(["one"], "en", "ru")
        finally:
            Slow.waits.set()
            for _n in range(machine.AT_ONCE):  # both are free again
                machine._free.acquire(timeout=5)
            for _n in range(machine.AT_ONCE):
                machine._free.release()

    def test_the_example_in_the_documentation_is_a_plug_in(self) -> None:
        code = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
        module = types.ModuleType("example_machine")
        sys.modules["example_machine"] = module
        self.addCleanup(sys.modules.pop, "example_machine")
        exec(code[-1], module.__dict__)
        with override_settings(MACHINE_TRANSLATION="example_machine:Machine"):
            found = machine.machine()
        self.assertTrue(found and found.name)
