from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from config.stack import demo


class Command(BaseCommand):
    help = "Run the whole product with a demo community until Ctrl-C. `make demo` installs first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: object, port: int, **options: object) -> None:
        raise SystemExit(demo.main(["--port", str(port)]))
