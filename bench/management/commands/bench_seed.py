from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bench.seed import seed


class Command(BaseCommand):
    help = "Fill a migrated, empty PostgreSQL database with a big community; the same for the same number."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--members", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        counts = seed(options["members"])
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))
