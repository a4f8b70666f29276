from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dateline.ops import followers, jobs


class Command(BaseCommand):
    help = "Do the background work: search index, relevant news, picture sizes, windows of most viewed. With --once, catch up and exit."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="let every follower catch up with the releases, then exit")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            followers.catch_up(progress=True)
            self.stdout.write("Every follower has seen every release.")
            return
        jobs.run()
