"""``manage.py simulators --port N``: the simulated gateways, with the keys from settings."""

import asyncio
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from simulators.__main__ import add_arguments, run
from simulators.house import Plan


class Command(BaseCommand):
    help = "Run the simulated carrier, message gateway and random beacon. Development and tests only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("--forget", action="store_true", help="keep nothing on disk")

    def handle(self, *args: Any, **options: Any) -> None:
        carrier, sms = settings.PROVIDERS["carrier"], settings.PROVIDERS["sms"]
        state = options["state"] or settings.VAR_DIR / "simulators.sqlite3"
        plan = Plan(
            partner=carrier.get("partner") or Plan.partner,
            checkword=carrier.get("secret") or Plan.checkword,
            sms_secret=sms.get("secret") or Plan.sms_secret,
            state=None if options["forget"] else state,
            step_seconds=options["step_seconds"],
            keys=options["keys"] or settings.VAR_DIR / "simulator-keys",
            mail=Path(folder) if (folder := getattr(settings, "EMAIL_FILE_PATH", None)) else None,
        )
        try:
            asyncio.run(run(plan, host=options["host"], port=options["port"], ready=self._say))
        except OSError as problem:
            raise CommandError(
                f"The simulators can't listen on port {options['port']}: {problem.strerror}."
            ) from None

    def _say(self, address: str) -> None:
        self.stdout.write(f"simulators listening on {address}")
        self.stdout.flush()
