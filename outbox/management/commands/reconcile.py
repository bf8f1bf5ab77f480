import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.registries import reconcile_checks
from outbox.operations import run_checks


class Command(BaseCommand):
    help = "Check every invariant of every app; exit 1 with the violations, 0 when there are none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = run_checks()
        violations = sum(len(sentences) for sentences in found.values())
        if options["json"]:
            self.stdout.write(json.dumps({"checks": found, "violations": violations}))
        else:
            for check in reconcile_checks:
                self.stdout.write(
                    f"{'ok   ' if not found[check.key] else 'WRONG'} {check.key}: {check.title}"
                )
                for sentence in found[check.key]:
                    self.stdout.write(f"      {sentence}")
            self.stdout.write(f"{len(found)} checks, {violations} violations")
        if violations:
            raise SystemExit(1)
