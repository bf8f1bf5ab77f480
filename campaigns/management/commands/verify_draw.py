"""Recompute a draw from its receipt, by the same code that everybody can download."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.verifier.verify_draw import checks


class Command(BaseCommand):
    help = "Recompute a draw from its receipt file. Exit code 0: everything is right."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            results = list(checks(json.loads(file.read_text(encoding="utf-8"))))
        except OSError as error:
            raise CommandError(f"The file {file} can not be read.") from error
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise CommandError(f"{file} is not a complete receipt of a draw.") from error
        for good, sentence in results:
            self.stdout.write(("right  " if good else "WRONG  ") + sentence)
        if not all(good for good, _ in results):
            raise CommandError("This receipt does not recompute.")
