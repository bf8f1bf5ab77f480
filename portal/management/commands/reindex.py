"""Writes the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.registries import search_sources


class Command(BaseCommand):
    help = "Write all search entries anew, while people go on searching. Repeating changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="*", help="only these kinds: people, groups, events, posts, ...")

    def handle(self, *args: Any, kind: list[str], **options: Any) -> None:
        sources = {source.key: source for source in search_sources}
        if unknown := sorted(set(kind) - set(sources)):
            raise CommandError(f"There is no kind {', '.join(unknown)}; there are {', '.join(sources)}.")
        for key, source in sources.items():
            if not kind or key in kind:
                self.stdout.write(f"{key}: {source.write_all()} written")
