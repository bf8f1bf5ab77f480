"""Where journeys take place: the whole product on a stack of its own, or a loud reason why not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from bench.stacks import CannotStart, running
from config.stack.product import Product
from config.stack.story import staged


def missing(reason: str) -> NoReturn:
    """A loud skip; a failure where everything has to be there (REQUIRE_SERVICES=1, as in .ci/run)."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{reason} (REQUIRE_SERVICES=1)", pytrace=False)
    pytest.skip(reason)


def need(stack: str, folder: Path) -> None:
    """Skip or fail where the stack's servers can't be had."""
    try:
        with running(stack, folder):
            return
    except CannotStart as reason:
        missing(f"{stack} can't start: {reason}")


@contextmanager
def stage(stack: str, folder: Path) -> Iterator[Product]:
    need(stack, folder / "probe")
    with staged(stack, folder / "stage", print) as product:
        yield product
