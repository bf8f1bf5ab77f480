"""Make the funnel's counts again from the rows."""

from typing import Any

from django.core.management.base import BaseCommand

from campaigns.operations.counting import rebuild_counts


class Command(BaseCommand):
    help = "Write the counts of every campaign's funnel again from its rows, and say how many were different."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_counts()} lines were different")
