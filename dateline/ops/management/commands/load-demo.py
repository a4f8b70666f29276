"""`dateline load-demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from dateline.lib.errors import DatelineError, Refused
from dateline.ops.demo.loading import load_demo


class Command(BaseCommand):
    help = "Fill an empty database with the demo agency: sixty stories in three languages, with pictures, readers and a newsroom."

    def handle(self, **_options: Any) -> None:
        try:
            load_demo(at=now(), tell=self.stdout.write)
        except Refused as error:
            raise CommandError("\n".join([*error.reasons, error.remedy]).strip()) from error
        except DatelineError as error:
            raise CommandError(str(error)) from error
