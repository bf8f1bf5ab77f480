"""One line per thing that happened: ``noun.verb key=value``, with the request or job it belongs to.

Never names, contacts, tokens, addresses or message bodies.
"""

import logging
from contextvars import ContextVar

correlation: ContextVar[str] = ContextVar("correlation", default="-")


class Formatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(correlation)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.correlation = correlation.get()
        return super().format(record)


def log(name: str, event: str, **ids: object) -> None:
    """Write ``event id=value ...`` at INFO. Values are ids, states, numbers."""
    logging.getLogger(name).info("%s %s", event, " ".join(f"{key}={value}" for key, value in ids.items()))
