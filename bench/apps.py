import os

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"

    def ready(self) -> None:
        from bench import carriers, nothing, unguarded

        nothing.register_kinds()
        if can := os.environ.get("CARRIER_CAN"):
            carriers.limit(can)
        if can := os.environ.get("PAYER_CAN"):
            carriers.limit_payer(can)
        unguarded.remove(filter(None, os.environ.get("UNGUARDED", "").split(",")))
