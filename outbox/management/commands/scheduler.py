from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox.scheduler import run_forever


class Command(BaseCommand):
    help = "Ring for due and abandoned jobs and write periodic ones, every two seconds, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--inline-worker", action="store_true", help="also run the jobs: no broker needed"
        )
        parser.add_argument("--every", type=float, default=2.0, help="seconds between rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        run_forever(inline_worker=options["inline_worker"], every_seconds=options["every"])
