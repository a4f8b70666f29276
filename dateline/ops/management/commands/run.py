from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dateline.ops import jobs, serving, starting, supervising


class Command(BaseCommand):
    help = "Start everything in one process tree: site, newsroom and background work. Prepares the data folder first."
    requires_system_checks = ()  # `dateline doctor` checks; a start must be quick

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="web processes (default: WORKERS)")

    def handle(self, *, workers: int, **options: Any) -> None:
        sock = supervising.listen(settings.HOST, settings.PORT)
        starting.prepare(self.stdout.write, demo=settings.DEMO)
        self.stdout.write(f"Site      {settings.SITE_URL}/\nNewsroom  {settings.SITE_URL}/{settings.NEWSROOM_PATH}")
        self.stdout.write(f"Data      {settings.DATA}\nStop with Ctrl-C.")
        self.stdout.flush()
        supervising.Tree([*serving.web_workers(sock, workers), supervising.Child("jobs", jobs.run)]).run()
        self.stdout.write("Stopped.")
