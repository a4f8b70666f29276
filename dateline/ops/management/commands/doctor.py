import sys
from typing import Any

from django.core.management.base import BaseCommand

from dateline.ops import checks

MARKS = {"ok": "ok   ", "hint": "hint ", "fault": "FAULT"}


class Command(BaseCommand):
    help = "Say what is configured, what is missing and how to mend it. Exit code 1 if something is broken."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        found = checks.look(checks.HEALTH + checks.SETUP)
        for finding in found:
            self.stdout.write(f"{MARKS[finding.level]}  {finding.what}: {finding.sentence}")
            if finding.remedy and finding.level != "ok":
                self.stdout.write(f"         → {finding.remedy}")
        faults = sum(finding.level == "fault" for finding in found)
        hints = sum(finding.level == "hint" for finding in found)
        self.stdout.write(f"{faults} faults, {hints} hints, {len(found) - faults - hints} in order.")
        if faults:
            sys.exit(1)
