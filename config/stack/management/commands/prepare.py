import json
import time
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.stack.progress import Timed, say


class Command(BaseCommand):
    help = "Bring the database up to date, and give an empty one the demo community."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=float, default=None, help="seconds since 1970, for progress lines"
        )
        parser.add_argument("--logins", type=Path, default=None, help="where to write the demo's logins")

        parser.add_argument("--empty", action="store_true", help="leave out the demo community")

    def handle(self, *args: object, **options: object) -> None:
        since = float(str(options["since"] or time.time()))
        if has_pending_migrations():
            say("preparing the database", since=since)
            call_command("migrate", interactive=False, verbosity=0)
            say("the database is ready", since=since)
        if "seed" in get_commands() and not options["empty"] and not get_user_model().objects.exists():
            say("making the demo community (once)", since=since)
            call_command("seed", stdout=Timed(since))
            say("the demo community is there", since=since)
        if isinstance(options["logins"], Path):
            options["logins"].write_text(json.dumps(demo_logins()))


def has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def demo_logins() -> list[dict[str, str]]:
    """Who a newcomer can sign in as; empty without a demo community."""
    try:
        return list(import_module("seeds.demo").LOGINS)
    except ImportError:
        return []
