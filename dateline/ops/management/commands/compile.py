from typing import Any

from django.core.management.base import BaseCommand

from dateline.lib import catalogues


class Command(BaseCommand):
    help = "Compile the translations that changed (.po to .mo). `dateline run` does it by itself."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{catalogues.compile_all()} catalogues compiled.")
