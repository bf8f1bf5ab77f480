"""``manage.py story``: the main job, from outside, on a stack of its own or on a running site."""

import json
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.stack import story
from seeds.story.kinds import KINDS, Season
from seeds.story.play import WAIT_SECONDS, Cast, Play, Table
from seeds.story.visitor import StoryFailed
from seeds.world import PASSWORD


class Command(BaseCommand):
    help = "Play the whole main job through real HTTP and real workers; exit 1 if any promise of it fails."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the closing table for programs")
        parser.add_argument(
            "--all",
            action="store_true",
            help="a campaign of every kind, from the admin's form on; on both stacks unless one is named",
        )
        parser.add_argument("--stack", choices=list(story.STACKS))
        parser.add_argument(
            "--url", help="a running site with the demo's staff, instead of a stack of its own"
        )
        parser.add_argument("--simulators", default="", help="where the site's simulators are; with --url")
        parser.add_argument("--password", default=PASSWORD, help="of the demo's staff; with --url")
        parser.add_argument(
            "--wait", type=float, default=WAIT_SECONDS, help="seconds for each thing to happen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        quiet, results = options["json"], {}
        tell = (lambda line: None) if quiet else (lambda line: self.stdout.write(f"  {line}"))
        for name in self._stacks(options):
            try:
                found = self._play(name, options, tell)
            except (StoryFailed, story.CannotPlay) as reason:
                found = {"": {"failures": [str(reason)]}}
            for kind, row in found.items():
                results[f"{kind} on {name}" if kind else name] = row
                if not quiet:
                    self._print(f"{kind} on {name}" if kind else name, row)
        if quiet:
            self.stdout.write(json.dumps(results if len(results) > 1 else next(iter(results.values()))))
        if any(row["failures"] for row in results.values()):
            raise SystemExit(1)

    def _stacks(self, options: dict[str, Any]) -> list[str]:
        if options["url"]:
            return ["url"]
        return (
            [options["stack"]] if options["stack"] else list(story.STACKS if options["all"] else ["sqlite"])
        )

    def _play(self, name: str, options: dict[str, Any], tell: Any) -> dict[str, dict[str, Any]]:
        """Kind ('' for the main story) to its closing table. Raises: StoryFailed, CannotPlay."""
        wait_seconds = options["wait"]
        if options["url"]:
            cast = Cast(site=options["url"], simulators=options["simulators"], password=options["password"])
            if options["all"]:
                return _rows(Season(cast, tell, wait_seconds=wait_seconds).perform_all())
            return {"": _row(Play(cast, tell, wait_seconds=wait_seconds).perform())}
        with tempfile.TemporaryDirectory(prefix="guanxi-story-") as folder:
            if options["all"]:
                return _rows(story.play_all_alone(name, Path(folder), tell, wait_seconds=wait_seconds))
            return {"": _row(story.play_alone(name, Path(folder), tell, wait_seconds=wait_seconds))}

    def _print(self, name: str, row: dict[str, Any]) -> None:
        self.stdout.write(f"story {name}:" if " on " in name else f"story on {name}:")
        for key, value in row.items():
            if key != "failures":
                self.stdout.write(f"  {key:<10} {value}")
        for sentence in row["failures"]:
            self.stdout.write(f"  FAILED {sentence}")
        self.stdout.write("every promise holds" if not row["failures"] else "NOT every promise holds")


def _rows(tables: Mapping[str, Table]) -> dict[str, dict[str, Any]]:
    return {kind.key: _row(tables[kind.key], kind.wanted) for kind in KINDS}


def _row(table: Table, wanted: Mapping[str, int] | None = None) -> dict[str, Any]:
    return {**table.numbers(), "failures": table.failures(wanted)}
