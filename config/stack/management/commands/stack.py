from argparse import REMAINDER, ArgumentParser

from django.core.management.base import BaseCommand

from config.stack import embedded


class Command(BaseCommand):
    help = "Run a command beside embedded services: manage.py stack [--postgres] -- command ..."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs=REMAINDER)

    def handle(self, *args: object, words: list[str], **options: object) -> None:
        raise SystemExit(embedded.main(words))
