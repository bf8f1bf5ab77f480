"""Wrap every data key anew under the first of MASTER_KEYS, so that the others can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand

from common.crypto import keys_by_master, rewrap_keys


class Command(BaseCommand):
    help = "Wrap every data key anew under the first of MASTER_KEYS. Safe to stop and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while done := rewrap_keys():
            total += done
        self.stdout.write(f"{total} keys wrapped anew")
        for master_id, count in sorted(keys_by_master().items()):
            self.stdout.write(f"master key {master_id}: {count} live keys")
