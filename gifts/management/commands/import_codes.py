from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.access import SYSTEM
from common.errors import Refused
from gifts import operations, queries

CHUNK_BYTES = 64 * 1024


class Command(BaseCommand):
    help = "Import a file of codes into an item, at once and in bounded memory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("item", help="the item's public id")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only count and name what is wrong")
        parser.add_argument("--reason", default="imported from a file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = operations.start_code_import(
                actor=SYSTEM,
                item_id=queries.item_id_of(options["item"]),
                chunks=_chunks(options["file"]),
                dry_run=options["dry_run"],
                reason=options["reason"],
                now=timezone.now(),
            )
        except (Refused, OSError) as error:
            raise CommandError(error.text if isinstance(error, Refused) else str(error)) from error
        operations.run_code_import(import_id=source.pk, now=timezone.now())
        source.refresh_from_db()
        for line, problem, ending in source.told:
            self.stdout.write(f"line {line} ({ending}): {problem}")
        self.stdout.write(
            f"lines={source.lines} added={source.added} known={source.known} "
            f"repeated={source.repeated} unusable={source.unusable}"
        )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
