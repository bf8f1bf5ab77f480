"""Stacks for ``manage.py story``: the whole product on free ports with a database of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.databases import Databases
from bench.figures import POSTGRES_REDIS, SQLITE
from bench.stacks import CannotStart, running
from config.stack.ports import free_port
from config.stack.product import ROOT, PreparationFailed, Product
from config.stack.supervisor import ChildDied, Supervisor, interruptible
from seeds.story.kinds import Season
from seeds.story.play import WAIT_SECONDS, Cast, Play, Table
from seeds.world import PASSWORD

STACKS = (SQLITE, POSTGRES_REDIS)
STORY = "story"

Tell = Callable[[str], None]


class CannotPlay(Exception):
    """The stack is not there. The text is a sentence for people."""


def play_alone(name: str, folder: Path, tell: Tell, *, wait_seconds: float = WAIT_SECONDS) -> Table:
    """On a stack of its own that ends with the story. Raises: CannotPlay, StoryFailed."""
    with staged(name, folder, tell) as product:
        cast = Cast(site=product.address, simulators=product.env["SIMULATORS_URL"], password=PASSWORD)
        table = Play(cast, tell, wait_seconds=wait_seconds).perform()
        _reconcile(product, tell)
        return table


def play_all_alone(
    name: str, folder: Path, tell: Tell, *, wait_seconds: float = WAIT_SECONDS
) -> Mapping[str, Table]:
    """One campaign of every kind on a stack of its own. Raises: CannotPlay, StoryFailed."""
    with staged(name, folder, tell) as product:
        cast = Cast(site=product.address, simulators=product.env["SIMULATORS_URL"], password=PASSWORD)
        tables = Season(cast, tell, wait_seconds=wait_seconds).perform_all()
        _reconcile(product, tell)
        return tables


@contextmanager
def staged(name: str, folder: Path, tell: Tell) -> Iterator[Product]:
    """The whole product on free ports with its staff, as long as the block. Raises: CannotPlay."""
    try:
        with (
            interruptible(),
            running(name, folder) as stack,
            Supervisor(log_dir=folder / "log") as supervisor,
        ):
            product = Product(
                supervisor=supervisor,
                folder=folder / "var",
                port=free_port(),
                database_url=stack.databases.create_with_schema(STORY),
                broker_url=stack.broker_url,
            )
            _prepare(product, stack.databases)
            _start(product, tell)
            yield product
    except (CannotStart, ChildDied, PreparationFailed) as reason:
        raise CannotPlay(str(reason)) from reason


def _prepare(product: Product, databases: Databases) -> None:
    product.prepare("--empty")
    databases.keep_schema(STORY)


def _start(product: Product, tell: Tell) -> None:
    product.start_simulators()
    _manage(product, "seed", "--staff")
    product.start_web()
    product.start_workers()
    product.wait_for_simulators()
    product.wait_for_page()
    tell(f"web, worker, scheduler and simulators run at {product.address}")


def _reconcile(product: Product, tell: Tell) -> None:
    """Every invariant, after the story. Raises: CannotPlay."""
    for command in ("reconcile", "replay"):
        tell(f"{command}: {_manage(product, command).strip().splitlines()[-1]}")


def _manage(product: Product, *arguments: str) -> str:
    """What the command printed. Raises: CannotPlay with its last words."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=product.env, capture_output=True, text=True)
    if done.returncode:
        raise CannotPlay(f"manage.py {arguments[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-500:]}")
    return done.stdout
