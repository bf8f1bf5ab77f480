import os

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"

    def ready(self) -> None:
        from bench import nothing, unguarded

        nothing.register_kinds()
        unguarded.remove(filter(None, os.environ.get("UNGUARDED", "").split(",")))
