from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bench import runner
from bench.figures import AREAS, CONTROLS
from config.stack.supervisor import Interrupted, interruptible


class Command(BaseCommand):
    help = "Count what the product promises, one line per figure; exit 0 when nothing is short."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("areas", nargs="*", metavar="area", help=f"of {', '.join(AREAS)}; none is all")
        parser.add_argument("--full", action="store_true", help="at least ten times the usual size")
        parser.add_argument("--only", default="", help="only figures whose name has this in it")
        parser.add_argument("--stack", default="", help="only this stack")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = set(options["areas"]) - {*AREAS, CONTROLS}
        if unknown:
            raise CommandError(f"no such area: {', '.join(sorted(unknown))}; there are {', '.join(AREAS)}")
        try:
            with interruptible():
                found = runner.count(
                    options["areas"],
                    only=options["only"],
                    stack=options["stack"],
                    full=options["full"],
                    say=self._say,
                )
        except Interrupted:
            raise SystemExit(130) from None
        if not found:
            raise CommandError("Nothing is counted there yet.")
        if not all(figure.ok for figure in found):
            raise SystemExit(1)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
