"""The product as `make demo` starts it: real processes, a real page, a real worker that does real jobs."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.stack.ports import free_port
from config.stack.product import Product, page_is_served
from config.stack.supervisor import ChildDied, Supervisor

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("product")
    with Supervisor(log_dir=folder / "log") as supervisor:
        product = Product(supervisor=supervisor, folder=folder, port=free_port())
        assert product.start_broker() == ""
        product.start_simulators()
        product.prepare("--empty")
        product.start_web()
        product.start_workers()
        product.wait_for_page()
        yield product


def jobs_done(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder}/guanxi.sqlite3?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox_job WHERE state = 'done'").fetchone()[0])


def test_serves_a_page_that_a_person_would_see(product: Product) -> None:
    assert page_is_served(f"{product.address}/sign-in/", Path("web.log"))


def test_a_page_with_an_error_is_no_start(product: Product) -> None:
    with pytest.raises(ChildDied, match=r"answered with status 404; see web\.log"):
        page_is_served(f"{product.address}/no-such-page/", Path("web.log"))


def test_the_worker_does_what_the_scheduler_planned(product: Product) -> None:
    end = time.monotonic() + 60
    while not jobs_done(product.folder):
        assert time.monotonic() < end, "no job was done within a minute"
        time.sleep(0.2)


def test_all_of_it_stays_up(product: Product) -> None:
    product.supervisor.check()
    assert {child.program.name for child in product.supervisor.children} == {
        "broker",
        "scheduler",
        "simulators",
        "web",
        "worker",
    }
