from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dateline.ops import serving, supervising


class Command(BaseCommand):
    help = "Serve the site and the newsroom, without the background work (see jobs). For machines of their own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="web processes (default: WORKERS)")

    def handle(self, *, workers: int, **options: Any) -> None:
        sock = supervising.listen(settings.HOST, settings.PORT)
        self.stdout.write(f"Serving {settings.SITE_URL}/ on {settings.HOST}:{settings.PORT} with {workers} processes.")
        supervising.Tree(serving.web_workers(sock, workers)).run()
