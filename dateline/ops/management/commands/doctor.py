import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dateline.ops import checks

MARKS = {
    "ok": pgettext_lazy("result of a check", "ok"),
    "hint": pgettext_lazy("result of a check", "hint"),
    "fault": pgettext_lazy("result of a check", "FAULT"),
}


class Command(BaseCommand):
    help = "Say what is configured, what is missing and how to mend it. Exit code 1 if something is broken."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        found = checks.look(checks.HEALTH + checks.SETUP)
        width = max(len(str(mark)) for mark in MARKS.values())
        for finding in found:
            self.stdout.write(f"{MARKS[finding.level]:<{width}}  {finding.what}: {finding.sentence}")
            if finding.remedy and finding.level != "ok":
                self.stdout.write(f"{'':<{width}}    → {finding.remedy}")
        faults = sum(finding.level == "fault" for finding in found)
        hints = sum(finding.level == "hint" for finding in found)
        counts = {"faults": faults, "hints": hints, "good": len(found) - faults - hints}
        self.stdout.write(_("%(faults)d faults, %(hints)d hints, %(good)d in order.") % counts)
        if faults:
            sys.exit(1)
