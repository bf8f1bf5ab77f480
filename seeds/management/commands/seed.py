from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds import demo


class Command(BaseCommand):
    help = "Fill an empty database with the demo community; the same every time for one seed number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--members", type=int, default=demo.MEMBERS)
        parser.add_argument("--seed", type=int, default=demo.SEED)
        parser.add_argument("--staff", action="store_true", help="only one brand and its staff")

    def handle(self, *args: Any, **options: Any) -> None:
        if get_user_model().objects.exists():
            raise CommandError("This database has members already; the demo community needs an empty one.")
        if options["staff"]:
            demo.hire()
            return
        demo.build(members=options["members"], seed=options["seed"], tell=self.stdout.write)
