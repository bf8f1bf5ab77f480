"""The whole product as child processes: web, worker, scheduler, simulators and their broker.

``make demo`` and ``manage.py story`` start it; a person who wants the parts one by one reads
docs/operations.md.
"""

import importlib.util
import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.stack import valkey
from config.stack.ports import free_port, listens
from config.stack.supervisor import Child, ChildDied, Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "config.settings.demo"
QUEUES = ("default", "fulfilment", "messages", "webhooks", "pictures")
# What a child may know of the caller's environment; everything else is decided here.
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LOG_LEVEL", "VIRTUAL_ENV")
# Long, for machines that are busy with other things; a child that died is told at once all the same.
SLOW_START = 300
# A worker with no broker: the scheduler does the work itself, in a thread.
NO_BROKER = "memory://"


class PreparationFailed(Exception):
    """The database could not be made ready. The text is a sentence for people."""


def make_secrets(path: Path) -> dict[str, str]:
    """The installation's own secrets, made once and kept in a file that only its owner can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"SECRET_KEY={secrets.token_urlsafe(60)}",
            f"MASTER_KEYS=local:{secrets.token_hex(32)}",
            f"INDEX_PEPPER={secrets.token_hex(32)}",
        ]
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text("\n".join(lines) + "\n")
        draft.rename(path)
    return dict(line.split("=", 1) for line in path.read_text().split() if "=" in line)


@dataclass(kw_only=True)
class Product:
    """One installation in ``folder``, served at ``port``.

    ``database_url`` and ``broker_url`` name servers that run already; without them the embedded ones
    are used.
    """

    supervisor: Supervisor
    folder: Path
    port: int
    database_url: str = ""
    broker_url: str = ""

    def __post_init__(self) -> None:
        self.simulators_port = free_port()
        (self.folder / "static").mkdir(parents=True, exist_ok=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        decided = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "VAR_DIR": str(self.folder),
            "SITE_URL": self.address,
            "SIMULATORS_URL": f"http://127.0.0.1:{self.simulators_port}",
            "BROKER_URL": self.broker_url or NO_BROKER,
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "CLOCK_OFFSET": "true",
            "DEMO": "true",
        }
        if self.database_url:
            decided["DATABASE_URL"] = self.database_url
        return kept | make_secrets(self.folder / "secrets.env") | decided

    def start_broker(self) -> str:
        """Start Valkey unless a broker was named. Returns why there is none, or nothing."""
        if self.broker_url:
            return ""
        try:
            self.broker_url = valkey.start(self.supervisor, self.folder / "broker").url
        except valkey.NoValkey as reason:
            return str(reason)
        return ""

    def start_simulators(self) -> Child:
        return self._manage("simulators", "simulators", "--port", str(self.simulators_port))

    def prepare(self, *arguments: str) -> None:
        """Migrate and fill an empty database. Raises: PreparationFailed, ChildDied."""
        child = self._manage("prepare", "prepare", *arguments, is_shown=True)
        if self.supervisor.finish(child) != 0:
            raise PreparationFailed(
                f"The database could not be prepared; see {child.log}\n{child.last_words()}"
            )

    def start_web(self) -> Child:
        return self._start("web", web_command(self.port))

    def start_workers(self) -> list[Child]:
        """Worker and scheduler, or a scheduler that works when there is no broker."""
        if not self.broker_url:
            return [self._manage("scheduler", "scheduler", "--inline-worker")]
        return [self._start("worker", worker_command()), self._manage("scheduler", "scheduler")]

    def wait_for_simulators(self) -> None:
        """Raises: ChildDied."""
        self.supervisor.wait_until(
            lambda: listens(self.simulators_port), what="The simulators", seconds=SLOW_START
        )

    def wait_for_page(self, path: str = "/") -> None:
        """Wait for a page that a person would see. Raises: ChildDied, also for a page with an error."""
        url = f"{self.address}{path}"
        log = self.supervisor.log_dir / "web.log"
        self.supervisor.wait_until(
            lambda: page_is_served(url, log), what="The first page", seconds=SLOW_START
        )

    def _manage(self, name: str, *arguments: str, is_shown: bool = False) -> Child:
        return self._start(name, [sys.executable, "manage.py", *arguments], is_shown=is_shown)

    def _start(self, name: str, command: Sequence[str], *, is_shown: bool = False) -> Child:
        program = Program(name=name, command=command, env=self.env, folder=ROOT, is_shown=is_shown)
        return self.supervisor.start(program)


def page_is_served(url: str, log: Path) -> bool:
    """Raises: ChildDied for an answer that is an error."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except urllib.error.HTTPError as failure:
        raise ChildDied(f"{url} answered with status {failure.code}; see {log}") from failure
    except OSError:
        return False


def web_command(port: int) -> list[str]:
    """WSGI on loopback: granian, or gunicorn on a machine that has no granian."""
    if importlib.util.find_spec("granian"):
        program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        options = ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
        return [*program, *options, "config.wsgi:application"]
    program = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    return [*program, "--log-level", "warning", "config.wsgi:application"]


def worker_command(*, concurrency: int = 2) -> list[str]:
    program = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "config.celery",
        "worker",
        "--queues",
        ",".join(QUEUES),
    ]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    return [*program, "--queues", ",".join(QUEUES), "--concurrency", str(concurrency), *quiet]
