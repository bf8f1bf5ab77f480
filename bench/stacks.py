"""The stacks that figures are counted on: servers that run already, else the wheels'."""

import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.databases import Databases, PostgresDatabases, SqliteFiles
from bench.figures import POSTGRES_RABBITMQ, POSTGRES_REDIS, SQLITE
from config.stack import postgres, services, valkey
from config.stack.ports import listens
from config.stack.supervisor import ChildDied, Supervisor

# Database numbers of a shared Redis that a run may take for itself, and flush.
REDIS_NUMBERS = range(10, 16)


class CannotStart(Exception):
    """Why this stack is not here. The text is a sentence for people."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    name: str
    databases: Databases
    broker_url: str


@contextmanager
def running(name: str, folder: Path) -> Iterator[Stack]:
    """The stack, for as long as the block. Raises: CannotStart."""
    tag = str(os.getpid())
    with ExitStack() as started:
        try:
            if name == SQLITE:
                databases: Databases = SqliteFiles(folder)
                broker = started.enter_context(valkey.running(folder / "broker"))
            else:
                server = started.enter_context(_postgres(folder))
                databases = PostgresDatabases(server, tag)
                broker = started.enter_context(_rabbitmq() if name == POSTGRES_RABBITMQ else _redis(folder))
        except (valkey.NoValkey, ChildDied, postgres.CannotStart, services.Missing) as reason:
            raise CannotStart(str(reason)) from reason
        if name not in (SQLITE, POSTGRES_REDIS, POSTGRES_RABBITMQ):
            raise CannotStart(f"there is no stack called {name}")
        started.callback(databases.drop_all)
        yield Stack(name=name, databases=databases, broker_url=broker)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    if listens(services.POSTGRES_PORT):
        yield services.postgres_url()
        return
    with postgres.running(log_dir=folder / "postgres-log") as url:
        yield url


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """A number of the running Redis that no other run holds, emptied; else a Valkey of our own."""
    if not services.redis_answers():
        with valkey.running(folder / "broker") as url:
            yield url
        return
    for number in reversed(REDIS_NUMBERS):
        path = Path(tempfile.gettempdir()) / f"guanxi-bench-redis-{number}.lock"
        with path.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            flush(services.REDIS_PORT, number)
            yield f"redis://127.0.0.1:{services.REDIS_PORT}/{number}"
            flush(services.REDIS_PORT, number)
            return
    raise services.Missing("every database number of Redis that figures may use is taken by another run")


@contextmanager
def _rabbitmq() -> Iterator[str]:
    if not services.rabbitmq_answers():
        raise services.Missing("RabbitMQ does not answer on port 5672")
    host = f"guanxi_bench_{os.getpid()}"
    made = services.quietly("rabbitmqctl", "add_vhost", host) and services.quietly(
        "rabbitmqctl", "set_permissions", "-p", host, "guest", ".*", ".*", ".*"
    )
    if not made:
        raise services.Missing("rabbitmqctl may not add a virtual host of our own")
    try:
        yield f"amqp://guest:guest@127.0.0.1:{services.RABBITMQ_PORT}/{host}"
    finally:
        services.quietly("rabbitmqctl", "delete_vhost", host)


def flush(port: int, number: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"SELECT {number}\r\nFLUSHDB\r\n".encode())
        connection.recv(64)


@dataclass(frozen=True, kw_only=True)
class OwnBroker:
    """A Redis or Valkey process of our own, on a Unix socket: it may be flushed, watched and frozen."""

    url: str
    socket_path: Path
    pid: int

    def command(self, *words: str) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket_path))
            connection.sendall((" ".join(words) + "\r\n").encode())
            return connection.recv(65536)


def start_own_broker(supervisor: Supervisor, folder: Path) -> OwnBroker:
    """Raises: NoValkey, ChildDied."""
    server = shutil.which("redis-server")
    binary = Path(server) if server else valkey.find_binary()
    own = valkey.Valkey(folder=folder, binary=binary)
    child = supervisor.start(own.program("broker"))
    supervisor.wait_until(own.answers, what="The broker", seconds=15)
    return OwnBroker(url=own.url, socket_path=valkey.socket_path(folder), pid=child.process.pid)
