"""One figure being counted: its database, its child processes and its ports, all ended with it."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure, Number
from bench.stacks import OwnBroker
from config.stack.ports import listens
from config.stack.product import ROOT, worker_command
from config.stack.supervisor import Child, Program, Supervisor

Env = Mapping[str, str]
NO_ENV: Env = {}


class TooSlow(Exception):
    """Something that is counted did not end within its limit."""


@dataclass(kw_only=True)
class Trial:
    name: str
    stack: str
    full: bool
    folder: Path
    supervisor: Supervisor
    web_port: int
    simulators_port: int
    broker: OwnBroker | None = None
    _started: int = field(default=0)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def on_postgres(self) -> bool:
        return self.stack.startswith("postgres")

    def size(self, small: int, *, times: int = 10) -> int:
        """``small`` in CI, ``times`` as many in the long form."""
        return small * times if self.full else small

    def figure(
        self,
        *,
        ok: bool,
        numbers: Mapping[str, Number | str],
        notes: Mapping[str, object] | None = None,
        name: str = "",
    ) -> Figure:
        area, own = self.name.split(".", 1)
        return Figure(
            area=area, name=name or own, stack=self.stack, numbers=numbers, ok=ok, notes=notes or {}
        )

    def start(self, name: str, command: list[str], env: Env = NO_ENV) -> Child:
        """A child process; ``env`` is added to ours. Its log has a number, so restarts keep theirs."""
        self._started += 1
        program = Program(
            name=f"{name}-{self._started}", command=command, env={**os.environ, **env}, folder=ROOT
        )
        return self.supervisor.start(program)

    def manage(self, *arguments: str, env: Env = NO_ENV) -> Child:
        return self.start(arguments[0], [sys.executable, "manage.py", *arguments], env)

    def start_web(self, *, workers: int = 2, threads: int = 4, env: Env = NO_ENV) -> Child:
        """The web process, answering. Raises: ChildDied."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.web_port), "--workers", str(workers), "--log-level", "warning"]
        command += ["--blocking-threads", str(threads), "--blocking-threads-idle-timeout", "600"]
        pool = {"DATABASE_POOL": str(threads)} if self.on_postgres else {}
        child = self.start("web", [*command, "config.wsgi:application"], {**pool, **env})
        self.supervisor.wait_until(lambda: listens(self.web_port), what="The web process", seconds=60)
        return child

    def start_worker(self, *, concurrency: int = 2, env: Env = NO_ENV) -> Child:
        return self.start("worker", worker_command(concurrency=concurrency), env)

    def start_scheduler(self, *, every_seconds: float = 2.0, env: Env = NO_ENV) -> Child:
        return self.manage("scheduler", "--every", str(every_seconds), env=env)

    def start_simulators(self, env: Env = NO_ENV) -> Child:
        """Raises: ChildDied."""
        child = self.manage("simulators", "--port", str(self.simulators_port), env=env)
        self.supervisor.wait_until(lambda: listens(self.simulators_port), what="The simulators", seconds=60)
        return child

    def wait_until(self, finished: Callable[[], bool], *, seconds: float) -> None:
        """Look 30 times a second. Raises: TooSlow; ChildDied when a process ended by itself."""
        end = time.monotonic() + seconds
        while not finished():
            self.supervisor.check()
            if time.monotonic() > end:
                raise TooSlow(f"not done within {seconds:.0f} s")
            time.sleep(0.03)

    def logs(self) -> list[Path]:
        return sorted(self.supervisor.log_dir.glob("*.log"))
