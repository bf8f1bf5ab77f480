"""Work that does nothing: what is left is the machinery's own cost."""

from outbox.jobs import JobKind, job

kinds: dict[str, JobKind] = {}


def do_nothing(**later: object) -> None:
    """The body of the no-op job."""


def register_kinds() -> None:
    """Called from ``ready()``: only processes that have the bench installed know these jobs."""
    if not kinds:
        kinds["nothing"] = job("bench.nothing")(do_nothing)
