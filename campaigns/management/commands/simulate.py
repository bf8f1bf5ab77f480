"""Other rules over what has happened in a campaign: what they would have cost, who gains and who loses."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware

from accounts.queries import public_names
from campaigns.queries.replay import WhatIf, simulate
from common.errors import Refused


class Command(BaseCommand):
    help = "What if a campaign had had other rules? Prints rewards, units, cost, who gains and who loses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--campaign", required=True, help="the campaign's slug")
        parser.add_argument("--rules", required=True, type=Path, help="a file with the rules' JSON")
        parser.add_argument("--since", type=_day, help="only friends who joined from this day on, YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rules = json.loads(options["rules"].read_text(encoding="utf-8"))
            was, would = simulate(options["campaign"], rules, since=options["since"])
        except OSError as error:
            raise CommandError(f"The file {options['rules']} can not be read.") from error
        except ValueError as error:
            raise CommandError(f"{options['rules']} is not JSON: {error}") from error
        except Refused as refused:
            raise CommandError(f"{refused.code}: {refused.message} {dict(refused.data)}") from refused
        self._print("as it was", was)
        self._print("as it would have been", would)
        self.stdout.write(f"{len(would.gain)} members gain, {len(would.lose)} lose")
        names = public_names([*would.gain, *would.lose])
        for verb, members in (("gains", would.gain), ("loses", would.lose)):
            for pk in members:
                before, after = was.members.get(pk, 0), would.members.get(pk, 0)
                self.stdout.write(f"@{names[pk].handle} {verb}: rewards {before} -> {after}")

    def _print(self, title: str, found: WhatIf) -> None:
        rewards = ", ".join(f"{key} {number}" for key, number in sorted(found.rewards.items())) or "none"
        units = sum(found.units.values())
        yuan = f"{found.fen // 100}.{found.fen % 100:02d}"
        self.stdout.write(f"{title}: rewards {rewards}; {units} gifts worth {yuan} CNY")


def _day(text: str) -> datetime:
    day: date | None = parse_date(text)
    if day is None:
        raise ValueError
    return make_aware(datetime(day.year, day.month, day.day))
