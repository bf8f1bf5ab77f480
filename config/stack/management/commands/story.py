"""``manage.py story``: the main job, from outside, on a stack of its own or on a running site."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.stack import story
from seeds.story.play import WAIT_SECONDS, Cast, Play
from seeds.story.visitor import StoryFailed
from seeds.world import PASSWORD


class Command(BaseCommand):
    help = "Play the whole main job through real HTTP and real workers; exit 1 if any promise of it fails."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the closing table for programs")
        parser.add_argument(
            "--all", action="store_true", help="on the embedded stack and on PostgreSQL + Redis"
        )
        parser.add_argument("--stack", choices=list(story.STACKS), default="sqlite")
        parser.add_argument(
            "--url", help="a running site with the demo's staff, instead of a stack of its own"
        )
        parser.add_argument("--simulators", default="", help="where the site's simulators are; with --url")
        parser.add_argument("--password", default=PASSWORD, help="of the demo's staff; with --url")
        parser.add_argument(
            "--wait", type=float, default=WAIT_SECONDS, help="seconds for each thing to happen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["json"]
        stacks = list(story.STACKS) if options["all"] else [options["stack"]]
        results, failed = {}, False
        for name in ["url"] if options["url"] else stacks:
            tell = (lambda line: None) if quiet else (lambda line: self.stdout.write(f"  {line}"))
            try:
                table = self._play(name, options, tell)
                wrong = table.failures()
                results[name] = {**table.numbers(), "failures": wrong}
            except (StoryFailed, story.CannotPlay) as reason:
                wrong = [str(reason)]
                results[name] = {"failures": wrong}
            failed = failed or bool(wrong)
            if not quiet:
                self._print(name, results[name])
        if quiet:
            self.stdout.write(json.dumps(results if len(results) > 1 else next(iter(results.values()))))
        if failed:
            raise SystemExit(1)

    def _play(self, name: str, options: dict[str, Any], tell: Any) -> Any:
        wait_seconds = options["wait"]
        if options["url"]:
            cast = Cast(site=options["url"], simulators=options["simulators"], password=options["password"])
            return Play(cast, tell, wait_seconds=wait_seconds).perform()
        with tempfile.TemporaryDirectory(prefix="guanxi-story-") as folder:
            return story.play_alone(name, Path(folder), tell, wait_seconds=wait_seconds)

    def _print(self, name: str, row: dict[str, Any]) -> None:
        self.stdout.write(f"story on {name}:")
        for key, value in row.items():
            if key != "failures":
                self.stdout.write(f"  {key:<10} {value}")
        for sentence in row["failures"]:
            self.stdout.write(f"  FAILED {sentence}")
        self.stdout.write("every promise holds" if not row["failures"] else "NOT every promise holds")
