"""Derive campaigns again from their news and say where the ledgers differ."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.queries.replay import replay_published


class Command(BaseCommand):
    help = "Live through a campaign's facts again; exit 1 where credit, rewards or shares differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--campaign", help="the slug of one campaign; every published one without it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["campaign"] or ""
        found = replay_published(slug)
        if slug and not found:
            raise CommandError(f"No campaign “{slug}” was published.")
        differences = sum(len(sentences) for sentences in found.values())
        if options["json"]:
            self.stdout.write(json.dumps({"campaigns": found, "differences": differences}))
        else:
            for slug, sentences in found.items():
                self.stdout.write(f"{'ok   ' if not sentences else 'WRONG'} {slug}")
                for sentence in sentences:
                    self.stdout.write(f"      {sentence}")
            self.stdout.write(f"{len(found)} campaigns, {differences} differences")
        if differences:
            raise SystemExit(1)
