"""The servers that ``make test-services`` needs: PostgreSQL, Redis, RabbitMQ, and Chromium.

What runs already is used. What is installed is started as Debian documents it. What is missing is
installed where that is allowed (root on Debian or Ubuntu), else the sentence says how.

    python -m config.stack.services check
    python -m config.stack.services [--rabbitmq] run -- command ...
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.stack.ports import listens

POSTGRES_PORT, REDIS_PORT, RABBITMQ_PORT = 5432, 6379, 5672
# A role of our own for tests, on loopback only, where the server doesn't trust loopback.
TEST_ROLE = "guanxi_tests"


class Missing(Exception):
    """A server that is not there. The text says how to get it."""


@dataclass(frozen=True, kw_only=True)
class Service:
    name: str
    packages: tuple[str, ...]
    is_up: Callable[[], bool]
    is_installed: Callable[[], bool]
    start: Callable[[], object]


def quietly(*command: str) -> bool:
    return subprocess.run(list(command), capture_output=True).returncode == 0


def redis_answers() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", REDIS_PORT), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def rabbitmq_answers() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", RABBITMQ_PORT), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return len(connection.recv(8)) > 0
    except OSError:
        return False


def start_postgres() -> None:
    """Start every cluster that Debian knows of, newest first."""
    listed = subprocess.run(["pg_lsclusters", "--no-header"], capture_output=True, text=True).stdout
    for line in sorted(listed.splitlines(), reverse=True):
        version, cluster = line.split()[:2]
        quietly("pg_ctlcluster", version, cluster, "start")


def start_redis() -> None:
    quietly("redis-server", "--daemonize", "yes", "--bind", "127.0.0.1", "--dir", "/tmp", "--save", "")  # noqa: S108


def start_rabbitmq() -> None:
    quietly("rabbitmq-server", "-detached")


def find_chromium() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


SERVICES = [
    Service(
        name="PostgreSQL",
        packages=("postgresql", "postgresql-contrib"),
        is_up=lambda: listens(POSTGRES_PORT),
        is_installed=lambda: shutil.which("pg_ctlcluster") is not None,
        start=start_postgres,
    ),
    Service(
        name="Redis",
        packages=("redis-server",),
        is_up=redis_answers,
        is_installed=lambda: shutil.which("redis-server") is not None,
        start=start_redis,
    ),
    Service(
        name="RabbitMQ",
        packages=("rabbitmq-server",),
        is_up=rabbitmq_answers,
        is_installed=lambda: os.path.exists("/usr/sbin/rabbitmq-server"),
        start=start_rabbitmq,
    ),
    Service(
        name="Chromium",
        packages=("chromium",),
        is_up=lambda: find_chromium() is not None,
        is_installed=lambda: find_chromium() is not None,
        start=lambda: None,
    ),
]


def install(service: Service) -> None:
    """Raises: Missing with the command to type where we may not install."""
    how = f"apt-get install {' '.join(service.packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Missing(f"{service.name} is not installed; on Debian or Ubuntu: sudo {how}")
    print(f"installing {service.name}: {how}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, capture_output=True)
    done = subprocess.run(["apt-get", "install", "-y", "-q", *service.packages], env=environment)
    if done.returncode != 0:
        raise Missing(f"{service.name} could not be installed (see above); try: {how}")


def ensure(service: Service, *, seconds: float = 60) -> None:
    """Have the service answering. Raises: Missing."""
    if service.is_up():
        return
    if not service.is_installed():
        install(service)
    service.start()
    end = time.monotonic() + seconds
    while not service.is_up():
        if time.monotonic() > end:
            raise Missing(f"{service.name} is installed and could not be started within {seconds:.0f} s.")
        time.sleep(0.5)


def postgres_url() -> str:
    """An account on the local PostgreSQL that may create test databases. Raises: Missing."""
    for account in ("postgres", f"{TEST_ROLE}:{TEST_ROLE}"):
        if can_connect(f"postgres://{account}@127.0.0.1:{POSTGRES_PORT}/postgres"):
            return f"postgres://{account}@127.0.0.1:{POSTGRES_PORT}/guanxi"
    create = f"CREATE ROLE {TEST_ROLE} LOGIN CREATEDB PASSWORD '{TEST_ROLE}'"
    if os.geteuid() == 0 and quietly("runuser", "-u", "postgres", "--", "psql", "-c", create):
        return f"postgres://{TEST_ROLE}:{TEST_ROLE}@127.0.0.1:{POSTGRES_PORT}/guanxi"
    raise Missing(
        f"PostgreSQL runs and lets nobody in that the tests know. Type: sudo -u postgres psql -c {create!r}"
    )


def can_connect(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def environment(*, with_rabbitmq: bool) -> dict[str, str]:
    """Where the servers are. Values that are set already win. Raises: Missing."""
    broker = "amqp://guest:guest@127.0.0.1:5672//" if with_rabbitmq else f"redis://127.0.0.1:{REDIS_PORT}/9"
    found = {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or postgres_url(),
        "BROKER_URL": broker,
        "REDIS_URL": f"redis://127.0.0.1:{REDIS_PORT}/9",
        "CHROMIUM": find_chromium() or "",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's sync API keeps an event loop in the test's thread
    }
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the servers, or run a command against them.")
    parser.add_argument("action", choices=["check", "run"])
    parser.add_argument("--rabbitmq", action="store_true", help="RabbitMQ as the broker instead of Redis")
    parser.add_argument("command", nargs="*")
    chosen = parser.parse_args(arguments)
    try:
        for service in SERVICES:
            ensure(service)
        variables = environment(with_rabbitmq=chosen.rabbitmq)
    except Missing as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"services: {', '.join(service.name for service in SERVICES)}", flush=True)
    return subprocess.run(chosen.command, env={**os.environ, **variables}).returncode if chosen.command else 0


if __name__ == "__main__":
    sys.exit(main())
